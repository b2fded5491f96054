"""How long one step of a test may take before it counts as hung.

This guards against hanging and nothing else: no step is expected to come near it, however slow and
busy the machine is. Only single steps have a deadline. A fixture, or a block that stays open while
others use it, has none: its tests may take as long as they need.
"""

from contextlib import AbstractContextManager

import anyio
import httpx

AT_MOST_SECS = 300


def one_step() -> AbstractContextManager[object]:
    """A block for one step, which fails with `TimeoutError` when that step hangs."""
    return anyio.fail_after(AT_MOST_SECS)


def http_client(base_url: httpx.URL | str = "", **headers: str) -> httpx.AsyncClient:
    """A client for servers of this machine: patient, and without the environment's proxies."""
    return httpx.AsyncClient(
        base_url=base_url, headers=headers, timeout=AT_MOST_SECS, trust_env=False
    )
