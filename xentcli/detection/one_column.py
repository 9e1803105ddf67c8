"""Labels other than 0 and 1 with a single prediction column: find the positive class."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xentcli.core.class_map import as_option
from xentcli.core.frozen import replace
from xentcli.core.names import look
from xentcli.core.text import shown
from xentcli.detection.opposites import in_order
from xentcli.detection.refusal import SIDE, Refusal, refused
from xentcli.detection.told_classes import are_indexes
from xentcli.settings.settings import IGNORE_MARKS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentcli.core.class_map import Class
    from xentcli.core.errors import Way
    from xentcli.detection.evidence import LabelEvidence, PredictionEvidence
    from xentcli.settings.settings import Settings

_ID = re.compile(r"-?\d{1,18}", re.ASCII)


def with_positive(settings: Settings, labels: LabelEvidence, column: str | None) -> Settings:
    """Return the settings with the order of two classes, if the column is named after one of them.

    A column `p_no` next to labels no and yes holds the probability of no.
    """
    if settings.classes is not None or column is None or settings.label_offset or labels.truths:
        return settings
    seen = labels.classes.ordered()
    positive = _called_after(column, seen)
    if positive is None:
        return settings
    other = next(c for c in seen if c != positive)
    return replace(settings, classes=(str(other), str(positive)))


def contradiction(told: Sequence[str], labels: LabelEvidence, column: str) -> Refusal | None:
    """Return the refusal of `--classes` whose last class is not the one that the column is named after."""
    own = _called_after(column, [int(name) if _ID.fullmatch(name) else name for name in told])
    if own is None or str(own) == told[-1]:
        return None
    message = (
        f"column {shown(column)} is named after {shown(str(own))}, but --classes {as_option(told)} makes it "
        f"the probability of {shown(told[-1])}"
    )
    if are_indexes(labels, told):
        hint = "the last of --classes is the class of the column: --classes 1,0 makes it class 0"
        return Refusal("XE118", message, hint, ways=({"classes": "1,0"},))
    turned = as_option(told[::-1])
    hint = f"the last of --classes is the class of the column: use --classes {turned}, or leave it out"
    return Refusal("XE118", message, hint, ways=({"classes": ",".join(told[::-1])}, {"classes": None}))


def _called_after(column: str, seen: Sequence[Class]) -> Class | None:
    """Return the class that a column is named after, or None; the classes 0 and 1 do not count."""
    if len(seen) != 2:
        return None
    ids = all(isinstance(c, int) for c in seen)
    if ids and not (_counts_classes(column) or (-1 in seen and column.strip() == "-1")):
        return None  # a number may count models, runs or files
    words = _words_of(column, ids=ids, signed=-1 in seen)
    called = [c for c in seen if look(str(c)) == look(column) or _stands_in(str(c), words, ids=ids)]
    if not called or set(seen) == {0, 1} or (-1 in seen and re.search(r"[^\W_]-1", column)):
        return None
    own = max(called, key=lambda c: len(str(c)))  # such as not_spam, which holds spam
    if any(c != own and not (_stands_in(str(c), _words_of(str(own)))) for c in called):
        return None
    before = _word_before(_words_of(str(own), ids=ids, signed=True), words)
    is_negated = before in NEGATIONS or _MINUS.match(column.strip()) is not None
    return next(c for c in seen if c != own) if is_negated else own


NEGATIONS = frozenset(["not", "non", "no", "without", "never", "minus", "complement", "inverse", "inverted"])
"""Words before the name of a class that mean the other one."""
_MINUS = re.compile(r"(?i)(1|one)[\W_]*(-|minus)[\W_]*[a-z]")


def _words_of(name: str, *, ids: bool = False, signed: bool = False) -> list[str]:
    """Return the words of a name; between ids, numbers are words of their own, ``signed`` with their sign.

    >>> _words_of("p_not_spam"), _words_of("P(-1)", ids=True, signed=True), _words_of("p1", ids=True)
    (['p', 'not', 'spam'], ['p', '-1'], ['p', '1'])
    """
    number = r"(?<![^\W_])-?\d+|\d+" if signed else r"\d+"
    return [look(word) for word in re.findall(rf"{number}|[^\W\d_]+" if ids else r"[^\W_]+", name)]


def _word_before(own: list[str], words: list[str]) -> str:
    """Return the word before those of a class, or an empty text."""
    at = next((at for at in range(len(words)) if words[at : at + len(own)] == own), 0)
    return words[at - 1] if at else ""


_OF_CLASSES = frozenset(
    [
        "p",
        "pr",
        "prob",
        "probs",
        "proba",
        "probas",
        "probability",
        "probabilities",
        "class",
        "cls",
        "category",
        "label",
    ]
)
_LINKS = frozenset(["y", "is", "eq", "of", "the", "for"])
"""Words that mark the number after them as a class, and words that may come between."""


def _counts_classes(column: str) -> bool:
    """Return whether the words before the number at the end of a name mark it as a class.

    >>> [_counts_classes(n) for n in ("p_1", "P(Y=1)", "class_1", "prob.class 2", ".pred_1", "P1", "p_y1")]
    [True, True, True, True, True, True, True]
    >>> [_counts_classes(n) for n in ("PRE_1", "oof_1", "model_1", "phat_1", "pred_1", "1", "p_run_1", "y_1")]
    [False, False, False, False, False, False, False, False]
    """
    stem = column.strip().rstrip("0123456789.)]} ")
    words = [word.lower() for word in re.split(r"[\W_\d]+", stem) if word]
    if stem.startswith(".") and words == ["pred"]:
        return True  # as tidymodels names the probability of a class
    return bool(_OF_CLASSES.intersection(words)) and _OF_CLASSES.union(_LINKS).issuperset(words)


def _stands_in(name: str, words: list[str], *, ids: bool = False) -> bool:
    """Return whether the words of a name follow each other in a column's name."""
    own = _words_of(name, ids=ids, signed=True)
    return bool(own) and any(words[at : at + len(own)] == own for at in range(len(words)))


