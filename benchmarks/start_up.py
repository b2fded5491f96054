"""Start-up: from starting the process to the answer of tools/list, over stdio.

Ours with its 25 tools against a server of one tool on the bare SDK. What the SDK costs, both pay;
at most 1.1 times is left to us. Each of 15 rounds starts both; the first start, which may compile
modules, does not count.
"""

from time import perf_counter

from measure import Measurement, On, alternate, main, medians
from processes import BASELINE, OURS, McpProcess

ROUNDS = 15
MOST = 1.1
NOWHERE = "http://127.0.0.1:9/v2"


def measure() -> list[Measurement]:
    """Start both again and again."""
    _start(OURS)
    _start(BASELINE)
    ours, baseline = alternate(lambda: _start(OURS), lambda: _start(BASELINE), ROUNDS)
    least = {"minimum ours": min(ours), "minimum baseline": min(baseline)}
    what = "Process start to tools/list, median"
    return [Measurement(what, *medians(ours, baseline), "ms", On.RATIO, MOST, least)]


def _start(server: tuple[str, ...]) -> list[float]:
    started = perf_counter()
    with McpProcess(server, NOWHERE) as process:
        tools = process.request("tools/list", {})["tools"]
        took = perf_counter() - started
    if not tools:
        raise RuntimeError(f"{server} lists no tools")
    return [took * 1000]


if __name__ == "__main__":
    main()
