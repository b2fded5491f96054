"""What Telnyx says about an error is passed on, short and clean, in whichever shape it came."""

from typing import Any

import httpx
import pytest

from telnyx_video_mcp.api.errors import InvalidError, StatusError
from telnyx_video_mcp.api.models import Room
from tests.api.driver import Account, answering, message, sending

pytestmark = pytest.mark.anyio


async def refused(document: Any, status: int = 422) -> StatusError:
    async with sending(document, status) as client:
        with pytest.raises(StatusError) as raised:
            await client.get("/rooms/1", Room)
    return raised.value


@pytest.mark.parametrize(
    ("document", "code", "words"),
    [
        (
            {"errors": [{"code": "10015", "title": "Bad Request", "detail": "Too many people."}]},
            "10015",
            "Bad Request: Too many people.",
        ),
        ({"errors": [{"code": 10015, "title": "Bad Request"}]}, "10015", "Bad Request."),
        ({"success": False, "message": "Too many people"}, None, "Too many people."),
        ({"code": 10015, "title": "Bad", "detail": "Too many"}, "10015", "Bad: Too many."),
        ({"code": "10015", "detail": "Too many people"}, "10015", "Too many people."),
        (
            {"errors": [{"title": "Bad", "source": {"pointer": "/max_participants"}}]},
            None,
            "Bad (at /max_participants).",
        ),
        (
            {"errors": [{"title": "Bad", "source": {"parameter": "page[size]"}}]},
            None,
            "Bad (at page[size]).",
        ),
        ({"errors": [{"title": "Bad", "source": None, "meta": None}]}, None, "Bad."),
        ({"errors": [{"title": "A"}, {"title": "B"}, {"title": "A"}]}, None, "A; B."),
        ({"errors": [{"title": str(n)} for n in range(5)]}, None, "0; 1; 2; and 2 more."),
        ({"errors": [None, "text", {"title": "A"}]}, None, "A."),
    ],
)
async def test_every_shape_is_understood(document: Any, code: str | None, words: str) -> None:
    error = await refused(document)
    assert error.code == code
    assert error.sentence == f"Telnyx refused this for room 1: {words}"


@pytest.mark.parametrize(
    "document",
    [
        {},
        [],
        None,
        "Bad",
        7,
        {"errors": []},
        {"errors": None},
        {"errors": "Bad"},
        {"errors": [[]]},
        {"errors": {"code": "10015"}},
        {"errors": [{"title": None, "detail": None, "code": None}]},
        {"errors": [{"title": ["Bad"], "detail": {"a": 1}, "code": {}, "source": []}]},
        {"errors": [{"title": " ", "detail": "\u0000"}]},
        {"message": ["Bad"]},
    ],
)
async def test_a_body_without_words_leaves_the_status(document: Any) -> None:
    error = await refused(document)
    assert error.sentence == "Telnyx refused this for room 1: status 422."
    assert error.code is None


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<!DOCTYPE html><html><h1>502 Bad Gateway</h1></html>",
        b'{"errors": [{"title": "Bad Gate',
        b"\xff\xfe\x00",
        b"[" * 100_000,
        b'{"errors":' * 100_000,
        b"9" * 10_000,
    ],
    ids=["empty", "html", "truncated", "bytes", "deep", "deep errors", "long number"],
)
@pytest.mark.parametrize("media", ["text/html", "application/json", "image/png; charset=x", ""])
async def test_what_is_no_error_body_says_nothing(content: bytes, media: str) -> None:
    headers = {"content-type": media}
    async with answering(lambda _: httpx.Response(400, headers=headers, content=content)) as client:
        with pytest.raises(InvalidError) as raised:
            await client.get("/rooms/1", Room)
    assert raised.value.sentence == "Telnyx refused this for room 1: status 400."


async def test_mark_up_in_words_is_dropped() -> None:
    error = await refused({"errors": [{"title": "<b>Bad</b>", "detail": "<script src='x'>no"}]})
    assert error.sentence == "Telnyx refused this for room 1: Bad: no."


async def test_words_stay_on_one_line_without_control_characters() -> None:
    spelled = "a\r\nb\tc\x1b[31md\u2028e\u202ef\ud800g"
    error = await refused({"message": spelled})
    assert error.sentence == "Telnyx refused this for room 1: a b c [31md e f g."


@pytest.mark.parametrize(
    "document",
    [
        {"message": "x" * 10_000},
        {"errors": [{"title": "x" * 200, "detail": f"{n}" + "x" * 200} for n in range(9)]},
        {"errors": [{"title": "x", "code": "x" * 10_000}]},
        {"errors": [{"title": "x", "source": {"pointer": "x" * 10_000}}]},
    ],
)
async def test_no_more_than_300_characters_are_passed_on(document: Any) -> None:
    error = await refused(document)
    assert message(error).count("x") <= 300
    assert len(error.code or "") <= 300


@pytest.mark.parametrize("status", [400, 401, 403, 404, 408, 422, 429, 500])
async def test_the_words_are_there_whatever_the_status(status: int) -> None:
    headers = {"retry-after": "99"}
    document = {"errors": [{"code": "10007", "title": "Sorry", "detail": "Not today"}]}
    async with answering(
        lambda _: httpx.Response(status, headers=headers, json=document)
    ) as client:
        with pytest.raises(StatusError, match="Sorry: Not today") as raised:
            await client.get("/rooms/1", Room)
    assert raised.value.explain("list_rooms")["code"] == "10007"


@pytest.mark.parametrize(
    "error",
    [
        {
            "title": "Resource not found",
            "detail": "The requested resource or URL could not be found.",
            "source": {},
        },
        {"title": "Resource not found"},
        {"title": "Not Found"},
    ],
)
async def test_what_every_404_says_is_left_out(error: dict[str, Any]) -> None:
    assert (await refused({"errors": [error]}, 404)).sentence == "Telnyx has no room 1."


async def test_what_a_404_says_of_its_own_is_passed_on() -> None:
    error = await refused({"errors": [{"title": "Not found", "detail": "Gone on Monday"}]}, 404)
    assert error.sentence == "Telnyx has no room 1 (Not found: Gone on Monday)."


@pytest.mark.parametrize(
    ("detail", "words"),
    [
        ("'weekly' has already been taken.", "'weekly' has already been taken."),
        ("Room weekly already exists", "Room weekly already exists."),
        ("has already been taken", "unique_name has already been taken."),
        (None, "Duplicate resource (at /unique_name)."),
    ],
)
async def test_a_name_that_is_taken_is_said_in_few_words(detail: str | None, words: str) -> None:
    source = {"pointer": "/unique_name"}
    error = {"code": "10012", "title": "Duplicate resource", "detail": detail, "source": source}
    assert (
        await refused({"errors": [error]})
    ).sentence == f"Telnyx refused this for room 1: {words}"


async def test_the_sandboxs_own_refusals_are_understood(account: Account) -> None:
    with pytest.raises(InvalidError) as raised:
        await account.client.post("/rooms", Room, {"max_participants": 999})
    assert raised.value.code
    assert "max_participants" in message(raised.value)
