"""Inspection of a single file of a mismatched pair, as labels and as predictions."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from xentcli.commands.advise.appearance import LOST, Looks, RowCount, looks_of_labels
from xentcli.core.frozen import Merged
from xentcli.core.row_layout import lay_out
from xentcli.detection.evidence import LabelEvidence, PredictionEvidence
from xentcli.detection.label_evidence import observe_labels
from xentcli.detection.prediction_evidence import observe_predictions
from xentcli.execution.fold import adding, fold
from xentcli.inputs.dataset import Dataset
from xentcli.io.table import Cells

if TYPE_CHECKING:
    from xentcli.core.blocks import Block
    from xentcli.execution.fold import Execution
    from xentcli.inputs.dataset import Part
    from xentcli.inputs.selection import Selection


class Alone(Merged):
    """The evidence of a single file, both as labels and as predictions."""

    rows: int = 0
    labels: LabelEvidence = LabelEvidence()
    predictions: PredictionEvidence = PredictionEvidence()
    first: RowCount = RowCount()
    looks: Looks = Looks()
    """The patterns of the file as labels."""

    @property
    def has_labels(self) -> bool:
        """Return whether all cells could be classes: names or whole numbers."""
        return bool(self.labels.names or self.labels.truths) or (
            bool(self.labels.whole) and not self.labels.fractions
        )

    @property
    def has_predictions(self) -> bool:
        """Return whether the cells are numbers with fractions."""
        return bool(self.labels.fractions) and not self.labels.names


def look_alone(side: Selection, most: int, execution: Execution) -> Alone:
    """Read a whole file and return its evidence."""
    return fold(partial(_alone, side.shape, side.cells, most), Dataset(side), execution, adding(Alone()))


def _alone(shape: tuple[int, ...], cells: Cells, most: int, parts: tuple[Part]) -> Alone:
    block = parts[0].load()
    layout = lay_out(shape, None)
    labels = observe_labels(block, layout, most=most)
    if block.categories is not None or cells is Cells.NAMES:
        return Alone(rows=len(block), labels=labels)
    wide = lay_out((), shape) if len(shape) <= 1 else None
    predictions = PredictionEvidence(rows=len(block))
    if wide is not None:
        predictions = observe_predictions(block, wide, counted=False)
    return Alone(len(block), labels, predictions, _first(block), looks_of_labels(block, layout))


def _first(block: Block) -> RowCount:
    x = block.values
    if x.ndim != 2 or x.shape[1] < 2 or x.dtype.kind == "b":
        return LOST
    start = x[:, 0] - np.arange(block.first_row, block.first_row + len(x), dtype=np.float64)
    return RowCount(float(start[0])) if bool((start == start[0]).all()) else LOST
