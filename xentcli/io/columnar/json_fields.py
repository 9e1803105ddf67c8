"""The fields of JSON rows, each with the type of its first values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from xentcli.core.errors import DataError, Place, XentError
from xentcli.core.frozen import replace
from xentcli.core.names import NamesInOrder
from xentcli.io.columnar.fields import Field, are_ids
from xentcli.io.columnar.json_values import GAPS
from xentcli.io.columnar.ranking_items import number_in
from xentcli.io.json.rows import LINES
from xentcli.io.table import ClassNames

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xentcli.io.json.rows import Rows
WORDS = ("entity", "entity_group")
"""Keys of the class of a word in a text."""
BOXES = ("box", "bbox", "word", "start", "end")
"""Keys of other things that pipelines find in one row."""


def fields_of(
    rows: list[Any], name: str, refusals: Mapping[str, XentError], document: Rows = LINES
) -> list[Field]:
    """Return the fields of the first rows, each with the type of its first value."""
    if not isinstance(rows[0], dict):
        values = [row for row in rows if not isinstance(row, dict)]
        found = [replace(_field("", values, refusals.get("") or name), is_row=True)]
    else:
        keys = dict.fromkeys(key for row in rows if isinstance(row, dict) for key in row)
        records = [row for row in rows if isinstance(row, dict)]
        refusals = _parts_of_rows(keys, name) | dict(refusals)
        found = [_field(k, [r[k] for r in records if k in r], refusals.get(k) or name) for k in keys]
    return [_told(field, document) for field in found]


def _told(field: Field, document: Rows) -> Field:
    """Return the field with the class names from the document."""
    classes, declared = document.classes, document.declared.get(field.name)
    if classes is not None and field.width == len(classes) and field.titles is None:
        return replace(field, titles=NamesInOrder(classes))
    if declared is not None and field.dtype is None and not field.listed:
        return replace(field, class_names=ClassNames(declared))
    return field


def _field(key: str, values: list[Any], refusal: XentError | str) -> Field:
    """Return the field of these values; ``refusal`` is the error if it cannot be read, or the file's name."""
    first = next((value for value in values if value is not None), 0)
    quoted = _are_quoted(values)
    if _is_listed(values) and not quoted:
        message, hint = "lists of names or ids, not of numbers", "give lists of labels first, as LABELS"
        told = DataError(message, hint, code="XE045", place=Place(str(refusal), column=key or None))
        return Field(key, None, refusal=told, worded=True, listed=True)
    if not isinstance(first, dict | list):
        kind = np.bool_ if isinstance(first, bool) else np.float64
        text = isinstance(first, str) and not quoted
        return Field(key, None if text else np.dtype(kind), quoted=quoted)
    numbers, titles = (first.values(), tuple(first)) if isinstance(first, dict) else (first, None)
    error = refusal if isinstance(refusal, XentError) else None if quoted else _refusal(key, numbers, refusal)
    return Field(key, np.dtype(np.float64), len(first) or None, titles or None, error, quoted=quoted)


def _are_quoted(values: list[Any]) -> bool:
    """Return whether values are numbers in quotes, or lists of fractions in quotes, which are not ids."""
    lists = [value for value in values if isinstance(value, list)]
    items = [item for value in lists for item in value] or [value for value in values if value is not None]
    words = [item for item in items if isinstance(item, str)]
    numbers = [number for number in map(number_in, words) if number is not None]
    if not numbers or len(words) < len(items) or len(numbers) + sum(w in GAPS for w in words) < len(words):
        return False
    return not lists or (len({*map(len, lists)}) == 1 and any(isinstance(one, float) for one in numbers))


def _is_listed(values: list[Any]) -> bool:
    """Return whether values are lists of names, or lists of ids that differ in length."""
    lists = [value for value in values if isinstance(value, list)]
    items = {type(item) for value in lists for item in value}
    return items == {str} or (items == {int} and are_ids(lists))


def _refusal(key: str, values: Any, name: str) -> XentError | None:
    """Return the error if a list or an object is not a vector of numbers."""
    place = Place(name, column=key or None)
    if not values:
        message, hint = (
            "no columns: the first row's list is empty",
            "write the same number of numbers in every row",
        )
        return DataError(message, hint, code="XE034", place=place)
    item = next((value for value in values if isinstance(value, dict)), {})
    if not item.keys().isdisjoint((*WORDS, *BOXES)):
        return _of_parts(place)
    if any(isinstance(value, (list, dict, str)) for value in values):
        message, hint = (
            "a list of values that are not numbers",
            "write a list of numbers, or an object of numbers by class",
        )
        return DataError(message, hint, code="XE045", place=place)
    return None


def _parts_of_rows(keys: Mapping[str, None], name: str) -> dict[str, XentError]:
    """Return the error for the scores of rows that are words of a text."""
    if "score" not in keys or not any(key in keys for key in WORDS):
        return {}
    return {"score": _of_parts(Place(name, column="score"))}


def _of_parts(place: Place) -> DataError:
    message = "words or boxes, each with a class and its score: which true label belongs to which?"
    hint = "write one row per word or box, with its true label and the scores of all classes"
    return DataError(message, hint, code="XE085", place=place)
