"""Find the loss that fits labels and predictions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.errors import UsageError
from xentcli.core.types import Kind, Loss
from xentcli.detection.refusal import Refusal

if TYPE_CHECKING:
    from xentcli.core.row_layout import RowLayout
    from xentcli.settings.settings import Settings


def find_loss(kind: Kind, layout: RowLayout, columns: int, settings: Settings) -> Loss | Refusal:
    """Return the loss that fits labels and predictions, or the requested one if it fits them."""
    if kind is Kind.SOFT and columns > 1 and not layout.vectors:
        message = f"one column of shares beside {columns} prediction columns"
        return Refusal("XE302", message, "soft labels need a column for every class")
    natural = _natural_loss(kind, columns)
    asked = settings.loss.formula or natural
    claimed = columns == 1 and settings.labels_kind is Kind.SPARSE
    if asked is natural and not claimed:
        return natural
    if _fits(asked, kind, layout, columns, told=settings.classes is not None):
        return asked
    return _misfit(asked, kind, columns)


def _natural_loss(kind: Kind, columns: int) -> Loss:
    one_column = {Kind.BINARY: Loss.BINARY, Kind.SOFT: Loss.BINARY, Kind.SPARSE: Loss.SPARSE}
    if columns == 1:
        return one_column.get(kind, Loss.BINARY)
    table = {Kind.BINARY: Loss.SPARSE, Kind.SPARSE: Loss.SPARSE, Kind.MULTI_LABEL: Loss.BINARY}
    return table.get(kind, Loss.CATEGORICAL)


def _fits(asked: Loss, kind: Kind, layout: RowLayout, columns: int, told: bool) -> bool:
    if asked is Loss.BINARY:
        return layout.vectors or columns == 1 or (columns == 2 and (kind is Kind.BINARY or told))
    if asked is Loss.CATEGORICAL:
        return layout.vectors and columns > 1
    return not layout.vectors and columns > 1 and kind is not Kind.SOFT


def _misfit(asked: Loss, kind: Kind, columns: int) -> Refusal:
    """Return the refusal of a loss that does not fit the labels, with the one that does."""
    fits = Loss.BINARY if columns == 1 else _natural_loss(kind, columns)
    same = {asked, fits} == {Loss.SPARSE, Loss.CATEGORICAL}
    message = {
        Loss.SPARSE: f"sparse cross-entropy takes class ids, these labels are {kind}",
        Loss.CATEGORICAL: f"categorical cross-entropy takes vectors, these labels are {kind}",
        Loss.BINARY: f"binary cross-entropy takes 0/1 labels, these are {kind} beside {columns} columns",
    }[asked]
    if columns == 1:
        message = f"{asked} cross-entropy needs a column a class, the predictions have one"
    hint = f"use --loss {fits}" + (": the same formula" if same else "")
    return Refusal("XE303", message, hint, ways=({"loss": str(fits)},))


def refuse_impossible_classes(settings: Settings, width: int) -> None:
    """Raise if `--classes` or `--num-classes` differs from the number of prediction columns."""
    given = len(settings.classes) if settings.classes else settings.num_classes
    if given is not None and given != width:
        option = "--classes names" if settings.classes else "--num-classes says"
        raise UsageError(
            f"{option} {given} classes, the predictions have {width}",
            "give one class for every column",
            ways=() if settings.classes else ({"num_classes": None},),
        )
