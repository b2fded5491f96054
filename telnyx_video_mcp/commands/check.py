"""`check`: what is configured, who answers, what it costs, and whether it would work."""

import time

from telnyx_video_mcp import __version__
from telnyx_video_mcp.api.errors import ApiError
from telnyx_video_mcp.api.models import Room
from telnyx_video_mcp.commands.listing import published, token_cost
from telnyx_video_mcp.connection import Connection
from telnyx_video_mcp.guards.policy import Policy
from telnyx_video_mcp.settings.declared import Settings
from telnyx_video_mcp.toolkit.audit import Audit
from telnyx_video_mcp.toolkit.refusal import Refusal

_MODES = {
    "read": "read: looks only",
    "operate": "operate: everything but deletion",
    "full": "full: everything, with a question before people are put out or things deleted",
}
WORKS, REFUSED, MISCONFIGURED = 0, 1, 2


async def run(settings: Settings) -> int:
    """Print the report; returns 0 (works), 1 (the API refuses or cannot be reached) or 2."""
    tools = await published(settings)
    code, answer = await _ask(settings)
    report = {
        "version": __version__,
        "settings": str(settings.config) if settings.config else "environment and options, no file",
        "API": "the embedded sandbox" if settings.sandbox else settings.base_url,
        "key": "not needed" if settings.sandbox else "set" if settings.api_key else "missing",
        "time limit": f"{settings.timeout_secs:g} s a call",
        "mode": _MODES[settings.mode],
        "rooms": f"only {', '.join(settings.rooms)}" if settings.rooms else "all of the account",
        "protected": ", ".join(settings.protected) or "nobody",
        "audit": str(settings.audit_file or "none"),
        "tools": f"{len(tools)}, about {token_cost(tools):,} tokens for a model to read",
        "answer": answer,
    }
    for name, value in report.items():
        print(f"{name:11} {value}")  # noqa: T201 - the command's output
    verdict = {
        WORKS: "It works.",
        REFUSED: "It would not work: refused or unreachable, see the answer.",
        MISCONFIGURED: "It cannot work yet: misconfigured, see the answer.",
    }
    print(f"\n{verdict[code]} Exit code {code}.")  # noqa: T201 - the command's output
    return code


async def _ask(settings: Settings) -> tuple[int, str]:
    """One small read, and what came of it."""
    connection = Connection(settings)
    began = time.perf_counter()
    try:
        async with connection.lifespan(None):
            Audit(settings.audit_file).require(tool="check", outcome="ok")
            client = Policy(rooms=settings.rooms).guarded(connection.client())
            found = await client.page("/rooms", Room, page_size=1)
    except Refusal as refusal:
        return MISCONFIGURED, refusal.message
    except ApiError as error:
        return REFUSED, error.explain("check")["message"]
    milliseconds = (time.perf_counter() - began) * 1000
    counted = "" if found.total is None else f"{found.total} "
    rooms = f"{counted}room{'' if found.total == 1 else 's'}"
    missing = len(settings.rooms) - (found.total or 0) if settings.rooms else 0
    lock = f"; {missing} of the rooms of the lock do not exist" if missing > 0 else ""
    return WORKS, f"{rooms}, after {milliseconds:.0f} ms{lock}"
