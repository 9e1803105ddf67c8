"""Compressed streams of any bytes: what comes out is what Python's own modules make of a whole one."""

import bz2
import gzip
import lzma

from outcomes import outcome
from scratchfile import Scratch

from xentcli.io.compression.registry import compression_of
from xentcli.io.source.open import open_source

SCRATCH = Scratch()
MOST = 1 << 22
MODULES = {
    "gzip": gzip.decompress,
    "bzip2": bz2.decompress,
    "xz": lambda d: lzma.decompress(d, lzma.FORMAT_XZ),
}


def check(data):
    """The bytes as they are; with a first byte below 4, the rest packed and one byte of it changed."""
    if data[:1] and data[0] < 4:
        data = _packed(data)
    mine, _ = outcome(lambda: _all(SCRATCH.hold(data)))
    kind = compression_of(data[:16])
    module = MODULES.get(kind.name) if kind else None
    if mine is None or module is None or len(mine) >= MOST:
        return
    try:
        theirs = module(data)
    except Exception as error:
        raise AssertionError(f"{kind.name}: accepted what the module does not: {error}") from error
    assert mine == theirs


def _packed(data):
    pack = (gzip.compress, bz2.compress, lambda d: lzma.compress(d, lzma.FORMAT_XZ), bytes)[data[0]]
    made = bytearray(pack(data[4:]))
    if data[1:2] and data[1] % 2 and made:
        made[int.from_bytes(data[2:4], "little") % len(made)] ^= data[1]
    return bytes(made)


def _all(path):
    """All bytes of the source, up to a limit."""
    source, pieces, at = open_source(path), [], 0
    with source.steady():
        while at < MOST and (piece := source.read_at(at, 1 << 16)):
            pieces.append(piece)
            at += len(piece)
    return b"".join(pieces)
