"""One read: a page of 20 rooms, from the request on stdin to the result on stdout.

Ours against a one-tool server on the bare SDK that makes the same HTTP request with httpx and
passes the reply on as text. At most 1.3 times: for checked arguments, a time limit and retries,
typed records and a result without nulls. 30 rounds of 50 calls each, one after the other.
"""

from measure import Measurement, On, alternate, main, medians
from processes import CannedTelnyx, McpProcess, both

ROUNDS = 30
CALLS = 50
MOST = 1.3


def measure() -> list[Measurement]:
    """Call both in turns."""
    with CannedTelnyx() as url, both(url) as (ours, baseline):
        _calls(ours)
        _calls(baseline)
        took = alternate(lambda: _calls(ours), lambda: _calls(baseline), ROUNDS)
    return [Measurement("One read call, median", *medians(*took), "ms", On.RATIO, MOST)]


def _calls(server: McpProcess) -> list[float]:
    return [server.call("list_rooms", {"page_size": 20}) * 1000 for _ in range(CALLS)]


if __name__ == "__main__":
    main()
