"""What was previewed is what is deleted, whatever Telnyx makes of a filter."""

from typing import Any

import httpx
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from telnyx_video_mcp.api.models import RoomRecording
from telnyx_video_mcp.sandbox.filters import RECORDING_FILTERS, select
from telnyx_video_mcp.sandbox.transport import SandboxTransport
from telnyx_video_mcp.sandbox.world import World
from telnyx_video_mcp.video.reading import MOST_PAGES
from telnyx_video_mcp.video.recording_filters import satisfies
from tests.confirmation.previews import recorded
from tests.confirmation.ways import Way, over
from tests.hosting import ERAS, Era, hosting

pytestmark = pytest.mark.anyio

ids = st.sampled_from([f"{digit}ccc7b54-4df3-4bca-a65a-3da1ecc777f0" for digit in "0123"])
days = st.dates().map(str)
timestamps = st.one_of(st.none(), st.datetimes().map(lambda each: f"{each.isoformat()}Z"))
kinds = st.sampled_from(["audio", "video"])
states = st.sampled_from(["completed", "processing"])
lengths = st.integers(0, 20)
records = st.fixed_dictionaries(
    {
        "id": ids,
        "room_id": ids,
        "session_id": ids,
        "participant_id": ids,
        "type": st.one_of(st.none(), kinds),
        "status": st.one_of(st.none(), states),
        "duration_secs": st.one_of(st.none(), lengths),
        "started_at": timestamps,
        "ended_at": timestamps,
    }
)
wanted: dict[str, st.SearchStrategy[Any]] = {
    **{f"filter[{name}]": ids for name in ("room_id", "session_id", "participant_id")},
    "filter[type]": kinds,
    "filter[status]": states,
    "filter[duration_secs]": lengths,
}
queries = st.fixed_dictionaries(
    {}, optional={name: wanted.get(name, days) for name in RECORDING_FILTERS}
)


@given(records, queries)
def test_a_record_satisfies_what_the_sandbox_would_select_it_by(
    record: dict[str, Any], query: dict[str, Any]
) -> None:
    recording = RoomRecording.model_validate(record)
    for name, value in query.items():
        selected = bool(select([record], {name: str(value)}, RECORDING_FILTERS))
        assert satisfies(recording, name, query) is selected


@given(days, days, st.sampled_from(["started", "ended"]))
def test_the_three_bounds_of_a_day_fit_together(first: str, other: str, edge: str) -> None:
    recording = RoomRecording.model_validate({f"{edge}_at": f"{first}T23:59:59.999999Z"})

    def holds(bound: str, day: str) -> bool:
        name = f"filter[date_{edge}_at][{bound}]"
        return satisfies(recording, name, {name: day})

    assert all(holds(bound, first) for bound in ("eq", "gte", "lte"))
    assume(first != other)
    assert not holds("eq", other)
    assert holds("gte", other) is not holds("lte", other)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-11-02T23:30:00Z", "2026-11-02"),
        ("2026-11-02T23:30:00", "2026-11-02"),
        ("2026-11-03T01:30:00+02:00", "2026-11-02"),
        ("2026-11-01T20:00:00-05:00", "2026-11-02"),
    ],
)
def test_days_are_those_of_utc_in_whatever_zone_a_time_is_given(moment: str, day: str) -> None:
    recording = RoomRecording.model_validate({"started_at": moment})
    name = "filter[date_started_at][eq]"
    assert satisfies(recording, name, {name: day})


def test_what_is_not_a_time_satisfies_no_day() -> None:
    recording = RoomRecording.model_validate({"started_at": "soon"})
    for bound in ("eq", "gte", "lte"):
        name = f"filter[date_started_at][{bound}]"
        assert not satisfies(recording, name, {name: "2026-11-02"})


FILTERS: dict[str, dict[str, Any]] = {
    "filter[room_id]": {"room": "weekly"},
    "filter[session_id]": {"session": "weekly"},
    "filter[participant_id]": {"participant_id": "{carol}"},
    "filter[status]": {"status": "completed"},
    "filter[type]": {"type": "audio"},
    "filter[duration_secs]": {"duration_secs": 120},
    "filter[date_started_at][gte]": {"started_from": "2025-11-03"},
    "filter[date_started_at][lte]": {"started_to": "2025-11-03"},
    "filter[date_started_at][eq]": {"started_from": "2025-11-02", "started_to": "2025-11-02"},
    "filter[date_ended_at][gte]": {"ended_from": "2025-11-03"},
    "filter[date_ended_at][lte]": {"ended_to": "2025-11-03"},
    "filter[date_ended_at][eq]": {"ended_from": "2025-11-04", "ended_to": "2025-11-04"},
}
"""Arguments that select some of the recordings below, but not all."""


class Loose(SandboxTransport):
    """The sandbox, except that it ignores one parameter of requests of one method."""

    def __init__(self, ignored: str, method: str) -> None:
        super().__init__(World())
        self._ignored, self._method = ignored, method

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if request.method == self._method:
            request.url = request.url.copy_remove_param(self._ignored)
        return await super().handle_async_request(request)


