"""Arrays of tools in whole containers around any bytes: sparse and structured arrays, images, archives.

The checksums and headers are right, so that what is inside is reached."""

import io
import struct
import zipfile
import zlib

import numpy as np
from reading import SORTS, read_twice
from scipy.sparse import load_npz
from scratchfile import Scratch

from xentcli.io.table import Cells

PARTS = {"csr": ("indptr", "indices"), "csc": ("indptr", "indices"), "coo": ("row", "col")}
INDICES = ("<i4", "<i8", "|u1", "<f4")
VALUES = ("<f4", "|i1", "|b1", "<f8")
FIELDS = ("<f4", "|u1", "<i2", "|S2", "<U1", "|V2", "|V1", "<f2", "|b1", "<c8", "<M8[s]")


def check(data):
    """The first byte chooses the container, and how its cells are read."""
    if len(data) < 8:
        return
    sort, kind = divmod(data[0], len(MAKERS))
    suffix, make = MAKERS[kind]
    sort, path = SORTS[sort % len(SORTS)], SCRATCHES[suffix].hold(make(data[1:]))
    found = read_twice(path, sort)
    if found is not None and sort is Cells.NUMBERS and make in PEERS:
        theirs = np.asarray(PEERS[make](path), np.float64)
        assert np.array_equal(np.array(found[2][0], np.float64), theirs, equal_nan=True), (found, theirs)


def sparse(data):
    """A sparse matrix: the first bytes are its form, types, shape and the lengths of its arrays."""
    form = list(PARTS)[data[0] % 3]
    pointers, indices, rest = data[3] % 16, data[4] % 16, data[7:]
    kind, values = INDICES[data[1] % 4], VALUES[data[1] // 4 % 4]
    shape = np.frombuffer(data[5:7], "|i1").astype("<i8")
    first, rest = _array(rest, kind, pointers)
    second, rest = _array(rest, kind, indices)
    third, _ = _array(rest, values, data[2] % 16)
    names = dict(zip(PARTS[form], (first, second), strict=True))
    return _saved(np.savez, **names, data=third, shape=shape, format=np.array(form.encode()))


def structured(data):
    """An array with fields, whose types the first bytes choose."""
    fields = [(f"p_{n}" if n else "label", FIELDS[byte % len(FIELDS)]) for n, byte in enumerate(data[:3])]
    dtype, rest = np.dtype(fields), data[3:]
    count = len(rest) // dtype.itemsize
    return _saved(np.save, np.frombuffer(rest[: count * dtype.itemsize], dtype))


def low_bits(data):
    """Numbers whose type NumPy does not know."""
    array = np.frombuffer(data[1 : len(data) // 4 * 4 + 1 - 4], "|V2" if data[0] % 2 else "|V1")
    return _saved(np.save, array.reshape(-1, 2) if data[0] & 2 else array)


def image(data):
    """A PNG image: the first bytes are its size, bits and type, the rest is what its pixels are made from."""
    width, height, bits, colour, interlaced = data[0] % 9, data[1] % 9, data[2] % 20, data[3] % 8, data[4] % 3
    head = struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, interlaced)
    palette = [(b"PLTE", data[5:8])] if data[4] & 4 else []
    pixels = zlib.compress(data[8:], 0) if data[4] & 8 else data[8:]
    chunks = [(b"IHDR", head), *palette, (b"IDAT", pixels), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
    )


def archive(data):
    """A zip file with one or two texts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED if data[0] & 1 else zipfile.ZIP_STORED) as made:
        made.writestr(("y.csv", "y.txt", "a/y.json", "y")[data[0] // 2 % 4], data[1:])
        if data[0] & 8:
            made.writestr("__MACOSX/._y.csv", data[1:4])
    return stream.getvalue()


def as_it_is(data):
    """All bytes are those of the file."""
    return data


def _array(data, kind, count):
    size = np.dtype(kind).itemsize
    have = min(count, len(data) // size)
    return np.frombuffer(data[: have * size], kind), data[have * size :]


def _saved(save, *arrays, **named):
    stream = io.BytesIO()
    save(stream, *arrays, **named)
    return stream.getvalue()


MAKERS = (
    *((".npz", sparse), (".npy", structured), (".npy", low_bits), (".png", image), (".zip", archive)),
    *((".safetensors", as_it_is), (".idx", as_it_is), (".svm", as_it_is)),
)
PEERS = {sparse: lambda path: load_npz(path).toarray()}
"""What other libraries make of the arrays that are read as numbers."""
SCRATCHES = {suffix: Scratch(suffix) for suffix in dict(MAKERS)}
