"""Convert labels and write them.

If the output can be rewritten, or later rows cannot change it, blocks are converted with the plan from the
first block while the evidence is gathered. If the whole input leads to another plan, the output is rewritten.
Otherwise the evidence is gathered in a first pass.
"""

from __future__ import annotations

from functools import partial
from itertools import chain, islice
from typing import IO, TYPE_CHECKING

import numpy as np

from xentcli.commands.convert.arrange import arranged_job, job_on_ids
from xentcli.commands.convert.conversion import Conversion, Plan, Target
from xentcli.commands.convert.plan import plan_of, sheet_of
from xentcli.commands.convert.recode import convert_block
from xentcli.commands.convert.survey import (
    UNREAD,
    Portions,
    Survey,
    execution_of,
    look_at,
    seen_formulas,
    survey,
)
from xentcli.core.errors import DataError, UsageError
from xentcli.core.frozen import Frozen
from xentcli.detection.decide import layout_of
from xentcli.detection.refusal import LEVELS
from xentcli.execution.fold import optimistic, over
from xentcli.inputs.dataset import aligned_parts
from xentcli.io.table import Cells
from xentcli.io.write.registry import WRITERS
from xentcli.numerics.binary_rows import bits_of
from xentcli.numerics.occurrences import UNSEEN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentcli.core.blocks import Block
    from xentcli.core.row_layout import RowLayout
    from xentcli.core.types import Numbers
    from xentcli.inputs.dataset import Part
    from xentcli.io.write.sheet import Sheet


class Converted(Frozen):
    """The plan, the output table, and the evidence of a finished conversion."""

    plan: Plan
    sheet: Sheet
    seen: Survey


def convert_to(job: Conversion, file: IO[bytes], again: bool) -> Converted:
    """Write the converted labels; `again` says whether the file can be truncated and rewritten."""
    start, job = file.tell() if again else 0, arranged_job(job)
    try:
        return _converted(job, file, again)
    except DataError as error:
        ids = job_on_ids(job) if error.code == LEVELS else None
        if ids is None:
            raise
    if again:
        file.seek(start)
        file.truncate()
    return _converted(ids, file, again)


def convert_array(job: Conversion) -> Numbers:
    """Return the converted labels as an array."""
    job = arranged_job(job)
    job = job_on_ids(job) or job
    layout = layout_of(job.data, job.settings)
    plan = plan_of(job, layout, survey(job, layout).labels)
    sheet = sheet_of(job, plan, None)
    found = [sheet.shaped(sheet.array(values)) for values, _, _ in _pieces(job, plan, look=False)]
    return np.concatenate(found)


def _converted(job: Conversion, file: IO[bytes], again: bool) -> Converted:
    layout, rows = layout_of(job.data, job.settings), job.labels.table.shape[0]
    countless = rows is None and (WRITERS[job.format].needs_rows or not again)
    if countless or not (again or _settled(job, layout)):
        seen = survey(job, layout)
        return _written(job, plan_of(job, layout, seen.labels), file, seen.rows, look=False)
    return _at_once(job, layout, file, again)


def _settled(job: Conversion, layout: RowLayout) -> bool:
    """Whether later rows cannot change how the first rows are written, except by an error."""
    if job.accepted.of_scores:
        return True
    if layout.vectors:
        return job.target in {Target.SPARSE, Target.ONE_HOT, Target.NAMES}
    told = job.settings.classes is not None or job.settings.num_classes is not None
    return told and job.target is not Target.SOFT


def _at_once(job: Conversion, layout: RowLayout, file: IO[bytes], again: bool) -> Converted:
    """Write with the plan from the first block; rewrite if the whole input leads to another plan."""
    start, rows = file.tell() if again else 0, job.labels.table.shape[0]

    def once(plan: Plan | None) -> Converted:
        assert plan is not None
        return _written(job, plan, file, rows, look=True)

    def decide(done: Converted) -> Plan:
        plan = plan_of(job, layout, done.seen.labels)  # raises if the whole input is invalid
        return plan if again else done.plan

    def anew(plan: Plan, done: Converted) -> Converted:
        file.seek(start)
        file.truncate()
        return _written(job, plan, file, done.seen.rows, look=False)

    try:
        return optimistic(_guess(job, layout), once, decide, anew)[1]
    except (DataError, UsageError):
        seen = survey(job, layout)  # errors of the whole input take precedence
        plan = plan_of(job, layout, seen.labels)
        if not again:
            raise
    file.seek(start)
    file.truncate()
    return _written(job, plan, file, seen.rows, look=False)


def _guess(job: Conversion, layout: RowLayout) -> Plan:
    """Return the plan derived from the first block."""
    first = next(Portions(job.labels).parts(), None)
    scores = job.accepted.of_scores
    return plan_of(job, layout, UNREAD if first is None else look_at(scores, layout, first.load(), None))


def _written(job: Conversion, plan: Plan, file: IO[bytes], rows: int | None, *, look: bool) -> Converted:
    """Convert and write blocks in order; nothing is written before the first block is converted."""
    sheet, seen = sheet_of(job, plan, rows), Survey()
    pieces = _pieces(job, plan, look=look)
    first = list(islice(pieces, 1))
    with WRITERS[job.format].open(file, sheet) as write:
        for values, beside, more in chain(first, pieces):
            write(values, beside)
            seen = seen + more
    return Converted(plan, sheet, seen)


def _pieces(
    job: Conversion, plan: Plan, *, look: bool
) -> Iterator[tuple[Numbers, tuple[Block, ...], Survey]]:
    """Yield the converted blocks in order, with the columns copied along and the evidence."""
    others = [job.source.parts((column,), Cells.TEXT) for column in job.kept]
    parts = aligned_parts([Portions(job.labels).parts(), *others], ["labels"] * (1 + len(others)))
    yield from over(partial(_piece, job, plan, look), parts, execution_of(job).threads)
    job.labels.table.verify()


def _piece(
    job: Conversion, plan: Plan, look: bool, parts: tuple[Part, ...]
) -> tuple[Numbers, tuple[Block, ...], Survey]:
    """Convert one block; the positions of its ones are shared by the evidence and the conversion."""
    block, *beside = (part.load() for part in parts)
    bits = bits_of(block, plan.layout) if plan.layout.vectors and plan.source is not None else None
    labels = look_at(job.accepted.of_scores, plan.layout, block, bits) if look else UNREAD
    formulas = sum(map(seen_formulas, beside), UNSEEN)
    return convert_block(plan, block, bits), tuple(beside), Survey(len(block), labels, formulas)
