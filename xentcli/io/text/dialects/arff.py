"""Read ARFF: attributes with types and nominal values, then dense or sparse rows."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from xentcli.core.errors import DataError, InputError, Place
from xentcli.core.frozen import Frozen, replace
from xentcli.core.text import shown
from xentcli.io.columnar.json_lines import pieces
from xentcli.io.table import ClassNames
from xentcli.io.text.chunk import Start
from xentcli.io.text.delimited import open_delimited
from xentcli.io.text.dialects.arff_cells import cells_of, unquoted, values_of
from xentcli.io.text.dialects.rewritten import Rewritten, as_cell
from xentcli.io.text.encoding import utf8
from xentcli.io.text.layout import Told
from xentcli.io.text.quotes import decoded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentcli.io.source.file import Source
    from xentcli.io.table import ReadOptions, Table
    from xentcli.io.text.dialects.first_lines import Text
    from xentcli.io.text.dialects.rewritten import Line

_ATTRIBUTE = re.compile(
    r"""@attribute\s+('(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|[^\s'"{]\S*)\s*(\{.*\}|\S.*)""", re.IGNORECASE
)
NUMERIC = frozenset({"numeric", "real", "integer"})
TEXTS = ("string", "date")
MISSING = "?"
LONG = 10
"""The number of digits that no place of an attribute has."""
LAYOUT = "an ARFF file is @relation, @attribute NAME TYPE for each column, @data, then rows"


class Attribute(Frozen):
    """A column: its name, and its nominal values, if it has any."""

    name: str
    values: tuple[str, ...] | None = None
    is_text: bool = False

    @property
    def omitted(self) -> str:
        """Return the value that a sparse row leaves out: zero, or the first nominal value."""
        return "" if self.is_text else self.values[0] if self.values else "0"


def open_arff(text: Text) -> Table:
    """Open the rows, with the names and the nominal values that the attributes declare."""
    source = text.source.kept()
    attributes, start = read_header(source, text.options, text.starts[0])
    rows = Rewritten(source, text.options, start, partial(_rewriting, source.name, attributes))
    names = tuple(attribute.name for attribute in attributes)
    declared = {a.name: ClassNames(a.values) for a in attributes if a.values}
    told = Told(Start(0, start.line), ",", names, declared=declared)
    options = replace(text.options, encoding="utf-8", header=None, decimal=".")
    return open_delimited(rows, options, told=told)


def read_header(source: Source, options: ReadOptions, start: Start) -> tuple[list[Attribute], Start]:
    """Return the attributes, and where the rows start."""
    found: list[Attribute] = []
    offset = start.offset
    for number, line, size in _sized(source, options, start):
        offset += size
        plain = line.strip()
        word = plain.split(None, 1)[0].lower() if plain else ""
        if word == "@data":
            if not found:
                break
            return found, Start(offset, number + 1)
        if word == "@attribute":
            found.append(_attribute(plain, Place(source.name, number)))
            if len(found) > options.max_columns:
                message, hint = "more attributes than --max-columns", "use --max-columns N to raise the limit"
                raise InputError(message, hint, code="XE623", place=Place(source.name, number))
        elif word and not word.startswith("%") and word != "@relation":
            message = f"'{shown(plain)}' is not a line of an ARFF header"
            raise InputError(message, LAYOUT, code="XE677", place=Place(source.name, number))
    message = "has no attributes" if not found else "has no @data line"
    raise InputError(f"is cut off: the header {message}", LAYOUT, code="XE677", place=Place(source.name))


def _sized(source: Source, options: ReadOptions, start: Start) -> Iterator[tuple[int, str, int]]:
    """Yield the lines with their numbers, and their sizes in bytes with the line ends."""
    read = utf8(source, options.encoding, start.offset)
    for piece in pieces(read, source.name, options.max_field):
        for number, raw in enumerate(piece.rows(), start.line + piece.line - 1):
            yield number, decoded(raw, number, 0), len(raw) + 1


