"""Notes on how labels and predictions are compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.commands.advise.statistics import MOST_CLASSES
from xentcli.commands.advise.suspicions.suspicion import Suspicion, note
from xentcli.core.text import counted, listed
from xentcli.core.types import Kind, Loss

if TYPE_CHECKING:
    from xentcli.commands.advise.case import Case, Diagnosis


def not_examined(case: Case) -> Diagnosis | None:
    """Report which checks are skipped, and why: the order of the classes, the pairing of rows, or both."""
    if case.predictions is None:
        return _columns_left(case)
    why = next((found for check in SKIPPED if (found := check(case)) is not None), None)
    if why is None:
        return None
    what, reason, fix = why
    positions = list(case.reading.layout.positions)
    said = f"{what} not examined: {reason}"
    return note("not-examined", said, fix, classes=case.width, positions=positions, rows=case.rows)


NOT_EXAMINED = Suspicion(
    "not-examined",
    title="checks that were left out",
    meaning="Some wrong orders of classes and rows cannot be detected with few rows, with columns of "
    "unknown classes, with more than 256 independent outputs, or with images. Without predictions, only the "
    "labels are examined.",
    fix="Give advise more rows, use --classes, or compare a few rows by hand.",
    find=not_examined,
)
MOST_NAMED = 4


def _columns_left(case: Case) -> Diagnosis | None:
    """Report columns of fractions next to labels that were read alone: they may be predictions."""
    from xentcli.inputs.roles.column_stats import column_stats

    table, own = case.labels.table, case.labels.columns
    if table.dtype is not None or own is None:
        return None
    others = [c for c, numeric in enumerate(table.numeric) if numeric and c not in own]
    stats = column_stats(table, others)
    left = [table.columns[c] if table.columns else str(c) for c in others if stats[c].fractions]
    if not left:
        return None
    said = f"only the labels were examined, not {listed(left, MOST_NAMED)}"
    fix = "if these are predictions, name them with --prediction-columns"
    return note("not-examined", said, fix, columns=left)


BOTH = "the order of the classes and the pairing of the rows were"


def _unknown(case: Case) -> tuple[str, str, str] | None:
    reading = case.reading
    if reading.game is not None or reading.kind is not Kind.SPARSE or case.width < 2:
        return None
    why = f"the class of each of the {case.width:,} columns is not known"
    return (
        BOTH,
        why,
        "use --classes A,B,C in the order of the columns, or --classes @names.txt with one per line",
    )


def _uncounted(case: Case) -> tuple[str, str, str] | None:
    if case.reading.game is None or case.counts is not None or not case.rows:
        return None
    return BOTH, f"{case.width:,} outputs are more than {MOST_CLASSES:,}", "run advise on some of the columns"


def _few_rows(case: Case) -> tuple[str, str, str] | None:
    if not case.is_compared or case.rows >= FEWEST:
        return None
    few = f"{counted(case.rows, f'{_unit(case)} is', f'{_unit(case)}s are')} too few to prove either wrong"
    return BOTH, few, "give advise more rows"


def _rows_of_positions(case: Case) -> tuple[str, str, str] | None:
    positions = case.reading.layout.positions
    if not case.is_compared or not positions:
        return None
    what = "shifts of rows were" if len(positions) == 1 else "the pairing of the rows was"
    return what, "a row has several positions", "compare a few rows by hand"


def _few_of_each(case: Case) -> tuple[str, str, str] | None:
    if case.clues.many.tops.array is None or case.counts is None:
        return None
    if case.rows >= EACH * int((case.counts > 0).sum()):
        return None
    verb = "is" if case.rows == 1 else "are"
    why = f"{counted(case.rows, _unit(case))} of {case.width:,} classes {verb} too few"
    return "unusual orders of the classes were", why, "give advise more rows"


def _unit(case: Case) -> str:
    return "position" if case.reading.layout.positions else "row"


FEWEST = 24
"""Of fewer rows, all of them for another order prove nothing beyond chance."""
EACH = 3
"""The rows of each class with which any order of many classes is found."""
SKIPPED = (_unknown, _uncounted, _few_rows, _few_of_each, _rows_of_positions)


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
        f"binary cross-entropy on one-hot labels: the largest score is right in {argmax:.4g} of "
        f"the rows, but element-wise accuracy is up to {worst:.4g}"
    )
    return note(
        "elementwise-accuracy", said, "metrics=['categorical_accuracy']", argmax=argmax, elementwise=worst
    )


ELEMENTWISE_ACCURACY = Suspicion(
    "elementwise-accuracy",
    title="accuracy counted output by output",
    meaning="With binary cross-entropy, accuracy on one-hot labels is counted per output, and most "
    "outputs are 0.",
    fix="Use categorical_accuracy, which compares the largest output.",
    find=elementwise_accuracy,
)
