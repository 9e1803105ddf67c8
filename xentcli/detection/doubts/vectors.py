"""Vectors of 0 and 1 that are not labels of several classes: transposed, or with rows without a label."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.detection.refusal import SHARES, Refusal, refused

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xentcli.core.blocks import Block
    from xentcli.core.errors import Way
    from xentcli.detection.decide import Evidence
    from xentcli.inputs.dataset import Dataset
    from xentcli.losses.spec import LossSpec

FEW = 20
"""The number of rows with exactly one 1 at which that is no coincidence."""
FEWEST = 6
"""The same number of columns."""


def no_vectors(spec: LossSpec, seen: Evidence, data: Dataset) -> Refusal | None:
    """Return the question about vectors that are one-hot by column, or but for empty rows, or None."""
    labels, settings = seen.labels, spec.settings
    if settings.labels_kind is not None or settings.loss.formula is not None or labels.unknown:
        return None
    width = spec.layout.width
    if labels.rows < width and width >= FEWEST and labels.ones == width:
        return transposed(width, labels.rows, data.labels.blocks())
    hot, empty = labels.one_hot, labels.not_one_hot
    if width < 3 or labels.ones != hot.count or hot.count < max(FEW, empty.count):
        return None
    message = (
        f"{empty.times('row')} without a 1, but each of the other {hot.count:,} rows has exactly one: "
        "several labels per row, or rows without a label?"
    )
    hint = (
        "for independent labels, use --labels-kind multi-label; otherwise, remove the rows without a 1 from "
        "both files"
    )
    ways: tuple[Way, ...] = ({"labels_kind": "multi-label"},)
    return refused(empty, message, hint, SHARES, ways)


def transposed(width: int, rows: int, blocks: Iterable[Block]) -> Refusal | None:
    """Return the question whether labels are transposed if each column has exactly one 1, or None."""
    sums = sum(np.count_nonzero(block.values, axis=0) for block in blocks)
    if not (np.asarray(sums) == 1).all():
        return None
    message = (
        f"each of the {width:,} columns of labels has exactly one 1, but the {rows:,} rows do not: are rows "
        "and columns swapped?"
    )
    hint = (
        "if so, save a.T of both arrays, or of both tables; for independent labels, use --labels-kind "
        "multi-label"
    )
    return Refusal(SHARES, message, hint)
