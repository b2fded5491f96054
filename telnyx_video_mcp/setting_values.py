"""How the values of settings are read.

Each function turns text, or a JSON value of the settings file, into the value; it raises
ValueError with a sentence that says how to do it right.
"""

import ipaddress
import json
import re
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

_MODES = ("read", "operate", "full")
_LONGEST_TIMEOUT_SECS = 300
_QUOTES = "\"'\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}"
_LONGEST_URL = 2000
_LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
_PLAIN_URL = re.compile(
    r"https?://([a-z0-9-]+(\.[a-z0-9-]+)*|\[[0-9a-f:.]+\])(:\d+)?(/[\w.~%/-]*)?",
    re.IGNORECASE | re.ASCII,
)


def api_key(value: Any) -> str:
    """An API key, free of what people paste along with it."""
    key = plain(value)
    if re.search(r"\$\{.*\}|\$[A-Z_]+|%[A-Z_]+%", key):
        raise ValueError(
            "it is a placeholder that nobody filled in; put the key itself there, or let the "
            "client that starts the server fill it in."
        )
    if key.strip(_QUOTES) != key:
        raise ValueError("the key is in quotes; remove them.")
    if re.match(r"bearer\b", key, re.IGNORECASE):
        raise ValueError('the key starts with "Bearer"; leave that word out.')
    if re.search(r"\s", key):
        raise ValueError("the key has blanks or line breaks in it; remove them.")
    if not key.isascii() or not key.isprintable():
        raise ValueError("the key has characters that no key has; copy it again.")
    return key


def base_url(value: Any) -> str:
    """Where the API answers: https, or http on this machine."""
    url = plain(value).rstrip("/")
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    if len(url) > _LONGEST_URL or not host or parts.scheme not in {"http", "https"}:
        raise ValueError("it must be a URL such as https://api.telnyx.com/v2.")
    if not _PLAIN_URL.fullmatch(url):
        raise ValueError("it must be a plain URL, without user, query or fragment.")
    if parts.scheme == "http" and not is_loopback(host):
        raise ValueError(
            "plain http would show the key to the network; use https. http is accepted only for "
            "this machine (127.0.0.1, ::1, localhost)."
        )
    if host == "api.telnyx.com" and parts.path != "/v2":
        raise ValueError("for Telnyx it must be https://api.telnyx.com/v2.")
    return url


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
        raise ValueError(f"it must be true or false, not {value!r}.")
    return words[word]


def timeout(value: Any) -> float:
    """Seconds of a call."""
    try:
        seconds = float("nan") if isinstance(value, bool) else float(value)
    except (TypeError, ValueError, OverflowError):
        seconds = float("nan")
    if not 1 <= seconds <= _LONGEST_TIMEOUT_SECS:
        raise ValueError(f"it must be seconds from 1 to {_LONGEST_TIMEOUT_SECS}, not {value!r}.")
    return seconds


def log_level(value: Any) -> str:
    """A level of Python's logging."""
    level = str(value).strip().upper()
    if level not in _LOG_LEVELS:
        raise ValueError(f"it must be one of {', '.join(_LOG_LEVELS)}, not {value!r}.")
    return level


def plain(value: Any) -> str:
    """Text that is not empty."""
    if not isinstance(value, str) or not value.strip():
        raise ValueError("it must be text, and not empty.")
    return value


def mode(value: Any) -> str:
    """How far the server goes."""
    word = str(value).strip().lower()
    if word not in _MODES:
        raise ValueError(f"it must be one of {', '.join(_MODES)}, not {value!r}.")
    return word


def names(value: Any) -> tuple[str, ...]:
    """A list of names or ids: a JSON list, or text with commas between them."""
    if isinstance(value, str):
        text = value.strip()
        try:
            value = json.loads(text) if text.startswith("[") else text.split(",")
        except (ValueError, RecursionError):
            value = None
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise ValueError('it must be a list such as ["weekly", "support"], or weekly,support.')
    listed = tuple(each.strip() for each in value)
    if not all(each and each.isprintable() for each in listed):
        raise ValueError("it has an empty or unprintable entry; remove it.")
    return listed


def token_ttl(value: Any) -> int:
    """Seconds that a client token may last."""
    shortest, longest = 10, 3600
    number = str(value).strip()
    if isinstance(value, bool) or not re.fullmatch(r"\d{1,5}", number, re.ASCII):
        number = "0"
    if not shortest <= int(number) <= longest:
        raise ValueError(f"it must be whole seconds from {shortest} to {longest}, not {value!r}.")
    return int(number)


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
            f"kept in their logs. Such as {example}."
        )
    if "{token}" not in fragment or set(places) - {"{room_id}", "{token}"}:
        raise ValueError(f"it must have {{token}} after a #, and may have {{room_id}}: {example}.")
    host = urlsplit(filled).hostname if re.fullmatch(r"https?://[^\s{}]+", filled) else None
    if not host or not url.isprintable():
        raise ValueError(f"it must be a URL such as {example}.")
    if filled.startswith("http:") and not is_loopback(host):
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
        raise ValueError(f"it must have at least {shortest} characters, made by chance.")
    return key
