"""Output compressed on its way to a file: the same bytes for the same bytes, without name and time."""

from __future__ import annotations

import errno
import os
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any, TypeAlias, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Pack: TypeAlias = Callable[[IO[bytes]], Any]


def gzip(file: IO[bytes]) -> Any:
    """As ``gzip -n`` does."""
    from gzip import GzipFile

    return GzipFile("", "wb", 6, file, mtime=0)


def bzip2(file: IO[bytes]) -> Any:
    """As ``bzip2`` does."""
    from bz2 import BZ2File

    return BZ2File(file, "wb")


def xz(file: IO[bytes]) -> Any:
    """As ``xz`` does."""
    from lzma import LZMAFile

    return LZMAFile(file, "wb")


def zstd(file: IO[bytes]) -> Any:
    """As ``zstd -1 --no-check`` does: pyarrow writes no checksum."""
    import pyarrow as pa

    return pa.CompressedOutputStream(pa.PythonFile(file, mode="w"), "zstd")


@contextmanager
def packed(file: IO[bytes], pack: Pack | None) -> Iterator[IO[bytes]]:
    """Yield the file to write to: the same one for None. After an error no end is written."""
    if pack is None:
        yield file
        return
    end = End(file)
    body = pack(cast("IO[bytes]", end))
    try:
        yield cast("IO[bytes]", _Body(body))
        body.close()
    except BaseException:
        end.file = None
        raise


class _Body:
    """What is to be compressed: written from its start to its end."""

    def __init__(self, body: Any) -> None:
        self.write = body.write

    def flush(self) -> None:
        """Compressed bytes come when there are enough of them."""

    def seekable(self) -> bool:
        return False

    def tell(self) -> int:
        raise OSError(errno.ESPIPE, os.strerror(errno.ESPIPE))


class End:
    """The file as libraries see it, which they may neither close nor, once it is let go, write to."""

    closed = False

    def __init__(self, file: IO[bytes]) -> None:
        """Nothing is closed."""
        self.file: IO[bytes] | None = file

    def write(self, data: Any) -> int:
        """To the file, or to nowhere."""
        return len(data) if self.file is None else self.file.write(data)

    def writable(self) -> bool:
        """Always."""
        return True

    def flush(self) -> None:
        """Whoever opened the file flushes it."""

    def close(self) -> None:
        """Whoever opened the file closes it."""
