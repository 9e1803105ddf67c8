"""A file in memory with any bytes, under a name that can be opened."""

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path

_FOLDER = "/dev/shm" if os.path.isdir("/dev/shm") else None


@contextmanager
def folder():
    """An empty folder that goes away."""
    with tempfile.TemporaryDirectory(prefix="xfuzz-", dir=_FOLDER) as name:
        yield Path(name)


class Scratch:
    """One file, written again and again."""

    def __init__(self, suffix=""):
        self._folder = tempfile.TemporaryDirectory(prefix="xfuzz-", dir=_FOLDER)
        self.path = Path(self._folder.name) / f"input{suffix}"

    def hold(self, data):
        """The path, now of a new file that has these bytes."""
        self.path.unlink(missing_ok=True)
        self.path.write_bytes(data)
        return str(self.path)
