"""Parser of column specs such as ``id,2-11,-1,/^p_/,!p_9``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xentcli.core.errors import UsageError
from xentcli.core.frozen import Frozen
from xentcli.core.suggest import meant, nearest
from xentcli.core.text import listed, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

_TERM = re.compile(
    r"""\s*(?P<all>(?P<no>!?)
        (?:"(?P<quoted>(?:[^"]|"")*)" | /(?P<regex>(?:[^/\\]|\\.)+)/ | (?P<plain>[^,]*?))
    )\s*(?:,|\Z)""",
    re.VERBOSE,
)
_INDEX = re.compile(r"-?\d{1,9}", re.ASCII)
_RANGE = re.compile(r"(-?\d{1,9})-(-?\d{1,9})", re.ASCII)


def select_columns(spec: str, names: tuple[str, ...] | None, width: int) -> tuple[int, ...]:
    """Return the indexes of the columns that ``spec`` selects, in the order of its terms.

    A term is a name (quoted if it contains commas), an index (from 0; negative from the end), an inclusive
    range of indexes, or ``/a regular expression/``. A leading ``!`` excludes the columns of a term; a spec
    of exclusions only starts from all columns. A name takes precedence over an index.

    >>> select_columns("id,/^p_/,!p_1", ("id", "p_0", "p_1", "p_2"), 4)
    (0, 1, 3)
    >>> select_columns("1-2,-1", None, 5)
    (1, 2, 4)
    """
    table = _Columns(names, width)
    if names is not None and spec in names:
        return (names.index(spec),)
    wanted, unwanted = _terms(spec, table)
    chosen = list(range(width)) if not wanted and unwanted else wanted
    if (
        twice := [column for column in chosen if chosen.count(column) > 1][:1]
        if len(chosen) > len(set(chosen))
        else []
    ):
        raise UsageError(
            f"column {table.shown(twice[0])} is named twice in '{shown(spec)}'", "name it once", code="XE554"
        )
    left = tuple(column for column in chosen if column not in unwanted)
    if not left:
        raise UsageError(f"'{shown(spec)}' selects no column", _choice(table), code="XE553")
    return left


def spec_of(columns: str | int | Sequence[str | int] | None) -> str | None:
    """Return the column spec for a name, an index, or a sequence of them.

    >>> spec_of(["p, 1", "p_2", 5]), spec_of(-1), spec_of(["p_1"])
    ('"p, 1","p_2",5', '-1', 'p_1')
    """
    if columns is None or isinstance(columns, str | int):
        return None if columns is None else str(columns)
    terms = list(columns)
    if len(terms) == 1:
        return str(terms[0])
    return ",".join('"{}"'.format(t.replace('"', '""')) if isinstance(t, str) else str(t) for t in terms)


class _Columns(Frozen):
    """The names and the number of a table's columns."""

    names: tuple[str, ...] | None
    width: int

    def shown(self, column: int) -> str:
        return f"'{shown(self.names[column])}'" if self.names else str(column)


def as_spec(names: Sequence[str]) -> str:
    """Return the column spec of names, quoted only where that is needed.

    >>> as_spec(["p_1", "a, b"])
    'p_1,"a, b"'
    """
    return ",".join(map(_quoted, names))


def _terms(spec: str, table: _Columns) -> tuple[list[int], frozenset[int]]:
    """Return the included columns, and the columns of terms that begin with ``!``."""
    wanted: list[int] = []
    unwanted: set[int] = set()
    position = 0
    while match := _TERM.match(spec, position):
        if table.names and match["all"] in table.names:
            wanted.append(table.names.index(match["all"]))
        elif match["no"]:
            unwanted.update(_columns(match, table))
        else:
            wanted.extend(_columns(match, table))
        position = match.end()
        if position == len(spec) and not match[0].endswith(","):
            return wanted, frozenset(unwanted)
    raise UsageError(
        f"'{shown(spec)}' is not a list of columns",
        "use names, indexes or ranges, such as id,2-11,-1,/^p_/,!p_9",
        code="XE551",
    )


def _columns(match: re.Match[str], table: _Columns) -> list[int]:
    if match["quoted"] is not None:
        return [_named(match["quoted"].replace('""', '"'), table)]
    if match["regex"] is not None:
        return _matching(match["regex"], table)
    term = match["plain"]
    if table.names and term in table.names:
        return [table.names.index(term)]
    if ends := _RANGE.fullmatch(term):
        return _between(ends[1], ends[2], table)
    return [_indexed(term, table)] if _INDEX.fullmatch(term) else [_named(term, table)]


def _between(first: str, last: str, table: _Columns) -> list[int]:
    """Return an inclusive range; ends that are column names (pandas' 0, 1, 2, ...) mean those columns."""
    named = table.names is not None and first in table.names and last in table.names
    start, stop = (_named(end, table) if named else _indexed(end, table) for end in (first, last))
    if start > stop:
        raise UsageError(f"the range {first}-{last} runs backwards", f"use {last}-{first}", code="XE551")
    return list(range(start, stop + 1))


def _indexed(term: str, table: _Columns) -> int:
    index = int(term)
    if not -table.width <= index < table.width:
        raise UsageError(f"no column {index}: the table has {table.width}", _choice(table), code="XE552")
    return index % table.width


def _named(name: str, table: _Columns) -> int:
    if table.names is None:
        raise UsageError(
            f"no column '{shown(name)}': the columns have no names", _choice(table), code="XE551"
        )
    if name not in table.names:
        near = [other for other in table.names if other.casefold() == name.strip().casefold()]
        near = near or nearest(name, table.names, most=3)
        hint = meant(*map(_quoted, near)) if near else _choice(table)
        raise UsageError(f"no column '{shown(name)}'", hint, code="XE551")
    return table.names.index(name)


def _matching(pattern: str, table: _Columns) -> list[int]:
    try:
        regex = re.compile(pattern)
    except re.error as error:
        raise UsageError(
            f"/{shown(pattern)}/ is not a regular expression: {error}",
            "use the syntax of Python's re",
            code="XE551",
        ) from error
    found = [column for column, name in enumerate(table.names or ()) if regex.search(name)]
    if not found:
        raise UsageError(f"/{shown(pattern)}/ matches no column", _choice(table), code="XE551")
    return found


def _quoted(name: str) -> str:
    """Return a name as a term of a column spec, quoted if needed."""
    return '"{}"'.format(name.replace('"', '""')) if "," in name else name


def _choice(table: _Columns) -> str:
    if table.names is None:
        return f"indexes run from 0 to {table.width - 1}"
    names = [_quoted(name) or "''" for name in table.names]
    return f"the columns are {listed(names, 20)}"
