"""Calls of every tool, each of which the tool really carries out.

Every suite that says "every tool", or "every tool that asks", runs these. The calls of the
operations come from `tests/tools/operations.py`; all others stand here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from telnyx_video_mcp.sandbox.world import World
from telnyx_video_mcp.tools.catalogue import CATALOGUE
from tests.guards.worlds import Meeting, filled
from tests.tools.operations import OPERATIONS

SPECS = {spec.name: spec for spec in CATALOGUE}
Happening = Callable[[World, Meeting], object]
"""Something that happens in the world, to a meeting."""


def nothing(_world: World, _where: Meeting) -> None:
    """What happens when nothing does."""


@dataclass(frozen=True)
class Case:
    """One call of a tool, about a meeting as `tests.guards.worlds.meeting` makes it.

    Args:
        tool: The name of the tool.
        arguments: What it is called with; `{room}` and the like stand for ids of the meeting.
        writes: What it sends that changes something, each as "METHOD /path", in any order; * is
            an id that the call itself made.
        note: Tells the cases of one tool apart.
        before: What has to happen first.
        meanwhile: What may happen while a person thinks, so that the call would affect other
            things than were shown. Every tool that asks needs a case with this.
        shows_people: Whether a result or a preview of it holds what participants supplied.
    """

    tool: str
    arguments: dict[str, Any]
    writes: tuple[str, ...] = ()
    note: str = ""
    before: Happening = nothing
    meanwhile: Happening | None = None
    shows_people: bool = False

    @property
    def name(self) -> str:
        """The tool, and which of its cases this is."""
        return f"{self.tool}: {self.note}" if self.note else self.tool

    @property
    def asks(self) -> bool:
        """Whether a person must agree to it."""
        return SPECS[self.tool].asks

    @property
    def makes_a_room(self) -> bool:
        """Whether it is about no room that there is."""
        return "POST /rooms" in self.writes

    def call(self, where: Meeting) -> dict[str, Any]:
        """The arguments for a meeting."""
        arguments: dict[str, Any] = filled(self.arguments, where.ids())
        return arguments

    def sent(self, requests: list[dict[str, Any]], where: Meeting) -> bool:
        """Whether exactly the writes of this case are among what was sent."""
        expected = sorted(filled(list(self.writes), where.ids()))
        writes = [r for r in requests if r["method"] != "GET"]
        found = sorted(f"{r['method']} {r['path'].removeprefix('/v2')}" for r in writes)
        return len(found) == len(expected) and all(map(fnmatchcase, found, expected))


def somebody_joins(world: World, where: Meeting) -> object:
    """In a room that records, this adds recordings, too."""
    return world.join(where.room, "Dave")


def somebody_leaves(world: World, where: Meeting) -> None:
    """Two more recordings end, and a minute later they are finished."""
    world.leave(where.participant)
    world.advance(60)


def it_did_not_record(world: World, where: Meeting) -> None:
    """There are neither recordings nor compositions of the meeting, nor will there be."""
    world.sessions[where.session].recorded = False
    for files in (world.recordings, world.compositions):
        for each in [each.id for each in files.values() if each.session_id == where.session]:
            del files[each]


def everybody_leaves(world: World, where: Meeting) -> None:
    """The meeting is over."""
    world.end_session(where.session)


def everybody_leaves_and_files_are_finished(world: World, where: Meeting) -> None:
    """The meeting is over, and a minute later so are its recordings."""
    world.end_session(where.session)
    world.advance(60)


def it_is_over(world: World, where: Meeting) -> None:
    """It did not record, and everybody has left."""
    it_did_not_record(world, where)
    world.end_session(where.session)


def nothing_is_composed(world: World, where: Meeting) -> None:
    """There is no composition yet."""
    world.delete_composition(where.composition)


_BEFORE = dict.fromkeys(("list_sessions", "list_room_sessions"), everybody_leaves) | {
    "create_composition": everybody_leaves_and_files_are_finished
}
_SHOW_PEOPLE = {
    *("get_participant", "list_participants", "list_session_participants"),
    *("get_session", "list_sessions", "list_room_sessions"),
    *("list_recordings", "get_recording"),
    *("kick_participants", "end_session", "delete_room"),
}
_END = "POST /room_sessions/{session}/actions/end"
_NEW_TOKEN = "actions/generate_join_client_token"

CASES = (
    *(
        Case(
            each.tool,
            each.arguments,
            () if each.method == "GET" else (f"{each.method} {each.path}",),
            before=_BEFORE.get(each.tool, nothing),
            shows_people=each.tool in _SHOW_PEOPLE,
        )
        for each in OPERATIONS
    ),
    Case(
        "kick_participants",
        {"session": "{name}", "participants": ["all"]},
        ("POST /room_sessions/{session}/actions/kick",),
        "everybody",
        meanwhile=somebody_joins,
        shows_people=True,
    ),
    Case(
        "end_session",
        {"session": "{name}"},
        (_END,),
        "by name",
        meanwhile=somebody_joins,
        shows_people=True,
    ),
    Case(
        "delete_room",
        {"room": "{name}"},
        ("DELETE /rooms/{room}",),
        "by name",
        meanwhile=somebody_joins,
        shows_people=True,
    ),
    Case(
        "delete_recording",
        {"recording_id": "{audio}"},
        ("DELETE /room_recordings/{audio}",),
        "audio",
        meanwhile=lambda world, where: world.delete_recording(where.audio),
    ),
    Case(
        "delete_recordings",
        {"room": "{name}"},
        ("DELETE /room_recordings",),
        "of a room",
        meanwhile=somebody_joins,
    ),
    Case(
        "delete_composition",
        {"composition_id": "{composition}"},
        ("DELETE /room_compositions/{composition}",),
        "only one",
        meanwhile=lambda world, where: world.delete_composition(where.composition),
    ),
    Case("host_meeting", {"name": "new"}, ("POST /rooms",), "new"),
    Case(
        "host_meeting",
        {"name": "new", "guests": ["Ann", "Ben"], "max_participants": 5, "enable_recording": True},
        ("POST /rooms", f"POST /rooms/*/{_NEW_TOKEN}", f"POST /rooms/*/{_NEW_TOKEN}"),
        "new, with guests",
    ),
    Case(
        "host_meeting",
        {"name": "{name}", "guests": ["Ann"], "token_ttl_secs": 60},
        (f"POST /rooms/{{room}}/{_NEW_TOKEN}",),
        "again",
    ),
    Case("watch_session", {"session": "{name}", "up_to_seconds": 0}, shows_people=True),
    Case(
        "watch_session",
        {"session": "{session}", "since": "{room}/{session}/2020-01-01T00:00:00Z"},
        note="since",
        shows_people=True,
    ),
    Case("attendance", {"session": "{session}"}, shows_people=True),
    Case(
        "attendance",
        {"room": "{name}", "created_from": "2020-01-01", "created_to": "2099-12-31"},
        note="of a room",
        shows_people=True,
    ),
    Case("attendance", {"room": "{room}", "view": "table"}, note="table", shows_people=True),
    Case(
        "attendance",
        {"room": "{name}", "sessions": "all", "person": "{participant}", "view": "table"},
        note="of a person",
        shows_people=True,
    ),
    Case("usage", {"room": "{name}", "created_from": "2020-01-01"}),
    Case("usage", {"room": "{room}", "by": "person"}, note="by person", shows_people=True),
    Case(
        "wrap_up_meeting",
        {"session": "{name}"},
        (_END,),
        "not recorded",
        before=it_did_not_record,
        meanwhile=somebody_joins,
        shows_people=True,
    ),
    Case(
        "wrap_up_meeting",
        {"session": "{session}", "keep_room": False},
        ("DELETE /rooms/{room}",),
        "and delete the room",
        before=it_is_over,
        meanwhile=somebody_joins,
    ),
    Case(
        "wrap_up_meeting",
        {"session": "{session}", "layout": "grid"},
        (_END, "POST /room_compositions"),
        "recorded",
        before=nothing_is_composed,
        shows_people=True,
    ),
    Case(
        "clean_up_recordings",
        {"room": "{name}", "min_mb": 2},
        ("DELETE /room_recordings/{recording}",),
        "of a room",
        meanwhile=somebody_leaves,
    ),
    Case(
        "clean_up_recordings",
        {"session": "{session}", "include_compositions": True},
        (
            "DELETE /room_recordings/{recording}",
            "DELETE /room_recordings/{audio}",
            "DELETE /room_compositions/{composition}",
        ),
        "of a session",
    ),
    Case(
        "clean_up_recordings",
        {"session": "{session}", "save_first": True},
        ("DELETE /room_recordings/{recording}", "DELETE /room_recordings/{audio}"),
        "saved first",
        shows_people=False,
    ),
    Case("save_files", {"session": "{name}"}, shows_people=True),
    Case(
        "save_files",
        {"room": "{name}", "include": "recordings"},
        note="of a room",
        shows_people=True,
    ),
    Case("save_files", {"ids": ["{audio}", "{recording}"]}, note="by ids", shows_people=True),
    Case("wait_for", {"composition_id": "{composition}"}),
    Case(
        "wait_for",
        {"session": "{session}", "up_to_seconds": 0, "include_links": True},
        note="recordings",
        before=everybody_leaves_and_files_are_finished,
        shows_people=True,
    ),
)
