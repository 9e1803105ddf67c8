"""Labels that are written otherwise than a loss wants them, or that are none."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from xentcli.commands.advise.case import Diagnosis
from xentcli.commands.advise.fixes import quoted, repeated, rewritten, with_options
from xentcli.commands.advise.forms import LEVELS, REGRESSION
from xentcli.commands.advise.reopen import opened, path_of
from xentcli.commands.advise.significance import LEVEL
from xentcli.core.text import shown
from xentcli.core.types import Kind
from xentcli.settings.settings import IGNORE_MARKS

if TYPE_CHECKING:
    from xentcli.commands.advise.case import Case

FEW = 0.1
"""The share of rows below which label vectors without exactly one 1 are broken, beside a softmax."""
FEWER = 0.01
"""The same where no predictions say that the classes exclude each other."""
MIN_ROWS = 20
"""Rows from which on labels that are all different look like ids."""


def regression_target(case: Case) -> Diagnosis | None:
    """Labels that are neither classes nor shares: no cross-entropy fits them.

    No chance is in it: class ids are whole numbers, and shares lie in [0, 1].
    """
    seen, doubt = case.seen.labels, case.reading.doubt
    if doubt not in {REGRESSION, LEVELS} or case.reading.kind is not None:
        return None
    odd = seen.fractions or seen.beyond_unit
    evidence: dict[str, Any] = {"value": _number(odd.value), "row": odd.row + 1, "cells": odd.count}
    evidence |= {"minimum": seen.minimum, "maximum": seen.maximum}
    said = f"{shown(odd.value)} is no class and no share ({odd.times('cell')}): a regression target"
    return Diagnosis("regression-target", said, evidence, "model.compile(loss='mean_squared_error')")


def _number(value: object) -> float | str:
    return float(value) if isinstance(value, (int, float)) else str(value)


def plus_minus_one(case: Case) -> Diagnosis | None:
    """Two classes written -1 and 1, as for a hinge loss; cross-entropy of them is negative, or meaningless.

    No chance is in it: every label is one or the other. Beside three columns or more, -1 is a mark.
    """
    return _two_levels(case, (-1, 1), "labels-plus-minus-one", bool(case.clues.looks.not_signs))


def zero_and_255(case: Case) -> Diagnosis | None:
    """Two classes written 0 and 255, as images have them.

    No chance is in it: every label is one or the other. Beside three columns or more, 255 is a mark.
    """
    return _two_levels(case, (0, 255), "labels-0-255", bool(case.clues.looks.not_bytes))


def _two_levels(case: Case, levels: tuple[int, int], code: str, other: bool) -> Diagnosis | None:
    seen, vectors = case.seen.labels, case.reading.layout.vectors and case.reading.layout.width > 1
    low, high = levels
    words = f"all labels are {low} or {high}, and a loss takes 0 or 1"
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


def ignore_marks(case: Case) -> Diagnosis | None:
    """A mark such as -1, -100 or 255 among class ids, in rows that are to be left out.

    No chance is in it: the mark is no class of the columns, and all other labels are. Without predictions, it
    must be negative, or 255 with a gap of at least as many ids below it as there are classes.
    """
    seen, classes = case.seen.labels.classes, case.reading.classes
    if case.reading.kind not in {Kind.SPARSE, Kind.BINARY} or seen.full or case.settings.classes:
        return None
    ids = sorted(c for c in seen.counts if isinstance(c, int))
    marks = [c for c in ids if c in IGNORE_MARKS and c != case.settings.ignore_index]
    rest = [c for c in ids if c not in IGNORE_MARKS]
    if not marks or not rest or len(rest) < 2 or min(rest) + classes.offset < 0 or len(ids) < len(seen):
        return None
    if case.predictions is None:
        marks = [c for c in marks if c < 0 or c > 2 * max(rest) + 1]
    else:
        marks = [c for c in marks if not 0 <= c + classes.offset < max(case.width, 2)]
    if not marks:
        return None
    counts = [seen.counts[c] for c in marks]
    evidence: dict[str, Any] = {"marks": marks, "rows": counts, "classes": [min(rest), max(rest)]}
    what = "positions" if case.reading.layout.positions else "rows"
    many = (
        f"{marks[0]} in {counts[0]:,} {what} is no class of {min(rest)}..{max(rest)}: a mark for rows to "
        "leave out"
    )
    return Diagnosis("ignore-marks", many, evidence, _without_marks(case, marks))


def _without_marks(case: Case, marks: list[int]) -> str:
    if case.predictions is not None and len(marks) == 1:
        return with_options(case, "--ignore-index", str(marks[0]))
    if case.predictions is not None:
        one = marks[0]
        copy = rewritten(case.labels, f"t.replace({marks}, {one})")
        if case.labels.table.dtype is not None:
            copy = rewritten(case.labels, f"np.where(np.isin(t, {marks}), {one}, t)")
        kind = "csv" if case.labels.table.dtype is None else "npy"
        beside = quoted(path_of(case.predictions.table.name))
        again = "".join(f" {quoted(word)}" for word in repeated(case, "--labels-column", "--ignore-index"))
        return f"{copy}; xentcli loss fixed.{kind} {beside}{again} --ignore-index {one}"
    keep = (
        f"t[~np.isin(t, {marks})]"
        if case.labels.table.dtype is not None
        else f"t[~t.iloc[:, 0].isin({marks})]"
    )
    return rewritten(case.labels, keep)


def labels_from_one(case: Case) -> Diagnosis | None:
    """Class ids that run from 1 to K, where every framework but scikit-learn counts from 0.

    Beside K columns no chance is in it: K is no class of 0..K-1. (Labels from 1 that miss the last class are
    found by `class-order`.) Without predictions, class 0 may be missing by chance: with K + 1 classes as
    often as the rarest that is seen, in all N rows, with a probability of (1 - share)^N, which must be below
    1e-6.
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
        said = f"the labels run from 1 to {ids[-1]}, and the {size} classes from 0 to {size - 1}"
        options = ("--label-offset", "-1") if case.width > 1 else ("--classes", "1,2")
        return Diagnosis("labels-from-one", said, evidence, with_options(case, *options))
    rarest = min(seen.classes.counts[c] for c in ids) / max(seen.rows, 1)
    chance = seen.rows * math.log1p(-min(rarest, 0.5))
    if ids != list(range(1, len(ids) + 1)) or chance > math.log(LEVEL):
        return None
    evidence |= {"log_chance": chance}
    said = f"the labels run from 1 to {ids[-1]}, and frameworks count classes from 0"
    return Diagnosis("labels-from-one", said, evidence, rewritten(case.labels, "t - 1"))


