"""Text tables of any bytes: the quick and the careful way agree, and so does Python's own csv module."""

import csv
import io
import re
from unittest import mock

import numpy as np
from outcomes import outcome
from scratchfile import Scratch

from xentcli.io.open_table import open_table
from xentcli.io.table import Cells, ReadOptions
from xentcli.io.text import delimited

SCRATCH = Scratch(".csv")
WAYS = [
    ReadOptions(input_format="csv", delimiter=delimiter, header=header, decimal=decimal, block_rows=rows)
    for header in (None, True, False)
    for delimiter, decimal in ((None, "."), (",", "."), (";", ","), ("\t", "."))
    for rows in (None, 1)
]
SORTS = (Cells.LABELS, Cells.NUMBERS, Cells.NAMES, Cells.TEXT)


def check(data):
    """The first byte chooses the options, the second the column and how its cells are read."""
    if len(data) < 2:
        return
    options, cells = WAYS[data[0] % len(WAYS)], SORTS[data[1] % len(SORTS)]
    path = SCRATCH.hold(data[2:])
    answers = []
    for limit in (0, 1 << 62):
        with mock.patch.object(delimited, "QUICK_FROM", limit):
            answers.append(outcome(lambda: _rows(path, options, cells)))
    (quick, wrong), (careful, also_wrong) = answers
    assert str(wrong) == str(also_wrong), (wrong, also_wrong)
    if quick is not None:
        assert quick[0] == careful[0], (quick, careful)
        _same(quick, data[2:], options, cells)


def _rows(path, options, cells):
    """The table's header and rows as text that tells all numbers apart."""
    table = open_table(path, options)
    columns = None if cells is Cells.NUMBERS else (0,)
    rows = []
    for block in table.blocks(columns, cells):
        names = block.categories
        rows += [names[code] for code in block.values] if names is not None else block.values.tolist()
    return list(map(_told_apart, rows)), table.columns, table.shape[1], bool(table.vectors)


def _told_apart(row):
    return [repr(v) for v in row] if isinstance(row, list) else repr(row)


def _same(quick, data, options, cells):
    """As many rows as Python's csv module sees, with the same names and numbers."""
    rows, columns, width, lists = quick
    if options.delimiter is None or cells is Cells.LABELS:
        return
    theirs = _csv_rows(data, options.delimiter)
    if theirs is None:
        return
    theirs = theirs[columns is not None :]
    assert len(rows) == len(theirs), (rows, theirs)
    if cells is not Cells.NUMBERS:
        if width == 1 or cells is Cells.TEXT:
            assert rows == [repr(row[0]) for row in theirs], (rows, theirs)
        return
    point = options.decimal
    for mine, cells_of_row in zip(rows, theirs, strict=True):
        row = [each for cell in cells_of_row for each in _listed(cell, point)] if lists else cells_of_row
        assert len(row) == width, (row, width)
        for number, cell in zip(mine, row, strict=True):
            said = {"true": 1.0, "false": 0.0}.get(cell.strip(" \t").lower())
            value = float(cell.replace(point, ".")) if said is None else said
            assert np.float64(number) == value or value != value, (number, cell)


def _listed(cell, point):
    """The numbers of a list in a cell, as text; those of a cell without a list are one."""
    marks = r"[\s;\[\]]+" if point == "," else r"[\s;,\[\]]+"
    return [each for each in re.split(marks, cell) if each]


def _csv_rows(data, delimiter):
    """The rows, blank lines as rows of one empty cell; None where the module has none."""
    try:
        text = data.decode("utf-8-sig")
        stream = io.StringIO(text, newline="")
        return [row or [""] for row in csv.reader(stream, delimiter=delimiter, strict=True)]
    except (UnicodeDecodeError, csv.Error):
        return None
