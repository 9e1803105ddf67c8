"""Find the classes of a conversion and their names, from options, columns or labels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.commands.convert.class_columns import column_classes, score_classes
from xentcli.commands.convert.conversion import IDS, VECTORS, Conversion, Plan, Target
from xentcli.core.class_map import ClassMap, as_option
from xentcli.core.errors import DataError, Place, UsageError
from xentcli.core.suggest import meant
from xentcli.core.text import counted, shown
from xentcli.io.table import Cells
from xentcli.io.write.registry import WRITERS

if TYPE_CHECKING:
    from xentcli.core.row_layout import RowLayout
    from xentcli.core.types import Kind
    from xentcli.detection.evidence import LabelEvidence
    from xentcli.settings.settings import Settings

    Titles = tuple[str, ...] | None

COUNTED = 1_000_000
"""The maximum number of names that the evidence counts."""


def find_titles(
    job: Conversion, layout: RowLayout, kind: Kind | None, seen: LabelEvidence
) -> tuple[ClassMap, Titles]:
    """Return the map from labels to classes, and the class names or None; for scores, `kind` is None."""
    told = job.settings.classes
    if layout.vectors:
        _check_columns(job.settings, layout.width)
        named = score_classes if kind is None else column_classes
        return ClassMap(layout.width), told or named(job.labels.names)
    if kind not in IDS:
        return ClassMap(_shares(job)), told
    if told is not None:
        places = job.labels.cells is not Cells.NAMES and not any(c.lstrip("+-").isdecimal() for c in told)
        return ClassMap(len(told), None if places else told, job.settings.label_offset), told
    if seen.names or seen.missing_words:
        names = _found(job, seen)
        return ClassMap(len(names), names), names
    if set(seen.classes.counts) == {-1, 1} and not job.settings.label_offset:
        raise _of_signs(job)
    return ClassMap(_count(job, seen), None, job.settings.label_offset), None


def _of_signs(job: Conversion) -> DataError:
    """Return the error of labels -1 and 1, which are two classes and no ids from 0."""
    message, hint = (
        "the labels are -1 and 1, and ids start at 0",
        "--classes -1,1 makes 1 the second class",
    )
    place = Place(job.labels.table.name)
    return DataError(message, hint, code="XE112", place=place, value=-1, ways=[{"classes": "-1,1"}])


def _check_columns(settings: Settings, width: int) -> None:
    given = len(settings.classes) if settings.classes else settings.num_classes
    if given not in {None, width}:
        said = "--classes names" if settings.classes else "--num-classes gives"
        some = counted(given or 0, "class", "classes")
        message = f"{said} {some}, but the labels have {counted(width, 'column')}"
        ways = () if settings.classes else ({"num_classes": None},)
        raise UsageError(
            message,
            "leave out --num-classes, or name the class of every column with --classes",
            code="XE510",
            ways=ways,
        )
    if settings.label_offset:
        raise _no_offset("columns")


def _no_offset(what: str) -> UsageError:
    message = f"--label-offset is for class ids, not for {what}"
    return UsageError(message, "leave it out", code="XE517", ways=({"label_offset": None},))


def _shares(job: Conversion) -> int:
    """Return the number of classes of one column of shares: 1 for soft labels without options, else 2."""
    if job.settings.classes is not None or job.settings.num_classes is not None:
        _check_columns(job.settings, 2)
        return 2
    return 1 if job.target is Target.SOFT and job.accepted.threshold is None else 2


def _found(job: Conversion, seen: LabelEvidence) -> tuple[str, ...]:
    """Return the names in the labels by code point; raise if the user has to give their order."""
    if seen.classes.full or len(seen.classes) > job.max_classes:
        hint = "wrong column? use --labels-column NAME; --max-classes N raises the limit"
        raise DataError(f"more than {min(job.max_classes, COUNTED):,} classes", hint, code="XE135")
    if job.settings.label_offset:
        raise _no_offset("names")
    names = tuple(map(str, seen.classes.ordered()))
    from xentcli.detection.declared import declared_names

    told = declared_names(job.labels, seen)
    if told is not None:
        return told
    if job.settings.num_classes not in {None, len(names)}:
        given = f"--num-classes gives {counted(job.settings.num_classes or 0, 'class', 'classes')}"
        message = f"{given}, but the labels have {counted(len(names), 'name')}"
        raise UsageError(message, "name all of them in order with --classes A,B", code="XE510")
    if forgets_titles(job) and not (job.target is Target.BINARY and job.accepted.positive is not None):
        message = "the class names would be lost, and their order is not known"
        hint = f"list the classes in order: --classes {as_option(names)}"
        raise UsageError(message, hint, code="XE511")
    return names


def forgets_titles(job: Conversion) -> bool:
    """Return whether the output cannot store the class names."""
    if job.lists:
        return False
    if job.target in VECTORS:
        return not WRITERS[job.format].is_named or job.columns is not None
    return job.target is not Target.NAMES


def _count(job: Conversion, seen: LabelEvidence) -> int:
    """Return the number of classes: as given, otherwise the largest id plus one, but at least 2."""
    if job.settings.num_classes is not None:
        return job.settings.num_classes
    largest = int(seen.maximum) if seen.minimum <= seen.maximum else 1
    return max(largest + job.settings.label_offset + 1, 2)


def positive_place(plan: Plan) -> int:
    """Return the index of the class that becomes 1: `--positive`, or 1 by default."""
    asked = plan.accepted.positive
    if asked is None:
        return 1
    place = _place(plan, asked)
    if place is None:
        known = ClassMap(plan.classes.size, plan.titles, plan.classes.offset)
        near = known.nearest(asked)
        hint = meant(*near) if near else f"the classes are {known.describe()}"
        ways = [{"positive": name} for name in near]
        raise UsageError(f"--positive {shown(asked)} is not a class", hint, code="XE507", ways=ways)
    return place


def _place(plan: Plan, asked: str) -> int | None:
    if plan.titles is not None:
        return plan.titles.index(asked) if asked in plan.titles else None
    number = asked.isascii() and asked.removeprefix("-").isdecimal() and len(asked) < 19
    place = int(asked) + plan.classes.offset if number else -1
    return place if 0 <= place < plan.classes.size else None
