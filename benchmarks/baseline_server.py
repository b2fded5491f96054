"""The baseline: a server of one tool, as the SDK's tutorial would write it.

It reads the rooms with one request and returns the reply as it came: no checks, no retries, no
limits, no sentences for errors. httpx is imported by the first call, as in ours, so that its
start-up is the SDK's alone. Served over stdio, or over HTTP at the port given.
"""

import os
import sys
from typing import Any

from mcp.server.mcpserver import MCPServer

server = MCPServer("baseline", log_level="WARNING")
clients: list[Any] = []


@server.tool(structured_output=False)
async def list_rooms(page_size: int = 20) -> str:
    """Rooms of the account."""
    if not clients:
        import httpx  # noqa: PLC0415 - see the module

        key = os.environ["TELNYX_API_KEY"]
        clients.append(httpx.AsyncClient(headers={"Authorization": f"Bearer {key}"}))
    url = f"{os.environ['TELNYX_BASE_URL']}/rooms"
    response = await clients[0].get(url, params={"page[size]": page_size})
    response.raise_for_status()
    return str(response.text)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        server.run("streamable-http", port=int(sys.argv[1]))
    else:
        server.run()
