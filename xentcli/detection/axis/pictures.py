"""A single picture, or rows with the classes on axis 1: ask if the shapes allow both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.errors import DataError, Place
from xentcli.core.frozen import replace
from xentcli.detection.axis.candidates import along, layouts
from xentcli.detection.axis.evidence import evidence_of
from xentcli.detection.axis.one_row import as_one_row
from xentcli.detection.axis.proof import ids_by_proof
from xentcli.settings.settings import REFERENCE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentcli.core.errors import Way
    from xentcli.core.row_layout import RowLayout
    from xentcli.execution.fold import Execution
    from xentcli.inputs.dataset import Dataset
    from xentcli.settings.settings import Settings


def picture_or_rows(
    data: Dataset, settings: Settings, execution: Execution, *, every: bool
) -> tuple[Dataset, Settings]:
    """Return the picture with its class axis if the option or all scores say so, else the rows; or ask.

    As many labels as classes lie along the first axis of both.
    """
    if settings.class_axis == 0:
        return as_one_row(data), replace(settings, class_axis=1)
    told = settings.class_axis is not None or every or settings.like is not REFERENCE
    if told or data.labels.table.shape[0] != data.pair[1].table.shape[0]:
        return data, settings
    picture = as_one_row(data)
    of_rows = _sums(data, layouts(data.labels.shape, data.pair[1].shape), execution)
    of_picture = _sums(picture, [along(picture.pair[1].shape, 1)], execution)
    if of_rows == of_picture:
        raise _ask(data)
    return (picture, replace(settings, class_axis=1)) if of_picture else (data, settings)


def _sums(data: Dataset, fits: Sequence[RowLayout], execution: Execution) -> bool:
    """Return whether the scores sum to one along the axis of one of the layouts."""
    return bool(ids_by_proof(fits, evidence_of(data, execution)).reason)


def _ask(data: Dataset) -> DataError:
    axes = [0, *sorted({fit.axis or 0 for fit in layouts(data.labels.shape, data.pair[1].shape)})]
    message = (
        f"the classes may be on axis {', '.join(map(str, axes[:-1]))} or {axes[-1]} of the predictions, and "
        "axis 0 is that of a single picture"
    )
    hint = "use --class-axis 0 for a picture without an axis of rows, or --class-axis 1 as in PyTorch"
    ways: list[Way] = [{"class_axis": axis} for axis in axes]
    return DataError(message, hint, code="XE313", place=Place(data.pair[1].table.name), ways=ways[:3])
