"""Keeps files in the archive: two at a time, in the background of the server.

A call adds its files to the queue and waits for them as long as it may; what is left goes on until
the server ends, and is then broken off, so that nothing half remains.
"""

import logging
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import anyio

from telnyx_video_mcp.api.archive import SAVED, UNDER_WAY, VERIFIED, Copy, Heard, Original
from telnyx_video_mcp.api.call import Api
from telnyx_video_mcp.api.errors import ApiError
from telnyx_video_mcp.api.models import RoomComposition, RoomRecording
from telnyx_video_mcp.archive.errors import ArchiveError
from telnyx_video_mcp.archive.folders import Folder, folder_of
from telnyx_video_mcp.archive.jobs import Job, Jobs
from telnyx_video_mcp.archive.store import Store
from telnyx_video_mcp.toolkit.refusal import Refusal

if TYPE_CHECKING:
    from anyio.abc import TaskGroup

    from telnyx_video_mcp.api.downloads import Downloads
    from telnyx_video_mcp.archive.copying import Copying

_log = logging.getLogger(__name__)
AT_ONCE = 2
_LAST_SECS = 4.0
"""What a call needs after it has waited."""
_LOOK_SECS = 1.0


class Keeper:
    """The archive of one server; see `api.archive.Archive`.

    Args:
        store: Where files are kept.
        api: Makes an `Api` for a few reads; its guards are those of every call.
        downloads: What opens links.
        sleep: Waits a number of seconds.
        wall: The time in seconds since 1970.
    """

    def __init__(
        self,
        store: Store,
        api: Callable[[], Api],
        downloads: "Callable[[], Downloads]",
        *,
        sleep: Callable[[float], Awaitable[None]],
        wall: Callable[[], float],
    ) -> None:
        self.where = store.where
        self._store = store
        self._api = api
        self._downloads = downloads
        self._sleep = sleep
        self._wall = wall
        self._jobs = Jobs()
        self._folders: dict[str, Folder] = {}
        self._finding = anyio.Lock()
        self._groups: list[TaskGroup] = []
        self._working = 0
        self._changed = anyio.Event()

    @asynccontextmanager
    async def lifespan(self) -> AsyncIterator[None]:
        """The time in which copies are made; at its end they are broken off."""
        async with anyio.create_task_group() as tasks:
            self._groups.append(tasks)
            try:
                yield
            finally:
                self._groups.remove(tasks)
                tasks.cancel_scope.cancel()

    async def keep(
        self,
        originals: Sequence[Original],
        *,
        seconds_left: Callable[[], float],
        progress: Heard,
        compare: bool = False,
    ) -> list[Copy]:
        """See `Archive`."""
        self._store.open()
        jobs = self._jobs.wanted(originals, compare=compare)
        self._employ()
        while any(job.state == UNDER_WAY for job in jobs):
            left = seconds_left() - _LAST_SECS
            if left <= 0:
                break
            with anyio.move_on_after(min(left, _LOOK_SECS)):
                await self._changed.wait()
            await progress(*_how_far(jobs))
        for job in jobs:
            job.told = job.state != UNDER_WAY
        return [job.copy() for job in jobs]

    async def has(self, copy: Copy) -> bool:
        """See `Archive`."""
        try:
            return copy.path is not None and await self._store.size(copy.path) == copy.bytes
        except ArchiveError:
            return False

    def _employ(self) -> None:
        """Let somebody work on the queue."""
        if not self._groups:
            raise Refusal("This server is shutting down.", kind="shutting_down")
        while self._working < min(AT_ONCE, self._working + len(self._jobs.queue)):
            self._working += 1
            self._groups[0].start_soon(self._work)

    async def _work(self) -> None:
        job: Job | None = None
        try:
            while job := self._jobs.next():
                await self._carry_out(job)
                self._tell()
            self._folders.clear()  # names and manifests are read anew for the next call
        finally:
            self._working -= 1
            if job is not None:  # broken off
                self._jobs.forget([job, *self._jobs.queue])
                self._jobs.queue.clear()

    async def _carry_out(self, job: Job) -> None:
        try:
            await self._save(job)
        except ArchiveError as error:
            job.failed(error.sentence)
            if error.for_all:
                self._jobs.give_up(error.sentence)
        except (ApiError, Refusal) as error:
            job.failed(str(error.explain("list_recordings")["message"]))
        except Exception as error:  # noqa: BLE001 - one file must not end the others
            job.failed(_sentence(error))

    async def _save(self, job: Job) -> None:
        copying = self._copying()
        folder = await self._folder(job.original)
        known = (await folder.read()).entry(job.original.id)
        if known:
            job.path, job.named = folder.key(known.name), known.participant_name is not None
            if await copying.matches(folder, known, job.heard):
                job.bytes, job.total, job.compared = known.bytes, known.bytes, True
                job.state = VERIFIED
                return
        entry = await copying.copy(folder, job.original, job.heard)
        job.path, job.named = folder.key(entry.name), entry.participant_name is not None
        if job.compare:
            if not await copying.matches(folder, entry, job.heard):
                raise ArchiveError(f"{job.path} in the archive {self.where} is not what was saved.")
            job.compared = True
        job.bytes, job.total = entry.bytes, entry.bytes
        job.state = VERIFIED if job.compared else SAVED

    async def _folder(self, original: Original) -> Folder:
        """The folder of a file's session, looked up once for all files in the queue."""
        session = original.session_id or original.id
        async with self._finding:
            if session not in self._folders:
                self._folders[session] = await folder_of(self._store, self._api(), [original])
            return self._folders[session]

    def _copying(self) -> "Copying":
        from telnyx_video_mcp.archive.copying import Copying  # noqa: PLC0415 - imports httpx

        return Copying(self._store, self._downloads(), self._fresh, self._sleep, self._wall)

    async def _fresh(self, original: Original) -> str | None:
        """A link that works: each reading of a record brings one."""
        path = f"/{original.collection}/{original.id}"
        if original.collection == "room_compositions":
            return (await self._api().get(path, RoomComposition)).download_url
        return (await self._api().get(path, RoomRecording)).download_url

    def _tell(self) -> None:
        changed, self._changed = self._changed, anyio.Event()
        changed.set()


def _how_far(jobs: Sequence[Job]) -> tuple[float, float | None, str | None]:
    finished = sum(job.state != UNDER_WAY for job in jobs)
    return finished, len(jobs), f"{finished} of {len(jobs)} files are finished"


def _sentence(error: Exception) -> str:
    """What went wrong; of what nobody foresaw only the kind, as it may hold a link."""
    sentence = getattr(error, "sentence", None)
    if isinstance(sentence, str):
        return sentence
    frames = "".join(traceback.format_tb(error.__traceback__))
    _log.error("a copy failed with %s\n%s", type(error).__name__, frames)
    return f"It failed inside this server ({type(error).__name__}); its log says where."
