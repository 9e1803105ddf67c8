"""Cells of any text: a number is what its ASCII digits say, by every way of reading it."""

import math
import re
from fractions import Fraction

import numpy as np
import pyarrow as pa

from xentcli.io.text.arrow_cells import as_labels, as_numbers
from xentcli.io.text.cell_types import Sort, class_id, sort_of
from xentcli.io.text.numbers import LARGEST_CLASS, Numerals

NUMBER = re.compile(r"[ \t]*[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?[ \t]*")
WORD = re.compile(r"[ \t]*[+-]?(nan|inf|infinity)[ \t]*", re.IGNORECASE)
INTEGER = re.compile(r"[ \t]*-?(0|[1-9][0-9]{0,18})[ \t]*")


def check(data):
    """Cells between NULs: each by itself, then all as a column."""
    cells = data.decode("utf-8", "replace").split("\0")
    for cell in cells:
        _check_cell(cell)
    column = [cell for cell in cells if cell and not set(cell) & set('",\r\n')]
    if column:
        _check_column(column)


def _check_cell(cell):
    mine = Numerals().number(cell)
    if NUMBER.fullmatch(cell):
        value = float(cell)
        assert mine == (value if math.isfinite(value) else None), (cell, mine)
        if mine and len(cell) < 300 and "e" not in cell.lower():
            assert abs(Fraction(mine) - Fraction(cell.strip(" \t"))) * 2**52 <= abs(Fraction(mine))
        assert mine == Numerals(",").number(cell.replace(".", ",")), cell
    elif WORD.fullmatch(cell):
        assert mine is not None
        assert not math.isfinite(mine), (cell, mine)
    else:
        assert mine is None, (cell, mine)
    whole = INTEGER.fullmatch(cell) and abs(int(cell)) < LARGEST_CLASS
    if cell.strip(" \t") != "-0":
        assert class_id(cell) == (int(cell) if whole else None), (cell, class_id(cell))


def _check_column(cells):
    """What pyarrow makes of a column is what the cells say one by one, or it is not taken."""
    text = ",".join(cells).encode()
    numbers = as_numbers(pa.array(cells), text)
    if numbers is not None:
        wanted = [Numerals().number(cell) for cell in cells]
        assert None not in wanted, (cells, numbers)
        assert np.array_equal(np.array(wanted), numbers, equal_nan=True), (cells, numbers)
    labels = as_labels(pa.array(cells), Numerals())
    if labels is not None and labels[1] is None and labels[0].dtype.kind == "i":
        assert labels[0].tolist() == [int(cell) for cell in cells], (cells, labels)
        assert all(sort_of(cell, Numerals()) is not Sort.NAME for cell in cells)
