"""P: NPY files."""

import io
import pickle
import struct

import numpy as np
from compressed_files import npy

from catalogue.entry import E1, E3, OK, N, W, entry

P3 = np.array([[0.7, 0.2, 0.1], [0.1, 0.2, 0.7], [0.2, 0.5, 0.3]])
LOSS = "0.4688323561458034"
ROW = np.array([0.7, 0.2, 0.1])


class Canary:
    """What a pickle would do if it were opened: make a file."""

    def __reduce__(self):
        return open, ("canary", "w")


def raw(header, version=1, tail=b""):
    """An NPY file with any header at all."""
    text = header.encode() + b"\n"
    size = struct.pack("<H" if version == 1 else "<I", len(text))
    return b"\x93NUMPY" + bytes([version, 0]) + size + text + tail


def header(descr="'<i8'", shape="(3,)", more="", order="False"):
    return f"{{'descr': {descr}, 'fortran_order': {order}, 'shape': {shape}, {more}}}"


def pickled(array):
    stream = io.BytesIO()
    np.save(stream, array, allow_pickle=True)
    return stream.getvalue()


def bad(row, name, made, outcome, *says, **more):
    """Labels in an NPY file, judged."""
    return entry(row, name, "validate y.npy", outcome, *says, files={"y.npy": made}, **more)


def unharmed(folder):
    assert not (folder / "canary").exists(), "the file was executed"


OBJECTS = np.array([Canary(), 1], object)
STRUCT = np.zeros(2, [("a", "<i8"), ("b", "O")])
THIRD = {"y.npy": np.array([0, 2, 1]), "p.npy": P3}


def loss(row, name, outcome, *says, y=THIRD["y.npy"], p=P3, **more):
    return entry(
        row, name, "loss y.npy p.npy -f value", outcome, *says, files={"y.npy": y, "p.npy": p}, **more
    )


