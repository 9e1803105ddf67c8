"""Read the classes of columns from their names: `p_cat`, `P (class=cat)`, `prediction_10`, `.pred_cat`."""

from __future__ import annotations

import re
from os.path import commonprefix
from typing import TYPE_CHECKING

from xentcli.core.frozen import Frozen
from xentcli.core.names import look

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    Class = int | str
    Classes = tuple[Class, ...]
    Fold = Callable[[str], str]

MOST_TRIED = 20
"""The number of labels whose place in the columns' names is looked for."""
_DIGITS = re.compile(r"\d{1,18}", re.ASCII)
_DECORATION = re.compile(
    r"(?i)p|prob|probs|proba|probability|pred|prediction|score|logit|conf|confidence|calibrated"
)


def classes_of(columns: Sequence[str], seen: Iterable[Class], *, partly: bool = False) -> Classes | None:
    """Return the class that each column is named after, or None.

    The names of the columns are the classes inside one pattern, such as `p_cat`, `cat_prob` or `Prob[cat]`.
    Ids are matched by number, names as they are spelled; where no other spelling fits, without regard to
    case, blanks and punctuation, if that leaves them different.

    Args:
        columns: The names of the columns of one series.
        seen: The classes that occur in the labels: ids or names.
        partly: Also return the classes of columns if only some of the labels are among them.

    >>> classes_of(["P (class=dog)", "P (class=cat)"], ["cat"]), classes_of(["p1", "p0"], [0])
    (('dog', 'cat'), (1, 0))
    >>> classes_of(["YES.prob", "NO.prob"], ["no", "yes"]), classes_of(["a", "b"], [0])
    (('yes', 'no'), None)
    """
    labels = list(dict.fromkeys(seen))
    if len(columns) < 2 or not labels:
        return None
    if all(isinstance(label, int) for label in labels):
        ids = numbers_of(columns)
        return ids if ids is not None and (partly or set(labels) <= set(ids)) else None
    names = list(map(str, labels))
    found = [fit for fold in FOLDS for fit in _fits(columns, names, fold)]
    best = max(found, key=lambda fit: fit.met, default=None)
    enough = best is not None and (best.met == len(names) or (partly and best.is_enough))
    if best is not None and enough:
        return best.classes
    from xentcli.core.short_names import by_numbers, by_short_forms

    return by_numbers(numbers_of(columns), names) or by_short_forms(bare_names(columns), names)


def numbers_of(columns: Sequence[str]) -> tuple[int, ...] | None:
    """Return the numbers in which the names of columns differ, or None if they differ in something else.

    >>> numbers_of(["prediction_10", "prediction_2"]), numbers_of(["m2_class_0.0", "m2_class_1.0"])
    ((10, 2), (0, 1))
    >>> numbers_of(["class-0", "class-1"]), numbers_of(["-1", "1"]), numbers_of(["a1", "b2"])
    ((0, 1), (-1, 1), None)
    """
    texts = [column.strip() for column in columns]
    return _varying(texts, _DIGITS) or _varying(texts, re.compile(r"-?\d{1,18}", re.ASCII))


def _varying(texts: list[str], number: re.Pattern[str]) -> tuple[int, ...] | None:
    """Return the only number that differs between texts that are otherwise the same."""
    if len({number.sub("0", text) for text in texts}) > 1:
        return None
    places = [p for p in zip(*(number.findall(text) for text in texts), strict=True) if len(set(p)) > 1]
    ids = tuple(map(int, places[0])) if len(places) == 1 else ()
    return ids if ids and len(set(ids)) == len(ids) else None


# ------------------------------------------------------------------ names


class _Fit(Frozen):
    """The classes that one way of cutting the columns' names gives; ``met`` of the labels are among them."""

    classes: tuple[str, ...]
    met: int
    is_enough: bool


def _as_it_is(name: str) -> str:
    return name


def _letters(name: str) -> str:
    """Return a name with every run of blanks and punctuation as one dot, as R writes names of columns."""
    return re.sub(r"[\W_]+", ".", look(name)).strip(".")


