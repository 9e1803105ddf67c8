"""Distinguish a JSON object that is one row from one that holds a table."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

from xentcli.io.columnar.ranking_items import items_of, paired_items
from xentcli.io.json.part import SERIES
from xentcli.io.text.numbers import as_float

if TYPE_CHECKING:
    from xentcli.io.columnar.ranking_items import Items
    from xentcli.io.json.part import Part
    from xentcli.io.json.parts import Parts

LABELS = frozenset(
    {"label", "labels", "y", "ytrue", "true", "target", "targets", "class", "truth", "groundtruth", "gt"}
    | {"gold", "actual", "labelid", "labelids", "ytest", "truelabel", "truelabels", "trueclass", "expected"}
    | {"targetlabel", "goldlabel", "classid", "classlabel", "references", "reference", "yval"}
)
"""Usual keys of labels, lower case without signs."""
CLASSES = frozenset(
    {"classes", "classnames", "categories", "targetnames", "labelnames", "labels", "names", "id2label"}
    | {"label2id", "classlabels", "labellist", "labelmap", "classorder", "displaynames", "classtoidx"}
)
"""Usual keys of the names of the classes, lower case without signs."""
FEW = 1000
"""The maximum number of classes with scores in a single row."""


def bare(key: str) -> str:
    """Return a key in lower case without signs.

    >>> bare("y_true")
    'ytrue'
    """
    return "".join(filter(str.isalnum, key)).lower()


def is_label(key: str) -> bool:
    """Return whether a key is a usual one of labels."""
    return bare(key) in LABELS


def is_record(parts: Parts) -> bool:
    """Return whether an object is one row: a value, a list of scores, or an object for each column."""
    own = list(parts.parts.values())
    if not own:
        return True
    if any(map(is_label, parts.single)) and not any(is_label(part.key) for part in own):
        return True
    lists = [part for part in own if not part.is_map]
    if not lists and own[0].key == SERIES and own[0].numbered and len(own) == 1:
        return sums_to_one(_values(parts, own[0])[1::2])
    if not lists:
        return not _are_columns(own, alone=not parts.single)
    if any(part.sorts & {"list", "dict"} for part in lists):
        return any(_is_ranking(parts, part) for part in lists)
    return _is_row_of_lists(parts, lists)


def _are_columns(maps: list[Part], *, alone: bool) -> bool:
    """Return whether objects have a value for each row, as pandas writes columns, or rows by name."""
    if len({part.count for part in maps}) > 1 or len({part.first_key for part in maps}) > 1 or not alone:
        return False
    return len(maps) > 1 or maps[0].counted or is_label(maps[0].key)


def _is_row_of_lists(parts: Parts, lists: list[Part]) -> bool:
    """Return whether lists of single values are scores and labels of one row."""
    if _is_parallel(parts, lists):
        return True
    if len(lists) == 1 and not is_label(lists[0].key):
        return sums_to_one(_values(parts, lists[0]))
    if len({part.count for part in lists}) == 1:
        return lists[0].count > 2 and _is_one_hot_row(parts, lists)
    labels = [part for part in lists if is_label(part.key)]
    counts = Counter(part.count for part in lists)
    return not any(counts[part.count] > 1 or _repeats(parts, part) for part in labels)


def _is_one_hot_row(parts: Parts, lists: list[Part]) -> bool:
    """Return whether one list has a single 1 and another sums to one: a label and scores of one row."""
    values = [_values(parts, part) for part in lists]
    one_hot = any(all(one in (0, 1) for one in some) and some.count(1) == 1 for some in values)
    return one_hot and any(sums_to_one(one) for one in values)


def _values(parts: Parts, part: Part) -> list[object]:
    return [json.loads(line) for line in parts.lines(part)] if part.count <= FEW else []


def _repeats(parts: Parts, part: Part) -> bool:
    values = [json.dumps(value) for value in _values(parts, part)]
    return part.count > FEW or len({*values}) < len(values)


def sums_to_one(values: list[object]) -> bool:
    """Return whether values are the probabilities of one row."""
    numbers = [value for value in values if isinstance(value, int | float)]
    return (
        1 < len(numbers) == len(values) and abs(sum(map(as_float, numbers)) - 1) < 1e-3 and max(numbers) < 1
    )


def _is_parallel(parts: Parts, lists: list[Part]) -> bool:
    """Return whether two lists are the classes of one row and their scores."""
    words = [part for part in lists if part.sorts == {"str"}]
    scores = [part for part in lists if part.sorts <= {"float", "int"}]
    if len(words) != 1 or len(scores) != 1:
        return False
    return is_whole_ranking(paired_items(_values(parts, words[0]), _values(parts, scores[0])))


def _is_ranking(parts: Parts, part: Part) -> bool:
    """Return whether a list holds the classes of one row with their scores."""
    if part.count == 1 and part.width is not None:
        return items_of(part.first) is not None
    return part.sorts <= {"dict", "list"} and is_whole_ranking(items_of(_values(parts, part)))


def is_whole_ranking(items: Items | None) -> bool:
    """Return whether these are all classes of one row, once each, with scores that sum to one."""
    if items is None or len({name for name, _ in items}) < len(items):
        return False
    return len(items) > 1 and abs(sum(as_float(score) for _, score in items) - 1) <= 0.01
