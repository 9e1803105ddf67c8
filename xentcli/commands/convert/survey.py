"""Gather the evidence of a conversion's input, block by block."""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.frozen import Frozen, Merged
from xentcli.core.names import starts_like_formula
from xentcli.detection.evidence import LabelEvidence
from xentcli.detection.label_evidence import observe_bits, observe_labels
from xentcli.execution.fold import ALONE, Execution, adding, fold
from xentcli.numerics.occurrences import UNSEEN, Occurrences, seen_where

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xentcli.commands.convert.conversion import Conversion
    from xentcli.core.blocks import Block
    from xentcli.core.row_layout import RowLayout
    from xentcli.inputs.dataset import Part
    from xentcli.inputs.selection import Selection
    from xentcli.numerics.binary_rows import BinaryRows

PORTION = 1 << 17
"""The number of cells per block, except for arrays of vectors, which have blocks of a suitable size."""
UNREAD = LabelEvidence()
"""The evidence before any label was read."""


class Survey(Merged):
    """The evidence of the labels, and of copied cells that start like formulas."""

    rows: int = 0
    labels: LabelEvidence = UNREAD
    formulas: Occurrences = UNSEEN


class Portions(Frozen):
    """The labels of a conversion, in blocks small enough to limit memory."""

    labels: Selection
    most: int | None = None

    @property
    def sides(self) -> list[Selection]:
        """The labels, as the only side."""
        return [self.labels]

    @property
    def anywhere(self) -> bool:
        """Whether several processes can read rows by position."""
        return self.labels.table.anywhere and not _is_column(self.labels)

    def on(self, sides: Sequence[Selection]) -> Portions:
        """Return a share of the rows."""
        return Portions(sides[0])

    def parts(self) -> Iterator[Part]:
        """Yield the labels in lazily loaded parts."""
        width = math.prod(self.labels.shape)
        for part in self.labels.parts():
            whole = self.labels.table.dtype is not None and width > 1
            step = len(part) if whole else max(1, PORTION // width)
            for start in range(0, len(part), step):
                yield part[start : start + step]


def survey(job: Conversion, layout: RowLayout) -> Survey:
    """Return the evidence of the whole input."""
    work = partial(_surveyed, job.accepted.of_scores, layout)
    return fold(work, Portions(job.labels), execution_of(job), adding(Survey()))


def execution_of(job: Conversion) -> Execution:
    """Return the execution: one thread for a numeric column, which is too fast to gain from more."""
    return ALONE if _is_column(job.labels) else Execution(job.jobs)


def _surveyed(scores: bool, layout: RowLayout, part: Part) -> Survey:
    labels = look_at(scores, layout, part.load(), None)
    return Survey(labels.rows, labels)


def _is_column(labels: Selection) -> bool:
    return labels.table.dtype is not None and labels.shape in {(), (1,)}


def look_at(scores: bool, layout: RowLayout, block: Block, bits: BinaryRows | None) -> LabelEvidence:
    """Return the evidence of one block; for scores only the number of rows."""
    if scores:
        return LabelEvidence(rows=len(block))
    return observe_labels(block, layout) if bits is None else observe_bits(block, bits)


def seen_formulas(block: Block) -> Occurrences:
    """Return the occurrences of cells in a text column that start like formulas."""
    words = block.categories or ()
    found = [code for code in set(block.values.tolist()) if starts_like_formula(words[code])]
    return seen_where(block, np.isin(block.values, found)) if found else UNSEEN
