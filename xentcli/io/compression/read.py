"""Decompress streams piece by piece, and verify every checksum."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeAlias

from xentcli.core.errors import XentError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from xentcli.io.source.file import Reader

    Unpack: TypeAlias = Callable[[Reader, int], Iterator[bytes]]
    Begin: TypeAlias = Callable[[], Any]

PIECE = 1 << 20
"""Maximum number of bytes decompressed at a time."""
READ_BYTES = 1 << 17
"""Number of compressed bytes read at a time."""
MAGIC = 16
"""Number of bytes that is enough to recognise any compression."""
PREFIX = r"^(Error -?\d+ while decompressing data|ZSTD decompress failed): "
GREEDY = r"too much memory|Memory usage limit"


class DamagedError(Exception):
    """The data is corrupt, or has the wrong length."""


class TruncatedError(DamagedError):
    """The data ends before the end of the stream."""


class TrailingError(DamagedError):
    """There are other bytes after the stream; the argument is their offset."""


class GreedyError(DamagedError):
    """Decompression needs more memory than allowed."""


def gzip(compressed: Reader, _memory: int) -> Iterator[bytes]:
    """Decompress gzip members. Zeros may follow, as on tapes."""
    import zlib

    return _members(compressed, lambda: zlib.decompressobj(31), re.compile(rb"\x1f\x8b"), padding=1)


def bzip2(compressed: Reader, _memory: int) -> Iterator[bytes]:
    """Decompress bzip2 streams."""
    from bz2 import BZ2Decompressor

    return _members(compressed, BZ2Decompressor, re.compile(rb"BZh"), padding=None)


def xz(compressed: Reader, memory: int) -> Iterator[bytes]:
    """Decompress xz streams. Zeros may follow, in multiples of four bytes."""
    import lzma

    def begin() -> lzma.LZMADecompressor:
        return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=memory)

    return _members(compressed, begin, re.compile(rb"\xfd7zXZ\0"), padding=4)


def zstd(compressed: Reader, _memory: int) -> Iterator[bytes]:
    """Decompress zstd frames, including skippable ones. Frames without a checksum are not verified."""
    import pyarrow as pa

    stream = pa.CompressedInputStream(pa.PythonFile(compressed, mode="r"), "zstd")
    while piece := _done(stream.read, PIECE):
        yield piece


def _members(
    compressed: Reader, begin: Begin, magic: re.Pattern[bytes], padding: int | None
) -> Iterator[bytes]:
    """Decompress all members as one stream. The standard file classes treat trailing garbage as the end."""
    data = compressed.read(READ_BYTES)
    while data:
        data = yield from _member(compressed, begin(), data)
        data = _following(compressed, data, padding)
        if data and not magic.match(data):
            raise TrailingError(compressed.tell() - len(data))


def _member(compressed: Reader, member: Any, data: bytes) -> Generator[bytes, None, bytes]:
    """Decompress one member, verify its checksum, and return the bytes after it."""
    while not member.eof:
        piece = _done(member.decompress, data, PIECE)
        if piece:
            yield piece
        data = getattr(member, "unconsumed_tail", b"")
        if not data and len(piece) < PIECE and not member.eof:
            data = compressed.read(READ_BYTES)
            if not data:
                raise TruncatedError
    rest: bytes = member.unused_data
    return rest


def _following(compressed: Reader, data: bytes, padding: int | None) -> bytes:
    """Return the bytes after a member and its padding, enough to recognise the next member."""
    end, zeros = compressed.tell() - len(data), 0
    data = data or compressed.read(READ_BYTES)
    while padding and data.startswith(b"\0"):
        rest = data.lstrip(b"\0")
        zeros += len(data) - len(rest)
        data = rest or compressed.read(READ_BYTES)
    if padding and zeros % padding:
        raise TrailingError(end)
    return data if len(data) >= MAGIC else data + compressed.read(READ_BYTES)


def _done(expand: Callable[..., bytes], *arguments: Any) -> bytes:
    """Run a decompression step, and convert the errors of its library."""
    try:
        return expand(*arguments)
    except (XentError, MemoryError):
        raise
    except Exception as error:
        reason = re.sub(PREFIX, "", str(error))
        if reason.startswith("Truncated"):
            raise TruncatedError from error
        raise (GreedyError if re.search(GREEDY, reason) else DamagedError)(reason) from error
