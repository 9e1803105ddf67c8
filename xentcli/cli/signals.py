"""Signals as exceptions: what holds a resource lets go of it, then the process dies of the signal."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from types import FrameType

NAMES = ("SIGINT", "SIGTERM", "SIGHUP")
AGAIN = 0.01
"""Seconds until a signal comes again that came at a moment when nothing can be raised."""
PATIENCE = 1.0
"""Seconds after the first signal in which more of them are taken for the same wish."""


class Stopped(BaseException):
    """A signal asked the process to stop; no handler of ordinary errors may swallow it."""

    def __init__(self, number: int) -> None:
        """The signal by its number."""
        super().__init__(number)
        self.number = number


class Signals:
    """While entered, the first signal raises Stopped in the main thread; one that comes much later kills."""

    def __init__(self) -> None:
        """No signal has come yet."""
        self.number: int | None = None
        self._since = 0.0
        self._former: dict[int, Any] = {}
        self._hook = sys.unraisablehook

    def __enter__(self) -> Self:
        """Take over the signals that are not ignored, as nohup and background jobs have them."""
        if threading.current_thread() is threading.main_thread():
            for name in NAMES:
                number = getattr(signal, name, None)
                if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
                    self._former[number] = signal.signal(number, self._stop)
            self._hook, sys.unraisablehook = sys.unraisablehook, self._dropped
        return self

    def __exit__(self, *_: object) -> None:
        """Give them back."""
        for number, handler in self._former.items():
            signal.signal(number, handler)
        sys.unraisablehook = self._hook

    def _stop(self, number: int, _: FrameType | None) -> None:
        if self.number is None:
            self.number, self._since = number, time.monotonic()
            raise Stopped(number)
        if time.monotonic() - self._since > PATIENCE:
            die(number)

    def _dropped(self, raised: Any) -> None:
        """What is raised in a finalizer, or where a weak reference ends, is lost: the signal comes again."""
        stopped = raised.exc_value
        if not isinstance(stopped, Stopped):
            self._hook(raised)
            return
        self.number = None
        threading.Timer(AGAIN, os.kill, (os.getpid(), stopped.number)).start()


def die(number: int) -> int:
    """End this process by a signal; the status is for a process in which that signal is blocked."""
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)
    return 128 + number
