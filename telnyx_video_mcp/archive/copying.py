"""One file: copied into the store and written into the manifest, or read back and compared."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from telnyx_video_mcp.api.archive import Original
from telnyx_video_mcp.api.downloads import Downloads, file_suffix
from telnyx_video_mcp.archive import manifest as manifests
from telnyx_video_mcp.archive import names
from telnyx_video_mcp.archive.fetching import Fetching
from telnyx_video_mcp.archive.folders import Folder
from telnyx_video_mcp.archive.manifest import Entry
from telnyx_video_mcp.archive.store import Store
from telnyx_video_mcp.video.timestamps import iso

Heard = Callable[[int, int | None], None]
"""Told the bytes that are done, and of how many."""


@dataclass(frozen=True)
class Copying:
    """Copies files.

    Args:
        store: Where to.
        downloads: Opens links.
        fresh: Reads a record again for a link that works.
        sleep: Waits a number of seconds.
        wall: The time in seconds since 1970.
    """

    store: Store
    downloads: Downloads
    fresh: Callable[[Original], Awaitable[str | None]]
    sleep: Callable[[float], Awaitable[None]]
    wall: Callable[[], float]

    async def matches(self, folder: Folder, entry: Entry, heard: Heard) -> bool:
        """Whether the file is there as the manifest says, read back whole."""
        key = folder.key(entry.name)
        if await self.store.size(key) != entry.bytes:
            return False
        found = await self.store.digest(key, lambda done: heard(done, entry.bytes))
        return found == entry.sha256

    async def copy(self, folder: Folder, original: Original, heard: Heard) -> Entry:
        """Copy a file and write it into the manifest; replaces one that is no longer right.

        Raises:
            DownloadError: It could not be downloaded.
            ArchiveError: It could not be stored.
        """
        who = folder.who(original)

        async def fresh() -> str | None:
            return await self.fresh(original)

        fetching = Fetching(
            self.downloads,
            original.url,
            fresh,
            self.sleep,
            lambda done: heard(done, fetching.size),
        )
        try:
            await fetching.begin()
            in_link = file_suffix(fetching.link or "")
            ending = names.suffix(fetching.media_type, in_link, original.kind)
            name = folder.free_name(original, who, ending)
            heard(0, fetching.size)
            key = folder.key(name)
            await self.store.write(key, fetching, fetching.size, fetching.media_type)
        finally:
            await fetching.aclose()
        entry = Entry(
            name=name,
            id=original.id,
            kind=original.kind,
            bytes=fetching.got,
            sha256=fetching.sha256,
            media_type=fetching.media_type or None,
            saved_at=iso(datetime.fromtimestamp(self.wall(), UTC)),
            participant_id=original.participant_id,
            participant_name=who,
            started_at=original.started_at,
            ended_at=original.ended_at,
            duration_secs=original.duration_secs,
            size_mb=original.size_mb,
            note=manifests.size_note(fetching.got, original.size_mb),
        )
        await folder.add(entry)
        return entry
