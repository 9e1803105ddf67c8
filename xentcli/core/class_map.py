"""Map labels to class columns, by position, by id, or by name."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.frozen import Frozen
from xentcli.core.suggest import nearest
from xentcli.core.text import listed, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from xentcli.core.blocks import Block
    from xentcli.core.types import Codes, Numbers

Class = int | str
MAX_LISTED_CLASSES = 60
"""The longest list of classes shown in a hint, in characters."""


class ClassMap(Frozen):
    """The classes in the order of the prediction columns.

    ``classes`` are the ids or names in the labels, or None for the ids 0..size-1; ``offset`` is added to
    ids. ``names`` are shown for the classes if the labels are ids and the user named them.
    """

    size: int
    classes: tuple[Class, ...] | None = None
    offset: int = 0
    names: tuple[str, ...] | None = None

    @cached_property
    def _index(self) -> dict[Class, int]:
        return {c: i for i, c in enumerate(self.classes or ())}

    def title(self, index: int) -> str:
        """Return the id or name of a class, given its column index."""
        return self.titles((index,))[0]

    def titles(self, indices: Iterable[int]) -> list[str]:
        """Return the ids or names of classes, given their column indices."""
        classes = self.names or self.classes
        if classes is None:
            return [str(index - self.offset) for index in indices]
        return [str(classes[index]) for index in indices]

    def indices(self, block: Block) -> Codes:
        """Return the class index of each label in a block, in the same shape; -1 for unknown labels."""
        if block.categories is not None:
            return self._by_category(block)
        values = block.values
        if self.classes is None:
            return _in_range(values, self.size, self.offset)
        return self._by_id(values)

    def _by_category(self, block: Block) -> Codes:
        names = block.categories or ()
        found = [self.index_of(name) for name in names]
        return np.asarray(found, dtype=np.int64)[block.values] if names else np.zeros(len(block), np.int64)

    def index_of(self, name: str) -> int:
        """Return the column index of a label given as text, or -1."""
        at = self._index.get(name)
        if at is None and _is_id(name):
            number = int(name)
            return self._index.get(number, -1) if self.classes is not None else self._shifted(number)
        return -1 if at is None else at

    def _shifted(self, number: int) -> int:
        return number + self.offset if 0 <= number + self.offset < self.size else -1

    def _by_id(self, values: Numbers) -> Codes:
        """Look up ids among the given classes with a binary search."""
        pairs = sorted((int(c), i) for i, c in enumerate(self.classes or ()) if _is_id(c))
        if not pairs:
            return np.full(values.shape, -1, np.int64)
        ids = np.array([c for c, _ in pairs])
        order = np.array([i for _, i in pairs], dtype=np.int64)
        at = np.clip(np.searchsorted(ids, values), 0, len(ids) - 1)
        return np.where(ids[at] == values, order[at], -1)

    def describe(self) -> str:
        """Return the classes as text, for messages.

        >>> ClassMap(10).describe(), ClassMap(2, ("cat", "dog")).describe()
        ('0..9', 'cat, dog')
        """
        if self.classes is None:
            named = f" ({listed(self.names)})" if self.names else ""
            return f"{-self.offset}..{self.size - 1 - self.offset}{named}"
        return listed(self.classes)

    def nearest(self, value: object) -> list[str]:
        """Return the class most similar to a misspelled one, as a list, empty if there is none."""
        return nearest(str(value), map(str, self.classes or ()))


def _is_id(value: Class) -> bool:
    return isinstance(value, int) or bool(re.fullmatch(r"[+-]?\d{1,18}", value, re.ASCII))


def _in_range(values: Numbers, size: int, offset: int) -> Codes:
    """Return ids plus the offset, or -1 where that is not a class (including NaN and fractions)."""
    if values.dtype.kind == "f":
        with np.errstate(invalid="ignore"):
            good = (values >= -offset) & (values < size - offset) & (values == np.rint(values))
        return np.where(good, np.where(good, values, 0).astype(np.int64) + offset, -1)
    if values.size and values.min() >= -offset and values.max() < size - offset:
        ids: Codes = values.astype(np.int64, copy=False)
        return ids + offset if offset else ids
    if values.dtype.kind == "u" and values.dtype.itemsize == 8:
        values = np.where(values > np.uint64(1 << 62), np.uint64(1 << 62), values)
    wide = values.astype(np.int64)
    good = (wide >= -offset) & (wide < size - offset)
    return np.where(good, wide + offset, -1)


def as_option(names: Sequence[str]) -> str:
    """Return the argument of `--classes` for these names, quoted for a shell.

    >>> as_option(("cat", "dog")), as_option(("a b", "$(ls)")), as_option(("a,b", "c"))
    ('cat,dog', "'a b,$(ls)'", '@FILE, one per line')
    """
    text = ",".join(names)
    whole = shown(text) == text and not text.startswith("@") and not any("," in name for name in names)
    if not whole or not 0 < len(text) <= MAX_LISTED_CLASSES:
        return "@FILE, one per line"
    from shlex import quote

    return quote(text)
