"""Find columns whose cells hold several labels, and read them as one column of 0 and 1 for each class."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.errors import DataError, Note, Place
from xentcli.core.frozen import replace
from xentcli.core.text import shown
from xentcli.core.types import Kind
from xentcli.inputs.list_notation import id_of, parted_by
from xentcli.inputs.many_labels import ManyLabels, NumberedLists, TextCells
from xentcli.inputs.selection import Selection
from xentcli.inputs.separators import Doubt, find_notation
from xentcli.io.table import Cells

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from xentcli.core.types import Numbers
    from xentcli.inputs.many_labels import LabelCells
    from xentcli.inputs.separators import Known
    from xentcli.io.table import ClassNames
    from xentcli.settings.settings import Settings

    Names = tuple[str, ...]

ONE_EACH = frozenset({Kind.SPARSE, Kind.BINARY})
"""Kinds with one label a row: if one is asked for, a cell is one label."""
MOST_CELLS = 1_000_000
"""The most distinct cells of a column that is searched for several labels."""
MOST_COLUMNS = 100_000


def several_labels(
    labels: Selection, settings: Settings, columns: Names | None = None, width: int | None = None
) -> Selection:
    """Return labels with one column of 0 and 1 for each class, if their cells hold several labels.

    ``columns`` are the names of the prediction columns, and ``width`` is their number, if there are any.
    Raise DataError if the cells may as well be names.
    """
    wider = getattr(labels.table, "wider", None)
    if wider is not None and labels.columns is None:
        return replace(labels, table=wider(width or settings.num_classes or len(settings.classes or ())))
    cells = _cells_of(labels, settings, columns)
    if cells is None:
        return labels
    declared = _declared(labels)
    table = ManyLabels(labels.table, cells, *_classes(cells, settings, columns, width, declared))
    table.in_order = declared is not None
    return Selection(table, None, Cells.NUMBERS, (*labels.notes, *_notes(table, cells, settings)))


def _declared(labels: Selection) -> ClassNames | None:
    """Return the names of the classes that the labels' column declares."""
    own = labels.columns or ()
    told = labels.table.declared(own[0]) if len(own) == 1 else None
    return told if told is not None and told.is_sure else None


def _notes(table: ManyLabels, cells: LabelCells, settings: Settings) -> tuple[Note, ...]:
    """Return the note on how cells were read; none if an option set it, and all cells hold labels."""
    if settings.label_separator is not None and not cells.blank:
        return ()
    text = f"{table.name}: several labels per cell, read as {cells.notation}"
    text += "" if settings.label_separator else "; use --labels-kind sparse to read each cell as one class"
    if cells.blank:
        text += f"; {cells.blank:,} empty cell{' has' if cells.blank == 1 else 's have'} no label"
    return (Note("XE862", text),)


def _cells_of(labels: Selection, settings: Settings, columns: Names | None) -> LabelCells | None:
    """Return the cells of labels if they hold several labels, else None."""
    told, table = settings.label_separator, labels.table
    if table.dtype is not None or (told is None and settings.labels_kind in ONE_EACH):
        return None
    if labels.columns is not None and len(labels.columns) == 1 and labels.cells is not Cells.NUMBERS:
        return _text_cells(labels, settings, columns)
    vector = next((v.columns for v in table.vectors.values() if v.columns == labels.columns), None)
    return None if vector is None else _vector_cells(labels, settings)


def _text_cells(labels: Selection, settings: Settings, columns: Names | None) -> LabelCells | None:
    """Return the cells of a column of text that holds several labels."""
    texts = Selection(labels.table, labels.columns, Cells.TEXT)
    return _parsed(texts, settings, _known(settings, columns), sure=settings.labels_kind is Kind.MULTI_LABEL)


def _parsed(texts: Selection, settings: Settings, known: Known | None, *, sure: bool) -> LabelCells | None:
    """Return the cells of a column of text, if all of them show that it holds several labels."""
    keep = getattr(texts.table, "keep", None)
    if keep is not None:
        keep()
    if settings.label_separator is not None:
        return TextCells(texts, parted_by(settings.label_separator))
    found = find_notation(_all_cells(texts), known, sure=sure)
    if isinstance(found, Doubt):
        raise doubtful(found, Place(texts.table.name, column=_named(texts)))
    return None if found is None else TextCells(texts, found)


def _all_cells(texts: Selection) -> Collection[str]:
    """Return the different cells of the rows that can be read; none if there are too many."""
    cells: dict[str, None] = {}
    for block in texts.table.blocks(texts.columns, texts.cells, lambda _: None):
        cells |= dict.fromkeys(block.categories or ())
        if len(cells) > MOST_CELLS:
            return ()
    return cells


def _named(labels: Selection) -> str | None:
    names = labels.names
    return names[0] if names else None


