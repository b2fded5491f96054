"""The folder of a session in the archive: which one it is, and the manifest in it."""

from collections.abc import Sequence
from dataclasses import replace

from telnyx_video_mcp.api.archive import Original
from telnyx_video_mcp.api.call import Api
from telnyx_video_mcp.api.errors import NotFoundError
from telnyx_video_mcp.api.models import RoomSession
from telnyx_video_mcp.archive import manifest as manifests
from telnyx_video_mcp.archive import names
from telnyx_video_mcp.archive.errors import ArchiveError
from telnyx_video_mcp.archive.manifest import Entry, Manifest, NotAManifestError
from telnyx_video_mcp.archive.store import Store
from telnyx_video_mcp.video.people import name_of
from telnyx_video_mcp.video.rooms import room_or_what_is_left
from telnyx_video_mcp.video.timestamps import iso, timestamp


class Folder:
    """The folder of one session, whose manifest names that session.

    Two sessions of a room may have begun in the same minute: the first to be saved has the short
    name, and the other one a name with the beginning of its id.
    """

    def __init__(self, store: Store, path: str, manifest: Manifest, session: RoomSession) -> None:
        self._store = store
        self.path = path
        self.manifest = manifest
        self._ended_at = session.ended_at
        self._people = {
            each.id: str(name)
            for each in session.participants or []
            if each.id and (name := name_of(each))
        }

    def key(self, name: str) -> str:
        """Where a file of it is in the store."""
        return f"{self.path}/{name}"

    def who(self, original: Original) -> str | None:
        """The name that the person showed whose file it is, if they showed any."""
        return self._people.get(original.participant_id or "")

    def free_name(self, original: Original, who: str | None, suffix: str) -> str:
        """The name for a file: the one that it has, or one that no other file of the folder has."""
        known = self.manifest.entry(original.id)
        if known:
            return known.name
        whose = who or original.participant_id
        name = names.file_name(whose, original.kind, original.id, suffix)
        taken = any(each.name == name for each in self.manifest.files)
        return f"{original.id}.{suffix}" if taken else name

    async def read(self) -> Manifest:
        """The manifest as it is now: another server may have saved files, too."""
        content = await self._store.read(self.key(names.MANIFEST))
        if content is not None:
            self.manifest = _manifest(self._store, self.path, content)
        return self.manifest

    async def add(self, entry: Entry) -> None:
        """Write a file into the manifest, beside whatever others write into it meanwhile."""
        changed = self.manifest

        def change(content: bytes | None) -> bytes:
            nonlocal changed
            known = self.manifest if content is None else _manifest(self._store, self.path, content)
            changed = replace(known.with_entry(entry), ended_at=known.ended_at or self._ended_at)
            return changed.text()

        await self._store.update(self.key(names.MANIFEST), change)
        self.manifest = changed


async def folder_of(store: Store, api: Api, originals: Sequence[Original]) -> Folder:
    """The folder for the files of one session, made with an empty manifest if it is not there."""
    first = originals[0]
    session = await _session(api, first.session_id)
    room_id = first.room_id or session.room_id
    room = first.room
    if room is None:
        room = (await room_or_what_is_left(api, room_id)).unique_name
    starts = [session.created_at, *sorted(each.started_at or "" for each in originals)]
    began = next((at for at in map(timestamp, starts) if at), None)
    session_id = first.session_id or first.id
    empty = Manifest(
        session_id=session_id,
        room_id=room_id,
        room_name=room,
        began_at=iso(began) if began else None,
        ended_at=session.ended_at,
    )
    for whole in (False, True):
        inside = names.session_folder(began, session_id, whole=whole)
        path = f"{names.room_folder(room, room_id)}/{inside}"
        found = await _claimed(store, path, empty)
        if found is not None:
            store.tidy(path)
            return Folder(store, path, found, session)
    raise ArchiveError(f"{path} in the archive {store.where} belongs to something else.")


async def _session(api: Api, session_id: str | None) -> RoomSession:
    """A session with its people; of one that is gone no more than its id."""
    if session_id is None:
        return RoomSession()
    path = f"/room_sessions/{session_id}"
    try:
        return await api.get(path, RoomSession, {"include_participants": True})
    except NotFoundError:
        return RoomSession(id=session_id)


async def _claimed(store: Store, path: str, empty: Manifest) -> Manifest | None:
    """The manifest there, if it is of this session; written first, if there was none."""
    found: Manifest | None = empty

    def change(content: bytes | None) -> bytes | None:
        nonlocal found
        if content is None:
            found = empty
            return empty.text()
        try:
            there = manifests.read(content)
        except NotAManifestError:
            there = None
        found = there if there and there.session_id == empty.session_id else None
        return None

    await store.update(f"{path}/{names.MANIFEST}", change)
    return found


def _manifest(store: Store, path: str, content: bytes) -> Manifest:
    try:
        return manifests.read(content)
    except NotAManifestError:
        raise ArchiveError(
            f"{path}/{names.MANIFEST} in the archive {store.where} is damaged; move it away."
        ) from None
