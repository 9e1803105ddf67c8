"""Recognise classes with their scores: objects, pairs or parallel lists, as classifiers return them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    Items = list[tuple[str, float]]

CLASS_KEYS = ("label", "labelname", "class", "classname", "displayname", "tagname", "name", "category", "tag")
"""Usual keys of a class, lower case without signs, likeliest first."""
SCORE_KEYS = ("score", "probability", "prob", "confidence", "proba", "conf", "value", "p")
"""Usual keys of its score."""
CLASS_LISTS = ("labels", "displaynames", "classnames", "classes", "names", "categories", "tags", "ids")
"""Usual keys of a list of classes next to a list of scores; one of `CLASS_KEYS` may hold a list as well."""
RANK_LISTS = (
    *("topk", "topkindices", "topkids", "topkclasses", "topkidx", "topindices", "topids", "topclasses"),
    *("indices", "idx", "classids", "labelids"),
)
"""The same for lists of ids, the best first."""
SCORE_LISTS = ("scores", "confidences", "probabilities", "probs", "values")

LONG = 16
"""The number of digits from which float64 cannot hold every whole number."""
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?", re.ASCII)


def items_of(value: Any) -> Items | None:
    """Return the classes of a value with their scores, in its order, or None if it holds anything else.

    >>> items_of([{"label": "cat", "score": 0.75}, {"label": "dog", "score": 0.25}])
    [('cat', 0.75), ('dog', 0.25)]
    >>> items_of({"displayNames": ["cat", "dog"], "confidences": [0.75, 0.25]})
    [('cat', 0.75), ('dog', 0.25)]
    >>> items_of([["cat", 0.75], ["dog", 0.25]]), items_of([0.75, 0.25])
    ([('cat', 0.75), ('dog', 0.25)], None)
    """
    if isinstance(value, dict):
        keys = parallel_keys(value)
        one = _of_object(value) if keys is None else None
        return paired_items(value[keys[0]], value[keys[1]]) if keys else None if one is None else [one]
    if not isinstance(value, list) or not isinstance(next(iter(value), None), list | dict):
        return None
    if len(value) == 1 and (isinstance(value[0], list) or _is_parallel(value[0])):
        return items_of(value[0]) or _together([_of_pair(value[0])])
    if len(value) == 2 and all(isinstance(part, list) for part in value) and _names(value[0]):
        return paired_items(*value)
    return _together([_of_object(item) if isinstance(item, dict) else _of_pair(item) for item in value])


def parallel_keys(record: dict[str, Any]) -> tuple[str, str] | None:
    """Return the keys of a list of classes and a list of their scores in an object, or None.

    >>> parallel_keys({"sequence": "text", "labels": ["b", "a"], "scores": [0.75, 0.25]})
    ('labels', 'scores')
    """
    lists = {_bare(key): key for key, value in record.items() if isinstance(value, list)}
    scores = next((lists[key] for key in (*SCORE_LISTS, *SCORE_KEYS) if key in lists), None)
    if scores is None:
        return None
    for key in (lists[key] for key in (*CLASS_LISTS, *RANK_LISTS, *CLASS_KEYS) if key in lists):
        if _names(record[key]) and paired_items(record[key], record[scores]) is not None:
            return key, scores
    some = (key for bare, key in lists.items() if key != scores and "rank" not in bare)
    ids = (key for key in some if len(record[key]) > 1 and _are_all_ids(record[key]))
    return next(((key, scores) for key in ids if paired_items(record[key], record[scores]) is not None), None)


def _is_parallel(value: Any) -> bool:
    return isinstance(value, dict) and parallel_keys(value) is not None


def _bare(key: object) -> str:
    return "".join(filter(str.isalnum, str(key))).lower()


def _names(values: list[Any]) -> bool:
    """Return whether a list holds names, or different ids.

    Numbers that repeat could be labels of several classes.

    >>> _names(["b", "a"]), _names([2, 0, 1]), _names([0, 1, 1])
    (True, True, False)
    """
    ids = all(type(value) is int and value >= 0 for value in values) and len({*values}) == len(values)
    return bool(values) and (ids or all(isinstance(value, str) for value in values))


def _are_all_ids(values: list[Any]) -> bool:
    """Return whether a list holds each id from 0 or 1 exactly once."""
    whole = all(type(value) is int for value in values) and min(values) in {0, 1}
    return whole and sorted(values) == list(range(min(values), min(values) + len(values)))


def paired_items(names: Any, scores: Any) -> Items | None:
    """Return the classes of a list with their scores in another, or None if the lists hold other things."""
    fits = isinstance(names, list) and isinstance(scores, list) and len(names) == len(scores)
    return _together([_pair(*both) for both in zip(names, scores, strict=True)]) if fits else None


def _pair(name: Any, score: Any) -> tuple[str, float] | None:
    named = isinstance(name, str) or type(name) is int
    return (str(name), score) if named and type(score) in {int, float} else None


def _together(pairs: list[tuple[str, float] | None]) -> Items | None:
    known = [pair for pair in pairs if pair is not None]
    return known if known and len(known) == len(pairs) else None


def _of_pair(value: Any) -> tuple[str, float] | None:
    """Return ``[name, score]``, or the last two values of ``[id, name, score]``."""
    fits = isinstance(value, list) and len(value) in {2, 3} and isinstance(value[-2], str)
    return _pair(value[-2], value[-1]) if fits else None


def _of_object(value: dict[str, Any]) -> tuple[str, float] | None:
    """Return the class and the score of one object; a name wins over an id."""
    bare = {_bare(key): value[key] for key in value}
    score = next((bare[key] for key in SCORE_KEYS if key in bare), None)
    named = list(_named(bare))
    name = next((name for name in named if isinstance(name, str)), next(iter(named), None))
    return _pair(name, number_in(score) if isinstance(score, str) else score)


def number_in(text: str) -> float | None:
    """Return a number that is written as text, as BigQuery writes NUMERIC, or None.

    >>> number_in("0.25"), number_in("-1e-3"), number_in("007"), number_in("cat")
    (0.25, -0.001, None, None)
    """
    if not _NUMBER.fullmatch(text):
        return None
    return int(text) if len(text) < LONG and text.removeprefix("-").isdecimal() else float(text)


def _named(bare: dict[str, Any]) -> Iterator[Any]:
    return (bare[key] for key in CLASS_KEYS if key in bare)
