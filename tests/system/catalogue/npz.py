"""Z: NPZ archives."""

import io
import struct
import warnings
import zipfile

import numpy as np
from compressed_files import npy

from catalogue.entry import E3, OK, W, entry
from catalogue.npy import OBJECTS, header, pickled, raw, unharmed

ZEROS = npy(np.array([0, 1, 1]))


def archive(*members, how=zipfile.ZIP_DEFLATED):
    """A zip file of names and bytes, in order, even if one comes twice."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", how) as made, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name, data in members:
            made.writestr(name, data)
    return stream.getvalue()


def flipped():
    """A stored member with one byte changed."""
    data = bytearray(archive(("y.npy", npy(np.arange(99) % 2)), how=zipfile.ZIP_STORED))
    data[400] ^= 1
    return bytes(data)


def overlapping():
    """A directory in which two names have one body."""
    data = bytearray(archive(("a.npy", ZEROS), ("b.npy", ZEROS), how=zipfile.ZIP_STORED))
    second = data.rindex(b"PK\1\2")
    data[second + 42 : second + 46] = struct.pack("<I", 0)
    return bytes(data)


def encrypted():
    data = bytearray(archive(("y.npy", ZEROS)))
    for mark, at in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        data[data.index(mark) + at] |= 1
    return bytes(data)


def crowded():
    """A directory of 100,000 empty members."""
    names = [b"a%05d.npy" % n for n in range(100_000)]
    start = archive(("a00000.npy", b""), how=zipfile.ZIP_STORED)
    head = start[: start.index(b"PK\1\2")]
    entry = struct.pack("<4s4H2H3I5H2I", b"PK\1\2", 20, 20, 0, 0, 0, 33, 0, 0, 0, 10, 0, 0, 0, 0, 0, 0)
    made = b"".join(entry + name for name in names)
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, len(made), len(head), 0)
    return head + made + end


def bomb():
    """A member of 64 MiB of zeros in a fraction of a megabyte."""
    return archive(("y.npy", raw(header("'|i1'", "(67108864,)"), tail=bytes(1 << 26))))


def bad(row, name, made, outcome, *says, **more):
    return entry(row, name, "validate y.npz", outcome, *says, files={"y.npz": made}, **more)


def nothing_outside(folder):
    assert not (folder.parent / "x.npy").exists(), "a member was extracted"
    assert [path.name for path in folder.iterdir()] == ["y.npz"]


ENTRIES = (
    bad("Z1", "npz-duplicate-member", lambda: archive(("y.npy", ZEROS), ("y.npy", ZEROS)), E3,
          "y.npz: has two members called 'y.npy'"),
    bad("Z1", "npz-alias-member", lambda: archive(("labels", ZEROS), ("labels.npy", ZEROS)), E3, "y.npz",
          "labels"),
    bad("Z2", "npz-bad-crc", flipped, E3, "y.npz"),
    bad("Z2", "npz-truncated", lambda: archive(("y.npy", ZEROS))[:-30], E3, "y.npz"),
    bad("Z2", "npz-half", lambda: (d := archive(("y.npy", ZEROS)))[: len(d) // 2], E3, "y.npz"),
    bad("Z2", "npz-empty", archive, E3, "y.npz"),
    bad("Z3", "npz-not-npy", lambda: archive(("y.npy", b"hello")), E3, "y.npz"),
    bad("Z3", "npz-text-member", lambda: archive(("y.csv", b"label\n0\n1\n")), OK, answer="valid: 2 rows of"),
    bad("Z4", "npz-traversal", lambda: archive(("../../x.npy", ZEROS)), E3, "y.npz", check=nothing_outside),
    bad("Z5", "npz-pickle-member", lambda: archive(("y.npy", pickled(OBJECTS))), E3, "y.npz", "pickle",
          check=unharmed),
    bad("Z6", "npz-overlap", overlapping, E3, "y.npz", "share"),
    bad("Z7", "npz-bomb", bomb, W, still=True, answer="67,108,864"),
    bad("Z7", "npz-bomb-packed-harder", lambda: archive(("y.npy", ZEROS), how=zipfile.ZIP_BZIP2), E3,
          "y.npz", "compress"),
    bad("Z8", "npz-many-members", crowded, E3, "y.npz", still=True),
    bad("Z8", "npz-encrypted", encrypted, E3, "y.npz", "encrypted"),
    bad("Z8", "npz-which-array", lambda: archive(("a.npy", ZEROS), ("b.npy", ZEROS)), E3, "y.npz",
          "contains 2 arrays: a, b",
        "--labels-column"),
    entry("Z8", "npz-which-array-said", "validate y.npz --labels-column b", OK,
          files={"y.npz": lambda: archive(("a.npy", ZEROS), ("b.npy", ZEROS))}),
)  # fmt: skip
"""Rows Z1 to Z8."""
