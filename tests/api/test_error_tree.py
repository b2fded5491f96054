"""The tree drawn in errors.py is the tree there is, and every status has its place in it."""

import inspect
import re

import pytest

from telnyx_video_mcp.api import errors
from telnyx_video_mcp.api.errors import ApiError, StatusError
from telnyx_video_mcp.api.messages import Reply, Request
from telnyx_video_mcp.api.replies import failure

ROOM = Request("GET", "/rooms/0ccc7b54-4df3-4bca-a65a-3da1ecc777f0")


def drawn() -> dict[str, str | None]:
    """The classes in the drawing, each with the one it hangs from."""
    parents: dict[str, str | None] = {}
    trunk: list[tuple[int, str]] = []
    for line in (errors.__doc__ or "").splitlines():
        if match := re.match(r" *([│├└─ ]*)([A-Z]\w+Error)\b", line):
            column, name = match.start(2), match[2]
            trunk = [(at, above) for at, above in trunk if at < column]
            parents[name] = trunk[-1][1] if trunk else None
            trunk.append((column, name))
    return parents


def defined() -> dict[str, str | None]:
    """The public exceptions of the module, each with its base."""
    return {
        name: None if kind is ApiError else kind.__bases__[0].__name__
        for name, kind in vars(errors).items()
        if inspect.isclass(kind) and issubclass(kind, BaseException) and not name.startswith("_")
    }


def test_the_public_errors_are_exactly_those_drawn() -> None:
    assert drawn() == defined()
    assert len(drawn()) > 5


def test_every_error_has_a_kind_of_its_own_and_a_sentence_about_itself() -> None:
    classes = [getattr(errors, name) for name in defined()]
    assert len({kind.kind for kind in classes}) == len(classes)
    assert all(kind.__doc__ for kind in classes)


@pytest.mark.parametrize(
    ("status", "name"),
    [
        (400, "InvalidError"),
        (401, "UnauthorizedError"),
        (403, "ForbiddenError"),
        (404, "NotFoundError"),
        (405, "InvalidError"),
        (408, "UnavailableError"),
        (409, "InvalidError"),
        (422, "InvalidError"),
        (429, "RateLimitedError"),
        (500, "UnavailableError"),
        (503, "UnavailableError"),
        (599, "UnavailableError"),
        (307, "UnreadableReplyError"),
        (101, "UnreadableReplyError"),
    ],
)
def test_each_status_has_its_error(status: int, name: str) -> None:
    error = failure(ROOM, Reply(status, {}))
    assert error is not None
    assert type(error).__name__ == name
    assert error.status == status


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_success_is_no_error(status: int) -> None:
    assert failure(ROOM, Reply(status, {})) is None


@pytest.mark.parametrize("status", [400, 401, 403, 404, 408, 422, 429, 500, 503])
def test_an_error_says_what_happened_and_what_to_do_now(status: int) -> None:
    error = failure(ROOM, Reply(status, {"x-request-id": "req-1"}))
    assert isinstance(error, StatusError)
    explained = error.explain("list_rooms")
    happened, _, step = explained["message"].partition(". ")
    assert happened
    assert step.endswith(".")
    assert explained["status"] == status
    assert explained["request_id"] == "req-1"
    assert explained["kind"] == error.kind


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/rooms/1", "room 1"),
        ("/rooms/1/sessions", "room 1"),
        ("/room_sessions/2/actions/kick", "session 2"),
        ("/room_participants/3", "participant 3"),
        ("/room_compositions/4", "composition 4"),
    ],
)
def test_an_error_names_the_thing_in_the_domains_words(path: str, target: str) -> None:
    error = failure(Request("GET", path), Reply(404, {}))
    assert error is not None
    assert error.sentence == f"Telnyx has no {target}."


def test_a_whole_collection_that_is_not_there_points_to_the_address() -> None:
    error = failure(Request("GET", "/room_recordings"), Reply(404, {}))
    assert error is not None
    sentence = "There is no /room_recordings at this address; it should end in /v2."
    assert error.sentence == sentence
