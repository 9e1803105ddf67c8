"""NPZ archives: any bytes, and arrays of any bytes in a whole archive."""

import io
import zipfile

import numpy as np
from outcomes import outcome
from scratchfile import Scratch

from xentcli.io.open_table import open_table
from xentcli.io.table import ReadOptions

SCRATCH = Scratch(".npz")
LARGEST = 1 << 16
NAMES = ("y.npy", "p.npy", "y", "../y.npy", "y.npy/", "\x1b[31m.npy")


def check(data):
    """The first byte says whether the rest is an archive, or an array in one."""
    if data[:1] == b"\0":
        data = _wrapped(data[1:])
    for member in (None, "y"):
        rows, _ = outcome(lambda member=member: _rows(SCRATCH.hold(data), member))
        if rows is not None and member is not None:
            _same(rows, data)


def _wrapped(data):
    """The rest as one array of an archive, or as two."""
    name, data = NAMES[data[0] % len(NAMES)] if data else "y.npy", data[1:]
    stream = io.BytesIO()
    method = zipfile.ZIP_DEFLATED if len(data) % 2 else zipfile.ZIP_STORED
    with zipfile.ZipFile(stream, "w", method) as archive:
        archive.writestr(name, data)
        if len(data) % 3 == 0:
            archive.writestr("p.npy", data[::-1])
    return stream.getvalue()


def _rows(path, member):
    table = open_table(path, ReadOptions(input_format="npz", block_rows=5), member=member, usual=("y",))
    if np.prod([n or 0 for n in table.shape], dtype=object) > LARGEST:
        return None
    return np.concatenate([block.values for block in table.blocks()])


def _same(rows, data):
    try:
        theirs = np.load(io.BytesIO(data), allow_pickle=False)["y"]
    except Exception:
        return
    if theirs.ndim:
        assert rows.shape == theirs.shape, (rows.shape, theirs.shape)
        assert rows.tolist() == theirs.tolist() or (rows != rows).any(), (rows, theirs)
