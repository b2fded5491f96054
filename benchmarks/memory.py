"""Memory: resident size of the server process after 1,000 calls and after 10,000.

Reads, refused arguments and errors of the API, over stdio against canned replies. The growth
between the two is at most 5 MB: the server keeps nothing of a call.
"""

from itertools import cycle, islice
from typing import Any

import psutil
from canned_telnyx import KNOWN_ROOM, UNKNOWN_ROOM
from measure import Measurement, On, main
from processes import OURS, CannedTelnyx, McpProcess

FIRST = 1_000
ALL = 10_000
MOST_MB = 5
CALLS: list[tuple[str, dict[str, Any]]] = [
    ("list_rooms", {}),
    ("get_room", {"room": KNOWN_ROOM}),
    ("list_rooms", {"page_size": 20, "created_from": "2026-11-01"}),
    ("get_room", {"room": UNKNOWN_ROOM}),  # 404
    ("list_rooms", {"unique_name": "weekly-standup"}),
    ("list_rooms", {"name": "weekly-standup"}),  # no such argument
    ("get_room", {"room": KNOWN_ROOM, "include_sessions": True}),
    ("list_rooms", {"page_size": 0}),  # out of bounds
    ("list_rooms", {"include_sessions": True}),
    ("list_roms", {}),  # no such tool
]


def measure() -> list[Measurement]:
    """Call, look, call on, look again."""
    with CannedTelnyx() as url, McpProcess(OURS, url) as server:
        process = psutil.Process(server.process.pid)
        sizes = []
        for count in (FIRST, ALL - FIRST):
            for tool, arguments in islice(cycle(CALLS), count):
                server.request("tools/call", {"name": tool, "arguments": arguments})
            sizes.append(process.memory_info().rss / 1e6)
    first, last = sizes
    what = f"Memory after {ALL:,} calls against {FIRST:,}"
    return [Measurement(what, last, first, "MB", On.GROWTH, MOST_MB)]


if __name__ == "__main__":
    main()
