"""What the input of a conversion says, block by block: values that add up."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from xentcli.engines import engine_for
from xentcli.evidence import LabelEvidence, observe_bits, observe_labels
from xentcli.formats.spelling import starts_like_formula
from xentcli.merging import Merged
from xentcli.sightings import UNSEEN, Sighting, seen_cells

if TYPE_CHECKING:
    from xentcli.bits import Bits
    from xentcli.conversion import Conversion
    from xentcli.engines import Engine
    from xentcli.layout import Layout
    from xentcli.types import Block

UNREAD = LabelEvidence()
"""The evidence of labels that nobody has looked at."""


@dataclass(frozen=True, slots=True)
class Seen(Merged):
    """What was seen of the input: the labels, and cells that travel along and start like formulas."""

    rows: int = 0
    labels: LabelEvidence = UNREAD
    formulas: Sighting = UNSEEN


def survey(job: Conversion, layout: Layout) -> Seen:
    """What the whole input says."""
    engine, jobs = workers(job, layout)
    seen = Seen()
    for more in engine(partial(look_at, job, layout, bits=None), job.labels.blocks(), jobs):
        seen = seen + Seen(more.rows, more)
    return seen


def workers(job: Conversion, layout: Layout) -> tuple[Engine, int]:
    """Who does the work: one column is done before a second thread has begun."""
    return engine_for(job.jobs if layout.vectors else 1)


def look_at(job: Conversion, layout: Layout, block: Block, bits: Bits | None) -> LabelEvidence:
    """The evidence of one block; of scores, only how many they are."""
    if job.accepted.of_scores:
        return LabelEvidence(rows=len(block))
    return observe_labels(block, layout) if bits is None else observe_bits(block, bits)


def seen_formulas(block: Block) -> Sighting:
    """The cells of a column of text that start like formulas."""
    formula = [starts_like_formula(cell) for cell in block.categories or ()]
    return seen_cells(block, np.array(formula)[block.values]) if any(formula) else UNSEEN
