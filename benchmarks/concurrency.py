"""50 reads at once over stdio, against an API that takes 100 ms for each.

From the first request on stdin to the last result on stdout; a one-tool server on the bare SDK does
the same. At most 1.3 times, so calls must not wait for each other.
"""

from measure import Measurement, On, alternate, main
from processes import CannedTelnyx, McpProcess, both

ROUNDS = 25
AT_ONCE = 50
DELAY_MS = 100
MOST = 1.3


def measure() -> list[Measurement]:
    """Let both answer bursts in turns."""
    with CannedTelnyx(DELAY_MS) as url, both(url) as (ours, baseline):
        _burst(ours)
        _burst(baseline)
        rounds = alternate(lambda: _burst(ours), lambda: _burst(baseline), ROUNDS)
    what = f"{AT_ONCE} calls at once, the API takes {DELAY_MS} ms"
    return [Measurement.of_rounds(what, rounds, "ms", On.RATIO, MOST)]


def _burst(server: McpProcess) -> float:
    return server.calls_at_once(AT_ONCE, "list_rooms", {"page_size": 20}) * 1000


if __name__ == "__main__":
    main()
