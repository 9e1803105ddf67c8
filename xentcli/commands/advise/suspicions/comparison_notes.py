"""Notes on how labels and predictions are compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.commands.advise.fixes import rewritten, with_options
from xentcli.commands.advise.statistics import MOST_CLASSES
from xentcli.commands.advise.suspicions.suspicion import Suspicion, note
from xentcli.core.types import Kind, Loss

if TYPE_CHECKING:
    from xentcli.commands.advise.case import Case, Diagnosis


def not_examined(case: Case) -> Diagnosis | None:
    """Report which checks are skipped: class order and row pairing, if rows have several positions or very
    many classes, or if the columns' classes are unknown."""
    if case.predictions is None:
        return None
    reading = case.reading
    positions = list(reading.layout.positions)
    unknown = reading.game is None and reading.kind is Kind.SPARSE and case.width > 1
    if positions:
        why, fix = "a row has several positions", _one_a_row(case)
    elif unknown:
        why = f"which of {case.width:,} columns is whose is not known"
        fix = f"{with_options(case, '--classes', '@names.txt')}  # a name a line, as the columns are"
    elif reading.game is not None and case.width > MOST_CLASSES:
        why, fix = (
            f"{case.width:,} are more than {MOST_CLASSES:,}",
            "advise on some classes' rows and columns",
        )
    else:
        return None
    said = f"the order of classes and the pairing of rows were not examined: {why}"
    return note("not-examined", said, fix, classes=case.width, positions=positions)


NOT_EXAMINED = Suspicion(
    "not-examined",
    title="questions that were left out",
    meaning="With several positions a row, more than 256 classes, or columns whose classes are not known, "
    "the order of classes and the pairing of rows are not examined.",
    fix="Give advise a row for each position, fewer classes, or --classes.",
    find=not_examined,
)


def _one_a_row(case: Case) -> str:
    """Return code that gives both arrays one row per position."""
    layout, side = case.reading.layout, case.predictions
    if side is None or side.table.dtype is None or case.labels.table.dtype is None:
        return "save a row for each position"
    last = layout.axis is None or layout.axis > len(layout.positions)
    moved = "t" if last else f"np.moveaxis(t, {layout.axis}, -1)"
    p = f"{moved}.reshape(-1, {layout.width})"
    one = rewritten(case.labels, p if layout.vectors else "t.ravel()", role="fixed_labels")
    other = rewritten(side, p, role="fixed_predictions")
    return f"{one} && {other} && xentcli advise fixed_labels.npy fixed_predictions.npy"


def elementwise_accuracy(case: Case) -> Diagnosis | None:
    """Report one-hot labels under binary cross-entropy, where accuracy is counted per output."""
    one_hot = case.reading.kind is Kind.ONE_HOT and case.table is not None and case.width > 2
    if not one_hot or not case.is_compared or case.settings.loss.formula is not Loss.BINARY:
        return None
    _, _, hits = case.table or (None, None, None)
    assert hits is not None
    argmax = float(hits.trace()) / case.rows
    worst = 1 - 2 * (1 - argmax) / case.width
    said = (
        f"binary cross-entropy on one-hot labels: the largest prediction is right in {argmax:.4g} "
        f"of the rows, "
        f"an accuracy by element counts up to {worst:.4g}"
    )
    return note(
        "elementwise-accuracy", said, "metrics=['categorical_accuracy']", argmax=argmax, elementwise=worst
    )


ELEMENTWISE_ACCURACY = Suspicion(
    "elementwise-accuracy",
    title="accuracy counted output by output",
    meaning="Beside binary cross-entropy, one-hot labels are counted output by output, and most outputs "
    "are 0.",
    fix="Compare the largest output: categorical_accuracy.",
    find=elementwise_accuracy,
)
