"""The names of classes that a schema declares: pandas' categoricals, and ordered dictionaries."""

from __future__ import annotations

import json
from typing import Any

from xentcli.io.columnar.arrow_types import is_dictionary
from xentcli.io.table import ClassNames


def declared_order(cells: Any, schema: Any, name: str) -> ClassNames | None:
    """Return the categories of a text column in their declared order, or None if it declares none.

    Other dictionaries list the values in the order of their rows, which means nothing.
    """
    if not len(cells) or not is_dictionary(cells.type):
        return None
    first = cells.chunk(0) if hasattr(cells, "chunk") else cells
    names = first.dictionary.to_pylist()
    said = _of_pandas(schema.metadata or {}, name)
    kind = schema.field(name).type
    ordered = is_dictionary(kind) and kind.ordered
    if not all(isinstance(one, str) for one in names) or (said != len(names) and not ordered):
        return None
    return ClassNames(tuple(names))


def _of_pandas(metadata: dict[bytes, bytes], name: str) -> int | None:
    """Return the number of categories that pandas wrote down for a column, or None."""
    try:
        columns = json.loads(metadata.get(b"pandas", b"{}")).get("columns", [])
        found = [column["metadata"] for column in columns if column["field_name"] == name]
        return int(found[0]["num_categories"]) if found and found[0] else None
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
