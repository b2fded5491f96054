"""`check`: the settings in force, who answers, and whether it would work."""

import argparse
import time
from dataclasses import dataclass, field

import anyio

from telnyx_video_mcp import __version__
from telnyx_video_mcp.api.call import Api
from telnyx_video_mcp.api.errors import (
    ApiError,
    ForbiddenError,
    InvalidError,
    NotFoundError,
    UnauthorizedError,
)
from telnyx_video_mcp.api.models import Room
from telnyx_video_mcp.archive.errors import ArchiveError
from telnyx_video_mcp.archive.store import Store
from telnyx_video_mcp.commands.configured import configured
from telnyx_video_mcp.commands.options import PROGRAM
from telnyx_video_mcp.commands.terminal import show, wrapped
from telnyx_video_mcp.commands.tools import published, token_cost
from telnyx_video_mcp.connection import Connection
from telnyx_video_mcp.settings.declared import SETTINGS, Settings
from telnyx_video_mcp.toolkit.audit import Audit
from telnyx_video_mcp.toolkit.refusal import Refusal, nearest
from telnyx_video_mcp.video.checks import is_uuid
from telnyx_video_mcp.video.filters import matching

WORKS, REFUSED, MISCONFIGURED = 0, 1, 2
_COLUMN = 20
_VERDICTS = {
    WORKS: "It works.",
    REFUSED: "It would not work: the API refused, or could not be reached.",
    MISCONFIGURED: "It cannot work yet: the settings need correcting.",
}
_LOCK_FAILS = "It would not work as intended: not every room of the lock was found."
_ARCHIVE_FAILS = "It would not work as intended: nothing can be saved to the archive."
_CORRECT = "Correct the setting rooms (TELNYX_VIDEO_ROOMS, or rooms in the settings file)."
_AGAIN = f"Then run {PROGRAM} check again."


@dataclass(frozen=True)
class _Answer:
    """What came of asking the API, and a line about each locked room."""

    code: int
    sentence: str
    lock: list[str] = field(default_factory=list)
    verdict: str | None = None
    """The last sentence of the report, unless it is that of the exit code."""


def command(options: argparse.Namespace) -> int:
    """Print the report; returns the exit code, see `--help`."""
    return anyio.run(run, configured(options))


async def run(settings: Settings) -> int:
    """Print the report; returns the exit code, see `--help`."""
    tools = await published(settings)
    answer = await _ask(settings)
    archive = await _try_archive(settings)
    show(f"{PROGRAM} {__version__}\n\nSettings in force:")
    for setting in SETTINGS:
        value = getattr(settings, setting.key)
        _line(setting.key, setting.shown(value) or setting.unset)
    show("")
    _line("tools", f"{len(tools)}, about {token_cost(tools):,} tokens for a model to read")
    _line("answer", answer.sentence)
    for number, room in enumerate(answer.lock):
        _line("" if number else "room lock", room)
    if archive.sentence:
        _line("archive answers", archive.sentence)
    worse = answer if answer.code else archive
    verdict = worse.verdict or _VERDICTS[worse.code]
    show("\n" + wrapped(f"{verdict} Exit code {worse.code}.", "", ""))
    return worse.code


async def _try_archive(settings: Settings) -> _Answer:
    """Write, read and delete a small object where files would be saved."""
    if settings.archive is None:
        return _Answer(WORKS, "")
    try:
        key = await Store(settings.archive).probe()
    except Refusal as refusal:
        return _Answer(MISCONFIGURED, refusal.message)
    except ArchiveError as error:
        return _Answer(REFUSED, error.sentence, verdict=_ARCHIVE_FAILS)
    return _Answer(WORKS, f"{key} was written, read back and deleted")


def _line(name: str, text: str) -> None:
    indent = " " * (_COLUMN + 2)
    show(wrapped(text, f"  {name:{_COLUMN}}", indent))


async def _ask(settings: Settings) -> _Answer:
    """One small read, and one for each room of the lock."""
    connection = Connection(settings)
    try:
        async with connection.lifespan(None):
            Audit(settings.audit_file).require(tool="check", outcome="ok")
            api = Api(connection.client())
            began = time.perf_counter()
            found = await api.page("/rooms", Room, page_size=1)
            milliseconds = (time.perf_counter() - began) * 1000
            lock = [await _locked_room(api, room) for room in settings.rooms]
    except Refusal as refusal:
        return _Answer(MISCONFIGURED, refusal.message)
    except ApiError as error:
        return _Answer(REFUSED, _explained(error, settings))
    total = found.total
    counted = "rooms" if total is None else "1 room" if total == 1 else f"{total} rooms"
    who = "the built-in sandbox" if settings.sandbox else "the API"
    sentence = f"{who} answered after {milliseconds:.0f} ms: {counted}"
    lines = [line for line, _ in lock]
    if all(exists for _, exists in lock):
        return _Answer(WORKS, sentence, lines)
    return _Answer(REFUSED, sentence, lines, _LOCK_FAILS)


async def _locked_room(api: Api, room: str) -> tuple[str, bool]:
    """A line about one room of the lock, and whether there is that room."""
    if is_uuid(room):
        try:
            found = await api.get(f"/rooms/{room.lower()}", Room)
        except NotFoundError:
            return f"{room}: no room has this id. {_CORRECT}", False
        return f"{room}: {found.unique_name or 'a room without a name'}", True
    page = await api.page("/rooms", Room, matching(unique_name=room), page_size=250)
    # Should the filter be loose, or ignored, only an exact name counts.
    ids = [each.id or "?" for each in page.items if each.unique_name == room]
    if len(ids) == 1:
        return f"{room}: {ids[0]}", True
    if ids:
        return f"{room}: {len(ids)} rooms have this name; use the id of one.", False
    everything = await api.page("/rooms", Room, page_size=250)
    meant = nearest(room, [each.unique_name for each in everything.items if each.unique_name])
    hint = f" Did you mean {meant}?" if meant else ""
    return f"{room}: no room has this name.{hint} {_CORRECT}", False


def _explained(error: ApiError, settings: Settings) -> str:
    """What went wrong, and what to do about the address and the key."""
    address = f"TELNYX_BASE_URL, which is {settings.base_url}"
    account = "that TELNYX_API_KEY is a key of an account with Telnyx Video"
    match error:
        case NotFoundError():
            return (
                f"There is no Video API at this address (status 404). Check {address}; for Telnyx "
                f"it must be {Settings.base_url}. {_AGAIN}"
            )
        case ForbiddenError():
            return f"{error.sentence} Check {account}. {_AGAIN}"
        case InvalidError():
            refused = f"{error.sentence} (status {error.status})"
            return f"{refused} Check {address}, and {account}. {_AGAIN}"
        case UnauthorizedError():
            return f"{error.explain('check')['message']} {_AGAIN}"
        case _:
            return str(error.explain("check")["message"])
