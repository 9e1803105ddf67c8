"""Write labels as CSV or TSV, with the shortest form of numbers and minimal quoting."""

from __future__ import annotations

import re
from contextlib import contextmanager
from functools import partial
from itertools import chain
from typing import IO, TYPE_CHECKING

import numpy as np

from xentcli.io.text.sniff import DELIMITERS
from xentcli.io.write.one_hot import HotRows
from xentcli.io.write.records import list_text
from xentcli.io.write.sheet import Form, Sheet, rows_at_once

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from xentcli.core.blocks import Block
    from xentcli.core.types import Codes, Numbers
    from xentcli.io.write.sheet import Write

SINGLE = "S16"
"""The shortest form of a float32 has at most 15 bytes, as in -1.1754944e-38."""
_MISREAD = re.compile(rf"""["\n\r{re.escape("".join(DELIMITERS))}]|\A#""")


@contextmanager
def _separated(file: IO[bytes], sheet: Sheet, delimiter: str) -> Iterator[Write]:
    """Write a header and rows with LF line ends and minimal quoting."""
    most = rows_at_once(2 * sheet.width)
    lines = TextWriter(sheet, delimiter, most)
    file.write(lines.header())

    def write(values: Numbers, beside: Sequence[Block]) -> None:
        for start in range(0, len(values), most):
            rows = slice(start, start + most)
            file.write(lines.rows(values[rows], [block[rows] for block in beside]))

    yield write


csv = partial(_separated, delimiter=",")
tsv = partial(_separated, delimiter="\t")


class TextWriter:
    """Formats blocks of a sheet as lines of CSV or TSV."""

    def __init__(self, sheet: Sheet, delimiter: str, most: int) -> None:
        """``most`` is the maximum rows per block. A class named like its column is quoted."""
        self._sheet, self._delimiter = sheet, delimiter.encode()
        words = sheet.titles if sheet.form is Form.TITLES else ()
        self._titles = [quoted(word, always=word in sheet.names) + b"\n" for word in words]
        spellers = {
            Form.TITLES: self._words, Form.NUMBERS: self._numbers, Form.PLACES: None, Form.LISTS: self._lists
        }  # fmt: skip
        self._spelt = spellers[sheet.form] or _hot(sheet, self._delimiter, most)

    def header(self) -> bytes:
        """Return the line of column names."""
        return self._delimiter.join(map(quoted, (*self._sheet.kept, *self._sheet.names))) + b"\n"

    def rows(self, values: Numbers, beside: Sequence[Block]) -> bytes:
        """Return the lines of a block with its kept columns."""
        text = self._spelt(values)
        if not beside:
            return text
        return b"".join(
            chain.from_iterable(zip(*map(self._cells, beside), text.splitlines(True), strict=True))
        )

    def _cells(self, block: Block) -> list[bytes]:
        """Return the cells of a column, each followed by the delimiter."""
        words, codes = block.categories or (), block.values.tolist()
        spelt = {code: quoted(words[code]) + self._delimiter for code in set(codes)}
        return [spelt[code] for code in codes]

    def _words(self, places: Codes) -> bytes:
        return b"".join([self._titles[i] for i in places.tolist()])

    def _lists(self, values: Numbers) -> bytes:
        joint = self._sheet.joint
        rows = self._sheet.lists(values)
        cells = [list_text(row) if joint is None else joint.join(map(str, row)) for row in rows]
        return b"".join([quoted(cell) + b"\n" for cell in cells])

    def _numbers(self, values: Numbers) -> bytes:
        if values.dtype.kind == "f":
            return _decimals(values, self._delimiter)
        return _integers(values) if values.ndim == 1 else _bits(values, self._delimiter)


def quoted(cell: str, *, always: bool = False) -> bytes:
    r"""Return the cell, quoted if it could be read as several cells or a comment.

    >>> quoted("cat"), quoted('a "b"; c')
    (b'cat', b'"a ""b""; c"')
    """
    if always or _MISREAD.search(cell):
        cell = '"' + cell.replace('"', '""') + '"'
    return cell.encode("utf-8", "surrogateescape")


def _hot(sheet: Sheet, delimiter: bytes, most: int) -> Callable[[Codes], bytes]:
    """Return a function that formats one-hot rows: a line of zeros with a 1 written over one of them."""
    zero = b"0.0" if np.dtype(sheet.dtype).kind == "f" else b"0"
    line = delimiter.join([zero] * sheet.width) + b"\n"
    rows = HotRows(np.frombuffer(line, np.uint8), len(zero) + 1, ord("1"), ord("0"), most)
    return lambda places: rows(places).tobytes()


def _integers(values: Numbers) -> bytes:
    """Format one integer per line, with a lookup table if there are fewer distinct values than lines."""
    low, high = int(values.min()), int(values.max())
    if high - low >= len(values):
        return b"".join([b"%d\n" % value for value in values.tolist()])
    lines = np.array([b"%d\n" % value for value in range(low, high + 1)])
    return lines[values.astype(np.int64) - low].tobytes().translate(None, b"\0")  # numpy pads with NUL


def _bits(values: Numbers, delimiter: bytes) -> bytes:
    """Format zeros and ones (N, K): one digit and one separator each."""
    lines = np.empty((*values.shape, 2), dtype=np.uint8)
    lines[..., 0] = values
    lines[..., 0] += ord("0")
    lines[..., 1] = ord(delimiter)
    lines[:, -1, 1] = ord("\n")
    return lines.tobytes()


def _decimals(values: Numbers, delimiter: bytes) -> bytes:
    """Format floats in the shortest form that their dtype reads back; float16 in full.

    Rounding so few bits again would break the row sums: read as float64, shares would no longer add up to
    one.
    """
    rows = values.reshape(len(values), -1)
    if rows.dtype.itemsize != 4:
        text = repr(rows.tolist())[2:-2].replace("], [", "\n").replace(", ", delimiter.decode())
        return text.encode() + b"\n"
    cells = rows.astype(SINGLE).tolist()
    return b"\n".join(map(delimiter.join, cells)) + b"\n"
