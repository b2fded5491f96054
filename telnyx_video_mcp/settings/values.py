"""How the values of settings are read.

Each function turns text, or a JSON value of the settings file, into the value; it raises
ValueError with a sentence that says how to do it right.
"""

import ipaddress
import json
import math
import re
from contextlib import suppress
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

_MODES = ("read", "operate", "full")
_QUOTES = "\"'\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}"
_LONGEST_URL = 2000
_SHOWN = 60
_PLACEHOLDER = re.compile(r"\$\{.*\}|\$[A-Z_]+|%[A-Z_]+%", re.DOTALL)
_EXAMPLE_KEY = re.compile(
    r"<.*>|\{\{.*\}\}|.*(\.\.\.|…)|.*example.*|(key)?[x*_-]{3,}"
    r"|(put|enter|insert|paste|replace|your|my|own|the|with|telnyx|api|v2|key|here|change|me|\W|_)+",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d{1,9}", re.ASCII)
_LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
_PLAIN_URL = re.compile(
    r"https?://([a-z0-9-]+(\.[a-z0-9-]+)*|\[[0-9a-f:.]+\])(:\d+)?(/[\w.~%/-]*)?",
    re.IGNORECASE | re.ASCII,
)


def api_key(value: Any) -> str:
    """An API key, free of what people paste along with it."""
    key = _filled_in(plain(value), "the key")
    if _EXAMPLE_KEY.fullmatch(key):
        raise ValueError("this is example text; put your own API v2 key there.")
    if re.match(r"bearer\b", key, re.IGNORECASE):
        raise ValueError('the key starts with "Bearer"; leave that word out.')
    if re.search(r"\s", key):
        raise ValueError("the key has blanks or line breaks in it; remove them.")
    if not key.isascii() or not key.isprintable():
        raise ValueError("the key has characters that keys never have; copy it again.")
    return key


def _filled_in(text: str, what: str) -> str:
    if _PLACEHOLDER.search(text):
        raise ValueError(
            f"it is a placeholder that nobody filled in; put {what} itself there, or let the "
            "client that starts the server fill it in."
        )
    if text.strip(_QUOTES) != text:
        raise ValueError(f"{what} is in quotes; remove them.")
    return text


def base_url(value: Any) -> str:
    """Where the API answers: https, or http on this machine."""
    url = _filled_in(plain(value), "the URL").rstrip("/")
    if url.lower() in {"http:", "https:"}:
        raise ValueError("it names no host; it must be a URL such as https://api.telnyx.com/v2.")
    shown = _without_secrets(url)
    host = _host(url)
    if len(url) > _LONGEST_URL or not host or not url.lower().startswith(("http://", "https://")):
        raise ValueError(f"it must be a URL such as https://api.telnyx.com/v2, not {shown}.")
    if not _PLAIN_URL.fullmatch(url):
        raise ValueError(f"it must be a plain URL, without user, query or fragment, not {shown}.")
    if url.lower().startswith("http:") and not is_loopback(host):
        raise ValueError(
            f"plain http would show the key to the network; use https, not {shown}. http is "
            "accepted only for this machine (127.0.0.1, ::1, localhost)."
        )
    if host == "api.telnyx.com" and urlsplit(url).path != "/v2":
        raise ValueError(f"for Telnyx it must be https://api.telnyx.com/v2, not {shown}.")
    return _lower_case_host(url)


def _lower_case_host(url: str) -> str:
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.lower()).geturl()  # has no user and password


def _host(url: str) -> str | None:
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    try:
        port = parts.port
    except ValueError:
        port = 0
    if port == 0:
        raise ValueError("the port must be 1 to 65535.")
    return parts.hostname