class Long(SandboxTransport):
    """The sandbox, except that its list of recordings has so many pages."""

    def __init__(self, pages: int) -> None:
        super().__init__(World())
        self.pages, self.read = pages, 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if request.method != "GET" or not request.url.path.endswith("/room_recordings"):
            return await super().handle_async_request(request)
        self.read += 1
        number = int(request.url.params["page[number]"])
        records = [{"id": f"{number}-{each}", "type": "audio", "size_mb": 1} for each in range(250)]
        total = {"total_pages": self.pages, "total_results": 250 * self.pages}
        meta = {"page_number": number, "page_size": 250, **total}
        return httpx.Response(200, json={"data": records, "meta": meta}, request=request)


def two_meetings_and_one_going_on(host: Way, example: str) -> dict[str, Any]:
    """Six recordings; the arguments of an example."""
    for name in ("weekly", "quiz"):
        host.room(unique_name=name, enable_recording=True)
    recorded(host, "weekly", secs=300, days=2)
    recorded(host, "quiz", secs=60, days=0)
    _, carol = host.join("weekly")
    return {name: _filled(value, carol) for name, value in FILTERS[example].items()}


def _filled(value: Any, carol: str) -> Any:
    return carol if value == "{carol}" else value


async def deleted(host: Way, arguments: dict[str, Any]) -> dict[str, Any]:
    """What a deletion answers after its preview."""
    code = (await host.call("delete_recordings", arguments))["confirm"]
    return await host.call("delete_recordings", {**arguments, "confirm": code})


def test_every_filter_of_recordings_is_tried_below() -> None:
    assert set(FILTERS) == set(RECORDING_FILTERS)


@pytest.mark.parametrize("example", FILTERS)
async def test_what_was_shown_is_deleted_and_the_rest_stays(example: str) -> None:
    async with over(SandboxTransport(World())) as host:
        arguments = two_meetings_and_one_going_on(host, example)
        shown = await host.call("delete_recordings", arguments)
        done = await host.call("delete_recordings", {**arguments, "confirm": shown["confirm"]})
        left = len(host.world.recordings)
    assert 0 < left < 6
    assert shown["preview"]["recordings"] == done["deleted"] == 6 - left
    assert "notes" not in done


@pytest.mark.parametrize("era", ERAS)
@pytest.mark.parametrize("example", FILTERS)
async def test_a_server_that_ignores_a_filter_is_found_out(example: str, era: Era) -> None:
    async with over(Loose(example, "GET"), era) as host:
        arguments = two_meetings_and_one_going_on(host, example)
        error = await host.refusal("delete_recordings", arguments)
        assert await host.writes() == []
        assert len(host.world.recordings) == 6
    assert error["kind"] == "filter_ignored"
    assert example in error["message"]
    assert "Nothing was deleted." in error["message"]


@pytest.mark.parametrize("example", FILTERS)
async def test_a_deletion_of_more_than_was_shown_is_reported(example: str) -> None:
    async with over(Loose(example, "DELETE")) as host:
        arguments = two_meetings_and_one_going_on(host, example)
        shown = (await host.call("delete_recordings", arguments))["preview"]["recordings"]
        done = await deleted(host, arguments)
    assert shown < done["deleted"] == 6
    (note,) = done["notes"]
    assert note.startswith(f"The preview showed {shown}, Telnyx deleted 6.")
    assert "list_recordings shows what is left" in note


async def test_a_deletion_of_fewer_than_were_shown_is_reported() -> None:
    async with over(SandboxTransport(World())) as host:
        arguments = two_meetings_and_one_going_on(host, "filter[type]")
        body = {"data": {"room_recordings": 1}}
        fault = {"method": "DELETE", "path": "/v2/room_recordings", "status": 200, "body": body}
        (await host.controls.post("/sandbox/faults", json=fault)).raise_for_status()
        done = await deleted(host, arguments)
    assert done["deleted"] == 1
    assert done["notes"][0].startswith("The preview showed 3, Telnyx deleted 1.")


async def test_forty_pages_can_be_deleted_and_forty_one_are_too_many() -> None:
    async with over(Long(MOST_PAGES)) as host:
        shown = await host.call("delete_recordings", {"type": "audio"})
    assert MOST_PAGES == 40
    assert shown["preview"]["recordings"] == 10_000
    assert shown["preview"]["rooms"] == {"unknown": 10_000}
    transport = Long(MOST_PAGES + 1)
    async with over(transport) as host:
        error = await host.refusal("delete_recordings", {"type": "audio"})
        assert await host.writes() == []
    assert transport.read == MOST_PAGES
    assert error["kind"] == "too_many"
    assert "more than 10000" in error["message"]
    assert "Narrow the filters by room or by days." in error["message"]


async def test_without_a_filter_nothing_is_looked_up_or_asked() -> None:
    async with hosting() as host:
        error = await host.refusal("delete_recordings")
        assert await host.requests() == []
    assert "at least one filter" in error["message"]
    assert host.questions == []
