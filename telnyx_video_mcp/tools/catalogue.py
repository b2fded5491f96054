"""All tools, in the order in which they are published: the operations, then the workflows."""

from telnyx_video_mcp.toolkit.risk import Mode, allowed
from telnyx_video_mcp.toolkit.tool import ToolSpec
from telnyx_video_mcp.tools import (
    attendance,
    clean_up_recordings,
    compositions,
    host_meeting,
    moderation,
    participants,
    recordings,
    rooms,
    save_files,
    sessions,
    tokens,
    usage,
    wait_for,
    watch_session,
    wrap_up_meeting,
)

OPERATIONS: tuple[ToolSpec, ...] = (
    *rooms.TOOLS,
    *tokens.TOOLS,
    *sessions.TOOLS,
    *moderation.TOOLS,
    *participants.TOOLS,
    *recordings.TOOLS,
    *compositions.TOOLS,
)
"""One tool for each operation of the API."""

WORKFLOWS: tuple[ToolSpec, ...] = (
    *host_meeting.TOOLS,
    *watch_session.TOOLS,
    *attendance.TOOLS,
    *usage.TOOLS,
    *wrap_up_meeting.TOOLS,
    *clean_up_recordings.TOOLS,
    *save_files.TOOLS,
    *wait_for.TOOLS,
)
"""Tools of several operations."""

CATALOGUE: tuple[ToolSpec, ...] = OPERATIONS + WORKFLOWS


def offered(mode: Mode, *, room_lock: bool = False, archive: bool = False) -> tuple[ToolSpec, ...]:
    """The tools of a mode, with or without a room lock and an archive.

    Others can neither be seen nor called.
    """
    return tuple(
        spec
        for spec in CATALOGUE
        if allowed(spec.risk, mode)
        and (spec.under_room_lock or not room_lock)
        and (archive or not spec.needs_archive)
    )
