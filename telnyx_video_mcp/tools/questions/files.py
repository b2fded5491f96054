"""Questions about files that would be gone for good."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from telnyx_video_mcp.api.call import Api
from telnyx_video_mcp.api.errors import NotFoundError
from telnyx_video_mcp.api.models import Room, RoomComposition, RoomRecording
from telnyx_video_mcp.toolkit.preview import Preview
from telnyx_video_mcp.toolkit.untrusted import plain
from telnyx_video_mcp.video import words
from telnyx_video_mcp.video.old_files import OldFile, criteria, old_files, slim
from telnyx_video_mcp.video.outcomes import FilesDeleted
from telnyx_video_mcp.video.people import LONGEST_NAME
from telnyx_video_mcp.video.recording_filters import bulk_query, selected

_EXAMPLES = 3


async def delete_recording(api: Api, recording_id: str) -> Preview:
    """Kind, length, size and room of the recording."""
    found = await api.get(f"/room_recordings/{recording_id}", RoomRecording)
    kind = f"{found.type} recording" if found.type else "recording"
    return await _one(api, kind, found, recording_id)


async def delete_composition(api: Api, composition_id: str) -> Preview:
    """Length, size and room of the composition."""
    found = await api.get(f"/room_compositions/{composition_id}", RoomComposition)
    return await _one(api, "composition", found, composition_id)


async def delete_recordings(api: Api, **filters: Any) -> Preview:
    """Count, size, age and rooms of what the filters select."""
    query = await bulk_query(api, **filters)
    found = await selected(api, query)
    question, facts = await _many(api, slim("room_recordings", found), "recording")
    resolved = {
        argument: query[f"filter[{argument}_id]"]
        for argument in ("room", "session")
        if f"filter[{argument}_id]" in query
    }
    return Preview(
        nothing=None if found else "No recording satisfies these filters.",
        question=question,
        facts=facts,
        targets=words.ids(found),
        arguments=resolved,
        review=lambda outcome: _difference(outcome, len(found)),
    )


async def clean_up_recordings(
    api: Api, *, include_compositions: bool | None = None, **asked: Any
) -> Preview:
    """The same of what is to be cleaned up, with examples; hands over what was found."""
    wanted = await criteria(api, **asked)
    files = await old_files(api, wanted, compositions=bool(include_compositions))
    noun = "file" if include_compositions else "recording"
    question, facts = await _many(api, files, noun)
    examples = [
        {"id": each.id, "day": each.day, "size_mb": each.size_mb} for each in files[:_EXAMPLES]
    ]
    return Preview(
        nothing=None if files else "There is nothing to clean up: no finished file fits.",
        question=question,
        facts={**facts, "examples": examples},
        targets=tuple(each.id for each in files),
        arguments={"_files": tuple(files)},
    )


def _difference(outcome: FilesDeleted, shown: int) -> str | None:
    """What to say when not as many were deleted as were shown."""
    deleted = outcome.get("deleted")
    if deleted is None or deleted == shown:
        return None
    return (
        f"The preview showed {shown}, Telnyx deleted {deleted}. Recordings may have been made or "
        "deleted in between; list_recordings shows what is left."
    )


async def _one(
    api: Api, kind: str, found: RoomRecording | RoomComposition, identifier: str
) -> Preview:
    room = await _room_name(api, found.room_id) if found.room_id else None
    length = f", {words.length(found.duration_secs)}" if found.duration_secs is not None else ""
    size = f", {words.size(found.size_mb)}" if found.size_mb is not None else ""
    where = f", of the room {room}" if room else ""
    began = f", of {found.started_at[:10]}" if found.started_at else ""
    return Preview(
        question=f"Delete this {kind}{length}{size}{where}{began} for good?",
        facts={
            "id": identifier,
            "kind": kind,
            "room": room,
            "duration_secs": found.duration_secs,
            "size_mb": found.size_mb,
            "started_at": found.started_at,
            "status": found.status,
        },
        targets=(identifier,),
    )


async def _many(api: Api, files: Sequence[OldFile], noun: str) -> tuple[str, dict[str, Any]]:
    """The question and the facts about many files."""
    rooms = Counter([each.room_id for each in files])
    most = rooms.most_common(words.NAMED)
    by_room = {await _room_name(api, each): number for each, number in most}
    days = sorted(each.day for each in files if each.day)
    megabytes = sum(each.size_mb for each in files)
    others = max(0, len(rooms) - words.NAMED)
    where = ", ".join(f"{name}: {number}" for name, number in by_room.items()) or "none"
    when = ""
    if days:
        when = f", of {days[0]}" if days[0] == days[-1] else f", from {days[0]} to {days[-1]}"
    more = f" and {words.count(others, 'more room')}" if others else ""
    question = (
        f"Delete {words.count(len(files), noun)} for good, {words.size(megabytes)}{when}? "
        f"By room: {where}{more}."
    )
    return question, {
        f"{noun}s": len(files),
        "size_mb": round(megabytes, 1),
        "oldest": days[0] if days else None,
        "newest": days[-1] if days else None,
        "rooms": by_room,
        "more_rooms": others or None,
    }


async def _room_name(api: Api, identifier: str) -> str:
    if identifier == "unknown":  # Telnyx named no room
        return identifier
    try:
        name = (await api.get(f"/rooms/{identifier}", Room)).unique_name or ""
        return plain(name, LONGEST_NAME) or identifier
    except NotFoundError:
        return f"{identifier} (deleted)"
