"""Process start: garbage collection parked during imports, signals, then the command line."""

import gc
import sys

# A tenth of the start-up would be spent looking for garbage among freshly imported modules.
gc.disable()


def main() -> None:
    """Run the command line and end the process."""
    from telnyx_video_mcp.commands.signals import PROCESS  # noqa: PLC0415 - as the next one

    PROCESS.install()
    from telnyx_video_mcp.commands import parser  # noqa: PLC0415 - after the collector is parked

    code = 0
    try:
        code = parser.main(sys.argv[1:])
        sys.stdout.flush()
    except* BrokenPipeError:
        pass  # the reader had enough, as in `... tools | head`
    sys.stderr.flush()
    PROCESS.end(code)


if __name__ == "__main__":
    main()
