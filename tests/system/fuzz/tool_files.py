"""Texts of tools with any bytes: they are read, or refused with an error of ours, and twice alike."""

from outcomes import outcome
from scratchfile import Scratch

from xentcli.io.open_table import open_table
from xentcli.io.table import Cells, ReadOptions

SUFFIXES = (".txt", ".csv", ".arff", ".out", ".svm", ".tab")
SCRATCHES = [Scratch(suffix) for suffix in SUFFIXES]


def check(data):
    """The first byte chooses the name of the file."""
    if not data:
        return
    path = SCRATCHES[data[0] % len(SUFFIXES)].hold(data[1:])
    first, second = outcome(lambda: cells(path)), outcome(lambda: cells(path))
    assert repr(first) == repr(second), (first, second)


def cells(path):
    """The columns, and the first and last cells as text."""
    table = open_table(path, ReadOptions())
    width = int(table.shape[1] or 1) if len(table.shape) > 1 else 1
    cells = [
        [(block.categories or (), block.values.tolist()) for block in table.blocks((column,), Cells.TEXT)]
        for column in sorted({0, width - 1})
    ]
    return table.columns, table.shape, cells
