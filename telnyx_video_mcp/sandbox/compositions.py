"""The operations on compositions: several video recordings, and perhaps sound, in one file."""

import re
from typing import Any

from telnyx_video_mcp.sandbox import fields
from telnyx_video_mcp.sandbox.account import Account, find, new_id, newest_first
from telnyx_video_mcp.sandbox.records import Composition, Json, Session
from telnyx_video_mcp.sandbox.refusals import malformed, missing, refers_to_nothing
from telnyx_video_mcp.sandbox.views import composition_view

SIDE = range(16, 1281)
AREA = 1280 * 720
REGIONS = 2


def _resolution(value: Any, pointer: str) -> str:
    size = fields.text(value, pointer)
    match = re.fullmatch(r"([0-9]{1,5})x([0-9]{1,5})", size)
    if not match:
        raise malformed("'resolution' must look like 1280x720.", pointer=pointer)
    width, height = int(match[1]), int(match[2])
    if width not in SIDE or height not in SIDE or width * height > AREA:
        raise malformed(
            "'resolution' must have sides of 16 to 1280 and at most 1280 * 720 pixels.",
            pointer=pointer,
        )
    return size


def _format(value: Any, pointer: str) -> str:
    if value != "mp4":
        raise malformed("'format' must be mp4.", pointer=pointer)
    return "mp4"


def _everything(value: Any, pointer: str) -> list[str]:
    """`audio_sources` is undocumented; the platform takes all of the session's sound or none."""
    if value != ["*"]:
        raise malformed(f"'{pointer[1:]}' must be ['*'] or null.", pointer=pointer)
    return ["*"]


def _sources(value: Any, pointer: str) -> list[str]:
    return ["*"] if value == ["*"] else fields.uuids(value, pointer)


def _object(value: Any, pointer: str) -> Json:
    if not isinstance(value, dict):
        raise malformed(f"'{pointer[1:]}' must be an object.", pointer=pointer)
    return value


REGION_FIELDS: dict[str, fields.Check] = {
    "x_pos": fields.nullable(fields.integer()),
    "y_pos": fields.nullable(fields.integer()),
    "z_pos": fields.nullable(fields.integer(-99, 99)),
    "width": fields.nullable(fields.integer(16)),
    "height": fields.nullable(fields.integer(16)),
    "max_columns": fields.nullable(fields.integer(1, 1000)),
    "max_rows": fields.nullable(fields.integer(1, 1000)),
    "video_sources": _sources,
}
REGION_DEFAULTS: Json = {
    **dict.fromkeys(("x_pos", "y_pos", "z_pos"), 0),
    **dict.fromkeys(("width", "height", "max_columns", "max_rows")),
}
COMPOSITION_FIELDS: dict[str, fields.Check] = {
    "session_id": fields.uuid,
    "format": fields.nullable(_format),
    "resolution": fields.nullable(_resolution),
    "video_layout": fields.nullable(_object),
    "audio_sources": fields.nullable(_everything),
    **fields.WEBHOOK_FIELDS,
}


class Compositions(Account):
    """Composing, reading and deleting."""

    def list_compositions(self) -> list[Json]:
        """ListRoomCompositions, newest first."""
        return [self._composition_view(c) for c in newest_first(self.compositions, "created_at")]

    def get_composition(self, composition_id: str) -> Json:
        """ViewRoomComposition: each reading brings a fresh `download_url`."""
        return self._composition_view(find(self.compositions, composition_id))

    def delete_composition(self, composition_id: str) -> None:
        """DeleteRoomComposition."""
        del self.compositions[find(self.compositions, composition_id).id]

    def create_composition(self, body: Json) -> Json:
        """CreateRoomComposition: enqueued, processing 3 seconds later, completed after 10.

        Without `video_layout` everybody's video is shown. Refused with 422 for bad fields, an
        unknown session, unknown sources, or a session in which nobody had video.
        """
        sent = fields.given(body, COMPOSITION_FIELDS)
        if "session_id" not in sent:
            raise missing("session_id")
        session = self.sessions.get(sent["session_id"])
        if session is None:
            raise refers_to_nothing("The session does not exist.", "/session_id")
        layout = self._layout(sent.get("video_layout") or {}, session)
        shown = [source for region in layout.values() for source in region["video_sources"]]
        videos = self._videos(session)
        ids = videos if "*" in shown or not layout else list(dict.fromkeys(shown))
        if not ids:
            raise refers_to_nothing("The session has no video recordings.", "/session_id")
        now = self.now()
        tracks = [self.recordings[i] for i in ids]
        composition = Composition(
            id=new_id(),
            room_id=session.room_id,
            session_id=session.id,
            created_at=now,
            media_started_at=min(track.started_at for track in tracks),
            media_ended_at=max(track.ended_at or now for track in tracks),
            video_recording_ids=ids,
            has_audio=sent.get("audio_sources") is not None,
            format=sent.get("format") or "mp4",
            resolution=sent.get("resolution") or "1280x720",
            video_layout=layout or None,
            **{name: sent.get(name) for name in fields.WEBHOOK_FIELDS},
        )
        self.compositions[composition.id] = composition
        return self._composition_view(composition)

    def _layout(self, regions: Json, session: Session) -> Json:
        if len(regions) > REGIONS:
            raise malformed(
                f"'video_layout' may have at most {REGIONS} regions.", pointer="/video_layout"
            )
        return {name: self._region(name, region, session) for name, region in regions.items()}

    def _region(self, name: str, value: Any, session: Session) -> Json:
        pointer = f"/video_layout/{name}"
        region = fields.given(_object(value, pointer), REGION_FIELDS, pointer)
        sources = region.get("video_sources")
        if not sources:
            raise missing(f"video_layout/{name}/video_sources")
        unknown = [i for i in sources if i != "*" and i not in self._videos(session)]
        if unknown:
            raise refers_to_nothing(
                f"Not video recordings of this session: {', '.join(unknown)}.",
                f"{pointer}/video_sources",
            )
        return REGION_DEFAULTS | region

    def _videos(self, session: Session) -> list[str]:
        return [
            recording.id
            for recording in self.recordings.values()
            if recording.session_id == session.id and recording.type == "video"
        ]

    def _composition_view(self, composition: Composition) -> Json:
        now = self.now()
        done = composition.completed_at(now) is not None
        url = self.download_url("composition", composition.id) if done else None
        return composition_view(composition, self.user_id, now, url)