def doubtful(doubt: Doubt, place: Place) -> DataError:
    """Return the error for cells that may be several labels or single names."""
    message = f"'{shown(doubt.cell)}': several labels in a cell, or one name?"
    hint = f"use --label-separator '{doubt.separator}' to split it, or --labels-kind sparse for one class"
    if "decimal" in doubt.ways[1]:
        hint = "use --label-separator , to split the labels, or --decimal , to read decimal commas"
    return DataError(message, hint, code="XE145", place=place, value=doubt.cell, ways=doubt.ways)


def _known(settings: Settings, columns: Names | None) -> Known | None:
    """Return a function that tells whether names are classes of `--classes` or of the prediction columns."""
    told = settings.classes
    if told is not None:
        return lambda names: set(names) <= set(told)
    if columns is None or len(columns) < 2:
        return None
    from xentcli.core.class_columns import classes_of

    return lambda names: any(id_of(n) is None for n in names) and classes_of(columns, names) is not None


def _vector_cells(labels: Selection, settings: Settings) -> LabelCells | None:
    """Return the cells of a column of lists that are ids of classes, not one number for each class."""
    text = getattr(labels.table, "lists_as_text", False)
    try:
        part = next(iter(labels.table.parts(labels.columns, Cells.NUMBERS)), None)
        block = None if part is None else part.load()
    except DataError as error:
        if error.code not in {"XE043", "XE016"} or not text:
            raise
        block = None
    if block is not None and settings.label_separator is None and not _are_ids(block.values):
        return None
    if text:
        one = Selection(labels.table, (labels.columns or (0,))[:1], Cells.TEXT)
        return _parsed(one, settings, None, sure=True)
    return NumberedLists(labels)


def _are_ids(values: Numbers) -> bool:
    """Return whether rows of numbers are ids: whole, none negative, each once, and some above 1."""
    if values.ndim != 2 or values.dtype.kind == "b" or not values.size:
        return False
    x = np.sort(values, axis=1)
    whole = bool((x[:, 0] >= 0).all()) and bool((x == np.rint(x)).all()) and bool(x.max() > 1)
    return whole and not bool((x[:, 1:] == x[:, :-1]).any())


def _classes(
    cells: LabelCells,
    settings: Settings,
    columns: Names | None,
    width: int | None,
    declared: ClassNames | None,
) -> tuple[dict[str, int] | None, int, int, Names | None]:
    """Return the column of each name (None for ids), the width, the offset of ids, and the columns' names."""
    told, seen, offset = settings.classes, cells.labels, settings.label_offset
    ids = None if settings.named else _ids(seen)
    if told is not None and (ids is None or not settings.named):
        return {name: at for at, name in enumerate(told)}, len(told), 0, told
    if ids is None:
        return _as_declared(cells, columns, width, declared) or _by_name(cells, columns, width)
    if columns is not None and not offset:
        from xentcli.core.class_columns import classes_of

        named = classes_of(columns, ids)
        if named is not None and list(named) != list(range(len(named))):
            return {str(c): at for at, c in enumerate(named)}, len(named), 0, None
    size = width or settings.num_classes or max(max(ids, default=0) + offset + 1, 2)
    if size > MOST_COLUMNS:
        message, hint = f"ids up to {max(ids):,} need as many columns", "is this the label column?"
        raise DataError(message, hint, code="XE131", place=Place(cells.name))
    return None, size, offset, None


def _ids(labels: Sequence[str]) -> list[int] | None:
    """Return labels as ids, or None if one of them is a name."""
    ids = [id_of(label) for label in labels]
    found = [number for number in ids if number is not None]
    return found if len(found) == len(ids) else None


def _as_declared(
    cells: LabelCells, columns: Names | None, width: int | None, declared: ClassNames | None
) -> tuple[dict[str, int], int, int, Names] | None:
    """Return the classes in their declared order, if columns have no names or numbers, and one for each."""
    from xentcli.core.class_columns import numbers_of

    numbers = numbers_of(columns) if columns and width is not None else None
    if declared is None or (columns and width is not None and numbers is None):
        return None
    names = declared.ordered(numbers)
    if names is None or not {*cells.labels} <= {*names} or width not in {None, len(names)}:
        return None
    return {name: at for at, name in enumerate(names)}, len(names), 0, names


def _by_name(
    cells: LabelCells, columns: Names | None, width: int | None
) -> tuple[dict[str, int], int, int, Names]:
    """Return the classes of named labels: in the order of the prediction columns, or sorted."""
    from xentcli.core.class_columns import classes_of
    from xentcli.core.class_map import as_option

    if width is None:
        names = tuple(sorted(cells.labels))
        return {name: at for at, name in enumerate(names)}, len(names), 0, names
    found = None if columns is None else classes_of(columns, cells.labels, partly=True)
    if found is None:
        names = tuple(sorted(cells.labels))
        message = f"'{shown(names[0])}' is a class name, but no prediction column has this name"
        hint = f"list the classes in column order: --classes {as_option(names)}"
        raise DataError(message, hint, code="XE108", place=Place(cells.name), value=names[0])
    return {str(name): at for at, name in enumerate(found)}, len(found), 0, columns or ()
