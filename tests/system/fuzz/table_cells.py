"""Cells of any values as sheets, databases and objects of R hold them: what is a number stays that number."""

import datetime
import os
import sqlite3
import tempfile
from functools import partial

from outcomes import outcome
from picks import Picks
from r_values import frames
from reading import SORTS, read_table, read_twice
from scratchfile import Scratch

from xentcli.io.office.area import area_of, is_table
from xentcli.io.office.cells import CellWriter, cell_table
from xentcli.io.office.merged import Merged
from xentcli.io.source.file import Source
from xentcli.io.table import ReadOptions

DATABASE = Scratch(".db")
STORED = (
    *(
        "",
        "a",
        "b",
        "label",
        "p",
        "0.5",
        "1",
        " ",
        "1,5",
        "nan",
        "[0.25, 0.75]",
        "#",
        "\t",
        "\n",
        '"',
        "a\tb",
    ),
    *(0.5, 0.25, 1.0, 0.0, -1.5, float("inf"), 1e300, 2.0**53, 1e-320, 3.0, 1, 0, -7, 2**62, None, None),
    *(b"", b"\0\xff", "\ud800", "\u2028", "sep=;", "@relation r", "1:a", "{", "x" * 300, "=A1", "93%"),
)
CELLS = (*STORED, True, False, datetime.date(2020, 1, 2), datetime.time(1, 2), datetime.timedelta(1))
NAMES = ("label", "p", "a", "", "0", "a\tb", "a\nb", '"', "p_0", "p_1", "#", "LABEL")


def check(data):
    """The first bytes choose where the cells are, and how they are read."""
    picks = Picks(data)
    sort, kind = picks.of(SORTS), picks.of((sheet, database, frames))
    kind(picks, sort)


def sheet(picks, sort):
    """A sheet with merged cells; the cells below a header that are all numbers are the same afterwards."""
    width = 1 + picks.number(4)
    rows = [[picks.of(CELLS) for _ in range(width)] for _ in range(1 + picks.number(6))]
    places = picks.several(2, lambda _: tuple((picks.number(7), picks.number(5)) for _ in range(2)))
    inside = [(a, b) for a, b in places if b[0] < len(rows) and b[1] < width and a <= b and a[1] <= b[1]]
    merged = Merged(inside, (0, 0))
    full = partial(merged.filled, lambda: iter(rows))
    area = area_of(full, merged.wide)
    if area is None:
        return
    is_table(full, area)
    cells = list(area.rows(full))
    found = _read(cells, ReadOptions(decimal=(None, ",")[picks.number(2)]), area.below, sort)
    numbers = [cell for row in cells[1:] for cell in row]
    if found and found[0] is not None and sort is SORTS[1] and all(type(cell) is float for cell in numbers):
        assert [cell for row in found[2][0] for cell in row] == numbers, (cells, found)


def _read(rows, options, below, sort):
    """The cells as they are read from the text that holds them."""
    with tempfile.TemporaryFile() as out:
        writer = CellWriter(out, options.decimal or ".")
        for row in rows:
            writer.write(row)
        odd = writer.done()
        both = [outcome(lambda: read_table(_opened(out, options, odd, below), sort)) for _ in range(2)]
    assert repr(both[0]) == repr(both[1]), both
    return both[0][0]


def _opened(out, options, odd, below):
    return cell_table(Source(os.dup(out.fileno()), "sheet", watched=False), options, odd, line=1, below=below)


def database(picks, sort):
    """A table of a database, and perhaps a view or a second table."""
    names = list(
        {name.lower(): name for name in (picks.of(NAMES) for _ in range(1 + picks.number(3)))}.values()
    )
    columns = ", ".join(_quoted(name) for name in names)
    with sqlite3.connect(":memory:") as made:
        made.execute(f"CREATE TABLE {_quoted(picks.of(NAMES))} ({columns})")
        (table,) = made.execute("SELECT name FROM sqlite_schema").fetchone()
        rows = [[picks.of(STORED) for _ in names] for _ in range(picks.number(5))]
        known = [row for row in rows if "\ud800" not in row]
        made.executemany(f"INSERT INTO {_quoted(table)} VALUES ({', '.join('?' * len(names))})", known)
        if picks.number(3) == 2:
            made.execute(f"CREATE VIEW v AS SELECT * FROM {_quoted(table)}")
        made.commit()
        data = made.serialize()
    made.close()
    read_twice(DATABASE.hold(data), sort)


def _quoted(name):
    return '"{}"'.format(name.replace('"', '""'))
