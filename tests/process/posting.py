"""Requests to the MCP endpoint as they go over the wire, for what a client would hide."""

from typing import Any

import httpx

from tests.process.driver import Era, greeting

ACCEPT = {"accept": "application/json, text/event-stream"}


def headers(message: dict[str, Any], era: Era, session: str | None = None) -> dict[str, str]:
    """What a client of that era sends along with a message."""
    if era == "legacy":
        within = {"mcp-session-id": session} if session else {}
        return {**ACCEPT, **within}
    named = {"mcp-name": message["params"]["name"]} if "name" in message["params"] else {}
    version = {"mcp-protocol-version": "2026-07-28"}
    return {**ACCEPT, **version, "mcp-method": message["method"], **named}


async def post(
    client: httpx.AsyncClient,
    url: httpx.URL,
    message: dict[str, Any],
    era: Era,
    session: str | None = None,
) -> httpx.Response:
    """The reply to a message."""
    return await client.post(url, json=message, headers=headers(message, era, session))


async def open_session(client: httpx.AsyncClient, url: httpx.URL) -> str:
    """The id of a session that is ready for calls."""
    hello, ready = greeting("legacy")
    session: str = (await post(client, url, hello, "legacy")).headers["mcp-session-id"]
    assert (await post(client, url, ready, "legacy", session)).status_code == 202
    return session
