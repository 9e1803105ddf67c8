"""A verdict on labels, alone or beside predictions: one pass, every problem counted, the first ones shown."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from xentcli.bits import bits_of
from xentcli.checks import CHECKS, Expected, check_bits, check_labels
from xentcli.classes import ClassMap, bare_names, match_columns
from xentcli.concerns import Whole, concerns
from xentcli.deciding import layout_of
from xentcli.decision import find_kind, find_loss, find_scale
from xentcli.engines import engine_for
from xentcli.errors import DataError, Place, XentError, shown
from xentcli.evidence import LabelEvidence, PredictionEvidence, observe_bits, observe_labels, observe_predictions
from xentcli.marks import MARKS, mark_predictions
from xentcli.merging import Merged
from xentcli.problems import Hits, HitsBy, Problem, as_problem, problems_of
from xentcli.settings import Settings
from xentcli.types import Kind, Scale
from xentcli.verdict import Verdict, summed_up

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xentcli.formats.table import Complain
    from xentcli.inputs import Side
    from xentcli.layout import Layout
    from xentcli.types import Block, Codes


@dataclass(frozen=True, slots=True)
class Validation:
    """What is to be judged, and what is expected of it."""

    labels: Side
    predictions: Side | None = None
    settings: Settings = Settings()
    expect: Kind | None = None
    rows: int | None = None
    most: int = 20
    strict: bool = False
    jobs: int | None = 1


@dataclass(frozen=True, slots=True)
class Ones:
    """How many ones each column of label vectors has."""

    counts: tuple[int, ...] = ()

    def __add__(self, other: Ones) -> Ones:
        """Both together."""
        if not self.counts or not other.counts:
            return self if self.counts else other
        return Ones(tuple(a + b for a, b in zip(self.counts, other.counts, strict=True)))


@dataclass(frozen=True, slots=True)
class Audit(Merged):
    """Everything that was found, row by row."""

    labels: LabelEvidence = LabelEvidence()
    predictions: PredictionEvidence = PredictionEvidence()
    hits: HitsBy = HitsBy()
    marks: HitsBy = HitsBy()
    ones: Ones = Ones()


class Complaints:
    """What readers say about rows that are none: all counted by code, the first few of each kept."""

    def __init__(self, most: int) -> None:
        """Nothing said yet."""
        self.most, self.counts, self.first = most, dict[str, int](), list[Problem]()

    def __call__(self, error: XentError) -> None:
        """One row's error."""
        self.counts[error.code] = self.counts.get(error.code, 0) + 1
        if self.counts[error.code] <= self.most:
            self.first.append(as_problem(error))


def judge(job: Validation) -> Verdict:
    """The verdict on a whole input; unreadable inputs raise `InputError`."""
    said = Complaints(job.most)
    try:
        layout = layout_of(job.labels, job.predictions, job.settings)
    except DataError as error:
        return _hopeless(job, error)
    expected = _expected(job, layout)
    try:
        audit, counts = _audit(job, layout, expected, said)
    except DataError as error:
        said(error)  # the input stops being rows there
        audit, counts = Audit(), []
    problems, totals = list(said.first), dict(said.counts)
    kind = _kind(job, layout, audit)
    for found, total in _findings(job, layout, expected, audit, kind, counts, bool(said.counts)):
        problems += found
        totals[found[0].code] = totals.get(found[0].code, 0) + total
    warned = _concerns(job, layout, expected, audit, kind)
    if job.strict:
        problems, warned, totals = problems + warned, [], totals | {w.code: 1 for w in warned}
    return summed_up(problems, totals, warned, kind, audit.labels.rows, _classes(layout, audit, kind), job.most)


def _hopeless(job: Validation, error: DataError) -> Verdict:
    """Inputs whose shapes do not go together cannot be judged row by row."""
    return summed_up([as_problem(error)], {error.code: 1}, [], job.expect, 0, None, job.most)


