"""Blocks of labels as lines of text: numbers in their shortest form, words quoted only where needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.formats.dialect import DELIMITERS
from xentcli.formats.hotrows import HotRows
from xentcli.formats.sheet import Form, Sheet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from xentcli.types import Block, Codes, Numbers

FORMULA = tuple("=+-@\t\r＝＋－＠")
"""What a cell must start with for a spreadsheet to take it for a formula."""
_MARKS = (*DELIMITERS, '"', "\n", "\r")
_WIDEST = 40
"""In bytes: no number is longer in its shortest form."""


def starts_like_formula(cell: str) -> bool:
    """Whether a spreadsheet would run the cell instead of showing it; plain numbers are harmless.

    >>> [starts_like_formula(cell) for cell in ("=1+1", "@SUM(A1)", "-1", "a-b")]
    [True, True, False, False]
    """
    return cell.startswith(FORMULA) and not _is_number(cell)


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return cell.isascii()


class Lines:
    """Blocks of a sheet as whole lines of CSV or TSV."""

    def __init__(self, sheet: Sheet, delimiter: str, most: int) -> None:
        """``most`` is how many rows come at a time. A class called like its column is no header: quoted."""
        self._sheet, self._delimiter = sheet, delimiter
        self._titles = [quoted(title, delimiter, always=title in sheet.names) for title in sheet.titles]
        self._numbers = _hot(sheet, delimiter, most) if sheet.form is Form.PLACES else self._plain

    def header(self) -> bytes:
        """The columns' names."""
        return self._join([quoted(name, self._delimiter) for name in (*self._sheet.kept, *self._sheet.names)])

    def rows(self, values: Numbers, beside: Sequence[Block]) -> bytes:
        """One block, and the columns of text that travel along."""
        if self._sheet.form is Form.TITLES:
            last: Iterable[bytes] = [self._titles[i] for i in values.tolist()]
        elif not beside:
            return self._numbers(values)
        else:
            last = self._numbers(values).split(b"\n")[:-1]
        columns = [*map(self._cells, beside), last]
        return b"".join(map(self._join, zip(*columns, strict=True)))

    def _join(self, cells: Iterable[bytes]) -> bytes:
        return self._delimiter.encode().join(cells) + b"\n"

    def _cells(self, block: Block) -> list[bytes]:
        table = [quoted(cell, self._delimiter) for cell in block.categories or ()]
        return [table[i] for i in block.values.tolist()]

    def _plain(self, values: Numbers) -> bytes:
        if values.dtype.kind == "f":
            return _decimals(values, self._delimiter)
        return _integers(values) if values.ndim == 1 else _bits(values, self._delimiter)


def quoted(cell: str, delimiter: str, *, always: bool = False) -> bytes:
    r"""A cell as it is, or in quotes where it could be misread: for several cells, or a comment.

    >>> quoted("cat", ","), quoted('a "b"; c', ",")
    (b'cat', b'"a ""b""; c"')
    """
    if always or cell.startswith("#") or any(mark in cell for mark in (delimiter, *_MARKS)):
        cell = '"' + cell.replace('"', '""') + '"'
    return cell.encode("utf-8", "surrogateescape")


def _hot(sheet: Sheet, delimiter: str, most: int) -> Callable[[Codes], bytes]:
    """Rows with one 1: a line of zeros, and a 1 put over one of them."""
    zero = b"0.0" if np.dtype(sheet.dtype).kind == "f" else b"0"
    line = delimiter.encode().join([zero] * sheet.width) + b"\n"
    rows = HotRows(np.frombuffer(line, np.uint8), len(zero) + 1, ord("1"), ord("0"), most)
    return lambda places: rows(places).tobytes()


def _integers(values: Numbers) -> bytes:
    """One whole number a line, looked up where there are fewer different ones than lines."""
    low, high = int(values.min()), int(values.max())
    if high - low >= len(values):
        return b"".join([b"%d\n" % value for value in values.tolist()])
    lines = [b"%d\n" % value for value in range(low, high + 1)]
    return b"".join([lines[value - low] for value in values.tolist()])


def _bits(values: Numbers, delimiter: str) -> bytes:
    """Zeros and ones (n, K): one digit and one separator each, no formatting at all."""
    lines = np.empty((*values.shape, 2), dtype=np.uint8)
    lines[..., 0] = values
    lines[..., 0] += ord("0")
    lines[..., 1] = ord(delimiter)
    lines[:, -1, 1] = ord("\n")
    return lines.tobytes()


def _decimals(values: Numbers, delimiter: str) -> bytes:
    """Floats in the shortest form that their own dtype reads back; float16 to the last digit.

    So few bits must not be rounded again: read as float64, a row of shares would no longer sum to one.
    """
    rows = values.reshape(len(values), -1)
    if rows.dtype.itemsize != 4:
        text = repr(rows.tolist())[2:-2].replace("], [", "\n").replace(", ", delimiter)
        return text.encode() + b"\n"
    comma = delimiter.encode()
    return b"".join([comma.join(row) + b"\n" for row in rows.astype(f"S{_WIDEST}").tolist()])
