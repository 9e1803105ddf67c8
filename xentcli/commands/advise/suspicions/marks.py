"""The suspicion that class ids contain a mark for rows to leave out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xentcli.commands.advise.case import Diagnosis
from xentcli.commands.advise.fixes import quoted, repeated, rewritten, with_options
from xentcli.commands.advise.reopen import path_of
from xentcli.commands.advise.suspicions.suspicion import Suspicion
from xentcli.core.text import counted
from xentcli.core.types import Kind
from xentcli.settings.settings import IGNORE_MARKS as MARKS

if TYPE_CHECKING:
    from xentcli.commands.advise.case import Case


def ignore_marks(case: Case) -> Diagnosis | None:
    """Report a mark such as -1, -100 or 255 among class ids, for rows to leave out.

    This does not happen by chance: the mark is not a class of the columns, and all other labels are. Without
    predictions, it must be negative, or 255 with a gap of at least as many ids below it as there are classes.
    """
    seen, classes = case.seen.labels.classes, case.reading.classes
    if case.reading.kind is Kind.MULTI_LABEL:
        return _cell_marks(case)
    if case.reading.kind not in {Kind.SPARSE, Kind.BINARY} or seen.full or case.settings.classes:
        return None
    ids = sorted(c for c in seen.counts if isinstance(c, int))
    marks = [c for c in ids if c in MARKS and c != case.settings.ignore_index]
    rest = [c for c in ids if c not in MARKS]
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
    what = "position" if case.reading.layout.positions else "row"
    many = (
        f"{marks[0]} in {counted(counts[0], what)} is not a class of {min(rest)}..{max(rest)}; it marks "
        "rows to ignore"
    )
    return Diagnosis("ignore-marks", many, evidence, _without_marks(case, marks))


def _cell_marks(case: Case) -> Diagnosis | None:
    """Report a mark in cells of label vectors that otherwise hold 0 and 1."""
    mark, cells = case.seen.labels.mark, case.seen.labels.marks
    if mark is None:
        return None
    message = f"{cells.times('cell')} with {mark} among 0 and 1; it marks unknown labels"
    evidence: dict[str, Any] = {"marks": [mark], "cells": [cells.count]}
    if case.predictions is None:
        return Diagnosis("ignore-marks", message, evidence, _left_out(case, mark))
    return Diagnosis("ignore-marks", message, evidence, with_options(case, "--ignore-index", str(mark)))


def _left_out(case: Case, mark: int) -> str:
    array = case.labels.table.dtype is not None
    return rewritten(
        case.labels, f"np.where(t == {mark}, np.nan, t)" if array else f"t.replace({mark}, np.nan)"
    )


IGNORE_MARKS = Suspicion(
    "ignore-marks",
    title="marks of ignored rows among the labels",
    meaning="-1, -100 and 255 mark padding, unknown pixels and unknown labels. They are not classes.",
    fix="Use --ignore-index with the mark; in PyTorch ignore_index, in Keras ignore_class.",
    find=ignore_marks,
)


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
