"""A key that is recognised wherever it turns up."""

from typing import Any

CANARY = "KEYc4n4ry_Y3ll0wB1rdInTh3M1n3_0199af3c"
PARTS = (CANARY, CANARY[3:20], CANARY[-16:])
"""The key and recognisable parts of it: half a key is a secret as well."""


ECHO = f"You sent Authorization: Bearer {CANARY}"
FAULTS: dict[str, dict[str, Any]] = {
    **{
        str(status): {"status": status, "body": {"errors": [{"title": ECHO, "detail": ECHO}]}}
        for status in (400, 401, 403, 404, 409, 418, 422, 429, 500, 501, 502, 503, 504, 599)
    },
    "HTML": {"status": 501, "body": f"<html><body>{ECHO}</body></html>"},
    "HTML that says it is fine": {"status": 200, "body": f"<p>{ECHO}</p>"},
    "a redirect": {"status": 302, "headers": {"location": f"https://evil.example/?{CANARY}"}},
    "headers": {"status": 422, "headers": {"x-request-id": CANARY, "content-type": CANARY}},
    "a bare message": {"status": 422, "body": {"success": False, "message": ECHO}},
    "a code": {"status": 422, "body": {"errors": [{"code": CANARY, "title": "x"}]}},
    "a pointer": {
        "status": 422,
        "body": {"errors": [{"title": "x", "source": {"pointer": f"/{CANARY}"}}]},
    },
    "an echo in data": {"status": 200, "body": {"data": {"id": "x", "authorization": CANARY}}},
    "an echo in a list": {"status": 200, "body": {"data": [{CANARY: [CANARY]}]}},
    "cut off": {"status": 200, "body": f'{{"data": {{"id": "{CANARY}'},
    "a drop": {"drop": True},
}


def clean(text: str, where: str) -> None:
    for part in PARTS:
        assert part not in text, where
