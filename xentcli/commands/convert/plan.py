"""Derive the plan of a conversion and its output table from the evidence of the input."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from xentcli.commands.convert.arrange import output_shape
from xentcli.commands.convert.class_columns import check_words, class_columns
from xentcli.commands.convert.class_names import find_titles, positive_place
from xentcli.commands.convert.conversion import Conversion, Plan, Target
from xentcli.commands.convert.information_loss import check_plan
from xentcli.commands.convert.opposites import refuse_opposites
from xentcli.core.errors import DataError, UsageError
from xentcli.core.frozen import replace
from xentcli.core.text import counted, shown
from xentcli.core.types import Kind
from xentcli.detection.decide import decide_kind
from xentcli.detection.refusal import Refusal
from xentcli.io.table import Cells
from xentcli.io.write.registry import TEXT, WRITERS
from xentcli.io.write.sheet import Sheet

if TYPE_CHECKING:
    from xentcli.core.row_layout import RowLayout
    from xentcli.detection.evidence import LabelEvidence

DTYPES = {
    Target.SPARSE: "int64",
    Target.BINARY: "int64",
    Target.ONE_HOT: "uint8",
    Target.MULTI_LABEL: "uint8",
}
"""The default dtype of each target; soft labels keep the dtype of the input."""


def plan_of(job: Conversion, layout: RowLayout, seen: LabelEvidence) -> Plan:
    """Return the plan for this evidence; errors name the input file."""
    try:
        plan = _plan(job, layout, seen)
        refuse_opposites(job, plan)
        check_plan(plan, seen)
        _check_width(job, plan)
        return plan
    except DataError as error:
        if error.place.file is None:
            error.at(file=job.labels.table.name)
        raise


def _plan(job: Conversion, layout: RowLayout, seen: LabelEvidence) -> Plan:
    kind = None if job.accepted.of_scores else _kind(job, layout, seen)
    classes, titles = find_titles(job, layout, kind, seen)
    joined = job.target is Target.NAMES and kind is Kind.MULTI_LABEL and job.settings.label_separator
    target = Target.MULTI_LABEL if joined else job.target
    plan = Plan(kind, target, layout, classes, job.accepted, "", titles, lists=job.lists or bool(joined))
    return replace(plan, dtype=_dtype(job, plan, seen), positive=positive_place(plan))


def _kind(job: Conversion, layout: RowLayout, seen: LabelEvidence) -> Kind:
    if not seen.rows:
        raise DataError("no rows", "the input holds no data", code="XE013")
    if job.labels.cells is Cells.NAMES:
        return Kind.SPARSE  # names of the given classes, even if they look like numbers
    found = decide_kind(seen, layout, job.settings)
    if isinstance(found, Refusal):
        raise found.error(job.labels.table.name)
    return found.kind


def _dtype(job: Conversion, plan: Plan, seen: LabelEvidence) -> str:
    """Return the requested dtype, otherwise the target's default, or for shares the input's."""
    if plan.target is Target.NAMES:
        return f"<U{max(map(len, plan.titles or ('',)))}"
    if job.dtype is not None:
        return job.dtype
    shares = plan.target is Target.SOFT or (plan.target is Target.MULTI_LABEL and bool(seen.fractions))
    if shares:
        return job.labels.dtype
    return "uint8" if WRITERS[job.format].is_small else DTYPES[plan.target]


def _check_width(job: Conversion, plan: Plan) -> None:
    """Raise if the output is too wide: a label of 1,000,000,000 would need as many columns."""
    if plan.width <= job.max_width:
        return
    if job.settings.num_classes is not None or job.settings.classes is not None:
        hint, ways = f"--max-columns {plan.width} allows this many", [{"max_columns": plan.width}]
    else:
        hint = "use --num-classes K for the number of classes, or --labels-column NAME for another column"
        ways = []
    about = f"{plan.width:,} columns ({plan.width:.0e})".replace("e+0", "e").replace("e+", "e")
    raise DataError(f"{job.target} labels would have {about}", hint, code="XE131", ways=ways)


def sheet_of(job: Conversion, plan: Plan, rows: int | None) -> Sheet:
    """Return the description of the output table."""
    kept = tuple((job.source.columns or ())[column] for column in job.kept)
    if job.format in TEXT:
        check_words(plan.titles or ())
    names = _columns(job, plan)
    twice = [name for name, times in Counter((*kept, *names)).items() if times > 1]
    if twice:
        hint = "--columns NAME renames the column of classes"
        raise UsageError(f"the output would have two columns called {shown(twice[0])}", hint, code="XE519")
    positions, axis = output_shape(job, plan)
    flat = None if rows is None else rows * plan.layout.per_row
    joint = _joint(job, plan) if plan.lists else None
    return Sheet(names, plan.dtype, plan.form, plan.titles or (), kept, flat, positions, axis, joint)


def _joint(job: Conversion, plan: Plan) -> str | None:
    """Return what stands between the labels of a list in text; raise if a name contains it."""
    separator = job.settings.label_separator
    inside = next((name for name in plan.titles or () if separator and separator in name), None)
    if inside is not None:
        message = f"class '{shown(inside)}' contains '{separator}', which separates labels"
        hint = "use another --label-separator, or leave it out for JSON lists"
        raise UsageError(message, hint, code="XE529", value=inside)
    return separator


def _columns(job: Conversion, plan: Plan) -> tuple[str, ...]:
    """Return the requested column names, otherwise `label` for one column or the classes for several."""
    if job.columns is not None:
        return _checked_columns(job.columns, plan.width)
    if plan.width == 1:
        return ("labels",) if plan.lists else ("label",)
    numbers = tuple(map(str, range(plan.width)))
    if job.class_names:
        return plan.titles or numbers
    return tuple(f"class_{n}" for n in numbers) if plan.titles is None else class_columns(plan.titles)


def _misfit(names: int, width: int) -> str:
    return f"{counted(names, 'name')}, but the output has {counted(width, 'column')}"


def _checked_columns(names: tuple[str, ...], width: int) -> tuple[str, ...]:
    if "" in names or len(names) != width:
        has = "an empty name" if "" in names else _misfit(len(names), width)
        raise UsageError(f"--columns has {has}", "name every column", code="XE512")
    return names
