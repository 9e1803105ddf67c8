"""Q: Parquet files, which are read from a later version on."""

import io
import struct

import numpy as np
import pyarrow as pa
from pyarrow import parquet

from catalogue.entry import E1, E3, OK, entry

STEP = 6


def written(table, **options):
    stream = io.BytesIO()
    parquet.write_table(table, stream, **options)
    return stream.getvalue()


def column(values, kind=None):
    return written(pa.table({"label": pa.array(values, kind)}))


def flipped():
    """One bit of a page that has a checksum."""
    table = pa.table({"label": pa.array(np.arange(1000) % 7)})
    data = bytearray(written(table, write_page_checksum=True, use_dictionary=False, compression="none"))
    data[200] ^= 1
    return bytes(data)


def twice():
    return written(pa.Table.from_arrays([pa.array([0, 1]), pa.array([1, 0])], names=["label", "label"]))


def not_utf8():
    raw = pa.array([b"caf\xe9", b"dog"], pa.binary())
    return written(pa.table({"label": pa.Array.from_buffers(pa.string(), 2, raw.buffers())}))


def bad(row, name, made, outcome, *says, **more):
    return entry(
        row,
        name,
        "validate y.parquet",
        outcome,
        *says,
        files={"y.parquet": made},
        step=STEP,
        still=True,
        **more,
    )


ENTRIES = (
    bad("Q1", "parquet-bit-flip", flipped, E3, "y.parquet"),
    bad("Q2", "parquet-truncated", lambda: column([0, 1, 2])[:-20], E3, "y.parquet"),
    bad("Q2", "parquet-footer-length", lambda: column([0, 1])[:-8] + struct.pack("<I", 2**31 - 1) + b"PAR1",
          E3, "y.parquet"),
    bad("Q2", "parquet-magic-only", b"PAR1", E3, "y.parquet"),
    bad("Q3", "parquet-null-label", lambda: column([0, None, 2**52]), E1, "y.parquet", "row 2"),
    bad("Q4", "parquet-duplicate-columns", twice, E1, "y.parquet", "label"),
    bad("Q4", "parquet-no-rows", lambda: column([], pa.int64()), E1, "y.parquet", "no rows"),
    bad("Q5", "parquet-timestamp-label", lambda: column([0, 1], pa.timestamp("s")), E1, "y.parquet"),
    bad("Q6", "parquet-ragged-lists", lambda: column([[1, 0], [1]]), E1, "y.parquet", "row 2"),
    bad("Q7", "parquet-bad-utf8", not_utf8, E3, "y.parquet"),
    bad("Q8", "parquet-dictionary", lambda: column(["cat", "dog"] * 50_000), OK),
    bad("Q9", "parquet-one-row-group", lambda: column(np.arange(200_000) % 7), OK),
    bad("Q10", "parquet-encrypted-footer", lambda: column([0, 1])[:-4] + b"PARE", E3, "y.parquet"),
)  # fmt: skip
"""Rows Q1 to Q10."""
