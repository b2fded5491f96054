"""One read: a page of 20 rooms, from the request on stdin to the result on stdout.

Ours against a one-tool server on the bare SDK that makes the same HTTP request with httpx and
passes the reply on as text. At most 1.2 times: for checked arguments, a time limit and retries,
typed records and a result without nulls. A turn is 20 calls, one after the other.
"""

from statistics import median

from measure import Measurement, On, alternate, main
from processes import CannedTelnyx, McpProcess, both

ROUNDS = 80
CALLS = 20
MOST = 1.2


def measure() -> list[Measurement]:
    """Call both in turns."""
    with CannedTelnyx() as url, both(url) as (ours, baseline):
        _turn(ours)
        _turn(baseline)
        rounds = alternate(lambda: _turn(ours), lambda: _turn(baseline), ROUNDS)
    return [Measurement.of_rounds("One read call, stdio", rounds, "ms", On.RATIO, MOST)]


def _turn(server: McpProcess) -> float:
    return median(server.call("list_rooms", {"page_size": 20}) * 1000 for _ in range(CALLS))


if __name__ == "__main__":
    main()