def _expected(job: Validation, layout: Layout) -> Expected:
    s = job.settings
    beside = job.predictions is not None and not layout.vectors and layout.width > 1
    size = len(s.classes) if s.classes else s.num_classes if s.num_classes else layout.width if beside else None
    names: tuple[int | str, ...] | None = s.classes
    if names is None and beside and s.label_offset == 0:
        names = _named_columns(job)
    classes = None if size is None or (names is not None and len(names) != size) else ClassMap(size, names, s.label_offset)
    return Expected(layout, classes, s.ignore_index, job.most)


def _named_columns(job: Validation) -> tuple[int | str, ...] | None:
    """The classes that the prediction columns name, as far as the first labels tell that they do."""
    columns = job.predictions.names if job.predictions is not None else None
    first = next(job.labels.blocks(lambda _error: None), None)
    if not columns or first is None:
        return None
    seen = observe_labels(first, layout_of(job.labels, None, job.settings)).classes.ordered()
    return match_columns(columns, seen) or (bare_names(columns) if first.categories is not None else None)


def _audit(job: Validation, layout: Layout, expected: Expected, said: Complaints) -> tuple[Audit, list[int]]:
    """One pass through all inputs: what was found, and how many rows each input has."""
    engine, jobs = engine_for(job.jobs)
    audit, counts = Audit(), [0, 0]
    work = partial(_work, layout, expected)
    for more, rows in engine(work, _blocks(job, said), jobs):
        audit = audit + more
        counts = [a + b for a, b in zip(counts, rows, strict=True)]
    return audit, counts if job.predictions is not None else counts[:1]


def _blocks(job: Validation, said: Complain) -> Iterator[tuple[int, Block]]:
    """Blocks of labels (0), then of predictions (1): each input is judged by itself."""
    for block in job.labels.blocks(said):
        yield 0, block
    for block in job.predictions.blocks(said) if job.predictions is not None else ():
        yield 1, block


def _work(layout: Layout, expected: Expected, task: tuple[int, Block]) -> tuple[Audit, tuple[int, int]]:
    side, block = task
    if side:
        found = mark_predictions(block, layout, expected.most)
        return Audit(predictions=observe_predictions(block, layout), marks=found), (0, len(block))
    bits = bits_of(block, layout) if expected.vectors else None
    if bits is not None:
        seen, wrong = observe_bits(block, bits), check_bits(block, expected, bits)
        return Audit(seen, hits=wrong, ones=Ones(bits.per_column())), (len(block), 0)
    labels = observe_labels(block, layout, expected.ignore)
    return Audit(labels, hits=check_labels(block, expected), ones=_ones(block, expected)), (len(block), 0)


def _ones(block: Block, expected: Expected) -> Ones:
    if not expected.vectors:
        return Ones()
    sums: Codes = (expected.layout.labels(block.values) == 1).sum(axis=0)
    return Ones(tuple(map(int, sums)))


def _kind(job: Validation, layout: Layout, audit: Audit) -> Kind | None:
    """The kind expected, or the one that the labels are, or most nearly are."""
    if job.expect is not None:
        return job.expect
    labels = audit.labels
    if not labels.rows:
        return None
    try:
        return find_kind(labels, layout, job.settings, layout.width if job.predictions is not None else None).kind
    except XentError:
        return _nearest_vectors(labels) if layout.vectors and layout.width > 1 else _nearest_ids(labels)


def _nearest_vectors(labels: LabelEvidence) -> Kind:
    if labels.fractions:
        return Kind.SOFT
    return Kind.ONE_HOT if labels.one_hot.count * 2 > labels.rows else Kind.MULTI_LABEL


def _nearest_ids(labels: LabelEvidence) -> Kind:
    return Kind.SOFT if labels.fractions.count > labels.whole.count and not labels.beyond_unit else Kind.SPARSE


_Finding = tuple[list[Problem], int]


