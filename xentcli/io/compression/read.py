"""Compressed bytes to what they expand to, a piece at a time; every checksum is compared on the way."""

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
"""The most bytes that are expanded at a time, however few they come from."""
READ_BYTES = 1 << 17
"""How many compressed bytes are read at a time."""
MAGIC = 16
"""More bytes than any compression needs to be known."""
PREFIX = r"^(Error -?\d+ while decompressing data|ZSTD decompress failed): "
GREEDY = r"too much memory|Memory usage limit"


class DamagedError(Exception):
    """The bytes are not those that were written, with the library's reason; or too few, or too many."""


class TruncatedError(DamagedError):
    """The bytes end before the stream does."""


class TrailingError(DamagedError):
    """Something else follows the stream, from the offset on that is the argument."""


class GreedyError(DamagedError):
    """Expanding takes more memory than it may."""


def gzip(compressed: Reader, _memory: int) -> Iterator[bytes]:
    """Members of gzip; zeros may follow them, as on tapes."""
    import zlib

    return _members(compressed, lambda: zlib.decompressobj(31), re.compile(rb"\x1f\x8b"), padding=1)


def bzip2(compressed: Reader, _memory: int) -> Iterator[bytes]:
    """Streams of bzip2."""
    from bz2 import BZ2Decompressor

    return _members(compressed, BZ2Decompressor, re.compile(rb"BZh"), padding=None)


def xz(compressed: Reader, memory: int) -> Iterator[bytes]:
    """Streams of xz; zeros may follow them, four or a multiple of it."""
    import lzma

    def begin() -> lzma.LZMADecompressor:
        return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=memory)

    return _members(compressed, begin, re.compile(rb"\xfd7zXZ\0"), padding=4)


def zstd(compressed: Reader, _memory: int) -> Iterator[bytes]:
    """Frames of zstd, those to be skipped too; a frame without a checksum cannot be checked."""
    import pyarrow as pa

    stream = pa.CompressedInputStream(pa.PythonFile(compressed, mode="r"), "zstd")
    while piece := _done(stream.read, PIECE):
        yield piece


def _members(
    compressed: Reader, begin: Begin, magic: re.Pattern[bytes], padding: int | None
) -> Iterator[bytes]:
    """All members as one stream: the libraries' own files take trailing garbage for its end."""
    data = compressed.read(READ_BYTES)
    while data:
        data = yield from _member(compressed, begin(), data)
        data = _following(compressed, data, padding)
        if data and not magic.match(data):
            raise TrailingError(compressed.tell() - len(data))


def _member(compressed: Reader, member: Any, data: bytes) -> Generator[bytes, None, bytes]:
    """One member to its end, where its checksum is compared; the answer is the bytes after it."""
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
    """The bytes after a member and its padding, enough to know the next member by."""
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
    """What a library expands; each has errors of its own."""
    try:
        return expand(*arguments)
    except (XentError, MemoryError):
        raise
    except Exception as error:
        reason = re.sub(PREFIX, "", str(error))
        if reason.startswith("Truncated"):
            raise TruncatedError from error
        raise (GreedyError if re.search(GREEDY, reason) else DamagedError)(reason) from error
