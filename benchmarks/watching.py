"""The memory of a command with several processes; the system reports only that of the largest."""

from __future__ import annotations

import threading
from contextlib import suppress
from pathlib import Path
from typing import Self

EVERY = 0.01
"""Seconds from look to look."""


class Watch:
    """A context that watches the memory of a process and of its children."""

    def __init__(self, pid: int) -> None:
        """Watch this process, if the system shows its memory."""
        self._pid, self._children = str(pid), Path(f"/proc/{pid}/task/{pid}/children")
        self.mebibytes = 0.0
        """The largest sum of their proportional shares of memory that was seen; 0 for a single process."""
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._look)

    def __enter__(self) -> Self:
        """Start watching."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop watching."""
        self._done.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._done.wait(EVERY):
            with suppress(OSError):
                started = self._children.read_text(encoding="ascii").split()
                if started:
                    self.mebibytes = max(self.mebibytes, sum(map(share, (self._pid, *started))))


def share(pid: str) -> float:
    """Return the memory of a process in MiB; of shared pages, its share."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0
