"""Find the class of each prediction column: from options, column names, ranks of labels, or position."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xentcli.core.class_columns import numbers_of
from xentcli.core.class_map import ClassMap, as_option
from xentcli.core.names import NamesByRow, NamesInOrder
from xentcli.core.text import listed, shown
from xentcli.core.types import Kind
from xentcli.detection.refusal import NAMELESS, Refusal
from xentcli.losses.frameworks.registry import CONVENTIONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentcli.core.class_map import Class
    from xentcli.core.errors import Way
    from xentcli.detection.evidence import LabelEvidence
    from xentcli.settings.settings import Settings


MOST_LISTED = 20
"""The largest number of classes that a command lists."""


def find_classes(
    kind: Kind, labels: LabelEvidence, settings: Settings, width: int, columns: Sequence[str] | None
) -> ClassMap | Refusal:
    """Return the classes of ``width`` columns, in column order; a single binary column has width 2."""
    columns = columns if columns is not None and len(columns) == width else None
    if settings.classes is not None:
        from xentcli.detection.told_classes import told_classes

        return told_classes(labels, settings, width, columns)
    if kind in {Kind.ONE_HOT, Kind.MULTI_LABEL, Kind.SOFT}:
        return ClassMap(width, tuple(columns) if columns is not None else None)
    return _index_of_names(labels, settings, columns) or _unsaid(labels, settings, width, columns)


def _unsaid(
    labels: LabelEvidence, settings: Settings, width: int, columns: Sequence[str] | None
) -> ClassMap | Refusal:
    """Return the classes of the columns from their names, else from ranks of the labels, else by position."""
    seen = labels.classes.ordered()
    named = _called_after(columns, seen) if columns and settings.label_offset == 0 else None
    if named is not None:
        return _named(named, seen, settings)
    if isinstance(columns, NamesInOrder):
        columns = None if not labels.names else columns
    if columns and width == 2 and not labels.names and settings.label_offset == 0:
        from xentcli.detection.opposites import opposite_columns

        opposite = opposite_columns(columns, labels, _truths(labels))
        if opposite is not None:
            return opposite
    if columns and settings.label_offset == 0 and all(isinstance(c, int) for c in seen):
        unsettled = _ids_beside_names(columns, seen)
        if unsettled is not None:
            return unsettled
    if CONVENTIONS[settings.like].ranks_labels and settings.label_offset == 0:
        return _ranked(seen, width)
    if any(isinstance(c, str) for c in seen) and not labels.truths:
        return _unordered(labels, columns)
    return ClassMap(width, _truths(labels), settings.label_offset)


def _index_of_names(
    labels: LabelEvidence, settings: Settings, columns: Sequence[str] | None
) -> Refusal | None:
    """Return the refusal of an ignored index if the labels are names."""
    mark = settings.ignore_index
    if not isinstance(mark, int) or not labels.names or labels.classes.total < labels.rows:
        return None
    seen = labels.classes.ordered()
    names = (_called_after(columns, seen) if columns else None) or tuple(seen)
    if not 0 <= mark < len(names):
        return None
    name = str(names[mark])
    message = f"--ignore-index {mark} is a number, but the labels are names: {listed(names, 6)}"
    hint = f"use the name of the class: --ignore-index {name}"
    ways = ({"ignore_index": name},) if columns else ()
    return Refusal("XE117", message, hint, ways=ways)


def _called_after(columns: Sequence[str], seen: Sequence[Class]) -> tuple[Class, ...] | None:
    from xentcli.core.class_columns import classes_of

    return classes_of(columns, seen, partly=True)


def _named(named: tuple[Class, ...], seen: Sequence[Class], settings: Settings) -> ClassMap | Refusal:
    ids = [c for c in named if isinstance(c, int)]
    if ids == list(range(len(named))):
        return ClassMap(len(named), None, settings.label_offset)
    strange = [c for c in seen if isinstance(c, int) and c not in ids and c != settings.ignore_index]
    if ids and strange and all(0 <= c < len(ids) for c in seen if isinstance(c, int)):
        message = f"{strange[0]} is not a class of {min(ids)}..{max(ids)}, the numbers in the column names"
        orders = _counted_from_zero(ids)
        hint = f"if the columns are the classes 0..{len(ids) - 1}, use --classes {orders[0]}"
        if len(orders) > 1:
            hint += f", or --classes {orders[1]} to keep the column order"
        ways = tuple({"classes": order} for order in orders) if len(ids) <= MOST_LISTED else ()
        return Refusal("XE109", message, hint, ways=ways)
    return ClassMap(len(named), named)


def _counted_from_zero(ids: Sequence[int]) -> list[str]:
    """Return the classes 0..K-1 in the order of the columns' numbers, and of their places if that differs."""
    ranks = sorted(ids)
    orders = [[ranks.index(number) for number in ids], [*range(len(ids))]]
    return list(dict.fromkeys(",".join(map(str, order)) for order in orders))


