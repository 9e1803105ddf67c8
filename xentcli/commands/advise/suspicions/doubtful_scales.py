"""Suspicions about predictions that `loss` asks about: they could be logits, but most likely are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.commands.advise.case import Diagnosis
from xentcli.commands.advise.fixes import rewritten, with_options
from xentcli.commands.advise.reading import claimed
from xentcli.commands.advise.suspicions.suspicion import Suspicion

if TYPE_CHECKING:
    from xentcli.commands.advise.case import Case


def cells_outside(case: Case) -> Diagnosis | None:
    """Report numbers of which most are in [0, 1], as `loss` does, unless an option names the scale.

    A false alarm is rare: about half of the logits of a weak model are negative.
    """
    from xentcli.detection.nearly_unit import nearly_unit

    side, seen = case.predictions, case.seen.predictions
    if side is None or not case.one_by_one or claimed(case.settings) is not None or not seen.beyond_unit:
        return None
    if seen.is_whole or 2 * seen.beyond_unit.count > seen.cells:
        return None
    found = nearly_unit(seen, side.names or ())
    if found is None:
        return None
    evidence = {"first_row": seen.beyond_unit.row + 1, "outside": seen.beyond_unit.count, "cells": seen.cells}
    fix = with_options(case, "--from-logits") if found.ways else found.hint
    return Diagnosis("cells-outside", found.message, evidence, fix)


CELLS_OUTSIDE = Suspicion(
    "cells-outside",
    title="a few cells outside [0, 1] among probabilities",
    meaning="Most predictions are in [0, 1]. Marks of missing predictions, or bad cells, would turn all of "
    "them into logits.",
    fix="Remove rows without a prediction and correct other cells, or use --from-logits.",
    find=cells_outside,
    hides=("percentages",),
)


def int8(case: Case) -> Diagnosis | None:
    """Report whole numbers that are a quantized softmax, as `loss` does, unless an option names the scale.

    A false alarm is rare: rows of whole logits seldom have one sum, and that of a quantized softmax.
    """
    side, seen = case.predictions, case.seen.predictions
    if side is None or claimed(case.settings) is not None or case.reading.layout.positions:
        return None
    if not (seen.is_whole and seen.rows and -129 < seen.minimum < 0 and seen.maximum < 128):
        return None
    from xentcli.detection.quantised import STEPS, ZERO, quantised

    found = quantised(seen, case.width, side)
    if found is None:
        return None
    evidence = {"minimum": seen.minimum, "maximum": seen.maximum, "rows": seen.rows}
    change = "t.astype(float)" if side.table.dtype is not None else "t"
    return Diagnosis("int8", found.message, evidence, rewritten(side, f"({change} + {ZERO}) / {STEPS}"))


INT8 = Suspicion(
    "int8",
    title="int8 probabilities of a quantized model",
    meaning="All predictions are whole numbers from -128 to 127. As an int8 softmax, each row sums to one.",
    fix="Add 128 and divide by 256, for a scale of 1/256 and a zero point of -128.",
    find=int8,
    hides=("class-order", "rows-shifted", "rows-shuffled", "loss-above-class-shares"),
)
