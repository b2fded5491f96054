"""INT (Ctrl-C) and TERM: the first lets a server finish, a second one ends the process at once."""

import os
import signal
from collections.abc import Callable, Generator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn


class Signals:
    """The signals that a process has received, and what to do at the first."""

    def __init__(self) -> None:
        self._first: int | None = None
        self._handler: Callable[[], None] | None = None

    def install(self) -> None:
        """Handle INT and TERM from now on; they end the process until `tell` is used."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._receive)

    @contextmanager
    def tell(self, first: Callable[[], None]) -> Generator[None]:
        """Call `first`, within the handler, instead of ending the process at the first signal."""
        self._handler = first
        try:
            yield
        finally:
            self._handler = None

    def end(self, code: int) -> NoReturn:
        """End the process: by the signal that it received, as its parent expects, or with `code`.

        It does not wait for threads: one that reads stdin may never return.
        """
        if self._first is not None:
            _end_by(self._first)
        os._exit(code)

    def _receive(self, number: int, _frame: FrameType | None) -> None:
        if self._handler is None or self._first is not None:
            _end_by(number)
        self._first = number
        self._handler()


def _end_by(number: int) -> NoReturn:
    if os.name == "posix":
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)
    # On Windows, and as the first process of a container, which its own signals do not end.
    os._exit(128 + number)


PROCESS = Signals()