def no_bits(labels: LabelEvidence) -> Refusal:
    """Return the refusal of labels that are not 0 and 1 next to one column."""
    seen = labels.classes.ordered()
    some = ", ".join(shown(str(c)) for c in seen[:6])
    message = f"the labels are {some}, but a single prediction column needs labels 0 and 1"
    hint, ways = _two(seen) if len(seen) == 2 else _other(seen)
    return refused(labels.beyond_bit or labels.names or labels.whole, message, hint, SIDE, ways)


def _two(seen: Sequence[Class]) -> tuple[str, tuple[Way, ...]]:
    """Return the hint and the ways for two classes; either may be positive."""
    orders = both_orders([str(c) for c in seen])
    if isinstance(seen[0], int) and seen[0] <= 0:
        orders = orders[:1]  # -1 and 1, or 0 and 255
    hint = f"--classes {as_option(orders[0])} makes the last class positive"
    if len(orders) > 1:
        hint += f"; if the column is for {shown(orders[1][1])}, use --classes {as_option(orders[1])}"
    return hint, tuple({"classes": order} for order in orders)


def both_orders(names: list[str]) -> list[list[str]]:
    """Return two classes in both orders; opposites are in their usual order first."""
    known = in_order(names) or names
    return [known, known[::-1]]


def _other(seen: Sequence[Class]) -> tuple[str, tuple[Way, ...]]:
    marks = [c for c in seen if c in IGNORE_MARKS]
    if len(marks) == 1 and {0, 1} == set(seen) - set(marks):
        return f"use --ignore-index {marks[0]} to ignore that mark", ({"ignore_index": marks[0]},)
    if len(seen) == 1:
        name = shown(str(seen[0]))
        return (
            f"name both classes, with the class of the column last: --classes other,{name} or {name},other",
            (),
        )
    return f"{len(seen):,} classes need {len(seen):,} prediction columns", ()


def hard(refusal: Refusal, labels: LabelEvidence, predictions: PredictionEvidence) -> Refusal:
    """Return the refusal; if the predictions are class ids, it says so."""
    ids = [c for c in labels.classes.counts if isinstance(c, int)]
    inside = ids and min(ids) <= predictions.minimum and predictions.maximum <= max(ids)
    if len(ids) < 3 or not inside or not predictions.is_whole:
        return refusal
    message = (
        f"the predictions are class ids from {predictions.minimum:g} to {predictions.maximum:g}, "
        "not probabilities"
    )
    hint = "cross-entropy needs a probability per class: save predict_proba, not predict"
    return replace(refusal, message=message, hint=hint, of_predictions=True)
