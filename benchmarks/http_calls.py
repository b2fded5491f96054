"""Calls a second over HTTP: 16 connections, each reading a page of 20 rooms again and again.

Ours against a one-tool server on the bare SDK that makes the same HTTP request with httpx and
passes the reply on as text: at least 0.9 of its calls a second. Once with the stateless protocol
(2026-07-28), once with a session for each connection (2025-11-25).
"""

import asyncio

from http_load import Caller, Era, calls_per_second
from measure import Measurement, On, alternate, main
from processes import BASELINE_HTTP, OURS_HTTP, CannedTelnyx, HttpServer

CONNECTIONS = 16
ROUNDS = 60
CALLS = 64
LEAST = 0.9


def measure() -> list[Measurement]:
    """Put the same load on both in turns, in each era."""
    with (
        CannedTelnyx() as url,
        HttpServer(OURS_HTTP, url) as ours,
        HttpServer(BASELINE_HTTP, url) as baseline,
    ):
        return [_measure(era, ours, baseline) for era in Era]


def _measure(era: Era, ours: HttpServer, baseline: HttpServer) -> Measurement:
    with asyncio.Runner() as runner:

        def turn(callers: list[Caller]) -> float:
            return runner.run(calls_per_second(callers, CALLS))

        us, them = (
            [Caller(era, server.port) for _ in range(CONNECTIONS)] for server in (ours, baseline)
        )
        turn(us)
        turn(them)
        rounds = alternate(lambda: turn(us), lambda: turn(them), ROUNDS)
    what = f"HTTP, {CONNECTIONS} connections, {era.value}"
    return Measurement.of_rounds(what, rounds, "calls/s", On.LEAST_RATIO, LEAST)


if __name__ == "__main__":
    main()
