"""Compress output reproducibly, without names and timestamps."""

from __future__ import annotations

import errno
import os
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any, TypeAlias, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Pack: TypeAlias = Callable[[IO[bytes]], Any]


def gzip(file: IO[bytes]) -> Any:
    """Compress like ``gzip -n``."""
    from gzip import GzipFile

    return GzipFile("", "wb", 6, file, mtime=0)


def bzip2(file: IO[bytes]) -> Any:
    """Compress like ``bzip2``."""
    from bz2 import BZ2File

    return BZ2File(file, "wb")


def xz(file: IO[bytes]) -> Any:
    """Compress like ``xz``."""
    from lzma import LZMAFile

    return LZMAFile(file, "wb")


def zstd(file: IO[bytes]) -> Any:
    """Compress like ``zstd -1 --no-check``: pyarrow writes no checksum."""
    import pyarrow as pa

    return pa.CompressedOutputStream(pa.PythonFile(file, mode="w"), "zstd")


@contextmanager
def packed(file: IO[bytes], pack: Pack | None) -> Iterator[IO[bytes]]:
    """Yield a file that compresses to ``file``, or ``file`` itself for None. Errors leave it unfinished."""
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
    """A compressed file, written sequentially."""

    def __init__(self, body: Any) -> None:
        self.write = body.write

    def flush(self) -> None:
        """Do nothing: the compressor writes when it has enough bytes."""

    def seekable(self) -> bool:
        return False

    def tell(self) -> int:
        raise OSError(errno.ESPIPE, os.strerror(errno.ESPIPE))


class End:
    """The output file for libraries, which cannot close it, nor write to it after it is released."""

    closed = False

    def __init__(self, file: IO[bytes]) -> None:
        self.file: IO[bytes] | None = file

    def write(self, data: Any) -> int:
        """Write the bytes, or drop them if released."""
        return len(data) if self.file is None else self.file.write(data)

    def writable(self) -> bool:
        """Return True."""
        return True

    def flush(self) -> None:
        """Do nothing: the owner flushes the file."""

    def close(self) -> None:
        """Do nothing: the owner closes the file."""
