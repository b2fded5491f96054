"""Process start: garbage collection parked during imports, signals, then the command line."""

import gc
import os
import signal
import sys
from types import FrameType

# A tenth of the start-up would be spent looking for garbage among freshly imported modules.
gc.disable()


def main() -> None:
    """Run the command line and end the process."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _exit_at_once)
    from telnyx_video_mcp.commands import parser  # noqa: PLC0415 - after the collector is parked

    code = 0
    try:
        code = parser.main(sys.argv[1:])
        sys.stdout.flush()
    except* BrokenPipeError:
        pass  # the reader had enough, as in `... tools | head`
    sys.stderr.flush()
    # A thread that still reads stdin would keep the interpreter from ending.
    os._exit(code)


def _exit_at_once(number: int, _frame: FrameType | None) -> None:
    # An orderly shutdown would wait for stdin, or for streams that clients keep open.
    os._exit(128 + number)


if __name__ == "__main__":
    main()