def _findings(
    job: Validation,
    layout: Layout,
    expected: Expected,
    audit: Audit,
    kind: Kind | None,
    counts: Sequence[int],
    broken: bool,
) -> Iterator[_Finding]:
    """Problems by code, each with how many there are."""
    if kind is None:
        if not broken:
            yield [Problem("XE300", "no rows", "the input holds no data", Place(job.labels.table.name))], 1
        return
    misfit = _misfit(job, layout, audit, kind)
    if misfit is not None:
        yield [misfit], 1
        return
    yield from _mixtures(expected, audit, kind)
    yield from _broken_rules(job, expected, audit, kind)
    yield from _counts(job, audit, counts, broken)
    if job.predictions is not None:
        yield from _of_predictions(job, layout, audit, kind)


def _misfit(job: Validation, layout: Layout, audit: Audit, kind: Kind) -> Problem | None:
    """The labels' shape, or number of classes, is not that of the kind expected."""
    vectors = layout.vectors and layout.width > 1
    place = Place(job.labels.table.name)
    if vectors and kind in {Kind.SPARSE, Kind.BINARY}:
        text = f"{layout.width} columns, and {kind} labels have one"
        return Problem("XE107", text, "name the one with --labels-column, or --expect another kind", place)
    if not vectors and kind in {Kind.ONE_HOT, Kind.MULTI_LABEL} and not audit.labels.truths:
        return Problem("XE107", f"one column, and {kind} labels have one for every class", "--expect sparse?", place)
    size = len(job.settings.classes) if job.settings.classes else job.settings.num_classes
    if vectors and size not in {None, layout.width}:
        return Problem("XE116", f"{layout.width} columns for {size} classes", "one column for every class", place)
    told = len(job.settings.classes) if job.settings.classes else job.settings.num_classes
    seen = len(audit.labels.classes)
    if audit.labels.names and not audit.labels.whole and kind is Kind.SPARSE and told is not None and seen > told:
        return Problem("XE116", f"{seen} names for {told} classes", "--classes lists the names there may be", place)
    if audit.labels.names and kind is Kind.BINARY and seen > 2:
        return Problem("XE114", f"{len(audit.labels.classes)} names, and binary labels have two", "--expect sparse?", place)
    return None


def _mixtures(expected: Expected, audit: Audit, kind: Kind) -> Iterator[_Finding]:
    """Numbers among names and the like: the rarer sort is the problem."""
    sorts = {"whole": "numbers", "names": "names", "truths": "True/False"}
    seen = {sort: audit.hits[f"sort:{sort}"] for sort in sorts if audit.hits[f"sort:{sort}"]}
    told = expected.classes is not None and expected.classes.classes is not None
    gaps = audit.hits["sort:missing"]
    if gaps and ("whole" in seen or "truths" in seen) and not told:
        text, hint = "missing label: {value}", "every row needs a label; drop the row or fill it in"
        yield problems_of("XE101", gaps, text, hint), gaps.count
    if len(seen) < 2 or told or kind is Kind.SOFT:
        return
    rare = min(seen, key=lambda sort: (seen[sort].count, -seen[sort].spots[0].row))
    others = " and ".join(words for sort, words in sorts.items() if sort in seen and sort != rare)
    text = f"{{value}} stands among {others}"
    yield problems_of("XE103", seen[rare], text, "make the labels one sort"), seen[rare].count


def _broken_rules(job: Validation, expected: Expected, audit: Audit, kind: Kind) -> Iterator[_Finding]:
    classes = expected.classes.describe() if expected.classes is not None else ""
    for check in CHECKS:
        found = audit.hits[check.code]
        if not found or kind not in check.kinds:
            continue
        message = check.message.replace("{classes}", classes.replace("{", "{{").replace("}", "}}"))
        hint = _mend(expected, audit, found) if check.hint == "{mend}" else check.hint
        yield problems_of(check.code, found, message, hint), found.count


