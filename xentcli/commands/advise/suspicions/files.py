"""Suspicions about files that do not match at all: swapped, transposed, or with an extra column."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.commands.advise.case import Diagnosis
from xentcli.commands.advise.fixes import rewritten, with_columns, with_options
from xentcli.commands.advise.suspicions.pictures import equal_channels
from xentcli.commands.advise.suspicions.suspicion import Suspicion
from xentcli.core.text import counted

if TYPE_CHECKING:
    from xentcli.commands.advise.case import Case
    from xentcli.commands.advise.look_alone import Alone
    from xentcli.inputs.selection import Selection


def misfit(case: Case, labels: Alone, predictions: Alone) -> Diagnosis | None:
    """Return why two files do not match, or None if nothing shows it."""
    tries = (_transposed, _swapped, _id_column, _hard, _in_colour)
    found = (try_(case, labels, predictions) for try_ in tries)
    return next((finding for finding in found if finding is not None), None)


def _width(side: Selection) -> int:
    return int(np.prod(side.shape)) if side.shape else 1


def _transposed(case: Case, labels: Alone, predictions: Alone) -> Diagnosis | None:
    """Report a file with as many columns as the other has rows, and a different number of rows. This does not
    happen by chance."""
    side = case.predictions
    assert side is not None
    rows, columns = predictions.rows, _width(side)
    if columns == labels.rows != rows and columns > 1:
        shape = f"{counted(rows, 'row')} and {counted(columns, 'column')}"
        said = f"the predictions have {shape}, but the labels {counted(labels.rows, 'row')}"
        return _turned("predictions", side, said, [rows, columns], labels.rows)
    rows, columns = labels.rows, _width(case.labels)
    if columns == predictions.rows != rows and columns > 1:
        shape = f"{counted(rows, 'row')} and {counted(columns, 'column')}"
        said = f"the labels have {shape}, but the predictions {counted(predictions.rows, 'row')}"
        return _turned("labels", case.labels, said, [rows, columns], predictions.rows)
    return None


def _turned(which: str, side: Selection, said: str, shape: list[int], rows: int) -> Diagnosis:
    evidence = {"file": which, "shape": shape, "rows_of_the_other": rows}
    fix = rewritten(side, "t.T", role=f"fixed_{which}", header=False)
    return Diagnosis("transposed", f"{said}: rows and columns are swapped", evidence, fix)


def _swapped(case: Case, labels: Alone, predictions: Alone) -> Diagnosis | None:
    """Report fractions in place of labels, and classes in place of predictions: this does not happen by
    chance."""
    if not (labels.has_predictions and predictions.has_labels) or labels.rows != predictions.rows:
        return None
    evidence = {"rows": labels.rows, "first_label": str(labels.labels.fractions.value)}
    said = (
        f"{case.label_file} holds fractions and {case.file} classes: the files are swapped, labels come first"
    )
    return Diagnosis("swapped-files", said, evidence, with_options(case, swapped=True))


def _id_column(case: Case, labels: Alone, predictions: Alone) -> Diagnosis | None:
    """Report a first column that counts rows in a file with one column more than the other. This does not
    happen by chance."""
    side, widths = case.predictions, (_width(case.labels), 0)
    assert side is not None
    widths = (widths[0], _width(side))
    if labels.first and widths[0] in {2, widths[1] + 1} and labels.rows == predictions.rows:
        said = f"the first column of {case.label_file} counts the rows, so it is an id"
        evidence = {"file": "labels", "column": 0, "first": labels.first.start, "rows": labels.rows}
        rest = "1" if widths[0] == 2 else f"1-{widths[0] - 1}"
        fix = with_options(case, "--labels-column", rest)
        if case.labels.table.name.endswith("]"):
            fix = rewritten(case.labels, "t[:, 1]" if widths[0] == 2 else "t[:, 1:]")
        return Diagnosis("id-column", said, evidence, fix)
    if predictions.first and widths[1] == widths[0] + 1 and labels.rows == predictions.rows:
        said = f"the first column of {case.file} counts the rows, so it is an id"
        evidence = {"file": "predictions", "column": 0, "first": predictions.first.start, "rows": labels.rows}
        fix = with_options(case, "--prediction-columns", "!0")
        if side.table.name.endswith("]"):
            fix = with_columns(case, range(1, widths[1]))
        return Diagnosis("id-column", said, evidence, fix)
    return None


def _hard(case: Case, labels: Alone, predictions: Alone) -> Diagnosis | None:
    """Report a single column of whole numbers that are classes of the label vectors: this does not happen by
    chance."""
    seen = predictions.labels
    whole = not seen.fractions and not seen.names and _width(case.predictions or case.labels) == 1
    vectors = labels.labels.one_hot and not labels.labels.beyond_bit
    inside = seen.minimum >= 0 and seen.maximum < _width(case.labels)
    if not (whole and vectors and inside) or labels.rows != predictions.rows:
        return None
    evidence = {"minimum": seen.minimum, "maximum": seen.maximum, "rows": predictions.rows}
    said = "the predictions are class ids: predict was used instead of predict_proba"
    return Diagnosis("hard-predictions", said, evidence, "p = model.predict_proba(X)")


def _in_colour(case: Case, labels: Alone, predictions: Alone) -> Diagnosis | None:
    """Report masks of equal channels; see `rgb_mask`."""
    constant = labels.labels.minimum >= labels.labels.maximum
    if labels.looks.coloured or constant or labels.rows != predictions.rows:
        return None
    return equal_channels(case.labels)


def nothing(_: Case) -> None:
    """Return None: transposed files have no rows to compare, and `misfit` finds them before."""


TRANSPOSED = Suspicion(
    "transposed",
    title="rows and columns are swapped",
    meaning="One file has as many columns as the other has rows. It was saved as (classes, samples).",
    fix="Save its transpose: np.save(FILE, t.T)",
    find=nothing,
)


def swapped_files(case: Case) -> Diagnosis | None:
    """Report labels and predictions in each other's place with equal shapes: the labels are fractions, and
    the predictions only 0 and 1.

    This does not happen by chance: soft labels with a model that has no doubt in any row are of no use.
    """
    seen, looks = case.seen.predictions, case.clues.looks
    if case.predictions is None or not case.seen.labels.fractions or case.seen.labels.names:
        return None
    bits = not looks.soft and (seen.minimum, seen.maximum) == (0, 1)
    ids = not looks.fractional and case.reading.kind is None and seen.minimum >= 0 and seen.rows
    if not bits and not ids:
        return None
    evidence = {"fractions": case.seen.labels.fractions.count, "rows": case.seen.labels.rows}
    said = (
        f"{case.label_file} holds fractions and {case.file} classes: the files are swapped, labels come first"
    )
    return Diagnosis("swapped-files", said, evidence, with_options(case, swapped=True))


SWAPPED_FILES = Suspicion(
    "swapped-files",
    title="labels and predictions are swapped",
    meaning="The first file holds fractions and the second classes. Labels come first, as in Keras and "
    "scikit-learn.",
    fix="Swap the two files on the command line.",
    find=swapped_files,
    alone=True,
)