def _attribute(line: str, place: Place) -> Attribute:
    match = _ATTRIBUTE.fullmatch(line)
    if match is None:
        message = f"'{shown(line)}' is not an attribute"
        raise InputError(message, LAYOUT, code="XE677", place=place)
    name, kind = unquoted(match[1]), match[2].strip()
    if kind.startswith("{"):
        return Attribute(name, values_of(kind, place))
    word = kind.split()[0].lower()
    if word in NUMERIC:
        return Attribute(name)
    if word in TEXTS:
        return Attribute(name, is_text=True)
    message = f"attribute '{shown(name)}' has the type {shown(kind)}, which is not supported"
    hint = "use numeric, string, date or {a,b,c}; remove other attributes"
    raise InputError(message, hint, code="XE677", place=place)


def _rewriting(name: str, attributes: list[Attribute]) -> Line:
    return Rows(name, attributes).line


class Rows:
    """Rewrites rows of ARFF as delimited text."""

    def __init__(self, name: str, attributes: list[Attribute]) -> None:
        self._name, self._attributes = name, attributes
        self._known = [None if a.values is None else {*a.values} for a in attributes]

    def line(self, line: str, number: int) -> str | None:
        """Return a row as delimited text, or None for a blank line or a comment."""
        plain = line.strip()
        if not plain or plain.startswith("%"):
            return None
        place = Place(self._name, number)
        cells = self._sparse(plain, place) if plain.startswith("{") else self._dense(plain, place)
        return ",".join(map(as_cell, cells))

    def _dense(self, line: str, place: Place) -> list[str]:
        if "'" not in line and '"' not in line and "{" not in line and "\\" not in line:
            found = [(cell.strip(), False) for cell in (line.split(",") if "," in line else line.split())]
        else:
            found = cells_of(line, place)
        width = len(self._attributes)
        if len(found) == width + 1 and found[-1][0].startswith("{") and not found[-1][1]:
            message, hint = "instance weights are not supported", "write it as an attribute"
            raise DataError(message, hint, code="XE053", place=place)
        if len(found) != width:
            message = f"{len(found)} values for {width} attributes"
            code, hint = ("XE003", "is the row cut off?") if len(found) < width else ("XE001", LAYOUT)
            raise DataError(message, hint, code=code, place=place)
        return [self._cell(n, cell, quoted, place) for n, (cell, quoted) in enumerate(found)]

    def _sparse(self, line: str, place: Place) -> list[str]:
        """Return all cells of a sparse row, which lists only those that are not zero or the first value."""
        if not line.endswith("}"):
            message, hint = "the sparse row has no closing brace", "is the row cut off?"
            raise DataError(message, hint, code="XE053", place=place)
        row = [attribute.omitted for attribute in self._attributes]
        seen: set[int] = set()
        inner = line[1:-1].strip()
        for cell, quoted in cells_of(inner, place, sparse=True) if inner else ():
            index, _, value = cell.partition(" ")
            known = index.isdecimal() and len(index) < LONG and int(index) < len(row)
            if not known or int(index) in seen or not value:
                message = f"'{shown(cell)}' is not an INDEX VALUE of {len(row)} attributes, each once"
                raise DataError(message, "write sparse rows as {INDEX VALUE, ...}", code="XE053", place=place)
            seen.add(int(index))
            row[int(index)] = self._cell(int(index), value, quoted, place)
        return row

    def _cell(self, column: int, cell: str, quoted: bool, place: Place) -> str:
        known, attribute = self._known[column], self._attributes[column]
        if cell == MISSING and not quoted:
            return "" if known or attribute.is_text else MISSING
        if known is not None and cell not in known:
            message = f"'{shown(cell)}' is not a value of '{shown(attribute.name)}'"
            hint = "the attribute declares its values in braces"
            at = replace(place, column=attribute.name)
            raise DataError(message, hint, code="XE053", place=at, value=cell)
        return cell
