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
        message = f"the labels are one column of shares, but there are {columns} prediction columns"
        return Refusal("XE302", message, "soft labels need one column per class")
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
        Loss.SPARSE: f"sparse cross-entropy needs class ids, but the labels are {kind}",
        Loss.CATEGORICAL: f"categorical cross-entropy needs one-hot or soft labels, but these are {kind}",
        Loss.BINARY: f"binary cross-entropy needs labels 0 and 1; these are {kind}, with {columns} columns",
    }[asked]
    if columns == 1:
        message = f"{asked} cross-entropy needs one column per class, but the predictions have one column"
    hint = f"use --loss {fits}" + (", which has the same formula" if same else "")
    return Refusal("XE303", message, hint, ways=({"loss": str(fits)},))


def refuse_impossible_classes(settings: Settings, width: int) -> None:
    """Raise if `--classes` or `--num-classes` differs from the number of prediction columns."""
    given = len(settings.classes) if settings.classes else settings.num_classes
    if given is not None and given != width:
        option = "--classes lists" if settings.classes else "--num-classes gives"
        raise UsageError(
            f"{option} {given} classes, but the predictions have {width}",
            "use one class per column",
            ways=() if settings.classes else ({"num_classes": None},),
        )