def _mend(expected: Expected, audit: Audit, found: Hits) -> str:
    """What to type about labels that are no class."""
    labels, classes = audit.labels, expected.classes
    assert classes is not None
    if labels.minimum == 1 - classes.offset and labels.maximum == classes.size - classes.offset:
        return f"the labels run from {labels.minimum:g} to {labels.maximum:g}: --label-offset {classes.offset - 1}"
    value = found.spots[0].value if found.spots else None
    if isinstance(value, (int, float)) and value in {-1, -100, 255}:
        return f"is {value:g} an ignore mark? --ignore-index {value:g}"
    near = classes.nearest(value)
    return f"did you mean {shown(near)}?" if near else "--num-classes and --classes say which there are"


def _counts(job: Validation, audit: Audit, counts: Sequence[int], broken: bool) -> Iterator[_Finding]:
    """Rows against what was expected, and against the predictions."""
    rows = audit.labels.rows
    place = Place(job.labels.table.name)
    if job.rows is not None and rows != job.rows and not broken:
        yield [Problem("XE308", f"{rows:,} rows, expected {job.rows:,}", "was the file cut, or a header counted?", place)], 1
    if len(counts) == 2 and counts[0] != counts[1] and not broken:
        text = f"{counts[0]:,} labels, {counts[1]:,} predictions"
        yield [Problem("XE301", text, "both inputs must hold the same rows", place)], 1


def _of_predictions(job: Validation, layout: Layout, audit: Audit, kind: Kind) -> Iterator[_Finding]:
    """The predictions' cells, then the scale that they show, then single rows that are off it."""
    assert job.predictions is not None
    seen, marks = audit.predictions, audit.marks
    for code in ("XE201", "XE202"):
        if marks[code]:
            yield problems_of(code, marks[code], MARKS[code].message, MARKS[code].hint), marks[code].count
    if marks["XE201"]:
        return
    try:
        scale = find_scale(seen, kind, find_loss(kind, layout, layout.width, job.settings), layout.width, job.settings)
    except DataError as error:
        yield _scale_problem(job, error, marks)
        return
    if scale is Scale.PROBABILITIES and marks["XE205"] and _one_distribution(layout, kind, job):
        yield problems_of("XE205", marks["XE205"], MARKS["XE205"].message, MARKS["XE205"].hint), marks["XE205"].count


def _one_distribution(layout: Layout, kind: Kind, job: Validation) -> bool:
    """Whether each row of predictions is meant to be one distribution."""
    return layout.width > 1 and kind is not Kind.MULTI_LABEL and job.settings.name.loss != "binary"


def _scale_problem(job: Validation, error: DataError, marks: HitsBy) -> _Finding:
    """Why the predictions have no scale: each row that is off, where rows are."""
    assert job.predictions is not None
    if error.place.file is None:
        error.at(file=job.predictions.table.name)
    found = marks[error.code]
    if not found:
        return [as_problem(error)], 1
    return problems_of(error.code, found, MARKS[error.code].message, error.hint), found.count


def _concerns(job: Validation, layout: Layout, expected: Expected, audit: Audit, kind: Kind | None) -> list[Problem]:
    if kind is None or not audit.labels.rows:
        return []
    names = job.labels.names if job.labels.names and len(job.labels.names) == layout.width else None
    columns = names or tuple(map(str, range(layout.width)))
    ones = audit.ones.counts or (0,) * len(columns)
    if not expected.vectors and kind in {Kind.ONE_HOT, Kind.MULTI_LABEL}:
        return []
    whole = Whole(job.labels.table.name, kind, audit.labels, expected, ones, columns)
    return concerns(whole, job.strict)


def _classes(layout: Layout, audit: Audit, kind: Kind | None) -> int | None:
    if kind is None:
        return None
    if layout.vectors and layout.width > 1:
        return layout.width
    return None if audit.labels.classes.full else len(audit.labels.classes)
