"""Suspicions about labels in a form that losses do not accept, or that are not labels at all."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from xentcli.commands.advise.case import Diagnosis
from xentcli.commands.advise.fixes import rewritten, with_options
from xentcli.commands.advise.reopen import opened
from xentcli.commands.advise.significance import LEVEL
from xentcli.commands.advise.suspicions.suspicion import Suspicion
from xentcli.core.text import shown
from xentcli.core.types import Kind
from xentcli.detection.refusal import LEVELS, REGRESSION
from xentcli.settings.settings import IGNORE_MARKS

if TYPE_CHECKING:
    from xentcli.commands.advise.case import Case

FEW = 0.1
"""With a softmax, label vectors without exactly one 1 are called broken below this share of rows."""
FEWER = 0.01
"""The same share if no predictions show that the classes exclude each other."""


def regression_target(case: Case) -> Diagnosis | None:
    """Report labels that are neither classes nor shares: no cross-entropy fits them.

    This does not happen by chance: class ids are whole numbers, and shares lie in [0, 1].
    """
    seen, doubt = case.seen.labels, case.reading.doubt
    if doubt not in {REGRESSION, LEVELS} or case.reading.kind is not None:
        return None
    odd = seen.fractions or seen.beyond_unit
    evidence: dict[str, Any] = {"value": _number(odd.value), "row": odd.row + 1, "cells": odd.count}
    evidence |= {"minimum": seen.minimum, "maximum": seen.maximum}
    said = f"{shown(odd.value)} is neither a class nor a share ({odd.times('cell')}): a regression target"
    return Diagnosis("regression-target", said, evidence, "model.compile(loss='mean_squared_error')")


REGRESSION_TARGET = Suspicion(
    "regression-target",
    title="a quantity, not classes",
    meaning="The labels are numbers that are neither class ids nor shares. No cross-entropy fits them.",
    fix="Use a regression loss such as the mean squared error.",
    find=regression_target,
    alone=True,
)


def _number(value: object) -> float | str:
    return float(value) if isinstance(value, (int, float)) else str(value)


def plus_minus_one(case: Case) -> Diagnosis | None:
    """Report two classes written -1 and 1, as for a hinge loss; their cross-entropy is negative or
    meaningless.

    This does not happen by chance: every label is one or the other. With three or more columns, -1 is a mark.
    """
    return _two_levels(case, (-1, 1), "labels-plus-minus-one", bool(case.clues.looks.not_signs))


LABELS_PLUS_MINUS_ONE = Suspicion(
    "labels-plus-minus-one",
    title="two classes written -1 and 1",
    meaning="A hinge loss uses -1 and 1. Cross-entropy of them is negative, or an error.",
    fix="Use --classes=-1,1, or write them as 0 and 1.",
    find=plus_minus_one,
    hides=("ignore-marks",),
)


def zero_and_255(case: Case) -> Diagnosis | None:
    """Report two classes written 0 and 255, as in images.

    This does not happen by chance: every label is one or the other. With three or more columns, 255 is a
    mark.
    """
    return _two_levels(case, (0, 255), "labels-0-255", bool(case.clues.looks.not_bytes))


LABELS_0_255 = Suspicion(
    "labels-0-255",
    title="two classes written 0 and 255",
    meaning="Images store black and white as 0 and 255. A loss needs 0 and 1.",
    fix="Use --classes 0,255, or divide them by 255.",
    find=zero_and_255,
    hides=("ignore-marks",),
)


def _two_levels(case: Case, levels: tuple[int, int], code: str, other: bool) -> Diagnosis | None:
    seen, vectors = case.seen.labels, case.reading.layout.vectors and case.reading.layout.width > 1
    low, high = levels
    words = f"all labels are {low} or {high}, but a loss needs 0 or 1"
    if vectors:
        span = (seen.minimum, seen.maximum) == levels and not seen.fractions and not other
        if not span or not seen.beyond_bit:
            return None
        change = f"(t == {high}).astype(int)"
        evidence: dict[str, Any] = {"values": list(levels), "cells": seen.whole.count}
        return Diagnosis(code, words, evidence, rewritten(case.labels, change))
    if set(seen.classes.counts) != set(levels) or case.settings.classes is not None:
        return None
    if case.predictions is not None and case.width > 2:
        return None
    counts = [seen.classes.counts[level] for level in levels]
    evidence = {"values": list(levels), "counts": counts}
    fix = with_options(case, "--classes", f"{low},{high}")
    if case.predictions is None:
        fix = rewritten(case.labels, f"(t == {high}).astype(int)")
    return Diagnosis(code, words, evidence, fix)


def labels_from_one(case: Case) -> Diagnosis | None:
    """Report class ids from 1 to K, where every framework except scikit-learn counts from 0.

    With K columns this does not happen by chance: K is not a class of 0..K-1. (Labels from 1 that miss the
    last class are found by `class-order`.) Without predictions, class 0 may be missing by chance: with K + 1
    classes as often as the rarest that is seen, in all N rows, with a probability of (1 - share)^N, which
    must be below 1e-6.
    """
    seen, settings = case.seen.labels, case.settings
    ids = sorted(c for c in seen.classes.counts if isinstance(c, int) and c not in IGNORE_MARKS)
    plain = settings.label_offset == 0 and settings.classes is None and not seen.names
    if not plain or len(ids) < 2 or ids[0] != 1 or case.reading.kind not in {Kind.SPARSE, Kind.BINARY}:
        return None
    evidence: dict[str, Any] = {"minimum": 1, "maximum": ids[-1], "classes": len(ids)}
    if case.predictions is not None:
        size = max(case.width, 2)
        if ids[-1] != size or (case.reading.classes.classes is not None and case.width > 1):
            return None
        said = f"the labels run from 1 to {ids[-1]}, but the {size} classes run from 0 to {size - 1}"
        options = ("--label-offset", "-1") if case.width > 1 else ("--classes", "1,2")
        return Diagnosis("labels-from-one", said, evidence, with_options(case, *options))
    rarest = min(seen.classes.counts[c] for c in ids) / max(seen.rows, 1)
    chance = seen.rows * math.log1p(-min(rarest, 0.5))
    if ids != list(range(1, len(ids) + 1)) or chance > math.log(LEVEL):
        return None
    evidence |= {"log_chance": chance}
    said = f"the labels run from 1 to {ids[-1]}, but frameworks count classes from 0"
    return Diagnosis("labels-from-one", said, evidence, rewritten(case.labels, "t - 1"))


LABELS_FROM_ONE = Suspicion(
    "labels-from-one",
    title="labels that start at 1",
    meaning="Frameworks count classes from 0. With labels from 1, each row is compared with the next "
    "class, and the last class is out of bounds.",
    fix="Use --label-offset -1, or subtract 1 before training.",
    find=labels_from_one,
)


def broken_rows(case: Case) -> Diagnosis | None:
    """Report one-hot labels in which a few rows have no 1, or several.

    Labels that are independent have rows with no 1 and with several; to be called one-hot and broken, rows
    that are not one-hot must be rare: below 1% of all, and below 10% where every row of the predictions sums
    to one, which says that the classes exclude each other. Predictions that do not sum to one say that they
    do not, and no row is called broken then.
    """
    seen = case.seen.labels
    if case.reading.kind is not Kind.MULTI_LABEL or not seen.not_one_hot or not seen.one_hot:
        return None
    share = seen.not_one_hot.count / seen.rows
    softmax = case.predictions is not None and case.is_distribution
    if share >= (FEW if softmax else FEWER) or (case.predictions is not None and not softmax):
        return None
    bad = seen.not_one_hot
    evidence: dict[str, Any] = {
        "rows": bad.count,
        "first_row": bad.row + 1,
        "share": share,
        "one_hot_rows": seen.one_hot.count,
    }
    said = f"{bad.times('row')} of one-hot labels without exactly one 1, first row {bad.row + 1}: {bad.value}"
    return Diagnosis("one-hot-with-broken-rows", said, evidence, _without_broken(case))


ONE_HOT_WITH_BROKEN_ROWS = Suspicion(
    "one-hot-with-broken-rows",
    title="a few one-hot rows without exactly one 1",
    meaning="Nearly all rows are one-hot. The others have no 1 or several, so they do not belong to "
    "one class.",
    fix="Fix these rows, or remove them from both files.",
    find=broken_rows,
    hides=("multi-hot-with-softmax",),
)


def _without_broken(case: Case) -> str:
    """Return the fix that removes the broken rows from both files."""
    keep = "k = (t != 0).sum(axis=1) == 1"
    one = rewritten(case.labels, "t[k]", keep, role="fixed_labels")
    side = case.predictions
    if side is None:
        return one
    modules, read = opened(case.labels)
    keep = f"import {', '.join(modules)}; y = np.asarray({read}); k = (y != 0).sum(axis=1) == 1"
    return f"{one} && {rewritten(side, 't[k]', keep, role='fixed_predictions')}"
