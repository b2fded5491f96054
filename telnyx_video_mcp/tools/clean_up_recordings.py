"""Old recordings: shown first, then exactly those deleted that were shown, one by one."""

from typing import TYPE_CHECKING, Annotated, Any

import anyio
from pydantic import Field

from telnyx_video_mcp.api.errors import ApiError
from telnyx_video_mcp.toolkit.risk import Risk
from telnyx_video_mcp.toolkit.tool import tool
from telnyx_video_mcp.video import params
from telnyx_video_mcp.video.old_files import OldFile
from telnyx_video_mcp.video.outcomes import FilesDeleted

if TYPE_CHECKING:
    from telnyx_video_mcp.api.call import Api

_AT_ONCE = 8
_SHOWN_PROBLEMS = 3
_LAST_SECS = 4.0
_MB_PER_GB = 1000

OlderThan = Annotated[
    int, Field(description="Only what ended more than this many days ago.", ge=1, le=3650)
]
KeepRooms = Annotated[
    list[str], Field(description="Rooms to spare: their ids or unique names.", max_length=50)
]
MinMb = Annotated[int, Field(description="Only files of at least so many megabytes.", ge=1)]
Compositions = Annotated[bool, Field(description="Also delete compositions; false if unset.")]


class CleanedUp(FilesDeleted, total=False):
    """What is gone, what it freed, and what is left of what was shown."""

    freed_gb: float
    failed: int
    remaining: int
    problems: list[dict[str, Any]]


@tool(
    Risk.DESTROY,
    title="Clean up recordings",
    look_with="list_recordings",
    idempotent=False,  # more may have grown old by the next time
    lasts_secs=45,
)
async def clean_up_recordings(
    api: "Api",
    older_than_days: OlderThan | None = None,
    room: params.RoomFilter | None = None,
    session: params.SessionFilter | None = None,
    keep_rooms: KeepRooms | None = None,
    min_mb: MinMb | None = None,
    include_compositions: Compositions | None = None,
    *,
    _files: tuple[OldFile, ...] = (),
) -> CleanedUp:
    """Deletes finished recordings for good by age, room, session or size, after showing how many,
    how large, how old and of which rooms. Exactly those shown are deleted: one made in between
    stays. Says how much was freed and what could not be deleted. For one file use delete_recording.
    """
    # The question found the files and showed them; searching again might find others.
    del older_than_days, room, session, keep_rooms, min_mb, include_compositions
    gone: list[OldFile] = []
    problems: list[tuple[OldFile, str]] = []
    left = list(reversed(_files))

    async def delete_some() -> None:
        while left and api.seconds_left() > _LAST_SECS:
            each = left.pop()
            try:
                await api.delete(f"/{each.collection}/{each.id}")
            except ApiError as error:
                problems.append((each, error.explain("list_recordings")["message"]))
                continue
            gone.append(each)
            if len(gone) % 25 == 0:
                await api.progress(len(gone), len(_files), f"{len(gone)} deleted")

    async with anyio.create_task_group() as tasks:
        for _ in range(_AT_ONCE):
            tasks.start_soon(delete_some)
    freed = round(sum(each.size_mb for each in gone) / _MB_PER_GB, 3)
    outcome: CleanedUp = {
        "done": bool(gone),
        "deleted": len(gone),
        "freed_gb": freed,
        "message": _message(len(gone), freed, len(problems), len(left)),
    }
    if problems:
        outcome["failed"] = len(problems)
        outcome["problems"] = [
            {"id": each.id, "problem": text} for each, text in problems[:_SHOWN_PROBLEMS]
        ]
    if left:
        outcome["remaining"] = len(left)
    return outcome


def _message(gone: int, freed: float, failed: int, left: int) -> str:
    told = [f"{gone} file{'' if gone == 1 else 's'} deleted, {freed} GB freed."]
    if failed:
        told.append(
            f"{failed} could not be deleted and {'is' if failed == 1 else 'are'} still there."
        )
    if left:
        told.append(f"{left} are left, because a call takes 45 seconds at most: call again.")
    return " ".join(told)


TOOLS = (clean_up_recordings,)
