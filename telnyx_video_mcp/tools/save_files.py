"""Saving recordings: finished files are copied to the archive, and verified when asked again."""

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from telnyx_video_mcp.api.archive import FAILED, SAVED, UNDER_WAY, VERIFIED, Copy
from telnyx_video_mcp.api.call import Api
from telnyx_video_mcp.toolkit.refusal import Refusal
from telnyx_video_mcp.toolkit.results import result
from telnyx_video_mcp.toolkit.risk import Risk
from telnyx_video_mcp.toolkit.tool import tool
from telnyx_video_mcp.toolkit.untrusted import Supplied
from telnyx_video_mcp.video import checks, originals, params
from telnyx_video_mcp.video.saving_first import the_archive
from telnyx_video_mcp.video.words import are, count

_SHOWN = 20
_LONGEST_PATH = 400
_BYTES_PER_MB = 1_000_000
_FIRST = (FAILED, UNDER_WAY, SAVED, VERIFIED)

FileIds = Annotated[
    list[Annotated[str, AfterValidator(checks.uuid)]],
    Field(description="Ids of recordings or compositions.", min_length=1, max_length=100),
]
Include = Annotated[
    Literal["recordings", "composition", "both"],
    Field(description="Which files; both if unset."),
]


@result
class SavedFile:
    """One file and how far its copy is."""

    id: str
    state: str
    mb: float | None
    of_mb: float | None
    problem: str | None
    path: Supplied | str | None


@result
class SavedFiles:
    """How many files are safe, and where."""

    done: bool
    message: str
    archive: str
    saved: int | None = None
    verified: int | None = None
    under_way: int | None = None
    failed: int | None = None
    mb: float | None = None
    files: list[SavedFile] | None = None


@tool(
    Risk.CREATE,
    title="Save files",
    verify_with="list_recordings",
    idempotent=True,  # what is there is verified instead
    timeout_secs=45,
    needs_archive=True,
)
async def save_files(
    api: Api,
    room: params.RoomFilter | None = None,
    session: params.SessionFilter | None = None,
    ids: FileIds | None = None,
    include: Include | None = None,
) -> SavedFiles:
    """Copies finished recordings and compositions to the archive, and verifies those already
    there. Large files go on in the background: call again. Takes one of room, session and ids.
    """
    if sum(each is not None for each in (room, session, ids)) != 1:
        raise Refusal("save_files takes exactly one of room, session and ids.")
    archive = the_archive(api)
    recordings, compositions = include != "composition", include != "recordings"
    if room is not None:
        found, growing = await originals.of_room(
            api, room, recordings=recordings, compositions=compositions
        )
    elif session is not None:
        found, growing = await originals.of_session(
            api, session, recordings=recordings, compositions=compositions
        )
    else:
        found, growing = await originals.by_ids(api, ids or [])
    if growing:
        api.note(f"{count(growing, 'file')} {are(growing)} not finished yet; call again later.")
    if not found:
        message = "There is nothing to save: no finished file matches."
        return SavedFiles(done=False, message=message, archive=archive.where)
    copies = await archive.keep(found, seconds_left=api.seconds_left, progress=api.progress)
    return _result(archive.where, copies)


def _result(where: str, copies: Sequence[Copy]) -> SavedFiles:
    by_state = {state: [each for each in copies if each.state == state] for state in _FIRST}
    safe = by_state[SAVED] + by_state[VERIFIED]
    first = sorted(copies, key=lambda each: _FIRST.index(each.state))
    return SavedFiles(
        done=len(safe) == len(copies),
        message=_message(by_state),
        archive=where,
        saved=len(by_state[SAVED]) or None,
        verified=len(by_state[VERIFIED]) or None,
        under_way=len(by_state[UNDER_WAY]) or None,
        failed=len(by_state[FAILED]) or None,
        mb=_mb(sum(each.bytes for each in safe)),
        files=[_file(each) for each in first[:_SHOWN]],
    )


def _file(copy: Copy) -> SavedFile:
    partly = copy.state == UNDER_WAY and copy.total is not None
    return SavedFile(
        id=copy.original.id,
        state=copy.state,
        mb=_mb(copy.bytes),
        of_mb=_mb(copy.total) if partly and copy.total is not None else None,
        problem=copy.problem,
        path=Supplied(copy.path, _LONGEST_PATH) if copy.path and copy.named else copy.path,
    )


def _mb(size: int) -> float:
    return round(size / _BYTES_PER_MB, 3)


def _message(by_state: dict[str, list[Copy]]) -> str:
    saved, verified, under_way, failed = (
        by_state[state] for state in (SAVED, VERIFIED, UNDER_WAY, FAILED)
    )
    sentences = []
    if saved:
        sentences.append(f"{count(len(saved), 'file')} saved.")
    if verified:
        sentences.append(
            f"{count(len(verified), 'file')} verified: read back, and the same as when saved."
        )
    if under_way:
        done, total = (
            sum(each.bytes for each in under_way),
            sum(each.total or 0 for each in under_way),
        )
        known = f" ({_mb(done)} of {_mb(total)} MB of those begun)" if total else ""
        sentences.append(
            f"{count(len(under_way), 'file')} under way{known}; this goes on while the server "
            "runs: call again."
        )
    if failed:
        problems = list(dict.fromkeys(each.problem or "" for each in failed))
        safe = len(saved) + len(verified)
        sentences.append(
            f"{count(len(failed), 'file')} not saved: {problems[0]} "
            f"{count(safe, 'file')} {are(safe)} safe; call again for the rest."
        )
    return " ".join(sentences)


TOOLS = (save_files,)
