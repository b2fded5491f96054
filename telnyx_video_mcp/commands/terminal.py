"""What commands write for a person: to stderr, and to a stdout that may not know Unicode."""

import codecs
import io
import sys
import unicodedata
from textwrap import fill

from telnyx_video_mcp.commands.options import PROGRAM

WIDTH = 80
_TOGETHER = "\N{NO-BREAK SPACE}"
_STAND_INS = "telnyx-video-mcp-ascii"
_ASCII = {
    "\N{LEFT DOUBLE QUOTATION MARK}": '"',
    "\N{RIGHT DOUBLE QUOTATION MARK}": '"',
    "\N{LEFT SINGLE QUOTATION MARK}": "'",
    "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    "\N{HORIZONTAL ELLIPSIS}": "...",
    "\N{RIGHTWARDS ARROW}": "->",
    "\N{BALLOT X}": "x",
    "\N{EN DASH}": "-",
    "\N{EM DASH}": "-",
    "\N{MIDDLE DOT}": "*",
}


def say(sentence: str) -> None:
    """Tell the user something on stderr; stdout may belong to the protocol."""
    print(f"{PROGRAM}: {sentence}", file=sys.stderr, flush=True)  # noqa: T201 - as documented


def show(text: str) -> None:
    """Print a command's output."""
    print(text, flush=True)  # noqa: T201 - the command's output


def accept_any_text() -> None:
    """Make stdout and stderr write ASCII in place of characters that they cannot encode."""
    codecs.register_error(_STAND_INS, _stand_in)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=_STAND_INS)


def wrapped(text: str, first: str, rest: str) -> str:
    """A text as lines of at most `WIDTH` columns; `first` begins the first, `rest` the others.

    A no-break space keeps two words together; characters that could move the cursor are left out.
    """
    harmless = "".join(c if c.isprintable() or c == _TOGETHER else " " for c in text)
    lines = fill(
        as_shown(harmless), WIDTH, initial_indent=first, subsequent_indent=rest,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
    return lines.replace(_TOGETHER, " ")


def as_shown(text: str) -> str:
    """A text as stdout will show it, so that its length is right."""
    codecs.register_error(_STAND_INS, _stand_in)
    encoding = sys.stdout.encoding or "utf-8"
    return text.encode(encoding, _STAND_INS).decode(encoding)


def takes_utf8() -> bool:
    """Whether stdout takes every character."""
    return codecs.lookup(sys.stdout.encoding or "utf-8").name == "utf-8"


def _stand_in(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    unknown = error.object[error.start : error.end]
    return "".join(map(_in_ascii, unknown)), error.end


def _in_ascii(character: str) -> str:
    """The nearest in ASCII: e for an e with an accent, ? for what has none."""
    plain = unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode()
    return _ASCII.get(character) or plain or "?"
