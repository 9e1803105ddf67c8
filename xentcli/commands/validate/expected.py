"""Derive the requirements on labels and predictions from options, shapes and column names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.commands.advise.first_rows import looked_at
from xentcli.core.class_map import ClassMap
from xentcli.core.frozen import Frozen
from xentcli.detection.decide import layout_of
from xentcli.detection.evidence import LabelEvidence
from xentcli.detection.gather import rescale_of
from xentcli.detection.label_evidence import observe_labels
from xentcli.detection.refusal import Refusal
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
    gaps: bool = False
    """Whether cells of label vectors may be without a label."""
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
    predictions = data.predictions
    s, layout = settings, layout_of(data, settings)
    beside = predictions if not layout.vectors and layout.width > 1 else None
    told = len(s.classes) if s.classes else s.num_classes
    size = told if told is not None else layout.width if beside is not None else None
    return Expected(
        layout,
        kind,
        None if size is None else _classes(data.labels, beside, s, size, layout),
        told,
        s.classes is not None,
        s.label_offset,
        s.marks,
        s.unknown is not None,
        s.said_scale,
        most,
        s.max_classes,
        rescale_of(s, layout),
        looked_at(predictions) if predictions is not None else 0,
    )


def _classes(
    labels: Selection, predictions: Selection | None, s: Settings, size: int, layout: RowLayout
) -> ClassMap | None:
    """Return the classes from options or prediction columns, or None if their number differs."""
    if s.classes is not None and not (layout.vectors and layout.width > 1):
        from xentcli.detection.told_classes import told_classes

        seen = _first_labels(labels, s) or LabelEvidence()
        found = told_classes(seen, s, size, None if predictions is None else predictions.names)
        if isinstance(found, Refusal):
            raise found.error(labels.table.name)
        return found
    names: tuple[int | str, ...] | None = s.classes
    if names is None and predictions is not None and s.label_offset == 0:
        names = _named_columns(labels, predictions, s)
    return ClassMap(size, names, s.label_offset) if names is None or len(names) == size else None


def _first_labels(labels: Selection, settings: Settings) -> LabelEvidence | None:
    """Return the evidence of the first block of labels, or None if there is none."""
    first = next(labels.blocks(_unheard), None)
    layout = layout_of(Dataset(labels), settings)
    return None if first is None else observe_labels(first, layout, settings.marks)


def _named_columns(
    labels: Selection, predictions: Selection, settings: Settings
) -> tuple[int | str, ...] | None:
    """Return the classes named by the prediction columns, if the first labels confirm them, else None."""
    columns = predictions.names
    seen = _first_labels(labels, settings) if columns else None
    if not columns or seen is None:
        return None
    from xentcli.core.class_columns import bare_names, classes_of

    found = classes_of(columns, seen.classes.ordered(), partly=True)
    return found or (bare_names(columns) if seen.names or seen.texts or seen.truths else None)


def _unheard(error: XentError) -> None:
    """Ignore the error: it is reported when the rows are audited."""
