"""What a file holds as its reader tells it, and that it tells the same twice."""

from outcomes import outcome

from xentcli.io.open_table import open_table
from xentcli.io.table import Cells, ReadOptions

SORTS = (Cells.TEXT, Cells.NUMBERS, Cells.LABELS, Cells.NAMES)
PLAIN = ReadOptions()
LARGEST = 1 << 20


def read_twice(path, sort=Cells.TEXT, options=PLAIN, usual=()):
    """The columns, shape and cells of a file; None if it is refused with an error of ours."""
    first, second = (outcome(lambda: cells(path, sort, options, usual)) for _ in range(2))
    assert repr(first) == repr(second), (first, second)
    return first[0]


def cells(path, sort=Cells.TEXT, options=PLAIN, usual=()):
    """The columns, shape and cells of a file."""
    return read_table(open_table(path, options, usual=usual), sort)


def read_table(table, sort=Cells.TEXT):
    """All columns as numbers, or the first and last column in another way."""
    width = int(table.shape[1] or 1) if len(table.shape) > 1 else 1
    wanted = [None] if sort is Cells.NUMBERS else [(column,) for column in sorted({0, width - 1})]
    return table.columns, table.shape, [_column(table, columns, sort) for columns in wanted]


def _column(table, columns, sort):
    """The values of some columns, names by their text."""
    found = []
    for block in table.blocks(columns, sort):
        assert block.values.size <= LARGEST, block.values.shape
        names, values = block.categories, block.values.tolist()
        found += values if names is None else [names[code] for code in values]
    return found