ENTRIES = (
    bad("P1", "npy-object-pickle", lambda: pickled(OBJECTS), E3, "y.npy", "pickle", "refused",
          check=unharmed),
    bad("P1", "npy-raw-pickle", lambda: pickle.dumps(Canary(), 4), E3, "y.npy", "pickle", check=unharmed),
    bad("P1", "npy-raw-pickle-0", lambda: pickle.dumps(Canary(), 0), E3, "y.npy", still=True, check=unharmed),
    bad("P1", "npy-object-in-struct", lambda: pickled(STRUCT), E3, "y.npy", "pickle", check=unharmed),
    bad("P2", "npy-shape-1e12", raw(header(shape="(1000000000000,)")), E3, "y.npy",
        "needs 8e12 bytes and has 0"),
    bad("P3", "npy-shape-overflow", raw(header(shape="(4294967296, 4294967296)")), E3, "y.npy"),
    bad("P3", "npy-shape-negative", raw(header(shape="(-2, -3)"), tail=bytes(48)), E3, "y.npy", "(-2, -3)"),
    bad("P4", "npy-truncated", lambda: npy(np.arange(10) % 2)[:-8], E3, "y.npy", "80 bytes", "72"),
    bad("P5", "npy-trailing-bytes", lambda: npy(np.arange(10) % 2) + bytes(80), E3, "y.npy", "80"),
    bad("P6", "npy-zero-width-dtype", raw(header("'|S0'", f"({10**18},)")), E3, "y.npy"),
    bad("P6", "npy-zero-width-text", raw(header("'<U0'", "(3,)")), E3, "y.npy"),
    bad("P7", "npy-header-20k", raw(header(more=" " * 20_000), tail=bytes(24)), E3, "y.npy"),
    bad("P7", "npy-header-4gib", b"\x93NUMPY\2\0\xff\xff\xff\xff{'descr'", E3, "y.npy"),
    bad("P8", "npy-header-parens", raw("(" * 4000), E3, "y.npy"),
    bad("P9", "npy-header-duplicate-key", raw(header(more="'shape': (2,), "), tail=bytes(24)), E3, "y.npy"),
    bad("P10", "npy-version-9", b"\x93NUMPY\x09\x09\x76\0" + bytes(118), E3, "y.npy", "9.9"),
    bad("P10", "npy-empty-file", b"", E3, "y.npy: empty input"),
    bad("P10", "npy-magic-only", b"\x93NUMPY", E3, "y.npy"),
    bad("P11", "npy-scalar", np.array(5), E1, "y.npy", "a single number"),
    bad("P11", "npy-no-rows", np.zeros(0, int), E1, "y.npy", "no rows"),
    loss("P12", "npy-big-endian", OK, y=np.array([0, 2, 1], ">i8"), p=P3.astype(">f8"), answer=LOSS),
    loss("P12", "npy-fortran-order", OK, p=np.asfortranarray(P3), answer=LOSS),
    loss("P12", "npy-int8-labels", OK, y=np.array([0, 2, 1], np.int8), answer=LOSS),
    loss("P13", "npy-complex-predictions", E1, "p.npy", "complex", p=P3 + 0j),
    bad("P13", "npy-datetime-labels", np.array(["2024-01-01"], "M8[D]"), E1, "y.npy", "dates"),
    bad("P13", "npy-structured-labels", np.zeros(2, [("a", "i4"), ("b", "i4")]), W, "y.npy",
          "2 of 2 classes never occur: a, b"),
    bad("P14", "npy-nan-float-labels", np.array([0, np.nan, 1]), E1, "y.npy", "row 2", "nan",
          pads={"y.npy": (np.float64(0), 0)}),
    bad("P14", "npy-float-huge-labels", np.array([0, 1e300, 1]), E1, "y.npy", "row 2", "1e+300",
        pads={"y.npy": (np.float64(0), 0)}),
    bad("P14", "npy-float-beyond-2-53", np.array([0, 2.0**53 + 2, 1]), E1, "y.npy", "row 2",
        pads={"y.npy": (np.float64(0), 0)}),
    bad("P14", "npy-float-inf", np.array([0, np.inf, 1]), E1, "y.npy", "row 2", "inf",
          pads={"y.npy": (np.float64(0), 0)}),
    loss("P15", "npy-3d-predictions", N, "classes on axis 1", p=P3[:, :, None], answer=LOSS),
    loss("P15", "npy-column-labels", OK, y=np.array([[0], [2], [1]]), answer=LOSS),
    entry("P16", "npy-from-pipe", "validate - -f json <y.npy", OK, files={"y.npy": np.array([0, 2, 1])},
          answer='"rows": 3'),
    entry("P16", "npy-predictions-from-pipe", "loss y.npy - -f value <p.npy", OK, files=THIRD, answer=LOSS),
    bad("P17", "npy-bool-bytes-2-255", raw(header("'|b1'"), tail=b"\x00\x02\xff"), E1, "y.npy", "row 2"),
    loss("P17", "npy-float16", OK, p=np.array([[0.5, 0.25, 0.25]] * 3, np.float16), answer="1.155"),
    loss("P17", "npy-float128", E1, "p.npy", "numbers of type", p=P3.astype(np.longdouble)),
    bad("P17", "npy-names", np.array(["cat", "dog"]), OK),
    bad("P17", "npy-byte-names", np.array([b"cat", b"dog"]), OK),
    bad("P17", "npy-byte-names-latin", np.array([b"dog", b"caf\xe9"]), E3, "y.npy", "row 2", "caf\\xe9"),
    loss("R5", "npy-nan-late", E1, "p.npy", "column '1' (row 2)", "nan",
         p=np.array([[0.7, 0.2, 0.1], [0.1, np.nan, 0.7], [0.2, 0.5, 0.3]]), pads={"y.npy": (0, 0),
         "p.npy": (ROW, 0)}),
    loss("R5", "npy-nan-label-late", E1, "y.npy", "row 3", "nan", y=np.array([0, 1, np.nan]),
         pads={"y.npy": (0.0, 0), "p.npy": (ROW, 0)}),
)  # fmt: skip
"""Rows P1 to P17, and two of R on arrays."""
