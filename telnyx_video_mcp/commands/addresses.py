"""Addresses to listen on: what may be asked for, and why one cannot be had."""

import errno
import re

LAST_PORT = 65535
_HOST_NAME = re.compile(
    r"(\[[0-9a-f:.]+\]|[a-z0-9-]+(\.[a-z0-9-]+)*)(:(?P<port>\d{1,5}))?", re.IGNORECASE | re.ASCII
)


def port_number(text: str) -> int:
    """A TCP port; ValueError with a sentence for anything else."""
    if not re.fullmatch(r"\d{1,5}", text, re.ASCII) or int(text) > LAST_PORT:
        raise ValueError(f"it must be a port from 1 to {LAST_PORT}, or 0 for a free one.")
    return int(text)


def host_name(text: str) -> str:
    """A Host header as clients send it, in lower case; ValueError with a sentence otherwise."""
    match = _HOST_NAME.fullmatch(text)
    if not match or not 0 < int(match["port"] or 1) <= LAST_PORT:
        raise ValueError(
            "it must be a host name, optionally with a port, such as meet.example.com or "
            "meet.example.com:8443, without a scheme, a path or *."
        )
    return text.lower()


def in_url(host: str) -> str:
    """A host as it stands in a URL."""
    return f"[{host}]" if ":" in host else host


def cannot_listen(error: OSError, host: str, port: int) -> str:
    """Why nobody can listen there, as a sentence."""
    if error.errno == errno.EADDRINUSE:
        return f"port {port} is in use; choose another."
    reason = str(error.strerror or error).partition(" (while")[0]
    return f"cannot listen on {in_url(host)}:{port} ({reason})."
