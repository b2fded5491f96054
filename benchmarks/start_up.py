"""Start-up: from starting the process to the answer of tools/list, over stdio.

Ours with all its tools against a server of one tool on the bare SDK. What the SDK costs, both pay;
at most 1.05 times is left to us. The first start, which may compile modules, does not count.
"""

from time import perf_counter

from measure import Measurement, On, alternate, main
from processes import BASELINE, OURS, McpProcess

ROUNDS = 21
MOST = 1.05
NOWHERE = "http://127.0.0.1:9/v2"


def measure() -> list[Measurement]:
    """Start both again and again."""
    _start(OURS)
    _start(BASELINE)
    rounds = alternate(lambda: _start(OURS), lambda: _start(BASELINE), ROUNDS)
    ours, baseline = zip(*rounds, strict=True)
    least = {"minimum ours": min(ours), "minimum baseline": min(baseline)}
    what = "Process start to tools/list, stdio"
    return [Measurement.of_rounds(what, rounds, "ms", On.RATIO, MOST, **least)]


def _start(server: tuple[str, ...]) -> float:
    started = perf_counter()
    with McpProcess(server, NOWHERE) as process:
        tools = process.request("tools/list", {})["tools"]
        took = perf_counter() - started
    if not tools:
        raise RuntimeError(f"{server} lists no tools")
    return took * 1000


if __name__ == "__main__":
    main()
