from uuid import UUID

import pytest

from tests.sandbox.driver import NOBODY, Driver

pytestmark = pytest.mark.anyio


async def test_a_refusal_has_the_platforms_envelope(api: Driver) -> None:
    reply = await api.http.get(f"/v2/rooms/{NOBODY}")
    assert reply.status_code == 404
    assert reply.json() == {
        "errors": [
            {
                "code": "10005",
                "title": "Resource not found",
                "detail": "The requested resource or URL could not be found.",
                "source": {},
                "meta": {"url": "https://developers.telnyx.com/docs/overview/errors/10005"},
            }
        ]
    }


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer invalid", "Basic abc"])
@pytest.mark.parametrize("path", ["/rooms", "/no_such_thing"])
async def test_without_a_good_key_nothing_is_answered(
    api: Driver, header: str | None, path: str
) -> None:
    del api.http.headers["authorization"]
    headers = {} if header is None else {"authorization": header}
    error = await api.error("GET", path, 401, headers=headers)
    assert error["code"] == "10009"


@pytest.mark.parametrize(
    "path", ["", "/", "/rooms/", "/rooms/compositions/x", f"/rooms/{NOBODY}/participants"]
)
async def test_only_the_published_paths_exist(api: Driver, path: str) -> None:
    assert (await api.error("GET", path, 404))["code"] == "10005"


@pytest.mark.parametrize(
    ("method", "path"),
    [("PUT", "/rooms"), ("DELETE", "/rooms"), ("POST", "/room_recordings"), ("OPTIONS", "/rooms")],
)
async def test_a_wrong_method_is_told_from_a_wrong_path(
    api: Driver, method: str, path: str
) -> None:
    await api.error(method, path, 405)


@pytest.mark.parametrize(
    "body",
    ["{", "[]", "null", '"room"', "\xff", '{"a": NaN}', r'{"a": "\ud800"}', "[" * 99999],
    ids=["open", "list", "null", "text", "bytes", "nan", "half a pair", "deep"],
)
async def test_a_body_must_be_a_json_object(api: Driver, body: str) -> None:
    error = await api.error("POST", "/rooms", 400, content=body.encode("latin-1"))
    assert error["code"] == "10015"


async def test_no_body_is_an_empty_one(api: Driver) -> None:
    await api.data("POST", "/rooms", 201)


async def test_every_reply_counts_against_a_rate_limit_and_has_an_id(api: Driver) -> None:
    replies = [await api.http.get(f"/v2{path}") for path in ("/rooms", "/nothing")]
    assert [r.headers["x-ratelimit-limit"] for r in replies] == ["2000", "2000"]
    assert [r.headers["x-ratelimit-remaining"] for r in replies] == ["1999", "1998"]
    assert all(0 < int(r.headers["x-ratelimit-reset"]) <= 60 for r in replies)
    assert len({UUID(r.headers["x-request-id"]) for r in replies}) == 2
    assert all(r.headers["content-type"] == "application/json" for r in replies)


async def test_a_deletion_answers_without_a_body(api: Driver) -> None:
    reply = await api.http.delete(f"/v2/rooms/{api.room()}")
    assert (reply.status_code, reply.content) == (204, b"")
    assert "x-request-id" in reply.headers
