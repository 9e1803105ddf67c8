"""Blocks of labels to bytes: one writer a format, each a context in which blocks are written in order."""

from __future__ import annotations

import io
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, TypeAlias

import numpy as np

from xentcli.core.frozen import replace
from xentcli.io.registry import FORMATS
from xentcli.io.write.one_hot import HotRows
from xentcli.io.write.sheet import Form, Sheet
from xentcli.io.write.text import TextWriter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from contextlib import AbstractContextManager

    from xentcli.core.types import Block, Numbers

    Write: TypeAlias = Callable[[Numbers, Sequence[Block]], None]
    Writer: TypeAlias = Callable[[IO[bytes], Sheet], AbstractContextManager[Write]]

PIECE = 1 << 20
"""About how many bytes are made at a time."""


@contextmanager
def _npy(file: IO[bytes], sheet: Sheet) -> Iterator[Write]:
    """NPY version 1.0, as `numpy.save` writes it; the number of rows is filled in at the end if not known."""
    with _array(file, sheet, _npy_header) as write:
        yield write


@contextmanager
def _array(file: IO[bytes], sheet: Sheet, header: Callable[[Sheet, int], bytes]) -> Iterator[Write]:
    """A header that does not grow with the number of rows, then the numbers."""
    start = file.tell() if sheet.rows is None else 0
    file.write(header(sheet, sheet.rows or 0))
    body = _Body(file, sheet)
    yield body.write
    if sheet.rows is None:
        file.seek(start)
        file.write(header(sheet, body.rows))
        file.seek(0, io.SEEK_END)


def _npy_header(sheet: Sheet, rows: int) -> bytes:
    """The header, which numpy pads so that the number of rows can grow."""
    shape = (rows,) if sheet.width == 1 else (rows, sheet.width)
    descr = np.lib.format.dtype_to_descr(np.dtype(sheet.dtype))
    head = io.BytesIO()
    np.lib.format.write_array_header_1_0(head, {"descr": descr, "fortran_order": False, "shape": shape})
    return head.getvalue()


@contextmanager
def _idx(file: IO[bytes], sheet: Sheet) -> Iterator[Write]:
    """IDX, as MNIST's labels come: the most significant byte first."""
    from xentcli.io.arrays.idx import header_bytes, stored_type

    with _array(file, replace(sheet, dtype=stored_type(sheet.dtype)), header_bytes) as write:
        yield write


def _parquet(file: IO[bytes], sheet: Sheet) -> AbstractContextManager[Write]:
    from xentcli.io.write.arrow import parquet

    return parquet(file, sheet)


def _arrow(file: IO[bytes], sheet: Sheet) -> AbstractContextManager[Write]:
    from xentcli.io.write.arrow import arrow

    return arrow(file, sheet)


def _jsonl(file: IO[bytes], sheet: Sheet) -> AbstractContextManager[Write]:
    from xentcli.io.write.jsonl import jsonl

    return jsonl(file, sheet)


class _Body:
    """The numbers of an array, row by row."""

    def __init__(self, file: IO[bytes], sheet: Sheet) -> None:
        """No row is written yet."""
        self.rows = 0
        self._file, self._most = file, _piece(sheet.width * np.dtype(sheet.dtype).itemsize)
        zeros = np.zeros(sheet.width if sheet.form is Form.PLACES else 0, sheet.dtype)
        self._array = HotRows(zeros, 1, 1, 0, self._most) if sheet.form is Form.PLACES else sheet.array

    def write(self, values: Numbers, _beside: Sequence[Block]) -> None:
        """One block."""
        for start in range(0, len(values), self._most):
            rows = self._array(values[start : start + self._most])
            self._file.write(rows.view(np.uint8).data)
        self.rows += len(values)


def _piece(row: int) -> int:
    """How many rows of so many bytes are made at a time."""
    return max(1, PIECE // row)


@contextmanager
def _npz(file: IO[bytes], sheet: Sheet) -> Iterator[Write]:
    """NPZ with one array called labels, uncompressed and with a fixed date, as `numpy.savez` writes it."""
    import zipfile

    info = zipfile.ZipInfo("labels.npy", (1980, 1, 1, 0, 0, 0))
    with zipfile.ZipFile(file, "w") as archive:  # noqa: SIM117 (the member is to be closed first)
        with archive.open(info, "w", force_zip64=True) as member, _npy(member, sheet) as write:
            yield write


@contextmanager
def _separated(file: IO[bytes], sheet: Sheet, delimiter: str) -> Iterator[Write]:
    """A header, LF line ends, quotes only where needed."""
    most = _piece(2 * sheet.width)
    lines = TextWriter(sheet, delimiter, most)
    file.write(lines.header())

    def write(values: Numbers, beside: Sequence[Block]) -> None:
        for start in range(0, len(values), most):
            rows = slice(start, start + most)
            file.write(lines.rows(values[rows], [block[rows] for block in beside]))

    yield write


def _csv(file: IO[bytes], sheet: Sheet) -> AbstractContextManager[Write]:
    return _separated(file, sheet, ",")


def _tsv(file: IO[bytes], sheet: Sheet) -> AbstractContextManager[Write]:
    return _separated(file, sheet, "\t")


WRITERS: dict[str, Writer] = {
    "csv": _csv,
    "tsv": _tsv,
    "npy": _npy,
    "npz": _npz,
    "parquet": _parquet,
    "arrow": _arrow,
    "jsonl": _jsonl,
    "idx": _idx,
}
"""Every format that is written, by name."""
TEXT = frozenset({"csv", "tsv"})
"""Formats that spreadsheets and shells read."""
READABLE = TEXT | {"jsonl"}
"""Formats that a terminal can show."""
NAMED = READABLE | {"parquet", "arrow"}
"""Formats with names of columns, and with room for columns that travel along."""
NEEDS_ROWS = frozenset({"npz"})
"""Formats that want the number of rows before the first."""
SMALL = frozenset({"idx"})
"""Formats that have no int64: class ids are uint8 there, unless another type is asked for."""
READ_ONLY = frozenset({".json", ".arrows"})
"""Names that other writers give to what is read as lines, or as a stream."""
SUFFIXES = {suffix: name for name in WRITERS for suffix in FORMATS[name].suffixes if suffix not in READ_ONLY}
"""The format that a file's name asks for."""
