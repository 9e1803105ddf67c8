"""A whole conversion: what the labels are, what they become, and the bytes.

Where the destination can be written again, the reading of the first block is converted with at once, and the work
redone if the whole input says something else; elsewhere the input is read once for the evidence first.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import IO, TYPE_CHECKING

import numpy as np

from xentcli.classes import ClassMap, bare_names
from xentcli.conversion import DTYPES, Accepted, Plan, Target, check_plan, convert_block
from xentcli.deciding import decide_kind, layout_of
from xentcli.engines import engine_for
from xentcli.errors import DataError, UsageError, XentError, shown
from xentcli.evidence import LabelEvidence, PredictionEvidence, observe_labels, observe_predictions
from xentcli.formats.table import Cells
from xentcli.formats.writers import NEEDS_ROWS, WRITERS
from xentcli.pairing import aligned
from xentcli.types import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentcli.formats.writers import Writer
    from xentcli.inputs import Side
    from xentcli.layout import Layout
    from xentcli.settings import Settings
    from xentcli.types import Block, Numbers


@dataclass(frozen=True, slots=True)
class Conversion:
    """What is to be converted, into what, and how it is written."""

    labels: Side
    target: Target
    settings: Settings
    accepted: Accepted = Accepted()
    format: str = "csv"
    dtype: str | None = None
    columns: tuple[str, ...] | None = None
    class_names: bool = False
    keep: tuple[int, ...] = ()
    jobs: int | None = 1
    max_width: int = 100_000


@dataclass(frozen=True, slots=True)
class Gathered:
    """The evidence of labels, or of the predictions that become labels."""

    labels: LabelEvidence = LabelEvidence()
    predictions: PredictionEvidence = PredictionEvidence()

    def __add__(self, other: Gathered) -> Gathered:
        """Both together."""
        return Gathered(self.labels + other.labels, self.predictions + other.predictions)

    @property
    def rows(self) -> int:
        """How many rows were seen."""
        return self.labels.rows + self.predictions.rows


def convert_to(job: Conversion, file: IO[bytes], again: bool) -> Plan:
    """Write the converted labels; `again` says that the file can be started over."""
    layout = layout_of(job.labels, None, job.settings)
    guess = _guess(job, layout) if again and job.format not in NEEDS_ROWS else None
    if guess is not None:
        start = file.tell()
        try:
            seen = _write(job, guess, file, None, observe=True)
            if _decided(job, layout, seen) == guess:
                return guess
        except XentError:
            pass  # the guess may be the fault; the whole input decides below
        file.seek(start)
        file.truncate()
    seen = gather(job, layout)
    plan = _decided(job, layout, seen)
    _write(job, plan, file, seen.rows, observe=False)
    return plan


def gather(job: Conversion, layout: Layout) -> Gathered:
    """The evidence of the whole input."""
    engine, jobs = engine_for(job.jobs)
    seen = Gathered()
    for more in engine(partial(_observe, job, layout), job.labels.blocks(), jobs):
        seen = seen + more
    return seen


def _observe(job: Conversion, layout: Layout, block: Block) -> Gathered:
    if job.accepted.of_predictions:
        return Gathered(predictions=observe_predictions(block, layout))
    return Gathered(labels=observe_labels(block, layout))


def _guess(job: Conversion, layout: Layout) -> Plan | None:
    first = next(job.labels.blocks(), None)
    try:
        return None if first is None else _decided(job, layout, _observe(job, layout, first))
    except XentError:
        return None


def _decided(job: Conversion, layout: Layout, seen: Gathered) -> Plan:
    """The plan that the evidence asks for; errors name the file."""
    try:
        if not seen.rows:
            raise DataError("no rows", "the input holds no data", code="XE300")
        plan = _plan(job, layout, seen)
        check_plan(plan)
        return plan
    except XentError as error:
        if error.place.file is None and not isinstance(error, UsageError):
            error.at(file=job.labels.table.name)
        raise


def _plan(job: Conversion, layout: Layout, seen: Gathered) -> Plan:
    if job.accepted.of_predictions:
        _refuse_numbers(seen.predictions)
        kind = Kind.SOFT
    else:
        kind = decide_kind(seen.labels, layout, job.settings).kind
    classes = _classes(job, layout, kind, seen.labels)
    _refuse_width(job, classes.size)
    return Plan(kind, job.target, layout, classes, job.accepted, _dtype(job, classes))


def _refuse_numbers(seen: PredictionEvidence) -> None:
    for bad in (seen.nan, seen.plus_infinity, seen.dead):
        if bad:
            raise DataError(
                f"{shown(bad.value)} is not a prediction ({bad.times('cell')})",
                "every prediction must be a number",
                code="XE201",
                place=bad.place,
                value=bad.value,
            )


def _dtype(job: Conversion, classes: ClassMap) -> str:
    """The dtype asked for; else the kind's own, or for shares the input's."""
    if job.target is Target.NAMES:
        return "<U" + str(max((len(classes.title(k)) for k in range(classes.size)), default=1))
    if job.dtype is not None:
        return job.dtype
    return job.labels.dtype if job.target is Target.SOFT else DTYPES[job.target]


def _classes(job: Conversion, layout: Layout, kind: Kind, seen: LabelEvidence) -> ClassMap:
    """The classes: told, named by the columns or the labels, or counted."""
    told = job.settings.classes
    vectors = layout.vectors and layout.width > 1
    size = layout.width if vectors else None
    if told is not None:
        if size not in {None, len(told)}:
            raise UsageError(f"--classes names {len(told)} classes, the labels have {size} columns", "name every column", code="XE510")
        return ClassMap(len(told), tuple(told), job.settings.label_offset)
    if size is not None:
        return ClassMap(size, _column_names(job.labels))
    if seen.names or seen.missing_words:
        return _named(job, seen)
    return ClassMap(_count(job, kind, seen), None, job.settings.label_offset)


def _column_names(labels: Side) -> tuple[str, ...] | None:
    """The classes that the columns' names carry; numbers carry nothing that their order does not."""
    if labels.names is None:
        return None
    names = bare_names(labels.names)
    return None if names == tuple(map(str, range(len(names)))) else names


