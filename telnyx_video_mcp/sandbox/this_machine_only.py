"""Who may come in over HTTP: programs of this machine, and no web page from elsewhere."""

import re

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

_HERE = r"(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?"
_HOST = re.compile(_HERE, re.IGNORECASE | re.ASCII)
_ORIGIN = re.compile(f"https?://{_HERE}", re.IGNORECASE | re.ASCII)


class ThisMachineOnly:
    """An app that answers only what is asked for by a name of this machine.

    Listening on loopback keeps other machines out, but not a page in a browser here. Such a page
    is known by its `Origin`, or by the `Host` of a name that was rebound to this address.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request: 421 for a foreign host, 403 for a foreign origin."""
        headers = Headers(scope=scope)
        answer = self._app
        if not _HOST.fullmatch(headers.get("host", "")):
            answer = _refusal(421, "The sandbox answers as localhost or 127.0.0.1 only.")
        elif not all(_ORIGIN.fullmatch(origin) for origin in headers.getlist("origin")):
            answer = _refusal(403, "The sandbox does not answer web pages from elsewhere.")
        await answer(scope, receive, send)


def _refusal(status: int, sentence: str) -> ASGIApp:
    return JSONResponse({"error": sentence}, status)
