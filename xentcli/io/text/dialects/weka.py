"""Read Weka's predictions: `inst#, actual, predicted, error` and a distribution, as text or CSV."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from xentcli.core.errors import DataError, Place
from xentcli.core.frozen import Frozen, replace
from xentcli.core.text import shown
from xentcli.io.text.chunk import Start
from xentcli.io.text.delimited import open_delimited
from xentcli.io.text.dialects.rewritten import Rewritten, as_cell, lines_of
from xentcli.io.text.layout import Told

if TYPE_CHECKING:
    from xentcli.io.table import Table
    from xentcli.io.text.dialects.first_lines import Text
    from xentcli.io.text.dialects.rewritten import Line

_HEAD = re.compile(
    r"\s*inst#(?:,|\s+)actual(?:,|\s+)predicted(?:,|\s+)error(?:,|\s+)(distribution|prediction)\b.*"
)
_CLASS = re.compile(r"(\d{1,18}):(.*)", re.DOTALL)
_ROW = re.compile(r"\s*+(\d++)\s++(\d++:(?>(?:(?!\s\d+:).)*))\s(\d+:.*)")
"""The number, the actual class, and the rest. A class may hold blanks: it ends before the next one."""
_NUMBERS = re.compile(r"(?<=\s)([\d.,*eE+-]++)(?=\s*+(\(|\Z))")
"""The numbers of a row, at its end or before cells in parentheses."""
_MORE = re.compile(r"\s*+(?:===|inst#)")
_CELL = re.compile(r'((?:[^",]++|"[^"]*+")*+)(,|\Z)')
UNKNOWN = "?"
LEADING = ("inst#", "actual", "predicted", "error")
ROLES = {"inst#": "key", "actual": "label", "predicted": "predicted-class", "error": "other"}
HINT = "write the predictions with -p 0 -distribution, or -classifications weka...CSV -distribution"


class Row(Frozen):
    """The parts of a row: its number, the actual and predicted class, the sign of an error, the numbers, and
    further cells.
    """

    number: str
    actual: str
    predicted: str
    error: str
    numbers: tuple[str, ...]
    more: tuple[str, ...] = ()


class Head(Frozen):
    """The header of the table: its line, whether commas separate the cells, and the numbers after them."""

    line: int
    commas: bool
    distribution: bool
    width: int | None
    """The number of numbers in a row, according to the header."""
    more: tuple[str, ...] = ()
    """The names of further columns."""


class Block(Frozen):
    """The table in a text: its end, its number of classes, and their names by number."""

    head: Head
    stop: int | None
    width: int
    names: dict[int, str]


def open_weka(text: Text) -> Table | None:
    """Open the table of predictions; None if there is no table."""
    source = text.source.kept()
    found = _scanned(replace(text, source=source))
    if found is None:
        return None
    titles = [found.names.get(n, f"class {n}") for n in range(1, found.width + 1)]
    head = found.head
    numbers = [f"distribution_{t}" for t in titles] if head.distribution else ["probability"]
    rows = Rewritten(source, text.options, text.starts[0], partial(_rewriting, found, source.name))
    told = Told(Start(0, head.line + 1), ",", (*LEADING, *numbers, *head.more), roles=ROLES)
    options = replace(text.options, encoding="utf-8", header=None, decimal=".")
    return open_delimited(rows, options, told=told)


def _scanned(text: Text) -> Block | None:
    """Read the whole text once, to find the names of the classes and the ends of the table."""
    head: Head | None = None
    stop, width, names = None, 0, dict[int, str]()
    for number, line in lines_of(text.source, text.options, text.starts[0]):
        if head is None or stop is not None:
            found = _head(line, number)
            if found is not None and head is not None:
                raise _second(text.name, number)
            head = head or found
        elif not line.strip() or _MORE.match(line):
            stop = number
        else:
            width = _checked(row_of(line, head, Place(text.name, number)), width, names, text.name, number)
    if head is None:
        return None
    if not width:
        message, hint = "no rows of predictions", "did the program that wrote it fail?"
        raise DataError(message, hint, code="XE013", place=Place(text.name))
    return Block(head, stop, width, _distinct(names))


def _head(line: str, number: int) -> Head | None:
    """Return the header in a line, or None."""
    match = _HEAD.fullmatch(line)
    if match is None:
        return None
    distribution = match[1] == "distribution"
    if "inst#," not in line:
        return Head(number, False, distribution, None if distribution else 1)
    cells = [cell.strip() for cell in line.split(",")][len(LEADING) :]
    width = next((n for n, cell in enumerate(cells) if n and cell), len(cells)) if distribution else 1
    return Head(number, True, distribution, width, tuple(cells[width:]))


def _checked(row: Row, width: int, names: dict[int, str], name: str, line: int) -> int:
    """Record the class names of a row; return its number of numbers, which all rows share."""
    if width and len(row.numbers) != width:
        message = f"{len(row.numbers)} numbers, but the first row has {width}"
        raise DataError(message, "is the row cut off?", code="XE003", place=Place(name, line))
    _learn(names, row, Place(name, line))
    return len(row.numbers)


def _second(name: str, line: int) -> DataError:
    message, hint = "a second table of predictions", "keep one table; each is a separate set"
    return DataError(message, hint, code="XE052", place=Place(name, line))


def _learn(names: dict[int, str], row: Row, place: Place) -> None:
    for cell in (row.actual, row.predicted):
        match = _CLASS.fullmatch(cell)
        if match is None:
            message = f"'{shown(cell)}' is not a Weka class such as 1:yes"
            raise DataError(message, HINT, code="XE052", place=place, value=cell)
        number, name = int(match[1]), match[2].strip()
        if name == UNKNOWN:
            continue
        if names.setdefault(number, name) != name:
            message = f"class {number} has two names: {shown(names[number])} and {shown(name)}"
            raise DataError(message, "are two tables mixed?", code="XE052", place=place, value=cell)


def _distinct(names: dict[int, str]) -> dict[int, str]:
    """Return the names, with their numbers if Weka shortened two of them to the same text."""
    if len(set(names.values())) == len(names):
        return names
    return {number: f"{number}:{name}" for number, name in names.items()}


def row_of(line: str, head: Head, place: Place) -> Row:
    """Return the parts of a row.

    >>> head = Head(1, False, True, None)
    >>> row_of("     6 2:versicol 3:virginic   +   0,0.462,*0.538 ", head, Place()).numbers
    ('0', '0.462', '0.538')
    """
    if head.commas:
        cells = [_bare(cell) for cell in _cells(line.rstrip())]
        width = len(LEADING) + (head.width or 0)
        if len(cells) == width + len(head.more) and cells[0].isdecimal():
            numbers = tuple(cell.lstrip("*") for cell in cells[len(LEADING) : width])
            first, actual, predicted, error = cells[: len(LEADING)]
            return Row(first, actual, predicted, error, numbers, tuple(cells[width:]))
    elif (match := _ROW.fullmatch(line)) and (row := _in_columns(*match.groups())):
        return row
    message = f"'{shown(line)}' is not a row of Weka's class predictions"
    raise DataError(message, HINT, code="XE052", place=place)


def _in_columns(number: str, actual: str, rest: str) -> Row | None:
    """Return the row of a text in columns; ``rest`` starts with the predicted class."""
    rest = rest.rstrip()
    for match in _NUMBERS.finditer(rest):
        if match[2] and not rest.endswith(")"):
            continue
        predicted, error = rest[: match.start()].rstrip(), ""
        if predicted.endswith((" +", "\t+")):
            predicted, error = predicted[:-1].rstrip(), "+"
        numbers = tuple(part.lstrip("*") for part in match[1].split(","))
        return Row(number, actual.strip(), predicted, error, numbers)
    return None


def _cells(line: str) -> list[str]:
    """Return the cells between the commas that are outside of quotes; one cell if a quote is not closed."""
    if line.count('"') % 2:
        return [line]
    found: list[str] = []
    for match in _CELL.finditer(line):
        found.append(match[1])
        if not match[2]:
            break
    return found


def _bare(cell: str) -> str:
    plain = cell.strip()
    return plain[1:-1].replace('""', '"') if len(plain) > 1 and plain[0] == plain[-1] == '"' else plain


def _rewriting(found: Block, name: str) -> Line:
    """Return the function that rewrites the rows of the table and drops everything else."""

    def rewrite(line: str, number: int) -> str | None:
        if number <= found.head.line or (found.stop is not None and number >= found.stop):
            return None
        row = row_of(line, found.head, Place(name, number))
        classes = [_named(cell, found.names) for cell in (row.actual, row.predicted)]
        return ",".join(map(as_cell, (row.number, *classes, row.error or "-", *row.numbers, *row.more)))

    return rewrite


def _named(cell: str, names: dict[int, str]) -> str:
    number, _, name = cell.partition(":")
    return "" if name.strip() == UNKNOWN else names[int(number)]