def _ranked(seen: Sequence[Class], width: int) -> ClassMap | Refusal:
    """Return the sorted labels as classes, as scikit-learn does; 0..K-1 if integer labels miss a class."""
    if len(seen) == width:
        return ClassMap(width, tuple(seen))
    if all(isinstance(c, int) and 0 <= c < width for c in seen):
        return ClassMap(width)
    message = (
        f"{len(seen)} classes in the labels, but {width} prediction columns: scikit-learn needs all classes"
    )
    return Refusal("XE110", message, "list all classes with --classes a,b,c, sorted as in scikit-learn")


def _unordered(labels: LabelEvidence, columns: Sequence[str] | None) -> Refusal:
    first = labels.names or labels.missing_words or labels.whole
    names = [str(c) for c in labels.classes.ordered()]
    named = (
        f"the prediction columns are named {listed(columns, 4)}"
        if columns
        else "the prediction columns have no names"
    )
    message = f"{shown(first.value)} is a class name, but {named}: which column is which class?"
    hint, ways = _orders(names, columns)
    return Refusal(NAMELESS, message, hint, first.place, first.value, ways=ways)


def _orders(names: list[str], columns: Sequence[str] | None) -> tuple[str, tuple[Way, ...]]:
    """Return the hint and the ways for columns without class names; for two classes, both orders.

    Opposites are in their usual order first.
    """
    from xentcli.detection.told_classes import numbered

    what = "column numbers" if columns and numbered(columns) is not None else "columns"
    if len(names) != 2 or (columns and len(columns) != 2):
        sort = f"; sorted: {listed(names, 6)}" if len(names) <= MOST_LISTED else ""
        return f"list the classes in the order of the {what} with --classes{sort}", ()
    from xentcli.detection.one_column import both_orders

    orders = both_orders(names)
    told = " or ".join(f"--classes {as_option(one)}" for one in orders)
    hint = f"list the classes in the order of the {what}: {told}"
    return hint, tuple({"classes": one} for one in orders)


def _ids_beside_names(columns: Sequence[str], seen: Sequence[Class]) -> Refusal | None:
    """Ask which id has which name, if nothing settles it."""
    if not isinstance(columns, NamesByRow):
        return _by_name_or_place(columns, _ids(seen, len(columns)), seen)
    from xentcli.detection.opposites import in_usual_order

    return None if in_usual_order(columns) else _which_name(columns)


def _ids(seen: Sequence[Class], width: int) -> Sequence[Class]:
    """Return the ids of all classes, some of which may not occur; they may count from 1."""
    if len(seen) == width:
        return seen
    from_one = bool(seen) and min(map(int, seen)) > 0 and max(map(int, seen)) == width
    return range(1, width + 1) if from_one else range(width)


def _on_a_scale(columns: Sequence[str], ids: Sequence[Class], seen: Sequence[Class]) -> Refusal | None:
    """Ask which id is which column, if the columns are named high, low, medium or similar."""
    from xentcli.core.word_scales import steps_of

    steps = steps_of(columns)
    if steps is None or len(steps) > MOST_LISTED:
        return None
    if steps == sorted(steps):
        return _ends_of_scale(columns) if len(steps) > 2 and {*seen} == {0, 1} else None
    by_meaning, by_place = ",".join(str(ids[step]) for step in steps), ",".join(map(str, ids))
    names = sorted(columns, key=lambda name: steps[list(columns).index(name)])
    message = f"the labels are ids, but the columns are named {listed(columns, 4)}: which id is which column?"
    span = f"from {shown(names[0])} to {shown(names[-1])}"
    hint = f"--classes {by_meaning} orders them {span}; --classes {by_place} keeps the column order"
    return Refusal("XE120", message, hint, ways=({"classes": by_meaning}, {"classes": by_place}))


