"""Derive the requirements on labels and predictions from options, shapes and column names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.commands.advise.first_rows import looked_at
from xentcli.core.class_map import ClassMap
from xentcli.core.frozen import Frozen
from xentcli.detection.decide import layout_of
from xentcli.detection.gather import rescale_of
from xentcli.detection.label_evidence import observe_labels
from xentcli.inputs.dataset import Dataset

if TYPE_CHECKING:
    from collections.abc import Callable

    from xentcli.core.blocks import Block
    from xentcli.core.errors import XentError
    from xentcli.core.row_layout import RowLayout
    from xentcli.core.types import Kind, Scale
    from xentcli.inputs.selection import Selection
    from xentcli.settings.settings import Settings


class Expected(Frozen):
    """The requirements on labels and predictions, known before any row is read."""

    layout: RowLayout
    kind: Kind | None = None
    """The kind given by an option, or None."""
    classes: ClassMap | None = None
    """The classes given by options or by the predictions, or None."""
    told: int | None = None
    """The number of classes given by options, or None."""
    named: bool = False
    """Whether an option gives the class names."""
    offset: int = 0
    ignore: tuple[int | str, ...] = ()
    scale: Scale | None = None
    """The scale given by an option, or None."""
    most: int = 20
    max_classes: int = 0
    rescale: Callable[[Block], Block] | None = None
    """What turns predictions into probabilities, if an option asks for it."""
    looked_at: int = 0
    """The number of first rows of a pair to compare side by side."""

    @property
    def vectors(self) -> bool:
        """Whether each label is a vector of several numbers."""
        return self.layout.vectors and self.layout.width > 1


def expected(data: Dataset, settings: Settings, kind: Kind | None, most: int) -> Expected:
    """Return the requirements; raise if the shapes do not match."""
    labels, predictions = data.labels, data.predictions
    s, layout = settings, layout_of(data, settings)
    beside = predictions is not None and not layout.vectors and layout.width > 1
    told = len(s.classes) if s.classes else s.num_classes
    size = told if told is not None else layout.width if beside else None
    names: tuple[int | str, ...] | None = s.classes
    if names is None and beside and s.label_offset == 0 and predictions is not None:
        names = _named_columns(labels, predictions, settings)
    fitting = size is not None and (names is None or len(names) == size)
    classes = ClassMap(size, names, s.label_offset) if size is not None and fitting else None
    scale = s.said_scale
    return Expected(
        layout,
        kind,
        classes,
        told,
        s.classes is not None,
        s.label_offset,
        s.marks,
        scale,
        most,
        s.max_classes,
        rescale_of(settings, layout),
        looked_at(predictions) if predictions is not None else 0,
    )


def _named_columns(
    labels: Selection, predictions: Selection, settings: Settings
) -> tuple[int | str, ...] | None:
    """Return the classes named by the prediction columns, if the first labels confirm them, else None."""
    columns = predictions.names
    first = next(labels.blocks(_unheard), None) if columns else None
    if not columns or first is None:
        return None
    from xentcli.core.class_columns import bare_names, classes_of

    seen = observe_labels(first, layout_of(Dataset(labels), settings)).classes.ordered()
    return classes_of(columns, seen, partly=True) or (
        bare_names(columns) if first.categories is not None else None
    )


def _unheard(error: XentError) -> None:
    """Ignore the error: it is reported when the rows are audited."""
