"""Decide from all distinct cells of a column whether they hold several labels, and in which notation."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from xentcli.core.frozen import Frozen
from xentcli.inputs.list_notation import HASHTAGS, LISTS, TAGS, Notation, id_of, parted_by
from xentcli.io.text.words import is_missing

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from xentcli.core.errors import Way

    Known = Callable[[Sequence[str]], bool]
    """Whether all of these names are classes of options or prediction columns."""

EVIDENT = ("||", "|", ";", ",")
"""Separators that few names contain; the first that fits is used."""
DOUBTFUL = ("\t", "/", "+", "&", " ")
"""Separators that names often contain too; they lead to a question."""

_WORD = re.compile(r"\w[\w .'&/+:-]*")
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+", re.ASCII)
_FRACTION = re.compile(r"[+-]?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)


def labels_in(cells: Iterable[str], notation: Notation) -> set[int | str]:
    """Return all labels in these cells: as ids if all of them are, otherwise as names.

    >>> sorted(labels_in(["1 0", "2"], parted_by(" "))), sorted(labels_in(["a 1", "2"], parted_by(" ")))
    ([0, 1, 2], ['1', '2', 'a'])
    """
    found = {label for cell in cells for label in notation.labels(cell) or ()}
    ids = {label: id_of(label) for label in found}
    return {number for number in ids.values() if number is not None} if None not in ids.values() else {*found}


class Doubt(Frozen):
    """Cells that may be several labels or single names."""

    cell: str
    separator: str
    ways: tuple[Way, ...]


class _Parted(Frozen):
    """The different cells of a column, each split at a separator."""

    separator: str
    cells: dict[str, list[str]]

    @property
    def joint(self) -> list[str]:
        """Return the cells of several parts."""
        return [cell for cell, parts in self.cells.items() if len(parts) > 1]

    @property
    def ids(self) -> bool:
        """Return whether all parts are ids."""
        return all(id_of(part) is not None for parts in self.cells.values() for part in parts)


def find_notation(
    cells: Collection[str], known: Known | None = None, *, sure: bool = False
) -> Notation | Doubt | None:
    """Return the notation of several labels in these cells, a doubt, or None for single labels.

    ``known`` tells whether names are classes. With ``sure``, some cell holds several labels.
    """
    found = _found(cells, known, sure=sure)
    return None if isinstance(found, Notation) and _are_shares(found, cells) else found


def _are_shares(notation: Notation, cells: Iterable[str]) -> bool:
    """Return whether some items are not whole numbers, so they are not labels."""
    items = {label for cell in cells for label in notation.labels(cell) or ()}
    return any(_FRACTION.fullmatch(item) and id_of(item) is None for item in items)


def _found(cells: Iterable[str], known: Known | None, *, sure: bool) -> Notation | Doubt | None:
    there = [cell for cell in dict.fromkeys(map(str.strip, cells)) if cell and not is_missing(cell)]
    for notation in (LISTS, TAGS, HASHTAGS):
        if there and _written(there, notation):
            return notation
    if not there or (known is not None and known(there)):
        return None
    doubt: Doubt | None = None
    first: Notation | None = None
    for separator in (*EVIDENT, *DOUBTFUL):
        if not any(separator in cell for cell in there):
            continue
        split = _Parted(separator, {cell: parted_by(separator).parse(cell) or [] for cell in there})
        found = _judged(split, known)
        first = first or (parted_by(separator) if split.joint else None)
        if found is True or (found is None and sure):
            return parted_by(separator)
        if found is None and doubt is None:
            doubt = _doubt(split)
    return first if sure else doubt


def _written(cells: list[str], notation: Notation) -> bool:
    """Return whether most cells are written in a notation, and the others are labels inside those."""
    found = {cell: notation.parse(cell) for cell in cells}
    bare = [cell for cell, labels in found.items() if labels is None]
    if len(bare) == len(cells) or (bare and not notation.bracketed):
        return False
    if notation is HASHTAGS and all(len(labels or ()) < 2 for labels in found.values()):
        return False
    inside = {label for labels in found.values() for label in labels or ()}
    return set(bare) <= inside or 2 * len(bare) < len(cells)


def _judged(split: _Parted, known: Known | None) -> bool | None:
    """Return whether the parts are labels, None if that is in doubt."""
    joint = split.joint
    if not joint or (split.separator == "," and all(map(_THOUSANDS.fullmatch, joint))):
        return False
    labels = list(dict.fromkeys(part for parts in split.cells.values() for part in parts))
    if known is not None and known(labels):
        return True
    return _ids(split) if split.ids else _names(split, joint, labels)


def _ids(split: _Parted) -> bool | None:
    """Judge cells such as `1,4`, `3 0` or `2`."""
    lengths = {len(parts) for parts in split.cells.values()}
    if split.separator in {"/", "+", "&"}:
        return None
    if split.separator != ",":
        return len(lengths) > 1 or any(id_of(part) not in {0, 1} for p in split.cells.values() for part in p)
    shares = all(parts[0] in {"0", "1"} for parts in split.cells.values())
    return None if shares or lengths == {2} else True


def _names(split: _Parted, joint: list[str], labels: list[str]) -> bool | None:
    """Judge cells by their parts: labels of a row also occur alone, and with others."""
    where = Counter(part for parts in split.cells.values() for part in dict.fromkeys(parts))
    alone = {parts[0] for parts in split.cells.values() if len(parts) == 1}
    moving = _moving(split)
    few = len(labels) <= len(split.cells)
    proved = sum(
        all(where[p] > 1 for p in split.cells[c]) and _varies(split.cells[c], alone, moving) for c in joint
    )
    likely = sum(_varies(split.cells[cell], alone, moving) for cell in joint)
    evident = split.separator in EVIDENT
    if evident and few and 2 * proved >= len(joint):
        return True
    tagged = split.separator in {"|", "||"} and all(map(_WORD.fullmatch, labels))
    if tagged or (evident and likely):
        return None
    return None if few and 2 * likely >= len(joint) else False


def _varies(parts: list[str], alone: set[str], moving: set[str]) -> bool:
    return any(part in alone or part in moving for part in parts)


def _moving(split: _Parted) -> set[str]:
    """Return the parts that occur at different positions, counted from the start and from the end."""
    places: dict[str, tuple[set[int], set[int]]] = {}
    for parts in split.cells.values():
        for place, part in enumerate(parts):
            start, end = places.setdefault(part, (set(), set()))
            start.add(place)
            end.add(len(parts) - place)
    return {part for part, (start, end) in places.items() if len(start) > 1 and len(end) > 1}


def _doubt(split: _Parted) -> Doubt:
    one: Way = {"label_separator": split.separator}
    other: Way = {"decimal": ","} if split.separator == "," and split.ids else {"labels_kind": "sparse"}
    return Doubt(split.joint[0], split.separator, (one, other))
