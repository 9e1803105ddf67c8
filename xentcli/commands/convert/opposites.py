"""Ask which class is 1 where the names of columns contradict their places: `p0` alone, `yes` before `no`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.commands.convert.conversion import VECTORS, Target
from xentcli.core.class_columns import bare_names
from xentcli.core.errors import DataError, Place
from xentcli.core.text import shown
from xentcli.core.types import Kind
from xentcli.detection.opposites import in_order, is_negative

if TYPE_CHECKING:
    from xentcli.commands.convert.conversion import Conversion, Plan
    from xentcli.core.errors import Way

CODE = "XE119"


def refuse_opposites(job: Conversion, plan: Plan) -> None:
    """Raise if a single column of scores is named after class 0, or the first of two after the usual 1."""
    names = job.labels.names
    if not names or job.settings.classes is not None or job.accepted.positive is not None:
        return
    if plan.source in {None, Kind.SOFT} and not plan.layout.vectors and is_negative(names[0]):
        raise _of_zero(job, names[0])
    if plan.target is Target.BINARY and plan.titles is not None and len(plan.titles) == 2 and plan.one_each:
        bare = bare_names(plan.titles)
        if in_order(bare) == [*reversed(bare)]:
            raise _reversed(job, plan.titles)


def _of_zero(job: Conversion, name: str) -> DataError:
    """Return the question whether a column is the probability of class 0."""
    message = f"is column {shown(name)} the probability of class 0, or of class 1?"
    if job.target in VECTORS:
        hint = "use --classes 1,0 for class 0, or --classes 0,1 for class 1"
        ways: tuple[Way, ...] = ({"classes": "1,0"}, {"classes": "0,1"})
    else:
        hint = "use --to binary --classes 1,0 --positive 1 for class 0, or --classes 0,1 for class 1"
        ways = ({"target": "binary", "classes": "1,0", "positive": "1"}, {"classes": "0,1"})
    return DataError(message, hint, code=CODE, place=Place(job.labels.table.name), ways=ways)


def _reversed(job: Conversion, titles: tuple[str, ...]) -> DataError:
    """Return the question which of two classes is 1, if the first column is the usual 1 by its name."""
    first, second = titles
    message = f"is {shown(first)} class 1 by its name, or {shown(second)} by its place?"
    hint = f"use --positive {shown(first)}, or --positive {shown(second)}"
    ways: tuple[Way, ...] = ({"positive": first}, {"positive": second})
    return DataError(message, hint, code=CODE, place=Place(job.labels.table.name), ways=ways)
