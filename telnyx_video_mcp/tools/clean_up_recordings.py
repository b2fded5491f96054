"""Old recordings: shown first, then exactly those deleted that were shown, one by one."""

from collections.abc import Mapping, Sequence
from typing import Annotated

import anyio
from pydantic import Field

from telnyx_video_mcp.api.call import Api
from telnyx_video_mcp.api.errors import ApiError
from telnyx_video_mcp.toolkit.only_with import OnlyWith
from telnyx_video_mcp.toolkit.plan import Plan
from telnyx_video_mcp.toolkit.results import result
from telnyx_video_mcp.toolkit.risk import Risk
from telnyx_video_mcp.toolkit.tool import tool
from telnyx_video_mcp.video import params, what_went, words
from telnyx_video_mcp.video.old_files import OldFile, criteria, old_files
from telnyx_video_mcp.video.questions import deletion_of_files, rooms_of_files
from telnyx_video_mcp.video.saving_first import Safety, after_saving, saved_first, the_archive
from telnyx_video_mcp.video.what_went import Gone

_AT_ONCE = 8
_EXAMPLES = 3
_SHOWN_PROBLEMS = 3
_SHOWN_UNSAFE = 20
_LAST_SECS = 4.0

OlderThan = Annotated[
    int, Field(description="Only what ended more than this many days ago.", ge=1, le=3650)
]
KeepRooms = Annotated[
    list[params.VisibleEntry],
    Field(description="Rooms to leave alone, by id or unique name.", max_length=50),
]
MinMb = Annotated[int, Field(description="Only files of at least this many megabytes.", ge=1)]
Compositions = Annotated[bool, Field(description="Also delete compositions; false if unset.")]
SaveFirst = Annotated[
    bool,
    Field(description="Save and verify first; delete only what is safe."),
    OnlyWith("archive"),
]


@result
class NotDeleted:
    """A file that is still there, and why."""

    id: str
    problem: str


@result
class CleanedUp:
    """What is gone, what it freed, and what is left of what was shown."""

    done: bool
    message: str
    deleted: int = 0
    freed_mb: float = 0.0
    failed: int | None = None
    remaining: int | None = None
    problems: list[NotDeleted] | None = None
    gone: Gone | None = None


@tool(
    Risk.DESTROY,
    title="Clean up recordings",
    verify_with="list_recordings",
    idempotent=False,  # more may have grown old by the next time
    timeout_secs=45,
)
async def clean_up_recordings(
    api: Api,
    older_than_days: OlderThan | None = None,
    room: params.RoomFilter | None = None,
    session: params.ActiveSessionFilter | None = None,
    keep_rooms: KeepRooms | None = None,
    min_mb: MinMb | None = None,
    include_compositions: Compositions | None = None,
    save_first: SaveFirst | None = None,
) -> Plan[CleanedUp] | CleanedUp:
    """Deletes finished recordings for good by age, room, session or size, after showing how many,
    how large, how old and from which rooms. Deletes exactly those shown. Says how much was freed
    and what could not be deleted. For one file use delete_recording.
    """
    wanted = await criteria(
        api,
        older_than_days=older_than_days,
        room=room,
        session=session,
        keep_rooms=keep_rooms,
        min_mb=min_mb,
    )
    archive = the_archive(api) if save_first else None
    files = await old_files(
        api, wanted, compositions=bool(include_compositions), to_save=archive is not None
    )
    if not files:
        message = "There is nothing to clean up: no finished file matches."
        return CleanedUp(done=False, message=message)

    names = await rooms_of_files(api, files, wanted.room)

    async def apply() -> CleanedUp:
        return await _delete(api, files, names, await saved_first(api, archive, files))

    noun = "file" if include_compositions else "recording"
    plan = deletion_of_files(files, noun, names, apply, examples=_EXAMPLES)
    return plan if archive is None else after_saving(plan, archive)


async def _delete(
    api: Api, files: Sequence[OldFile], names: Mapping[str, str], safety: Safety
) -> CleanedUp:
    gone: list[OldFile] = []
    problems = [NotDeleted(each, why) for each, why in safety.unsafe.items()]
    unsafe = len(problems)
    left = [each for each in reversed(files) if each.id not in safety.unsafe]

    async def delete_some() -> None:
        while left and api.seconds_left() > _LAST_SECS:
            each = left.pop()
            if not await safety.holds(each):
                problems.append(NotDeleted(each.id, "It is no longer in the archive, so it stays."))
                continue
            try:
                await api.delete(f"/{each.collection}/{each.id}")
            except ApiError as error:
                verify_with = each.collection.replace("room_", "list_")
                problems.append(NotDeleted(each.id, error.explain(verify_with)["message"]))
                continue
            gone.append(each)
            if len(gone) % 25 == 0:
                await api.progress(len(gone), len(files), f"{len(gone)} deleted")

    async with anyio.create_task_group() as tasks:
        for _ in range(_AT_ONCE):
            tasks.start_soon(delete_some)
    freed = round(sum(each.size_mb for each in gone), 1)
    return CleanedUp(
        done=bool(gone),
        message=safety.message + _message(len(gone), freed, len(problems), len(left)),
        deleted=len(gone),
        freed_mb=freed,
        failed=len(problems) or None,
        remaining=len(left) or None,
        gone=what_went.gone(gone, names) if gone else None,
        problems=problems[: max(_SHOWN_PROBLEMS, min(unsafe, _SHOWN_UNSAFE))] or None,
    )


def _message(gone: int, freed: float, failed: int, left: int) -> str:
    sentences = [f"{gone} file{'' if gone == 1 else 's'} deleted, {words.size(freed)} freed."]
    if failed:
        sentences.append(
            f"{failed} could not be deleted and {'is' if failed == 1 else 'are'} still there."
        )
    if left:
        sentences.append(f"{left} remain, because a call may take 45 seconds at most: call again.")
    return " ".join(sentences)


TOOLS = (clean_up_recordings,)