def _ends_of_scale(columns: Sequence[str]) -> Refusal:
    """Return the question whether labels 0 and 1 are the ends of a scale, or its first two steps."""
    last = len(columns) - 1
    by_ends = ",".join(map(str, [0, *range(2, last + 1), 1]))
    by_place = ",".join(map(str, range(last + 1)))
    message = (
        f"the labels are 0 and 1, and the columns are named {listed(columns, 4)}: which one is that of 1?"
    )
    hint = f"--classes {by_ends} makes it {shown(columns[last])}; --classes {by_place} goes by the place"
    return Refusal("XE120", message, hint, ways=({"classes": by_ends}, {"classes": by_place}))


def _by_name_or_place(columns: Sequence[str], ids: Sequence[Class], seen: Sequence[Class]) -> Refusal | None:
    """Ask which id is which column, if the names of the columns are not sorted."""
    from xentcli.core.class_columns import bare_names

    counted = _counted(columns) or _on_a_scale(columns, ids, seen)
    if counted is not None:
        return counted
    names = [name.casefold() for name in bare_names(columns)]
    order = sorted(range(len(names)), key=lambda place: names[place])
    if numbers_of(columns) is not None or order == list(range(len(names))) or any(map(_has_digit, names)):
        return None
    ranks = ",".join(str(ids[order.index(place)]) for place in range(len(names)))
    places = ",".join(map(str, ids))
    message = f"the labels are ids, but the columns are named {listed(columns, 4)}: which id is which column?"
    hint = (
        f"use --classes {ranks} if the ids follow the alphabetical order of the names, --classes "
        f"{places} if they follow the columns"
    )
    ways = ({"classes": ranks}, {"classes": places}) if len(names) <= MOST_LISTED else ()
    return Refusal("XE120", message, hint, ways=ways)


def _counted(columns: Sequence[str]) -> Refusal | None:
    """Ask whether numbers in names such as `5 stars` are the ids."""
    found = [re.findall(r"\d{1,18}", name) for name in columns]
    numbers = [int(one[0]) for one in found if len(one) == 1]
    if len({*numbers}) < len(columns) or numbers == sorted(numbers) or numbers_of(columns) is not None:
        return None
    by_number, by_place = (",".join(map(str, one)) for one in (numbers, sorted(numbers)))
    message = f"the labels are ids, but the columns are named {listed(columns, 4)}: which id is which column?"
    hint = f"--classes {by_number} uses the numbers in the names; --classes {by_place} keeps the column order"
    ways = ({"classes": by_number}, {"classes": by_place}) if len(numbers) <= MOST_LISTED else ()
    return Refusal("XE120", message, hint, ways=ways)


def _has_digit(name: str) -> bool:
    return any(map(str.isdigit, name))


def _which_name(columns: Sequence[str]) -> Refusal:
    """Ask which name has which id, if the rows name the classes of their scores."""
    message = f"the labels are ids, but the scores have class names: {listed(columns, 6)}"
    hint = f"list the names in the order of the ids, as in --classes {as_option(columns)}"
    numbers = [re.findall(r"\d+", name) for name in columns]
    counted = len({n[0] for n in numbers if len(n) == 1}) == len(columns)
    ways = ({"classes": ",".join(columns)},) if counted and "," not in "".join(columns) else ()
    return Refusal("XE327", message, hint, ways=ways)


def _truths(labels: LabelEvidence) -> tuple[Class, ...] | None:
    """Return the texts for False and True as spelled in the file, or None if not both occur as text."""
    texts = [c for c in labels.classes.ordered() if isinstance(c, str)]
    if not labels.truths or len(texts) != 2:
        return None
    return tuple(sorted(texts, key=lambda c: c.strip().lower() != "false"))
