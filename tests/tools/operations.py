"""The 25 operations: what a call with every argument must send.

This is the project's own table; a test compares it with the published document where that is at
hand. `{room}` and the like stand for ids of the world that the test makes.
"""

from dataclasses import dataclass, field
from typing import Any

DAYS = {"from": "2020-01-01", "to": "2099-12-31"}


def between(prefix: str) -> dict[str, str]:
    return {f"{prefix}_{edge}": day for edge, day in DAYS.items()}


def dates(*fields: str) -> dict[str, str]:
    return {
        f"filter[date_{name}_at][{bound}]": day
        for name in fields
        for bound, day in (("gte", DAYS["from"]), ("lte", DAYS["to"]))
    }


@dataclass(frozen=True)
class Operation:
    tool: str
    method: str
    path: str
    arguments: dict[str, Any] = field(default_factory=dict)
    query: dict[str, str] = field(default_factory=dict)
    body: dict[str, Any] | None = None
    names: tuple[str, ...] = ()
    """The reads that bring the names beside the ids of its result, in this order."""


ROOM_NAME = "/rooms/{room}"
ROOM_OF_SESSION = ("/room_sessions/{session}", ROOM_NAME)
PERSON = "/room_participants/{gone}"

PAGING = {"page": 1, "page_size": 50}
PAGED = {"page[number]": "1", "page[size]": "50"}
WEBHOOK = {
    "webhook_event_url": "https://example.com/hook",
    "webhook_event_failover_url": "https://example.com/other",
    "webhook_timeout_secs": 25,
}
ROOM = {"unique_name": "new", "max_participants": 5, "enable_recording": True, **WEBHOOK}
CHANGES = {**ROOM, "unique_name": "renamed"}
RECORDINGS = {
    "room": "{room}",
    "session": "{session}",
    "participant_id": "{gone}",
    "status": "completed",
    "type": "video",
    "duration_secs": 5,
    **between("started"),
    **between("ended"),
}
RECORDINGS_QUERY = {
    "filter[room_id]": "{room}",
    "filter[session_id]": "{session}",
    "filter[participant_id]": "{gone}",
    "filter[status]": "completed",
    "filter[type]": "video",
    "filter[duration_secs]": "5",
    **dates("started", "ended"),
}
SESSIONS = {
    "active": False,
    "include_participants": True,
    **between("created"),
    **between("updated"),
    **between("ended"),
    **PAGING,
}
SESSIONS_QUERY = {
    "filter[active]": "false",
    "include_participants": "true",
    **dates("created", "updated", "ended"),
    **PAGED,
}
PARTICIPANTS = {
    "context": "{gone_context}",
    **between("joined"),
    **between("updated"),
    **between("left"),
    **PAGING,
}
PARTICIPANTS_QUERY = {
    "filter[context]": "{gone_context}",
    **dates("joined", "updated", "left"),
    **PAGED,
}
MODERATION = {"session": "{session}", "participants": ["all"], "exclude": ["{gone}"]}
MODERATION_BODY = {"participants": ["{participant}"], "exclude": ["{gone}"]}
"""Everybody inside by id, but those excluded: exactly those whom the result names."""

LAYOUT = {
    "main": {
        "video_sources": ["*"],
        "width": 640,
        "height": 360,
        "x_pos": 0,
        "y_pos": 0,
        "z_pos": 1,
        "max_columns": 2,
        "max_rows": 2,
    }
}

