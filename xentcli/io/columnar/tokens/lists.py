"""Records with a list of labels and a list of as many lists of scores, which hold one row per token."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xentcli.core.errors import DataError, Note
from xentcli.core.frozen import Frozen
from xentcli.core.text import shown
from xentcli.io.json.records import is_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    Size = int | None
    """The length of a list, or None if there is no list."""

MOST = 0.5
"""The share of the records in which labels and scores have the same length; the others are wrong."""
UNKNOWN = -1
"""The number of tokens of a record whose lists differ in length."""


class Lists(Frozen):
    """A field of lists, as the first records have it."""

    name: str
    sizes: tuple[Size, ...]
    is_nested: bool = False
    """Whether the lists hold lists of scores."""
    may_be_labels: bool = False
    """Whether the lists hold ids or names."""

    def fits(self, other: Lists, share: float = 1.0) -> bool:
        """Return whether the lists of this share of the records are as long as those of another field."""
        pairs = zip(self.sizes, other.sizes, strict=True)
        same = [mine == theirs for mine, theirs in pairs if mine is not None and theirs is not None]
        return bool(same) and sum(same) >= share * len(same)


class Tokens(Frozen):
    """The fields that hold one item per token; all other values of a record are repeated."""

    lists: tuple[str, ...]
    """The first tells the number of tokens."""
    nested: tuple[str, ...]
    longest: int
    """The largest number of tokens in the first records."""

    def note(self, name: str) -> Note:
        """Return the note that the records were read in this way."""
        said = " and ".join(f"'{shown(one)}'" for one in self.lists[:2])
        many = "the lists in" if len(self.lists) < 3 else "lists such as"
        return Note("XE861", f"{name}: every record was read as one row per token, from {many} {said}")

    def needed(self, names: Iterable[str]) -> list[str]:
        """Return these fields and the lists that are read with them: scores are compared with all lists."""
        own = dict.fromkeys(names)
        more = self.lists if any(name in self.nested for name in own) else self.lists[:1]
        return list(own | dict.fromkeys(name for name in more if name not in self.nested or name == more[0]))

    def rows(self, record: Any) -> list[Any]:
        """Return a record with one item of each list for every token.

        >>> Tokens(("y", "p"), ("p",), 2).rows({"y": [1, 0], "p": [[2, 3], [4, 5]], "id": "a"})
        [{'y': 1, 'p': [2, 3], 'id': 'a'}, {'y': 0, 'p': [4, 5], 'id': 'a'}]
        """
        if not isinstance(record, dict):
            raise DataError("no object, but the first row is one", "write one object per line", code="XE045")
        values = {name: record.get(name) for name in self.lists}
        sizes = [len(value) if isinstance(value, list) else None for value in values.values()]
        if sizes[0] is None or any(size != sizes[0] for size in sizes):
            raise uneven(self.lists, sizes)
        items = zip(*values.values(), strict=True)
        return [record | dict(zip(values, some, strict=True)) for some in items]


def uneven(names: Sequence[str], sizes: Sequence[Size]) -> DataError:
    """Return the error for a record whose lists differ in length."""
    pairs = list(zip(names, sizes, strict=True))
    other = next((pair for pair in pairs if pair[1] != sizes[0]), pairs[0])
    chosen = dict.fromkeys([pairs[0], other])
    said = ", ".join(f"'{shown(name)}' has {'no list' if n is None else n}" for name, n in chosen)
    hint = "write one label and one list of scores for every token"
    return DataError(f"the lists of a record differ in length: {said}", hint, code="XE084")


def tokens_of(lists: Sequence[Lists], singles: Iterable[str], *, forced: bool) -> Tokens | None:
    """Return the fields with one item per token, or None if the records are no such ones.

    Args:
        lists: The fields that hold lists.
        singles: The names of the other fields.
        forced: Whether the records of another file are known to hold one row per token.
    """
    labels = [one for one in lists if one.may_be_labels]
    if any(map(is_label, (*singles, *(one.name for one in lists)))):
        labels = [one for one in labels if is_label(one.name)]
    nested = [one for one in lists if one.is_nested]
    pairs = [(label, scores) for label in labels for scores in nested if label.fits(scores, MOST)]
    first, with_it = max(pairs, key=_closeness, default=(None, None))
    if first is None and forced:
        first = next(iter(nested or labels), None)
    if first is None:
        return None
    fitting = [one for one in lists if one is not first and (one is with_it or one.fits(first))]
    found = [first, *sorted(fitting, key=lambda one: not one.is_nested)]
    longest = max((size or 0 for one in found for size in one.sizes), default=0)
    names = tuple(one.name for one in found)
    return Tokens(names, tuple(one.name for one in found if one.is_nested), max(1, longest))


def _closeness(pair: tuple[Lists, Lists]) -> int:
    """Return in how many records two fields have lists of the same length."""
    return sum(mine == theirs for mine, theirs in zip(pair[0].sizes, pair[1].sizes, strict=True))


def are_stacked(lists: Iterable[Lists]) -> bool:
    """Return whether some record holds several lists of scores."""
    return any((size or 0) > 1 for one in lists if one.is_nested for size in one.sizes)
