"""Turn signals into exceptions, so that resources are released before the process dies of the signal."""

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
"""Seconds until a signal is resent that arrived where an exception cannot propagate."""
PATIENCE = 1.0
"""Seconds after the first signal during which further ones are ignored."""


class Stopped(BaseException):
    """A signal asked the process to stop; not an Exception, so that ordinary handlers do not catch it."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class Signals:
    """A context in which the first signal raises Stopped in the main thread, and a much later one kills."""

    def __init__(self) -> None:
        self.number: int | None = None
        self._since = 0.0
        self._former: dict[int, Any] = {}
        self._hook = sys.unraisablehook

    def __enter__(self) -> Self:
        """Install handlers, except for signals that are ignored, as under nohup and in background jobs."""
        if threading.current_thread() is threading.main_thread():
            for name in NAMES:
                number = getattr(signal, name, None)
                if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
                    self._former[number] = signal.signal(number, self._stop)
            self._hook, sys.unraisablehook = sys.unraisablehook, self._dropped
        return self

    def __exit__(self, *_: object) -> None:
        """Restore the former handlers."""
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
        """Resend a signal whose exception was lost in a finalizer or a weak reference callback."""
        stopped = raised.exc_value
        if not isinstance(stopped, Stopped):
            self._hook(raised)
            return
        self.number = None
        threading.Timer(AGAIN, os.kill, (os.getpid(), stopped.number)).start()


def die(number: int) -> int:
    """End this process by a signal; return an exit status in case the signal is blocked."""
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)
    return 128 + number