OPERATIONS = (
    Operation(
        "list_rooms",
        "GET",
        "/rooms",
        {
            "unique_name": "{name}",
            "include_sessions": True,
            **between("created"),
            **between("updated"),
            **PAGING,
        },
        {
            "filter[unique_name]": "{name}",
            "include_sessions": "true",
            **dates("created", "updated"),
            **PAGED,
        },
    ),
    Operation(
        "get_room",
        "GET",
        "/rooms/{room}",
        {"room": "{room}", "include_sessions": True},
        {"include_sessions": "true"},
    ),
    Operation("create_room", "POST", "/rooms", ROOM, body=ROOM),
    Operation("update_room", "PATCH", "/rooms/{room}", {"room": "{room}", **CHANGES}, body=CHANGES),
    Operation("delete_room", "DELETE", "/rooms/{room}", {"room": "{room}"}),
    Operation(
        "create_client_token",
        "POST",
        "/rooms/{room}/actions/generate_join_client_token",
        {
            "room": "{room}",
            "token_ttl_secs": 900,
            "refresh_token_ttl_secs": 7200,
            "include_refresh_token": True,
        },
        body={"token_ttl_secs": 900, "refresh_token_ttl_secs": 7200},
    ),
    Operation(
        "refresh_client_token",
        "POST",
        "/rooms/{room}/actions/refresh_client_token",
        {"room": "{room}", "refresh_token": "{refresh_token}", "token_ttl_secs": 900},
        body={"refresh_token": "{refresh_token}", "token_ttl_secs": 900},
    ),
    Operation(
        "list_room_sessions",
        "GET",
        "/rooms/{room}/sessions",
        {"room": "{room}", **SESSIONS},
        SESSIONS_QUERY,
    ),
    Operation(
        "list_sessions",
        "GET",
        "/room_sessions",
        {"room": "{room}", **SESSIONS},
        {"filter[room_id]": "{room}", **SESSIONS_QUERY},
    ),
    Operation(
        "get_session",
        "GET",
        "/room_sessions/{session}",
        {"session": "{session}", "include_participants": True},
        {"include_participants": "true"},
        names=(ROOM_NAME,),
    ),
    Operation(
        "end_session",
        "POST",
        "/room_sessions/{session}/actions/end",
        {"session": "{session}"},
    ),
    Operation(
        "kick_participants",
        "POST",
        "/room_sessions/{session}/actions/kick",
        MODERATION,
        body=MODERATION_BODY,
    ),
    Operation(
        "mute_participants",
        "POST",
        "/room_sessions/{session}/actions/mute",
        MODERATION,
        body=MODERATION_BODY,
    ),
    Operation(
        "unmute_participants",
        "POST",
        "/room_sessions/{session}/actions/unmute",
        {"session": "{session}", "participants": ["{participant}"]},
        body={"participants": ["{participant}"]},
    ),
    Operation(
        "list_session_participants",
        "GET",
        "/room_sessions/{session}/participants",
        {"session": "{session}", **PARTICIPANTS},
        PARTICIPANTS_QUERY,
        names=ROOM_OF_SESSION,
    ),
    Operation(
        "list_participants",
        "GET",
        "/room_participants",
        {"session": "{session}", **PARTICIPANTS},
        {"filter[session_id]": "{session}", **PARTICIPANTS_QUERY},
        names=ROOM_OF_SESSION,
    ),
    Operation(
        "get_participant",
        "GET",
        "/room_participants/{participant}",
        {"participant_id": "{participant}"},
        names=ROOM_OF_SESSION,
    ),
    Operation(
        "list_recordings",
        "GET",
        "/room_recordings",
        {**RECORDINGS, "include_links": True, **PAGING},
        {**RECORDINGS_QUERY, **PAGED},
        names=(ROOM_NAME, PERSON),
    ),
    Operation(
        "get_recording",
        "GET",
        "/room_recordings/{recording}",
        {"recording_id": "{recording}"},
        names=(ROOM_NAME, PERSON),
    ),
    Operation(
        "delete_recording",
        "DELETE",
        "/room_recordings/{recording}",
        {"recording_id": "{recording}"},
    ),
    Operation("delete_recordings", "DELETE", "/room_recordings", RECORDINGS, RECORDINGS_QUERY),
    Operation(
        "list_compositions",
        "GET",
        "/room_compositions",
        {
            "session": "{session}",
            "status": "completed",
            "include_links": True,
            **between("created"),
            **PAGING,
        },
        {
            "filter[session_id]": "{session}",
            "filter[status]": "completed",
            **dates("created"),
            **PAGED,
        },
        names=(ROOM_NAME,),
    ),
    Operation(
        "get_composition",
        "GET",
        "/room_compositions/{composition}",
        {"composition_id": "{composition}"},
        names=(ROOM_NAME,),
    ),
    Operation(
        "create_composition",
        "POST",
        "/room_compositions",
        {
            "session": "{session}",
            "format": "mp4",
            "resolution": "800x600",
            "video_layout": [{"name": name, **region} for name, region in LAYOUT.items()],
            **WEBHOOK,
        },
        body={
            "session_id": "{session}",
            "format": "mp4",
            "resolution": "800x600",
            "video_layout": LAYOUT,
            "audio_sources": ["*"],
            **WEBHOOK,
        },
    ),
    Operation(
        "delete_composition",
        "DELETE",
        "/room_compositions/{composition}",
        {"composition_id": "{composition}"},
    ),
)
