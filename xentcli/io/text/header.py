"""Detect whether a text file has a header, and describe its columns."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NoReturn

from xentcli.core.errors import DataError, Note, Place
from xentcli.core.frozen import EMPTY_MAP, Frozen, replace
from xentcli.core.names import is_padded
from xentcli.core.text import listed, shown
from xentcli.io.text.cell_errors import looks_numeric
from xentcli.io.text.numbers import BLANKS, Numerals
from xentcli.io.text.words import MISSING, TRUTHS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xentcli.core.errors import Way
    from xentcli.io.text.cell_forms import Form

    Row = Sequence[str]

_FRACTION = re.compile(r"[+-]?\d*[.,]\d+(e[+-]?\d+)?|[+-]?\d+e-\d+", re.ASCII | re.IGNORECASE)
_WHOLE = re.compile(r"-?\d{1,18}", re.ASCII)
_SEVERAL = re.compile(r"[|;]|^[\[({<].*[\])}>]$")
_PARTS = re.compile(r"[|;,\[\](){}<>'\"]")
NAMELESS = frozenset({"", "Unnamed: 0"})
"""Headers of a column of row numbers: empty, or the name that pandas gives it."""
FORM_MARKS = frozenset("[; \n({%")
"""Characters that occur in lists, dicts, percentages and wrapped numbers, but not in a plain number."""
HEADERS: tuple[Way, ...] = ({"header": True}, {"header": False})
"""The ways out where the first row may be a header or data."""
WIDE = 64
"""From this many columns on, rows of numbers are split without pyarrow's CSV reader, which costs as much per
column as forty cells."""
USUAL = frozenset(
    {"label", "labels", "y", "y_true", "true_label", "target", "targets", "class", "classes", "class_id"}
    | {"class_name", "class_label", "category", "ground_truth", "id"}
    | {"genre", "genres", "tag", "tags", "topics", "categories", "keywords"}
)
"""Usual column names, in lower case. A file that starts with one has a header."""


class Columns(Frozen):
    """The columns of a file, as seen in its first rows.

    ``numeric`` columns hold mostly numbers, ``truths`` True and False, and ``index`` is the pandas index.
    """

    width: int
    names: tuple[str, ...] | None
    numeric: tuple[bool, ...]
    truths: frozenset[int]
    index: int | None
    lists: Mapping[int, int] = EMPTY_MAP
    """Columns of lists of numbers, and the length of the first list."""
    forms: Mapping[int, Form] = EMPTY_MAP
    """Columns with cells in other forms than plain numbers or text."""

    @property
    def scalars(self) -> Mapping[int, str]:
        """Return the columns of wrapped numbers and of percentages."""
        return {c: form.scalar for c, form in self.forms.items() if form.scalar}

    @property
    def is_wide(self) -> bool:
        """Return whether there are many columns and all are numeric."""
        return self.width >= WIDE and all(self.numeric) and not self.truths


def columns_of(rows: list[Row], header: bool | None, numerals: Numerals) -> Columns:
    """Return the columns of a file that starts with these rows. ``header`` None: detect the header."""
    if not any(cell.strip(BLANKS) for row in rows for cell in row):
        raise DataError("no rows: all cells are empty", "did the program that wrote it fail?", code="XE013")
    has_header = is_header(rows, numerals) if header is None else header
    body = _below(rows) if has_header else rows
    if not body:
        hint = "use --no-header if the only line is a row"
        raise DataError("no rows below the header", hint, code="XE013", ways=({"header": False},))
    names = _names(rows[0]) if has_header else None
    columns = _filled(body, len(rows[0]))
    truths = frozenset(c for c, cells in enumerate(columns) if cells and all(map(_truth, cells)))
    numeric = tuple(c in truths or _mostly_numbers(cells, numerals) for c, cells in enumerate(columns))
    index = _index(rows[0], columns) if names else None
    forms = {c: form for c, cells in enumerate(columns) if (form := _form(cells, numerals)) is not None}
    lists = {c: form.width for c, form in forms.items() if form.width}
    return Columns(len(rows[0]), names, numeric, truths, index, lists, forms)


def with_names(columns: Columns, names: tuple[str, ...], rows: list[Row]) -> Columns:
    """Return the columns with names that do not come from a row above these rows."""
    width = len(names)
    if columns.width != width:
        message = f"{columns.width} cells, but the header has {width}"
        raise DataError(message, "is the row cut off?", code="XE001", place=Place(row=1))
    index = _index(names, _filled(rows, width))
    return replace(columns, names=_names(names), index=index)


def notes_of(columns: Columns, file: str) -> tuple[Note, ...]:
    """Return the note on columns of percentages, if there are any."""
    names = columns.names
    found = [names[c] if names else f"number {c}" for c, kind in columns.scalars.items() if kind == "percent"]
    told = [name for name in found if name.casefold() not in USUAL]
    text = f"{file}: percentages are read as fractions: {listed(told, 4)}"
    return (Note("XE871", text),) if told else ()


def is_header(rows: list[Row], numerals: Numerals) -> bool:
    """Return whether the first row is a header: usual names, text above numbers, 0..K-1 above fractions."""
    head = rows[0]
    if any(_usual(cell, [row[c] for row in rows[1:] if c < len(row)]) for c, cell in enumerate(head)):
        return True
    below = _filled(_below(rows), len(head))
    text = [_is_text(cell, numerals) for cell in head]
    if any(own and _mostly_numbers(under, numerals) for own, under in zip(text, below, strict=True)):
        return True
    if _index(head, below) is not None:
        return _counts_rows(below[0]) or _names_others(head, below, text) or _counted(head[1:], below[1:])
    if not any(text):
        return _counted(head, below) or _numbers_classes(head, below)
    if not all(text):
        return _is_partly_counted(head, below, text)
    return True if any(map(_heads_labels, head, below)) else _ask(head)


def _is_partly_counted(head: Row, below: list[list[str]], text: list[bool]) -> bool:
    """Return whether numbers count the columns next to names that do not occur below them: `image,0,1,2`."""
    named = [c for c, own in enumerate(text) if own]
    counted = [c for c, own in enumerate(text) if not own]
    if any(head[c].strip(BLANKS) in below[c] for c in named):
        return False
    own, under = [head[c] for c in counted], [below[c] for c in counted]
    return len(counted) > 1 and (_counted(own, under) or _numbers_classes(own, under))


def _numbers_classes(head: Row, below: list[list[str]]) -> bool:
    """Return whether the first row holds the ids of classes: different whole numbers above fractions.

    Or False and True above fractions. Two numbers may be a row: they are ids if no row below is whole.
    """
    cells = [cell.strip(BLANKS) for cell in head]
    if len(set(cells)) < len(cells) or not all(below) or not all(map(_has_fractions, below)):
        return False
    if all(map(_truth, cells)):
        return True
    ids = all(cell.isascii() and cell.isdecimal() and not is_padded(cell) for cell in cells)
    return ids and (len(cells) > 2 or (len(cells) == 2 and set(cells) not in ({"0", "1"},)))


def _has_fractions(cells: list[str]) -> bool:
    return any(map(_FRACTION.fullmatch, cells))


def _ask(head: Row) -> NoReturn:
    message = f"is the first row ({listed(head)}) a header, or data?"
    raise DataError(message, "use --header or --no-header", code="XE014", ways=HEADERS)


def _heads_labels(head: str, below: list[str]) -> bool:
    """Return whether cells below hold several labels and the first row holds none of them."""
    name = head.strip(BLANKS)
    joint = [cell for cell in dict.fromkeys(below) if _SEVERAL.search(cell)]
    if not joint or _SEVERAL.search(name):
        return False
    cells = [{part.strip() for part in _PARTS.split(cell)} for cell in dict.fromkeys(below)]
    parts = [part for cell in cells for part in cell if part]
    return name not in parts and len(set(parts)) < len(parts)


def _below(rows: list[Row]) -> list[Row]:
    """Return the rows below the header, without copies of it, which are reported when they are read."""
    return [row for row in rows[1:] if row != rows[0]] or rows[1:]


def _filled(rows: list[Row], width: int) -> list[list[str]]:
    """Return the cells of each column that are not empty."""
    return [
        [row[c].strip(BLANKS) for row in rows if c < len(row) and row[c].strip(BLANKS)] for c in range(width)
    ]


def _usual(cell: str, below: list[str]) -> bool:
    """Return whether a cell is a usual column name. A single letter that is also a label below is not."""
    name = cell.strip(BLANKS)
    return name.casefold() in USUAL and (len(name) > 1 or cell not in below)


def _is_text(cell: str, numerals: Numerals) -> bool:
    """Return whether a cell of the first row can only be a name: not empty and not a malformed number."""
    plain = cell.strip(BLANKS)
    return bool(plain) and plain not in MISSING and not _truth(plain) and not _numbers(plain, numerals)


def _counted(head: Row, below: list[list[str]]) -> bool:
    """Return whether the first row is 0..K-1 and numbers the columns.

    True above fractions, above True and False, and, from three columns on, above 0 and 1. Above a mix of
    fractions and whole numbers, ``0`` and ``0,1`` are ambiguous.
    """
    if [cell.strip(BLANKS) for cell in head] != [str(c) for c in range(len(head))] or not all(below):
        return False
    cells = {cell for column in below for cell in column}
    whole = {cell for cell in cells if cell.lstrip("+-").isdecimal()}
    if len(head) > 2 or not whole:
        return whole != cells or cells <= {"0", "1"}
    return _ask(head) if whole != cells and not all(map(_truth, cells)) else False


def _names(head: Row) -> tuple[str, ...]:
    first = head[0].removeprefix("#")  # numpy.savetxt marks its header like this
    names = tuple(name.strip(BLANKS) for name in (first, *head[1:]))
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise DataError(
                f"duplicate column: '{shown(name)}'",
                "rename one of them",
                code="XE012",
                place=Place(line=1),
                value=name,
            )
        seen.add(name)
    return names


def _truth(cell: str) -> bool:
    return cell in TRUTHS


def _mostly_numbers(cells: list[str], numerals: Numerals) -> bool:
    """Return whether more than half are numbers. A stray word is an error when it is read."""
    there = [cell for cell in cells if cell not in MISSING]
    found = zip(there, list(map(numerals.number, there)), strict=True)
    numbers = sum(number is not None or cell in TRUTHS or _numbers(cell, numerals) for cell, number in found)
    return 2 * numbers > len(there)


def _numbers(cell: str, numerals: Numerals) -> bool:
    """Return whether a cell is a number, a malformed number, or numbers in another form."""
    return looks_numeric(cell, numerals) or _form([cell], numerals) is not None


def _form(cells: list[str], numerals: Numerals) -> Form | None:
    """Return the form of the cells of a column if they are not plain numbers or text, else None."""
    if all(map(FORM_MARKS.isdisjoint, cells)):
        return None
    from xentcli.io.text.cell_forms import form_of

    return form_of(cells, numerals)


def _index(head: Row, columns: list[list[str]]) -> int | None:
    """Return the column of row numbers that pandas and R write, or None.

    It comes first, has no name, and counts from 0 or 1. In sorted, shuffled or filtered data it holds other
    whole numbers, each once.
    """
    name, *others = (cell.strip(BLANKS) for cell in head)
    if name not in NAMELESS or not others or not columns[0]:
        return None
    numbers = all(others) and all(map(_WHOLE.fullmatch, columns[0]))
    return 0 if _counts_rows(columns[0]) or (numbers and len(set(columns[0])) == len(columns[0])) else None


def _counts_rows(cells: list[str]) -> bool:
    return cells == [str(row) for row in range(len(cells))]


def _names_others(head: Row, below: list[list[str]], text: list[bool]) -> bool:
    """Return whether all cells but the first are text that does not occur below them."""
    return all(text[1:]) and all(
        cell.strip(BLANKS) not in under for cell, under in zip(head, below, strict=True)
    )
