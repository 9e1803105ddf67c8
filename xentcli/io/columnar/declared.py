"""The order of classes that a schema declares: categories of pandas, polars and R, and dictionaries."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from xentcli.core.frozen import replace
from xentcli.io.columnar.arrow_types import is_dictionary
from xentcli.io.table import ClassNames

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xentcli.io.columnar.fields import Field

POLARS = (b"_PL_ENUM_VALUES2", b"_PL_ENUM_VALUES")
"""Keys of the values of an enum in the metadata of a field."""
POOL = b"_PL_CATEGORICAL"
"""The start of the key of a categorical of polars, which shares its categories with other columns."""
CLASSES, TITLES = b"xentcli.classes", b"xentcli.titles"
"""Keys of class names and number names in the metadata of fields that xentcli's readers write."""


def declared_order(cells: Any, schema: Any, name: str) -> ClassNames | None:
    """Return the categories of a text column in their declared order, or None if it declares none.

    The order is unsure for a dictionary without a mark as categories. There is none if it is the order
    in which the values occur in the rows.
    """
    field = schema.field(name)
    values = _of_polars(field.metadata or {})
    if values is not None:
        return ClassNames(values)
    if not is_dictionary(field.type) or not len(cells) or not is_dictionary(cells.type):
        return None
    first = cells.chunk(0) if hasattr(cells, "chunk") else cells
    names = first.dictionary.to_pylist()
    if not names or not all(isinstance(one, str) for one in names) or len(set(names)) < len(names):
        return None
    if any(key.startswith(POOL) for key in field.metadata or {}):
        return None
    metadata = schema.metadata or {}
    is_sure = field.type.ordered or b"r" in metadata or _of_pandas(metadata, name) == len(names)
    return ClassNames(tuple(names), is_sure=is_sure) if is_sure or not _follows_rows(first) else None


def _follows_rows(column: Any) -> bool:
    """Return whether the values of a dictionary are in order of first appearance."""
    codes = [code for code in column.indices.to_pylist() if code is not None]
    seen = list(dict.fromkeys(codes))
    return seen == list(range(len(seen)))


def _of_polars(metadata: dict[bytes, bytes]) -> tuple[str, ...] | None:
    """Return the values of an enum of polars, each written after its length in bytes.

    >>> _of_polars({b"_PL_ENUM_VALUES2": b"3;emu5;c;at "})
    ('emu', 'c;at ')
    """
    rest = next((metadata[key] for key in POLARS if key in metadata), None)
    names: list[str] = []
    while rest:
        length = re.match(rb"(\d{1,9});", rest)
        if length is None:
            return None
        end = length.end() + int(length[1])
        names.append(rest[length.end() : end].decode("utf-8", "replace"))
        rest = rest[end:]
    return tuple(names) or None


def classes_metadata(classes: Mapping[int, str]) -> dict[bytes, bytes] | None:
    """Return the metadata of a field of ids that have names; None if there are none."""
    return {CLASSES: json.dumps(sorted(classes.items())).encode()} if classes else None


def titles_metadata(titles: Sequence[str]) -> dict[bytes, bytes] | None:
    """Return the metadata of a field of vectors whose numbers have names; None if they have none."""
    return {TITLES: json.dumps(list(titles)).encode()} if titles else None


def named_fields(schema: Any, fields: list[Field]) -> list[Field]:
    """Return the fields with the class names and number names from xentcli's readers."""
    told = {field.name: field.metadata or {} for field in schema}
    return [_named(field, told.get(field.name, {})) for field in fields]


def _named(field: Field, told: Mapping[bytes, bytes]) -> Field:
    if CLASSES in told:
        ids, names = zip(*json.loads(told[CLASSES]), strict=True)
        return replace(field, dtype=None, stored=field.dtype, class_names=ClassNames(names, ids))
    if TITLES in told:
        return replace(field, titles=tuple(json.loads(told[TITLES])))
    return field


def _of_pandas(metadata: dict[bytes, bytes], name: str) -> int | None:
    """Return the number of categories that pandas recorded for a column, or None."""
    try:
        columns = json.loads(metadata.get(b"pandas", b"{}")).get("columns", [])
        found = [column["metadata"] for column in columns if column["field_name"] == name]
        return int(found[0]["num_categories"]) if found and found[0] else None
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
