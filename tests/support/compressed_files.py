"""Bytes compressed in every way, and the same inputs in every format."""

import bz2
import gzip
import io
import lzma

import numpy as np
import pyarrow as pa


def zstd(data):
    return pa.compress(data, codec="zstd", asbytes=True)


PACK = {
    "gz": lambda data: gzip.compress(data, mtime=0),
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zst": zstd,
}
"""One way for every compression, by suffix."""

CHECKED_ZSTD = bytes.fromhex("28b52ffd04586100006c6162656c0a300a310a320ad38a6e50")
"""What `printf 'label\\n0\\n1\\n2\\n' | zstd` writes: a frame with a checksum, as pyarrow makes none."""


def skipped(data):
    """A frame of zstd that readers skip."""
    return b"\x50\x2a\x4d\x18" + len(data).to_bytes(4, "little") + data


def npy(array):
    file = io.BytesIO()
    np.save(file, array)
    return file.getvalue()


def npz(array):
    file = io.BytesIO()
    np.savez_compressed(file, array)
    return file.getvalue()


def csv(array, delimiter=","):
    names = delimiter.join(f"p{k}" for k in range(array.shape[1])) if array.ndim > 1 else "label"
    rows = array.reshape(len(array), -1).tolist()
    return "".join(
        line + "\n" for line in [names, *(delimiter.join(map(repr, row)) for row in rows)]
    ).encode()


FORMATS = {
    "csv": csv,
    "tsv": lambda array: csv(array, "\t"),
    "npy": npy,
    "fortran.npy": lambda array: npy(np.asfortranarray(array)),
    "npz": npz,
}
"""The bytes of an array in every format that is read."""


def arrays(rows=300, classes=4):
    """Labels and predictions that go together."""
    random = np.random.default_rng(7)
    p = random.random((rows, classes)) + 0.05
    return random.integers(0, classes, rows), p / p.sum(axis=1, keepdims=True)
