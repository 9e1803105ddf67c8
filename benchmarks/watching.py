"""The memory of a command's own processes: what the system tells of a command covers its largest one."""

from __future__ import annotations

import threading
from contextlib import suppress
from pathlib import Path
from typing import Self

EVERY = 0.01
"""Seconds from look to look."""


class Watch:
    """While entered, notes the peak memory of a process and of every one that it has started."""

    def __init__(self, pid: int) -> None:
        """The process that is looked at, where the system shows it."""
        self._pid = str(pid)
        self._children = Path(f"/proc/{pid}/task/{pid}/children")
        self._peaks: dict[str, float] = {}
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._look)

    def __enter__(self) -> Self:
        """Start to look."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Look no more."""
        self._done.set()
        self._thread.join()

    @property
    def mebibytes(self) -> float:
        """The sum of the peaks: no less than the peak of the sum; shared pages count for each."""
        return sum(self._peaks.values())

    def _look(self) -> None:
        while not self._done.wait(EVERY):
            self._note(self._pid)
            with suppress(OSError):
                for pid in self._children.read_text(encoding="ascii").split():
                    self._note(pid)

    def _note(self, pid: str) -> None:
        with suppress(OSError):
            status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
            for line in status.splitlines():
                if line.startswith("VmHWM:"):
                    self._peaks[pid] = int(line.split()[1]) / 1024
