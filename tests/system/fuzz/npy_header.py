"""NPY files of any bytes; what is accepted is what NumPy reads, to the last byte."""

import io
import struct
import warnings

import numpy as np
from outcomes import outcome
from scratchfile import Scratch

from xentcli.io.arrays.npy_header import read_header
from xentcli.io.open_table import open_table
from xentcli.io.table import ReadOptions

SCRATCH = Scratch(".npy")
LARGEST = 1 << 16


def check(data):
    """Read as a header alone, then as a file; after a NUL, a line is the header's text."""
    if data[:1] == b"\0":
        data = _framed(*data[1:].partition(b"\n")[::2])
    head, _ = outcome(lambda: read_header(io.BytesIO(data).read, "input.npy"))
    if head is not None and head.bytes < LARGEST:
        _compare(head, data)
    table, _ = outcome(lambda: _rows(SCRATCH.hold(data)))
    if table is not None:
        _same(table, data)


def _framed(text, values):
    """A file in which only the header's text can be wrong."""
    version, size = (b"\1\0", "<H") if len(text) % 2 else (b"\2\0", "<I")
    return b"\x93NUMPY" + version + struct.pack(size, len(text) + 1) + text + b"\n" + values


def _compare(head, data):
    theirs = _theirs(lambda: _numpy_header(data))
    if theirs is not None:
        shape, fortran, dtype = theirs
        assert (head.shape, head.fortran, head.dtype) == (shape, fortran, dtype), (head, theirs)


def _numpy_header(data):
    stream = io.BytesIO(data)
    version = np.lib.format.read_magic(stream)
    return np.lib.format._read_array_header(stream, version)


def _rows(path):
    table = open_table(path, ReadOptions(input_format="npy", block_rows=3))
    if np.prod([n or 0 for n in table.shape], dtype=object) > LARGEST:
        return None
    return np.concatenate([block.values for block in table.blocks()])


def _same(rows, data):
    theirs = _theirs(lambda: np.load(io.BytesIO(data), allow_pickle=False))
    if theirs is not None and theirs.ndim:
        assert rows.shape == theirs.shape, (rows.shape, theirs.shape)
        assert (
            rows.astype(rows.dtype.newbyteorder("=")).tobytes()
            == np.ascontiguousarray(theirs.astype(theirs.dtype.newbyteorder("="))).tobytes()
        )


def _theirs(action):
    """NumPy's answer, if it has one."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return action()
    except Exception:
        return None
