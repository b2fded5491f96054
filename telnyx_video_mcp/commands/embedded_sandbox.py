"""The sandbox within a server's process, whose download links can be opened on this machine."""

from typing import TYPE_CHECKING

import anyio

if TYPE_CHECKING:
    import socket

    import httpx
    from starlette.types import ASGIApp


class EmbeddedSandbox:
    """A sandbox that nothing reaches but the server, except for its files.

    Those are served on a port of their own. Nothing is opened or imported before the first call.
    """

    def __init__(self) -> None:
        self._opened = anyio.Event()
        self._files: tuple[ASGIApp, socket.socket] | None = None

    def transport(self) -> "httpx.AsyncBaseTransport":
        """What carries requests to it."""
        from telnyx_video_mcp.sandbox import serve  # noqa: PLC0415 - see the class
        from telnyx_video_mcp.sandbox.app import media_of  # noqa: PLC0415 - see the class
        from telnyx_video_mcp.sandbox.transport import SandboxTransport  # noqa: PLC0415 - as above

        transport = SandboxTransport()
        listener = serve.listen("127.0.0.1", 0)
        transport.app.state.world.base_url = serve.url_of(listener)
        self._files = media_of(transport.app), listener
        self._opened.set()
        return transport

    async def serve_files(self) -> None:
        """Serve them, from the first call until cancelled."""
        await self._opened.wait()
        if self._files:
            from telnyx_video_mcp.sandbox.serve import serve_app  # noqa: PLC0415 - see the class

            app, listener = self._files
            with listener:
                await serve_app(app, listener)
