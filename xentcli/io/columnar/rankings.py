"""Rows that list classes with their scores, such as ``[{"label": "cat", "score": 0.9}, …]``.

A field with the same classes in all rows becomes one number per class. A field with one class per row
becomes a class and its score. All others are refused, because the loss needs the score of the true class.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from xentcli.core.errors import DataError, Place
from xentcli.core.frozen import Frozen
from xentcli.core.names import natural
from xentcli.core.text import listed, shown
from xentcli.io.columnar.ranking_items import items_of, paired_items, parallel_keys

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from xentcli.io.columnar.ranking_items import Items

WHOLE = "scores"
"""The name of the field if a row is only a ranking."""
HINT = "the loss needs the score of the true class: export the scores of all classes, as with top_k=None"


class Ranking(Frozen):
    """A field that lists classes with their scores."""

    field: str
    """The field of the scores; empty if a row is the list itself."""
    beside: str | None = None
    """The field of the classes, if they are a separate list."""
    titles: tuple[str, ...] | None = None
    """All classes, in the order of their columns; None if each row has only one of them."""
    is_ordered: bool = True
    """Whether all rows list the classes in this order instead of by score."""
    refusal: DataError | None = None
    """The error if some rows lack classes that others have."""

    def reshaped(self, row: Any) -> Any:
        """Return a row with one number per class in this field, or with a class and its score."""
        value = row.get(self.field) if self.field and isinstance(row, dict) else row
        if value is None or (self.field and not isinstance(row, dict)):
            return row
        items = items_of(value) if self.beside is None else paired_items(row.get(self.beside), value)
        if items is None:
            message = "other values than in the first rows, which list classes with their scores"
            raise DataError(message, "write every row in the same form", code="XE045")
        rest = {key: row[key] for key in row if key not in {self.field, self.beside}} if self.field else {}
        return rest | (self._alone(items) if self.titles is None else self._all(items, self.titles))

    def _alone(self, items: Items) -> dict[str, Any]:
        if len(items) > 1:
            raise DataError(f"{len(items)} classes, but the first rows have one", HINT, code="XE050")
        stem = f"{self.field}." if self.field and self.beside is None else ""
        return {f"{stem}label": items[0][0], f"{stem}score": items[0][1]}

    def _all(self, items: Items, titles: tuple[str, ...]) -> dict[str, Any]:
        scores = dict(items)
        if scores.keys() != set(titles) or len(scores) < len(items):
            raise unlike(items, titles)
        return {self.field or WHOLE: {title: scores[title] for title in titles}}


def unlike(items: Items, titles: tuple[str, ...]) -> DataError:
    """Return the error for a row with other classes than the first rows."""
    names = [name for name, _ in items]
    twice = next((name for name in names if names.count(name) > 1), None)
    new = next((name for name in names if name not in titles), None)
    lost = next((title for title in titles if title not in names), "")
    if twice is not None:
        said = f"'{shown(twice)}' appears twice"
    else:
        said = f"no score for '{shown(lost)}'" if new is None else f"unexpected class '{shown(new)}'"
    return DataError(f"{said}: the first rows list {listed(titles, 8)}", HINT, code="XE050")


def find_rankings(rows: Sequence[Any], name: str) -> tuple[Ranking, ...]:
    """Return the fields of the first rows that list classes with their scores.

    >>> row = [{"label": "b", "score": 0.75}, {"label": "a", "score": 0.25}]
    >>> find_rankings([row, row[::-1]], "p.jsonl")[0].titles
    ('a', 'b')
    """
    if not isinstance(rows[0], dict):
        found = ranking_of("", rows, name)
        return () if found is None else (found,)
    records = [row for row in rows if isinstance(row, dict)]
    keys = parallel_keys(records[0])
    if keys is not None:
        return _beside(records, name, *keys)
    fields = dict.fromkeys(key for row in records for key in row if isinstance(row[key], list | dict))
    each = (ranking_of(key, [row.get(key) for row in records], name) for key in fields)
    return tuple(found for found in each if found is not None)


def _beside(records: list[dict[str, Any]], name: str, names: str, scores: str) -> tuple[Ranking, ...]:
    """Return the ranking of a list of classes next to a list of their scores, or None."""
    both = [(row[names], row.get(scores)) for row in records if row.get(names) is not None]
    rows = [items for items in (paired_items(*pair) for pair in both) if items is not None]
    if len(rows) < len(both) or not (_are_named(both) or _are_ids_by_score(both)):
        return ()
    found = _ranking(scores, rows, name, names)
    return () if found is None else (found,)


def _are_named(rows: list[tuple[Any, Any]]) -> bool:
    return all(isinstance(name, str) for names, _ in rows for name in names)


def _are_ids_by_score(rows: list[tuple[Any, Any]]) -> bool:
    """Return whether lists of ids name the classes of the scores, and are not labels such as one-hot ones.

    >>> _are_ids_by_score([([0, 1], [0.25, 0.75])]), _are_ids_by_score([([2, 0, 1], [0.25, 0.75, 0])])
    (False, True)
    """
    if any(len({*names}) < len(names) for names, _ in rows):
        return False
    sets, orders = {frozenset(names) for names, _ in rows}, {tuple(names) for names, _ in rows}
    by_score = all(a >= b for _, scores in rows for a, b in pairwise(scores))
    return (by_score and len(orders) > 1) or (len(sets) == 1 and len(next(iter(sets))) > 2)


def ranking_of(field: str, values: Iterable[Any], name: str, beside: str | None = None) -> Ranking | None:
    """Return how the values of a field list classes with their scores, or None if they hold other things."""
    found = [items_of(value) for value in values if value is not None]
    rows = [items for items in found if items is not None]
    return _ranking(field, rows, name, beside) if len(rows) == len(found) else None


def _ranking(field: str, rows: list[Items], name: str, beside: str | None) -> Ranking | None:
    if not rows or any(len(dict(items)) < len(items) for items in rows):
        return None
    sets = {frozenset(dict(items)) for items in rows}
    if all(len(classes) == 1 for classes in sets):
        return Ranking(field, beside)
    if len(sets) > 1:
        return Ranking(field, beside, refusal=incomplete(field, rows, name))
    return Ranking(field, beside, *ordered(rows))


def incomplete(field: str, rows: list[Items], name: str) -> DataError:
    """Return the error if some rows lack classes that others have."""
    most = max(map(len, rows))
    classes = {title for items in rows for title, _ in items}
    message = f"a row lists at most {most} of {len(classes)} or more classes: the other scores are unknown"
    if most == len(classes):
        least = min(map(len, rows))
        message = f"a row lists only {least} of {most} classes: the other scores are unknown"
    return DataError(message, HINT, code="XE050", place=Place(name, column=field or None))


def ordered(rows: list[Items]) -> tuple[tuple[str, ...], bool]:
    """Return the classes in the order of all rows, and True; in natural order if rows sort them by score."""
    orders = {tuple(title for title, _ in items) for items in rows}
    sorted_by_score = all(a[1] >= b[1] for items in rows for a, b in pairwise(items))
    first = min(orders)
    if len(orders) == 1 and not sorted_by_score:
        return first, True
    return tuple(sorted(first, key=natural)), False