def broken_rows(case: Case) -> Diagnosis | None:
    """One-hot labels of which a few rows have no 1, or several.

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


def _without_broken(case: Case) -> str:
    """Both files without those rows."""
    keep = "k = (t != 0).sum(axis=1) == 1"
    one = rewritten(case.labels, "t[k]", keep, role="fixed_labels")
    side = case.predictions
    if side is None:
        return one
    modules, read = opened(case.labels)
    keep = f"import {', '.join(modules)}; y = np.asarray({read}); k = (y != 0).sum(axis=1) == 1"
    return f"{one} && {rewritten(side, 't[k]', keep, role='fixed_predictions')}"


def id_labels(case: Case) -> Diagnosis | None:
    """A column that counts rows where a label should be, or that names each row.

    No chance is in it for a column that counts; labels that are all different must be at least twenty.
    """
    seen = case.seen.labels
    ids = case.reading.kind is Kind.SPARSE and not case.reading.layout.vectors
    if ids and not seen.classes.full and len(seen.classes) == seen.rows >= MIN_ROWS and not seen.names:
        if case.predictions is not None and case.width >= seen.rows:
            return None
        evidence: dict[str, Any] = {"rows": seen.rows, "different": len(seen.classes)}
        said = f"each of {seen.rows:,} labels is different: an id column, not classes"
        return Diagnosis("id-column", said, evidence, _another_column(case))
    if not case.clues.looks.labels:
        return None
    evidence = {"column": 0, "first": case.clues.looks.labels.start}
    said = "the first column of the labels counts the rows: an id"
    return Diagnosis("id-column", said, evidence, with_options(case, "--labels-column", "1-"))


def _another_column(case: Case) -> str:
    """`xentcli advise` on the first other column, where the table has one."""
    side = case.labels
    own = side.columns or (0,)
    names = side.table.columns or tuple(map(str, range(int((*side.table.shape, 1)[1] or 1))))
    other = next((name for at, name in enumerate(names) if at not in own), None)
    if other is None or side.table.dtype is not None:
        return "xentcli advise FILE --labels-column NAME  # the file and the column of the classes"
    return f"xentcli advise {quoted(path_of(side.table.name))} --labels-column {quoted(other)}"
