"""Read an object of objects: columns of values by row, or rows of values by column."""

from __future__ import annotations

import json
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from xentcli.core.errors import DataError, Place
from xentcli.core.text import shown
from xentcli.io.json.part import SERIES, is_whole, quoted
from xentcli.io.json.records import is_label
from xentcli.io.json.rows import Rows
from xentcli.io.text.numbers import as_float

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentcli.io.json.part import Part
    from xentcli.io.json.parts import Parts

CLOSE = 1e-3
"""How far the sum of rounded probabilities may be from one."""
LOOKED_AT = 1000
"""Number of rows with sums that are checked."""
NUMERIC = {"int": "number", "float": "number", "bool": "number"}


def grid(parts: Parts) -> Rows:
    """Return the rows of an object of objects.

    pandas writes ``{column: {row: value}}`` by default, and ``{row: {column: value}}`` with
    orient='index'.
    """
    own = list(parts.parts.values())
    by_column = _by_sorts(own)
    for found in (_by_numbers, partial(_by_names, parts), partial(_by_sums, parts), _by_size):
        by_column = found(own) if by_column is None else by_column
    if by_column is None:
        raise _unclear(parts, own)
    name = "" if "" not in (parts.parts if by_column else _inner(parts, own[0])) else None
    lines = partial(_columns if by_column else _rows, parts, own, name)
    return Rows(lines, index=name)


def _by_sorts(own: list[Part]) -> bool | None:
    """Decide by the types: a column holds one type, and a row may hold several."""
    sorts = [{NUMERIC.get(sort, sort) for sort in part.sorts if sort != "NoneType"} for part in own]
    if any(len(one) > 1 for one in sorts):
        return False
    return True if len({frozenset(one) for one in sorts if one}) > 1 else None


def _by_numbers(own: list[Part]) -> bool | None:
    """Decide by the keys: rows have whole numbers, and columns names."""
    outer, inner = all(is_whole(part.key) for part in own), all(part.numbered for part in own)
    return None if outer == inner else inner


def _by_names(parts: Parts, own: list[Part]) -> bool | None:
    """Decide by the usual name of a label column."""
    outer = any(is_label(part.key) for part in own)
    inner = any(map(is_label, _inner(parts, own[0])))
    return None if outer == inner else outer


def _inner(parts: Parts, part: Part) -> list[str]:
    """Return the first keys of an object."""
    return [json.loads(key) for key in islice(parts.lines(part), 0, 2 * LOOKED_AT, 2)]


def _by_sums(parts: Parts, own: list[Part]) -> bool | None:
    """Decide by the sums: the scores of a row sum to one."""
    if any(not part.sorts <= NUMERIC.keys() for part in own):
        return None
    inside = [_sum(_cells(parts, part)) for part in own[:LOOKED_AT]]
    streams = [islice(_cells(parts, part, len(own)), LOOKED_AT) for part in own]
    across = [_sum(values) for values in zip(*streams, strict=False)]
    outer, inner = (all(abs(one - 1) < CLOSE for one in sums) for sums in (across, inside))
    return None if outer == inner else outer


def _cells(parts: Parts, part: Part, shares: int = 1) -> Iterator[bytes]:
    """Yield the values of a part without their keys."""
    return islice(parts.lines(part, shares), int(part.is_map), None, 1 + part.is_map)


def rows_by_key(parts: Parts, lists: list[Part]) -> Rows | None:
    """Return the rows of an object with a list of scores for each row key, or None."""
    known = [part for part in lists if part.sorts <= NUMERIC.keys() and not is_label(part.key)]
    if len(known) < max(2, len(parts.parts)) or len({part.count for part in lists}) > 1:
        return None
    by_column = _by_sums(parts, lists)
    if by_column is None and all(is_whole(part.key) for part in lists) and len(lists) >= lists[0].count:
        raise _unclear(parts, lists)
    return Rows(partial(_keyed, parts, lists), index="") if by_column is False else None


def _keyed(parts: Parts, lists: list[Part]) -> Iterator[bytes]:
    """Yield the lists with their keys."""
    numbered = all(is_whole(part.key) for part in lists)
    for part in lists:
        label = _label(quoted(part.key).encode(), numbered=numbered)
        yield b'{"":' + label + b',"' + SERIES.encode() + b'":[' + b",".join(parts.lines(part)) + b"]}"


def _sum(values: Iterator[bytes] | tuple[bytes, ...]) -> float:
    return sum(as_float(json.loads(value)) for value in values)


def _by_size(own: list[Part]) -> bool | None:
    """Take the columns that pandas writes by default, if rows cannot be mistaken for them."""
    numbered = all(part.numbered for part in own)
    return True if numbered and len(own) < own[0].count else None


def _unclear(parts: Parts, own: list[Part]) -> DataError:
    message = f"{len(own)} parts of {own[0].count} values: is each part a column or a row?"
    hint = "write rows: df.to_json(FILE, orient='records', lines=True)"
    return DataError(message, hint, code="XE082", place=Place(parts.name))


def _label(key: bytes, *, numbered: bool) -> bytes:
    """Return the name of a row as JSON: whole numbers as such."""
    return key[1:-1] if numbered else key


def _columns(parts: Parts, own: list[Part], name: str | None) -> Iterator[bytes]:
    """Yield the rows of objects with a value for each row and the same keys."""
    numbered, heads = own[0].numbered, [f"{quoted(part.key)}:".encode() for part in own]
    streams = [parts.lines(part, len(own)) for part in own]
    first = [] if name is None else [f"{quoted(name)}:".encode()]
    for row in range(max(part.count for part in own)):
        keys = [next(stream, b"") for stream in streams]
        if any(key != keys[0] for key in keys):
            raise _differs(parts, own, keys, row)
        label = [head + _label(keys[0], numbered=numbered) for head in first]
        cells = [head + next(stream) for head, stream in zip(heads, streams, strict=True)]
        yield b"{" + b",".join(label + cells) + b"}"


def _differs(parts: Parts, own: list[Part], keys: list[bytes], row: int) -> DataError:
    at = next(at for at, key in enumerate(keys) if key != keys[0])
    said = [f"'{shown(json.loads(key))}'" if key else "nothing" for key in (keys[at], keys[0])]
    message = f"{said[0]}, but '{shown(own[0].key)}' has {said[1]}"
    place = Place(parts.name, row=row + 1, column=own[at].key)
    hint = "every column needs the same keys in the same order, one per row"
    return DataError(message, hint, code="XE083", place=place)


def _rows(parts: Parts, own: list[Part], name: str | None) -> Iterator[bytes]:
    """Yield the objects themselves, each with its key."""
    numbered = all(is_whole(part.key) for part in own)
    for part in own:
        lines = parts.lines(part)
        cells = [key + b":" + value for key, value in zip(lines, lines, strict=True)]
        label = quoted(part.key).encode()
        first = [] if name is None else [b'"":' + _label(label, numbered=numbered)]
        yield b"{" + b",".join(first + cells) + b"}"
