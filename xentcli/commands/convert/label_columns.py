"""Select the columns to convert, their order, and how to read their cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.commands.convert.class_columns import column_classes, is_numbered, score_classes
from xentcli.core.class_columns import classes_of
from xentcli.core.errors import DataError, Place, UsageError
from xentcli.core.frozen import replace
from xentcli.core.names import is_padded
from xentcli.core.text import shown
from xentcli.detection.told_classes import numbered
from xentcli.inputs.roles.select import is_alone, select_labels, select_predictions
from xentcli.io.table import Cells
from xentcli.io.text.words import TRUTHS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentcli.inputs.selection import Selection
    from xentcli.io.table import Table
    from xentcli.settings.settings import Settings


def intake(
    table: Table, spec: str | None, settings: Settings, scores: bool, kept: Sequence[int] = ()
) -> Selection:
    """Return the labels or scores to convert, without the columns that are copied along."""
    side = _scores(table, spec) if scores else _labels(table, spec, kept)
    if kept and spec is None:
        side = _without(side, kept)
    if settings.unknown is not None and side.shape in {(), (1,)}:
        from xentcli.inputs.unknown_rows import with_known_rows

        side = with_known_rows(side, settings.unknown)
    if not scores and (table.dtype is None or hasattr(table, "wider")):
        from xentcli.inputs.several_labels import several_labels

        several = several_labels(side, settings)
        if several is not side:
            return several
    if side.shape not in {(), (1,)}:
        return by_numbers(side) if settings.classes is None else _ordered(side, settings.classes, scores)
    return replace(side, cells=Cells.NAMES) if _named(side, settings) else side


def _labels(table: Table, spec: str | None, kept: Sequence[int]) -> Selection:
    if spec is not None or is_alone(table):
        return select_labels(table, spec)
    from xentcli.inputs.roles.apply import select_labels_alone

    names = table.columns or ()
    return select_labels_alone(table, [names[c] for c in kept] if names else [], as_names=False)


def _scores(table: Table, spec: str | None) -> Selection:
    """Return the columns of scores: all numeric columns that are not labels, otherwise the label columns."""
    try:
        side = select_predictions(table, spec)
    except DataError:
        return replace(select_labels(table, spec), cells=Cells.NUMBERS)
    if spec is not None or table.dtype is not None:
        return side
    from xentcli.commands.convert.scores_alone import scores_alone

    return scores_alone(side)


def _without(side: Selection, kept: Sequence[int]) -> Selection:
    if side.columns is None or len(side.columns) == 1:
        return side
    left = tuple(column for column in side.columns if column not in kept)
    if not left:
        hint = "name the label column: --labels-column NAME"
        raise DataError("--keep takes all columns", hint, code="XE305", place=Place(side.table.name))
    return replace(side, columns=left, notes=())


def _named(side: Selection, settings: Settings) -> bool:
    """Return whether to read one column as names: classes are given, and it does not hold their ids."""
    told = settings.classes
    if told is None or not settings.named:
        return False
    numbers = side.table.numeric[side.columns[0] if side.columns else 0]
    return not numbers or any(c in TRUTHS or is_padded(c) for c in told)


def by_numbers(side: Selection) -> Selection:
    """Return the columns in the order of the numbers in their names, if these count the classes."""
    if side.names is None or side.columns is None or len(side.names) != len(side.columns):
        return side
    places = numbered(side.names)
    if places is None or places == tuple(range(len(places))):
        return side
    return replace(side, columns=tuple(side.columns[places.index(k)] for k in range(len(places))))


def _ordered(side: Selection, told: tuple[str, ...], scores: bool) -> Selection:
    """Return the columns in the order of the given classes, if both have the same names."""
    if side.names is None or side.columns is None or len(side.names) != len(told):
        return side
    found = (score_classes if scores else column_classes)(side.names)
    for names in (found, side.names, classes_of(side.names, told)):
        if names is not None and set(names) == set(told):
            column = dict(zip(names, side.columns, strict=True))
            return replace(side, columns=tuple([column[name] for name in told]))
    if found is None or is_numbered(found):
        return side
    raise UsageError(
        f"the columns are named {shown(','.join(found))}, which --classes contradicts",
        "use these names in --classes, in any order; --columns renames the output columns",
        code="XE516",
    )
