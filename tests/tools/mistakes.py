"""Mistakes in calls, each with a part of the sentence that mends it."""

from typing import Any

from tests.hosting import NOBODY

WEEKLY = "weekly"
REGION = {"name": "a", "video_sources": ["*"], "width": 640, "height": 360}

MISTAKES: list[tuple[str, dict[str, Any], str]] = [
    ("get_room", {}, "room is required: The room's id (UUID) or unique name."),
    ("get_room", {"room": "../x"}, "room must be an id (a UUID) or a room's unique name, not a"),
    ("get_room", {"room": "/rooms"}, "not a path"),
    ("get_room", {"room": "..%2fx"}, "not a path"),
    ("get_room", {"room": NOBODY[:-1]}, "room must be a complete UUID"),
    ("get_room", {"room": "  "}, "room must not be blank."),
    ("get_room", {"room": "a\nb"}, "control characters"),
    ("get_room", {"room": 7}, "room must be text, not 7."),
    ("get_recording", {"recording_id": "latest"}, "recording_id must be an id (a UUID like"),
    ("get_participant", {"participant_id": "../rooms"}, "participant_id must be an id"),
    ("delete_recording", {"recording_id": f"{NOBODY}/x"}, "recording_id must be an id"),
    (
        "list_rooms",
        {"created_from": "2026-02-30"},
        "created_from must be a day (YYYY-MM-DD) or a UTC time",
    ),
    ("list_rooms", {"created_from": "20260203"}, "that exists, not '20260203'."),
    ("list_rooms", {"created_from": "2026-11-02T25:00Z"}, "that exists, not"),
    ("delete_recordings", {"ended_to": "2026-11-02T10:00Z"}, "ended_to must be a day that exists"),
    ("list_rooms", {"created_to": "yesterday"}, "created_to must be a day (YYYY-MM-DD) or"),
    (
        "list_rooms",
        {"created_from": "2026-11-02", "created_to": "2026-11-01"},
        "created_from (2026-11-02) is after created_to (2026-11-01): swap them.",
    ),
    (
        "list_rooms",
        {"created_from": "2026-11-02T10:00Z", "created_to": "2026-11-02T10:59+01:00"},
        "created_from (2026-11-02T10:00:00Z) is after created_to (2026-11-02T09:59:00Z): swap",
    ),
    ("list_rooms", {"page": 0}, "page must be at least 1, not 0."),
    ("list_rooms", {"page": True}, "page must be a whole number, not true."),
    ("list_rooms", {"page": "two"}, "page must be a whole number, not 'two'."),
    ("list_rooms", {"include_sessions": "x"}, "include_sessions must be true or false, not 'x'."),
    ("list_rooms", {"page": 1.5}, "page must be a whole number, not 1.5."),
    ("list_rooms", {"page_size": 251}, "page_size must be 1 to 250, not 251."),
    ("list_recordings", {"status": "done"}, "status must be 'completed' or 'processing', not"),
    ("list_recordings", {"duration_secs": -1}, "duration_secs must be at least 0, not -1."),
    ("create_room", {"max_participants": 51}, "max_participants must be 2 to 50, not 51."),
    ("create_room", {"max_participants": 1}, "max_participants must be 2 to 50, not 1."),
    ("create_room", {"unique_name": ""}, "unique_name must not be blank."),
    ("create_room", {"unique_name": " a"}, "unique_name must not begin or end with blanks."),
    ("create_room", {"unique_name": NOBODY}, "unique_name must not look like an id or a path: it"),
    ("create_room", {"unique_name": "../x"}, "unique_name must not look like an id or a path: it"),
    ("update_room", {"room": WEEKLY, "unique_name": NOBODY}, "must not look like an id or a path"),
    ("create_room", {"webhook_event_url": "example.com"}, "must be a complete URL such as https"),
    ("create_room", {"webhook_event_url": "ftp://example.com"}, "must be a complete URL"),
    ("create_room", {"webhook_timeout_secs": 31}, "webhook_timeout_secs must be 0 to 30, not 31."),
    ("update_room", {"room": WEEKLY}, "update_room has nothing to change. Set at least"),
    ("update_room", {"room": WEEKLY, "unique_name": None}, "nothing to change"),
    (
        "create_client_token",
        {"room": WEEKLY, "token_ttl_secs": 9},
        "token_ttl_secs must be 10 to 3600, not 9.",
    ),
    (
        "create_client_token",
        {"room": WEEKLY, "token_ttl_secs": 3601},
        "must be 10 to 3600, not 3601.",
    ),
    (
        "create_client_token",
        {"room": WEEKLY, "refresh_token_ttl_secs": 900},
        "refresh_token_ttl_secs has no effect while the refresh token is not returned: set",
    ),
    (
        "create_client_token",
        {"room": WEEKLY, "refresh_token_ttl_secs": 900, "include_refresh_token": False},
        "set include_refresh_token to true",
    ),
    ("refresh_client_token", {"room": WEEKLY}, "refresh_token is required"),
    ("kick_participants", {"session": WEEKLY}, "participants is required"),
    (
        "kick_participants",
        {"session": WEEKLY, "participants": []},
        "participants must not be empty.",
    ),
    (
        "kick_participants",
        {"session": WEEKLY, "participants": ["all", NOBODY]},
        'participants must be ["all"] or a list of people, not both; exclude leaves people out.',
    ),
    (
        "mute_participants",
        {"session": WEEKLY, "participants": [" "]},
        "participants, entry 1: must not be blank.",
    ),
    (
        "kick_participants",
        {"session": WEEKLY, "participants": ["Bob", "a\nb"]},
        "participants, entry 2: must not contain control characters",
    ),
    (
        "mute_participants",
        {"session": WEEKLY, "participants": ["x" * 256]},
        "participants, entry 1: must have at most 255 characters",
    ),
    (
        "host_meeting",
        {"name": WEEKLY, "guests": ["A", "B", ""]},
        "guests, entry 3: must not be blank.",
    ),
    ("usage", {"by": "rooms"}, "by must be 'room', 'day' or 'person', not 'rooms'; did you mean"),
    (
        "mute_participants",
        {"session": NOBODY, "participants": [NOBODY], "exclude": [NOBODY]},
        "exclude names everybody in participants: nobody is left.",
    ),
    ("delete_recordings", {}, "delete_recordings needs at least one filter, or it would delete"),
    ("delete_recordings", {"room": None}, "needs at least one filter"),
    ("delete_recordings", {"duration_secs": 0}, "a duration_secs of 0 does not count."),
    ("delete_recordings", {"sesion": NOBODY}, "no argument 'sesion'; did you mean session?"),
    ("create_composition", {"session": WEEKLY, "format": "webm"}, "format must be 'mp4'"),
    ("create_composition", {"session": WEEKLY, "resolution": "1920x1080"}, "at most 1280x720"),
    ("create_composition", {"session": WEEKLY, "resolution": "15x100"}, "sides of 16 to 1280"),
    ("create_composition", {"session": WEEKLY, "resolution": "1280x721"}, "at most 1280x720"),
    ("create_composition", {"session": WEEKLY, "resolution": "big"}, "must be WIDTHxHEIGHT"),
    *(
        ("create_composition", {"session": WEEKLY, "video_layout": layout}, sentence)
        for layout, sentence in (
            ("grid", "video_layout must be a list of regions, such as"),
            (["grid"], "video_layout must be a list of regions, such as"),
            ([], "video_layout must not be empty."),
            (
                [REGION, {**REGION, "name": "b"}, REGION],
                "video_layout must have at most 2 entries.",
            ),
            ([REGION, REGION], "video_layout must have a different name for each region."),
            (
                [{**REGION, "z_pos": 100}],
                "video_layout, entry 1: z_pos must be -99 to 99, not 100.",
            ),
            (
                [{**REGION, "widht": 1}],
                "video_layout, entry 1: widht is not known here; did you mean width?",
            ),
            ([{"video_sources": ["*"]}], "video_layout, entry 1: name is required"),
            ([{"name": "a", "width": 640}], "video_layout, entry 1: video_sources is required"),
            ({"a": {"width": 640}}, "video_layout, entry 1: video_sources is required"),
            (
                [{**REGION, "video_sources": ["*", NOBODY]}],
                'must be ["*"] or ids of video recordings, not both',
            ),
            (
                [{**REGION, "video_sources": [NOBODY, "Bob"]}],
                "video_layout, entry 1: video_sources: 'Bob' must be an id (a UUID like",
            ),
        )
    ),
]

MISTYPED = [
    ("create_room", "name", "unique_name"),
    ("list_rooms", "name", "unique_name"),
    ("update_room", "name", "unique_name"),
    ("list_rooms", "limit", "page_size"),
    ("list_recordings", "per_page", "page_size"),
    ("list_sessions", "size", "page_size"),
    ("create_room", "max", "max_participants"),
    ("get_room", "id", "room"),
    ("end_session", "id", "session"),
    ("get_recording", "id", "recording_id"),
    ("end_session", "room", "session"),
    ("list_participants", "room", "session"),
    ("get_room", "session", "room"),
    ("list_sessions", "session", "room"),
    ("list_recordings", "room_id", "room"),
]
