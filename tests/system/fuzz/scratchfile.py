"""A file with any bytes, under a name that can be opened."""

import tempfile
from pathlib import Path


class Scratch:
    """One file, written again and again."""

    def __init__(self, suffix=""):
        self._folder = tempfile.TemporaryDirectory(prefix="xfuzz-")
        self.path = Path(self._folder.name) / f"input{suffix}"

    def hold(self, data):
        """The path, now of a new file that has these bytes."""
        self.path.unlink(missing_ok=True)
        self.path.write_bytes(data)
        return str(self.path)
