"""What the input of a conversion says, block by block: values that add up."""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.merge import Merged
from xentcli.detection.evidence import LabelEvidence
from xentcli.detection.label_evidence import observe_bits, observe_labels
from xentcli.execution.threads import engine_for
from xentcli.io.write.text import starts_like_formula
from xentcli.numerics.occurrences import UNSEEN, Occurrence, seen_cells

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import TypeVar

    from xentcli.commands.convert.conversion import Conversion
    from xentcli.core.row_layout import RowLayout
    from xentcli.core.types import Block
    from xentcli.inputs.align import Part
    from xentcli.inputs.selection import Selection
    from xentcli.numerics.binary_rows import BinaryRows

    Task = TypeVar("Task")
    Result = TypeVar("Result")

PORTION = 1 << 17
"""How many cells are taken at a time, but for arrays of vectors: these come in blocks of the right size."""
UNREAD = LabelEvidence()
"""The evidence of labels that nobody has looked at."""


class Survey(Merged):
    """What was seen of the input: the labels, and cells that travel along and start like formulas."""

    rows: int = 0
    labels: LabelEvidence = UNREAD
    formulas: Occurrence = UNSEEN


def survey(job: Conversion, layout: RowLayout) -> Survey:
    """What the whole input says."""
    seen = Survey()
    for more in over(job, portions(job), partial(_surveyed, job, layout)):
        seen = seen + more
    return seen


def _surveyed(job: Conversion, layout: RowLayout, part: Part) -> Survey:
    labels = look_at(job, layout, part.load(), None)
    return Survey(labels.rows, labels)


def portions(job: Conversion) -> Iterator[Part]:
    """The labels, read where they are loaded, in portions that take little room beside what is read."""
    width = math.prod(job.labels.shape)
    for part in job.labels.parts():
        step = len(part) if job.labels.table.dtype is not None and width > 1 else max(1, PORTION // width)
        for start in range(0, len(part), step):
            yield part[start : start + step]


def over(job: Conversion, tasks: Iterable[Task], work: Callable[[Task], Result]) -> Iterator[Result]:
    """The work on every task, in order; a column of numbers is done before a second thread has begun."""
    engine, jobs = engine_for(1 if _is_column(job.labels) else job.jobs)
    yield from engine(work, tasks, jobs)
    job.labels.table.verify()


def _is_column(labels: Selection) -> bool:
    return labels.table.dtype is not None and labels.shape in {(), (1,)}


def look_at(job: Conversion, layout: RowLayout, block: Block, bits: BinaryRows | None) -> LabelEvidence:
    """The evidence of one block; of scores, only how many they are."""
    if job.accepted.of_scores:
        return LabelEvidence(rows=len(block))
    return observe_labels(block, layout) if bits is None else observe_bits(block, bits)


def seen_formulas(block: Block) -> Occurrence:
    """The cells of a column of text that start like formulas."""
    words = block.categories or ()
    found = [code for code in set(block.values.tolist()) if starts_like_formula(words[code])]
    return seen_cells(block, np.isin(block.values, found)) if found else UNSEEN
