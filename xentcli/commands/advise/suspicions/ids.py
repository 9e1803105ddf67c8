"""Suspicions about columns that count or identify the rows, among labels or predictions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xentcli.commands.advise.case import Diagnosis
from xentcli.commands.advise.fixes import quoted, with_columns, with_options
from xentcli.commands.advise.reopen import path_of
from xentcli.commands.advise.suspicions.suspicion import Suspicion
from xentcli.core.types import Kind

if TYPE_CHECKING:
    from xentcli.commands.advise.case import Case
    from xentcli.inputs.selection import Selection


MIN_ROWS = 20
"""The minimum number of rows for labels that are all different to be taken for ids."""


def id_column(case: Case) -> Diagnosis | None:
    """Report a prediction column that counts the rows.

    Whole numbers do not increase by one from row to row, over five rows or more, by chance, and the
    predictions of a class do not do so. The labels' columns are looked at in the same way.
    """
    looks, rows = case.clues.looks, case.seen.predictions.rows
    if case.predictions is None or case.width < 2 or rows < 5:
        return None
    for column, count in ((0, looks.first), (case.width - 1, looks.last)):
        if count:
            evidence = {"file": "predictions", "column": column, "first": count.start, "rows": rows}
            said = f"column {column} of the predictions counts the rows, so it is an id, not a class"
            return Diagnosis("id-column", said, evidence, _without_column(case, case.predictions, column))
    return None


ID_COLUMN = Suspicion(
    "id-column",
    title="an id column in the data",
    meaning="A column counts the rows, or every label is different. An index was saved with the data.",
    fix="Use --prediction-columns '!0' or --labels-column NAME, or save the data with index=False.",
    find=id_column,
    alone=True,
)


def _without_column(case: Case, side: Selection, column: int) -> str:
    """Return the fix that selects all prediction columns except one."""
    if side.table.name.endswith("]") or (side.columns and len(side.columns) < len(side.table.numeric)):
        return with_columns(case, [k for k in range(case.width) if k != column])
    at = side.columns[column] if side.columns else column
    return with_options(case, "--prediction-columns", f"!{at}")


def id_labels(case: Case) -> Diagnosis | None:
    """Report a label column that counts the rows, or that has a different value in each.

    A column does not count rows by chance; of labels that are all different, there must be at least twenty.
    """
    seen = case.seen.labels
    ids = case.reading.kind is Kind.SPARSE and not case.reading.layout.vectors
    if ids and not seen.classes.full and len(seen.classes) == seen.rows >= MIN_ROWS and not seen.names:
        if case.predictions is not None and case.width >= seen.rows:
            return None
        evidence: dict[str, Any] = {"rows": seen.rows, "different": len(seen.classes)}
        said = f"all {seen.rows:,} labels are different, so they are ids, not classes"
        return Diagnosis("id-column", said, evidence, _another_column(case))
    if not case.clues.looks.labels:
        return None
    evidence = {"column": 0, "first": case.clues.looks.labels.start}
    said = "the first column of the labels counts the rows, so it is an id"
    width = int((*case.labels.shape, 1)[0])
    rest = "1" if width == 2 else f"1-{width - 1}"
    return Diagnosis("id-column", said, evidence, with_options(case, "--labels-column", rest))


ID_LABELS = Suspicion(
    "id-labels",
    find=id_labels,
)


def _another_column(case: Case) -> str:
    """Return `xentcli advise` on the first other column, if the table has one."""
    side = case.labels
    own = side.columns or (0,)
    names = side.table.columns or tuple(map(str, range(int((*side.table.shape, 1)[1] or 1))))
    other = next((name for at, name in enumerate(names) if at not in own), None)
    if other is None or side.table.dtype is not None:
        return "xentcli advise FILE --labels-column NAME  # the file and the column of the classes"
    return f"xentcli advise {quoted(path_of(side.table.name))} --labels-column {quoted(other)}"
