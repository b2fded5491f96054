"""The questions by the names of their tools."""

from collections.abc import Awaitable, Callable

from telnyx_video_mcp.toolkit.preview import Preview
from telnyx_video_mcp.tools.questions.files import (
    clean_up_recordings,
    delete_composition,
    delete_recording,
    delete_recordings,
)
from telnyx_video_mcp.tools.questions.meetings import (
    delete_room,
    end_session,
    kick_participants,
    wrap_up_meeting,
)

QUESTIONS: dict[str, Callable[..., Awaitable[Preview | None]]] = {
    each.__name__: each
    for each in (
        delete_room,
        end_session,
        kick_participants,
        delete_recording,
        delete_recordings,
        delete_composition,
        wrap_up_meeting,
        clean_up_recordings,
    )
}
