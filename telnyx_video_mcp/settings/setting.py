"""What is said about one setting when it is declared."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Setting:
    """The declaration of one setting; it annotates a field of `Settings`.

    `read` turns text, or a JSON value of the settings file, into the value of the setting. It
    raises ValueError with a sentence that says what the value must be.
    """

    read: Callable[[Any], Any]
    meaning: str
    """One line for the README and for --help."""
    variable: str = ""
    """The environment variable; unless given, TELNYX_VIDEO_ and the key in capitals."""
    option: str | None = None
    """If the setting has a command-line option: what --help calls its value, "" for a switch."""
    in_file: bool = True
    """Whether it may stand in a settings file."""
    unset: str = "not set"
    """What holds while it is not set, for `check` and the README."""
    secret: bool = False
    """Whether its value is never shown."""
    limit: bool = False
    """Whether a server without it does more than was meant."""
    key: str = ""
    """The name of the field, and the key in a settings file. `SETTINGS` fills it in."""
    default: Any = None
    """The default of the field. `SETTINGS` fills it in."""

    @property
    def flag(self) -> str:
        """The name of its command-line option."""
        return f"--{self.key.replace('_', '-')}"

    def shown(self, value: Any) -> str:
        """A value as people read it; "" for one that is not set."""
        if value is None or value == ():
            return ""
        if self.secret:
            return "set"
        if isinstance(value, bool):
            return str(value).lower()
        if isinstance(value, float):
            return f"{value:g}"
        return ", ".join(value) if isinstance(value, tuple) else str(value)
