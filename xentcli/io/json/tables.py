"""Find the table in a JSON object of lists or of objects, as pandas and json.dump write them."""

from __future__ import annotations

import json
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Any

from xentcli.core.errors import DataError, Note, Place
from xentcli.core.text import listed, shown
from xentcli.io.json.grids import grid, rows_by_key
from xentcli.io.json.part import quoted
from xentcli.io.json.records import is_label
from xentcli.io.json.rows import Rows
from xentcli.io.json.told import classes_of, declared_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from xentcli.io.json.part import Part
    from xentcli.io.json.parts import Parts


def rows_of(parts: Parts, member: str | None) -> Rows:
    """Return the rows of an object that is not a single row itself."""
    own = parts.parts
    if _is_split(own):
        return _split(parts)
    lists = [part for part in own.values() if not part.is_map]
    if not lists:
        return grid(parts)
    return rows_by_key(parts, lists) or _lists(parts, lists, member)


def _is_split(own: Mapping[str, Part]) -> bool:
    """Return whether the first row has a value for each named column."""
    if not {"columns", "data"} <= own.keys():
        return False
    first, count = own["data"].first, own["columns"].count
    return isinstance(first, list) and len(first) == count > 0


def _split(parts: Parts) -> Rows:
    """Return the rows of pandas' orient 'split': names, then rows that are lists."""
    columns = [_title(json.loads(line)) for line in parts.lines(parts.parts["columns"])]
    twice = next((name for name, times in Counter(columns).items() if times > 1), None)
    if twice is not None:
        message, place = f"duplicate column: '{shown(twice)}'", Place(parts.name)
        raise DataError(message, "rename one of them", code="XE012", place=place, value=twice)
    data, index = parts.parts["data"], parts.parts.get("index")
    if index is None or index.count != data.count or "" in columns or index.sorts == {"list"}:
        return Rows(lambda: parts.lines(data), tuple(columns))
    return Rows(partial(_with_index, parts, index, data), ("", *columns), index="")


def _with_index(parts: Parts, index: Part, data: Part) -> Iterator[bytes]:
    """Yield rows with their name as the first value."""
    for name, row in zip(parts.lines(index, 2), parts.lines(data, 2), strict=True):
        yield b"[" + name + b"," + row.strip()[1:]


def _title(name: Any) -> str:
    """Return the name of a column; pandas writes several levels of names as a list."""
    return ".".join(map(str, name)) if isinstance(name, list) else str(name)


def _lists(parts: Parts, lists: list[Part], member: str | None) -> Rows:
    """Return the rows of an object of lists, or of its only list of rows."""
    classes = classes_of(parts, lists)
    known = [part for part in lists if classes is None or part.key != classes[0]]
    chosen = _chosen(parts, known, member)
    out = [key for key in parts.parts if key not in {p.key for p in chosen} and key not in _TOLD]
    if classes is not None:
        out = [key for key in out if key != classes[0]]
    notes = (_left_out(parts, chosen, out),) if out else ()
    named = None if classes is None else classes[1]
    if classes is not None:
        said = f"'{classes[0]}' names the classes: {listed([shown(one) for one in classes[1]], 8)}"
        notes = (*notes, Note("XE875", f"{parts.name}: {said}"))
    if len(chosen) == 1 and chosen[0].sorts == {"dict"}:
        return Rows(lambda: parts.lines(chosen[0]), classes=named, declared=declared_in(parts), notes=notes)
    return Rows(lambda: _beside(parts, chosen), classes=named, notes=notes)


_TOLD = frozenset({"schema", "metrics", "config", "meta", "metadata", "args", "params"})
"""Keys of metadata, which can be ignored without a note."""


def _left_out(parts: Parts, chosen: list[Part], out: list[str]) -> Note:
    rows = f"{chosen[0].count:,} row{'s' * (chosen[0].count != 1)}"
    said = listed([f"'{shown(key)}'" for key in out], 4)
    return Note("XE874", f"{parts.name}: {rows} from {listed([p.key for p in chosen], 4)}; ignored {said}")


def _beside(parts: Parts, chosen: list[Part]) -> Iterator[bytes]:
    """Yield rows with a value of each list."""
    heads = [f"{quoted(part.key)}:".encode() for part in chosen]
    streams = [parts.lines(part, len(chosen)) for part in chosen]
    for values in zip(*streams, strict=True):
        yield b"{" + b",".join([head + value for head, value in zip(heads, values, strict=True)]) + b"}"


def _chosen(parts: Parts, lists: list[Part], member: str | None) -> list[Part]:
    """Return the lists of equal length that make one table."""
    groups: dict[int, list[Part]] = {}
    for part in lists:
        groups.setdefault(part.count, []).append(part)
    groups.pop(0, None)
    if len(groups) == 1:
        return next(iter(groups.values()))
    named = [group for group in groups.values() if any(part.key == member for part in group)]
    likely = [group for group in groups.values() if len(group) > 1 and any(is_label(p.key) for p in group)]
    rows = [group for group in groups.values() if len(group) == 1 and group[0].sorts == {"dict"}]
    for found in (named, likely, rows if not likely else []):
        if len(found) == 1:
            return found[0]
    raise _unequal(parts, lists, likely)


def _unequal(parts: Parts, lists: list[Part], likely: list[list[Part]]) -> DataError:
    said = listed([f"{part.key} {part.count:,}" for part in lists], 8)
    place = Place(parts.name)
    if len(likely) > 1:
        hint = "use --labels-column NAME to name the labels"
        ways = [{"labels_column": p.key} for group in likely for p in group if is_label(p.key)][:3]
        message = f"several tables in one document; the lengths of its lists are {said}"
        return DataError(message, hint, code="XE081", place=place, ways=ways)
    if not any(part.count for part in lists):
        return DataError("no rows", "did the program that wrote it fail?", code="XE013", place=place)
    hint = "write lists of the same length, one value or one row per sample"
    return DataError(f"the lists have different lengths: {said}", hint, code="XE080", place=place)
