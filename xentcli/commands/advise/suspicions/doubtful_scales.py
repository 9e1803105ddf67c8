"""Suspicions about predictions that `loss` asks about: they would pass for logits and likely are none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.commands.advise.case import Diagnosis
from xentcli.commands.advise.fixes import rewritten, with_options
from xentcli.commands.advise.reading import claimed
from xentcli.commands.advise.suspicions.suspicion import Suspicion

if TYPE_CHECKING:
    from xentcli.commands.advise.case import Case


def cells_outside(case: Case) -> Diagnosis | None:
    """Report numbers of which most lie in [0, 1], as `loss` does, unless an option names the scale."""
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
    meaning="Most predictions lie in [0, 1]; marks of missing predictions or bad cells make logits of all.",
    fix="Leave rows without a prediction out, correct other cells; or say --from-logits.",
    find=cells_outside,
)


def int8(case: Case) -> Diagnosis | None:
    """Report whole numbers that are a quantised softmax, as `loss` does, unless an option names the scale."""
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
    title="int8 probabilities of a quantised model",
    meaning="All predictions are whole numbers from -128 to 127; as an int8 softmax each row sums to one.",
    fix="Add 128 and divide by 256, for a scale of 1/256 and a zero point of -128.",
    find=int8,
    hides=("class-order", "rows-shifted", "rows-shuffled", "loss-above-class-shares"),
)