def _named(job: Conversion, seen: LabelEvidence) -> ClassMap:
    names = tuple(map(str, seen.classes.ordered()))
    if job.target is Target.SPARSE:
        order = ",".join(shown(n) for n in names[:8]) + (",…" if len(names) > 8 else "")
        raise UsageError(
            "names to sparse: which name gets which id? the names would be lost",
            f"give the classes in the order of their ids: --classes {order}",
            code="XE511",
        )
    return ClassMap(len(names), names)


def _count(job: Conversion, kind: Kind, seen: LabelEvidence) -> int:
    if job.settings.num_classes is not None:
        return job.settings.num_classes
    if kind is Kind.BINARY or seen.maximum < seen.minimum:
        return 2
    return max(int(seen.maximum) + job.settings.label_offset + 1, 1)


def _refuse_width(job: Conversion, width: int) -> None:
    if job.target not in {Target.ONE_HOT, Target.MULTI_LABEL, Target.SOFT} or width <= job.max_width:
        return
    raise DataError(
        f"{job.target} would have {width:,} columns ({width:.0e})".replace("e+0", "e").replace("e+", "e"),
        "say how many classes there are: --num-classes K (and --max-columns, if they are so many)",
        code="XE131",
    )


def _write(job: Conversion, plan: Plan, file: IO[bytes], rows: int | None, observe: bool) -> Gathered:
    """Convert block by block, in order."""
    engine, jobs = engine_for(job.jobs)
    writer = _writer(job, plan, file, rows)
    seen = Gathered()
    work = partial(_work, job, plan, observe)
    for values, beside, more in engine(work, _streams(job), jobs):
        writer.write(values, beside)
        seen = seen + more
    writer.finish()
    return seen


def _work(
    job: Conversion, plan: Plan, observe: bool, blocks: tuple[Block, ...]
) -> tuple[Numbers, list[list[str]], Gathered]:
    seen = _observe(job, plan.layout, blocks[0]) if observe else Gathered()
    beside = [np.array(b.categories, dtype=object)[b.values].tolist() for b in blocks[1:]]
    return convert_block(plan, blocks[0]), beside, seen


def _streams(job: Conversion) -> Iterator[tuple[Block, ...]]:
    """The labels, and the columns that travel along."""
    others = [job.labels.table.blocks((column,), Cells.NAMES) for column in job.keep]
    return aligned([job.labels.blocks(), *others], ["labels"] * (1 + len(others)))


def _writer(job: Conversion, plan: Plan, file: IO[bytes], rows: int | None) -> Writer:
    kept = [(job.labels.table.columns or ())[column] for column in job.keep]
    if job.columns is not None and len(job.columns) != plan.width:
        raise UsageError(
            f"--columns has {len(job.columns)} names, the output {plan.width} columns", "name every column", code="XE512"
        )
    names = job.columns or _header(job, plan)
    return WRITERS[job.format](file, [*kept, *names], plan.dtype, rows)


def _header(job: Conversion, plan: Plan) -> tuple[str, ...]:
    """`label` for one column; the classes' names, or class_0, class_1, … for many."""
    if plan.width == 1 and plan.target not in {Target.ONE_HOT, Target.MULTI_LABEL, Target.SOFT}:
        return ("label",)
    titles = tuple(plan.classes.title(k) for k in range(plan.classes.size))
    if job.class_names or not all(t.lstrip("+-").isdecimal() for t in titles):
        return titles
    return tuple(f"class_{t}" for t in titles)
