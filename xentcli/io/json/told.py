"""The names and the order of the classes in a JSON document."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

from xentcli.core.frozen import EMPTY_MAP
from xentcli.io.json.part import is_whole
from xentcli.io.json.records import CLASSES, bare, is_label

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xentcli.io.json.part import Part
    from xentcli.io.json.parts import Parts


def classes_of(parts: Parts, lists: list[Part]) -> tuple[str, tuple[str, ...]] | None:
    """Return the key and the values of a list of class names, in the order of the scores."""
    widths = {part.width for part in lists if part.width}
    counts = Counter(part.count for part in lists)
    for key, part in parts.parts.items():
        if bare(key) not in CLASSES or part.count not in widths or not part.sorts <= {"str", "int"}:
            continue
        if (
            part.count in counts
            and not part.is_map
            and counts[part.count] > 1
            and not _other_label(lists, key)
        ):
            continue
        names = _names(parts, part)
        if names is not None:
            return key, names
    return None


def _other_label(lists: list[Part], key: str) -> bool:
    return any(part.key != key and is_label(part.key) for part in lists)


def _names(parts: Parts, part: Part) -> tuple[str, ...] | None:
    """Return distinct names in order; in an object, ids are the keys."""
    values = [json.loads(line) for line in parts.lines(part)]
    if part.is_map:
        pairs = dict(zip(values[::2], values[1::2], strict=True))
        if not all(map(is_whole, pairs)):
            pairs = {str(number): name for name, number in pairs.items()}
        if {*pairs} != {*map(str, range(len(pairs)))}:
            return None
        values = [pairs[str(number)] for number in range(len(pairs))]
    names = tuple(map(str, values))
    return names if len({*names}) == len(names) else None


def declared_in(parts: Parts) -> Mapping[str, tuple[str, ...]]:
    """Return the categories by column from pandas' orient 'table'."""
    schema = parts.parts.get("schema")
    if schema is None or not schema.is_map:
        return EMPTY_MAP
    values = [json.loads(line) for line in parts.lines(schema)]
    fields = dict(zip(values[::2], values[1::2], strict=True)).get("fields")
    found = {}
    for field in fields if isinstance(fields, list) else ():
        limits = field.get("constraints") if isinstance(field, dict) else None
        told = limits.get("enum") if isinstance(limits, dict) else None
        if isinstance(told, list) and all(isinstance(name, str) for name in told) and "name" in field:
            found[str(field["name"])] = tuple(told)
    return found