FOLDS: tuple[Fold, ...] = (_as_it_is, look, _letters)
"""What makes names equal, the strictest first."""


def _fits(columns: Sequence[str], names: list[str], fold: Fold) -> Iterator[_Fit]:
    """Yield the classes for every place where the columns' names hold a label; the fold keeps names apart."""
    spelled = {fold(name): name for name in names}
    folded = [fold(column) for column in columns]
    if len(spelled) < len(names) or "" in spelled:
        return
    for start, end in _cuts(folded, list(spelled)):
        cores = [text[start : len(text) - end] for text in folded]
        if len(set(cores)) < len(cores) or "" in cores:
            continue
        own = (_cut(column, start, end, core) for column, core in zip(columns, cores, strict=True))
        met = len(spelled.keys() & set(cores))
        classes = tuple(spelled.get(core, mine) for core, mine in zip(cores, own, strict=True))
        yield _Fit(classes, met, met > 0 and (fold is _as_it_is or 2 * met >= len(names)))


def _cuts(texts: list[str], names: list[str]) -> list[tuple[int, int]]:
    """Return the lengths of what precedes and follows the classes in all texts, the shortest first."""
    before = len(commonprefix(texts))
    after = len(commonprefix([text[::-1] for text in texts]))
    cuts = {(0, 0)}
    for name in sorted(names, key=len, reverse=True)[:MOST_TRIED]:
        places = ((text, at) for text in texts for at in _places(text, name, before))
        cuts |= {(at, end) for text, at in places if (end := len(text) - at - len(name)) <= after}
    return sorted(cuts)


def _places(text: str, name: str, last: int) -> Iterator[int]:
    at = text.find(name)
    while 0 <= at <= last:
        yield at
        at = text.find(name, at + 1)


def _cut(column: str, start: int, end: int, core: str) -> str:
    """Return the class in a column's own spelling, or as folded if folding changed the length."""
    own = column[start : len(column) - end]
    return own if len(own) == len(core) else core


def bare_names(columns: Sequence[str]) -> tuple[str, ...]:
    """Return column names without the words that they share at their beginning, and a shared decoration.

    >>> bare_names(["prob_cat", "prob_car"]), bare_names(["p10", "p11"]), bare_names(["cat_prob", "dog_prob"])
    (('cat', 'car'), ('10', '11'), ('cat', 'dog'))
    >>> bare_names(["hot_dog", "corn_dog"])
    ('hot_dog', 'corn_dog')
    """
    numbers = numbers_of(columns)
    if numbers is not None:
        return tuple(map(str, numbers))
    start, end = (_shared_words(columns), _decoration(columns)) if len(columns) > 1 else (0, 0)
    return tuple(column[start : len(column) - end] for column in columns)


def core_names(columns: Sequence[str]) -> tuple[str, ...]:
    """Return column names without all words that they share at both ends.

    >>> core_names(["cat_true", "dog_true"]), core_names(["x cat 1", "x dog 1"]), core_names(["a", "b"])
    (('cat', 'dog'), ('cat', 'dog'), ('a', 'b'))
    """
    if len(columns) < 2:
        return tuple(columns)
    start = _shared_words(columns)
    end = _shared_words([column[start:][::-1] for column in columns])
    return tuple(column[start : len(column) - end] for column in columns)


def _shared_words(columns: Sequence[str]) -> int:
    separated = re.match(r".*[^A-Za-z0-9]", commonprefix(list(columns)), re.DOTALL)
    return separated.end() if separated else 0


def _decoration(columns: Sequence[str]) -> int:
    """Return the length of the shared end if it is punctuation, or punctuation and a usual word."""
    shared = commonprefix([column[::-1] for column in columns])[::-1]
    found = re.search(r"[\W_]+([A-Za-z]*)[\W_]*$", shared)
    usual = found is not None and (not found[1] or _DECORATION.fullmatch(found[1]))
    return len(found[0]) if found is not None and usual else 0