def _without_secrets(url: str) -> str:
    """A URL as it may be shown; text that is none at all may be a key in the wrong place."""
    if not re.search(r"\.|://", url):
        return "this"
    url = re.sub(r"[?#].*", "", url, flags=re.DOTALL)
    url = re.sub(r"^([a-z]+://)?.*@", r"\1***@", url, flags=re.DOTALL | re.IGNORECASE)
    return repr(url if len(url) <= _SHOWN else f"{url[:_SHOWN]}…")


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def switch(value: Any) -> bool:
    """True or false, in the usual words."""
    words = {"true": True, "1": True, "yes": True, "on": True}
    words |= {"false": False, "0": False, "no": False, "off": False}
    word = str(value).strip().lower()
    if word not in words:
        raise ValueError(
            f"it must be true or false (yes, no, on, off, 1 and 0 work too), not {_said(value)}."
        )
    return words[word]


def _said(value: Any) -> str:
    """A value as it was given: in a file, true is not True."""
    return repr(value) if isinstance(value, str) else json.dumps(value)


@dataclass(frozen=True)
class Seconds:
    """Seconds within limits; they need not be whole."""

    least: int
    most: int

    def __call__(self, value: Any) -> float:
        """The number of seconds."""
        try:
            seconds = math.nan if isinstance(value, bool) else float(value)
        except (TypeError, ValueError, OverflowError):
            seconds = math.nan
        if not self.least <= seconds <= self.most:
            raise ValueError(
                f"it must be seconds from {self.least} to {self.most}, not {_said(value)}."
            )
        return seconds


@dataclass(frozen=True)
class Whole:
    """A whole number within limits."""

    least: int
    most: int

    def __call__(self, value: Any) -> int:
        """The number."""
        digits = str(value).strip()
        number = int(digits) if _DIGITS.fullmatch(digits) and not isinstance(value, bool) else None
        if number is None or not self.least <= number <= self.most:
            limits = f"from {self.least} to {self.most}"
            raise ValueError(f"it must be a whole number {limits}, not {_said(value)}.")
        return number


def log_level(value: Any) -> str:
    """A level of Python's logging."""
    return _one_of(_LOG_LEVELS, value, str(value).strip().upper())


def _one_of(choice: tuple[str, ...], value: Any, word: str) -> str:
    if word in choice:
        return word
    meant = get_close_matches(word, choice, n=1)
    hint = f" Did you mean {meant[0]}?" if meant else ""
    raise ValueError(f"it must be one of {', '.join(choice)}, not {_said(value)}.{hint}")


def plain(value: Any) -> str:
    """Text that is not empty."""
    if not isinstance(value, str) or not value.strip():
        raise ValueError("it must be text, and not empty.")
    return value


def mode(value: Any) -> str:
    """How far the server goes."""
    return _one_of(_MODES, value, str(value).strip().lower())


def join_url(value: Any) -> str:
    """A template of a join page; the token may stand only where it is not sent to a server."""
    url = plain(value).strip()
    before, _, fragment = url.partition("#")
    example = "https://meet.example.com/#room={room_id}&token={token}"
    places = re.findall(r"\{.*?\}", url)
    filled = before.replace("{room_id}", "room")
    if "{token}" in before:
        raise ValueError(
            "{token} may stand only after the #: what stands before it is sent to servers and "
            f"kept in their logs. For example: {example}."
        )
    if "{token}" not in fragment or set(places) - {"{room_id}", "{token}"}:
        raise ValueError(f"it must have {{token}} after a #, and may have {{room_id}}: {example}.")
    is_url = re.fullmatch(r"https?://[^\s{}]+", filled, re.IGNORECASE)
    host = urlsplit(filled).hostname if is_url else None
    if not host or not url.isprintable():
        raise ValueError(f"it must be a URL such as {example}.")
    if filled.lower().startswith("http:") and not is_loopback(host):
        raise ValueError("it must be https; http is accepted only for this machine.")
    return url


def file(value: Any) -> Path:
    """A file that may not exist yet."""
    path = Path(plain(value))
    with suppress(RuntimeError):  # nobody has that home
        path = path.expanduser()
    return path


def secret(value: Any) -> str:
    """A key of one's own making."""
    shortest = 16
    key = plain(value)
    if len(key) < shortest:
        raise ValueError(f"it must have at least {shortest} characters; use random ones.")
    return key
