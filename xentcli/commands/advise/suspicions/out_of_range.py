"""The suspicion that labels are no class of the outputs."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from xentcli.commands.advise.case import Diagnosis
from xentcli.commands.advise.fixes import with_options
from xentcli.commands.advise.suspicions.suspicion import Suspicion
from xentcli.core.text import counted, shown
from xentcli.core.types import Kind
from xentcli.settings.settings import IGNORE_MARKS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentcli.commands.advise.case import Case


def labels_out_of_range(case: Case) -> Diagnosis | None:
    """Report labels without an output, or of --num-classes, and no usual mark.

    This does not happen by chance: every framework refuses such a label, or reads memory beyond the row.
    """
    if case.predictions is None:
        return _beyond_num_classes(case)
    bad = case.clues.outside
    if bad.count <= _marks(case):
        return None
    first = bad.spots[0]
    what = "position" if case.reading.layout.positions else "row"
    where = f"row {first.row + 1}" + (f", position {first.column + 1}" if what == "position" else "")
    classes = case.reading.classes.describe()
    said = f"{shown(first.value)} is not a class of {classes} ({bad.times(what)}, the first in {where})"
    evidence: dict[str, Any] = {"value": first.value, "row": first.row + 1, "count": bad.count}
    if not case.seen.labels.names:
        evidence |= {"minimum": case.seen.labels.minimum, "maximum": case.seen.labels.maximum}
    evidence |= {"classes": case.width}
    fixes = tuple(_readings(case))
    if any(fix.endswith("--ignore-index 0") for fix in fixes):  # or 0 is a class, and the last one lacks
        evidence["loss_below"] = math.log(max(case.width, 2))
    return Diagnosis(
        "labels-out-of-range", said, evidence, fixes[0] if fixes else _words(case), others=fixes[1:]
    )


LABELS_OUT_OF_RANGE = Suspicion(
    "labels-out-of-range",
    title="labels without an output",
    meaning="A label has no output. Frameworks refuse it, or read beyond the row. The ids may start "
    "at 1, 0 may mark unknown rows, or the model has too few outputs.",
    fix="Use --label-offset or --ignore-index, or give the model an output for each class.",
    find=labels_out_of_range,
    hides=("class-order", "rows-shuffled"),
)


def _marks(case: Case) -> int:
    """Return the number of labels that `ignore-marks` reports."""
    counts = case.seen.labels.classes.counts
    return sum(counts.get(mark, 0) for mark in IGNORE_MARKS if not _is_class(case, mark))


def _is_class(case: Case, label: int) -> bool:
    told, offset = case.reading.classes.classes, case.reading.classes.offset
    return label in told if told is not None else 0 <= label + offset < max(case.width, 2)


def _readings(case: Case) -> Iterator[str]:
    """Yield the commands under which every label is a class or a mark."""
    seen, size = case.seen.labels, max(case.width, 2)
    told = case.settings.classes is not None or case.reading.classes.classes is not None
    if told or seen.names or seen.fractions or seen.classes.full or case.reading.kind is Kind.SOFT:
        return
    ids = sorted(c for c in seen.classes.counts if isinstance(c, int))
    if len(ids) < 2:
        return
    for mark in (ids[0], ids[-1]):
        rest = [c for c in ids if c != mark]
        fits = rest[-1] - rest[0] < size and case.settings.ignore_index is None
        if fits and _may_mark(mark, rest, size):
            offset = 0 if rest[0] >= 0 and rest[-1] < size else size - 1 - rest[-1]
            options = ("--label-offset", str(offset)) if offset else ()
            yield with_options(case, *options, "--ignore-index", str(mark))
    if ids[-1] - ids[0] < size:
        yield with_options(case, "--label-offset", str(-ids[0]))


def _may_mark(mark: int, rest: list[int], size: int) -> bool:
    """Return whether an id may mark rows without a label: it must not be the next class of the others.

    That is below 0, far beyond the classes, or 0 if the others count all classes from 1.
    """
    if mark == 0:
        return rest == [*range(1, size + 1)]
    return mark < 0 or mark > rest[-1] + size


def _words(case: Case) -> str:
    return f"check what these labels are; the model has {case.width:,} outputs, and each class needs one"


def _beyond_num_classes(case: Case) -> Diagnosis | None:
    """Report ids that are not below the number of classes that was given."""
    size, seen = case.settings.num_classes, case.seen.labels
    offset, told = case.settings.label_offset, case.settings.classes
    ids = case.reading.kind in {Kind.SPARSE, Kind.BINARY} and not seen.names and told is None
    if size is None or not ids or not seen.whole:
        return None
    least, most = int(seen.minimum) + offset, int(seen.maximum) + offset
    if most < size:
        return None
    count = sum(n for c, n in seen.classes.counts.items() if isinstance(c, int) and c + offset >= size)
    rows = f" ({counted(count, 'label')})" if count and not seen.classes.full else ""
    said = f"{int(seen.maximum)} is not a class of 0..{size - 1}{rows}"
    evidence = {"minimum": seen.minimum, "maximum": seen.maximum, "classes": size, "count": count}
    fix = "check what this label is: a mark, or one class too many"
    if least >= 0:
        fix = with_options(case, "--num-classes", str(most + 1))
    return Diagnosis("labels-out-of-range", said, evidence, fix)
