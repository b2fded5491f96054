"""50 reads at once, against an API that takes 100 ms for each.

From the first request on stdin to the last result on stdout: at most 250 ms, so calls must not
wait for each other. Beside it the same with a one-tool server on the bare SDK. 15 rounds.
"""

from measure import Measurement, On, alternate, main, medians
from processes import CannedTelnyx, McpProcess, both

ROUNDS = 15
AT_ONCE = 50
DELAY_MS = 100
MOST_MS = 250


def measure() -> list[Measurement]:
    """Let both answer bursts in turns."""
    with CannedTelnyx(DELAY_MS) as url, both(url) as (ours, baseline):
        _burst(ours)
        _burst(baseline)
        took = alternate(lambda: _burst(ours), lambda: _burst(baseline), ROUNDS)
    what = f"{AT_ONCE} calls at once, {DELAY_MS} ms each"
    return [Measurement(what, *medians(*took), "ms", On.OURS, MOST_MS)]


def _burst(server: McpProcess) -> list[float]:
    return [server.calls_at_once(AT_ONCE, "list_rooms", {"page_size": 20}) * 1000]


if __name__ == "__main__":
    main()
