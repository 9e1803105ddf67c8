"""What labels and predictions must be, as far as options, shapes and column names tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.commands.advise.first_rows import looked_at
from xentcli.core.class_map import ClassMap, bare_names, match_columns
from xentcli.core.frozen import Frozen
from xentcli.core.row_layout import RowLayout
from xentcli.core.types import Kind, Scale
from xentcli.detection.decide import layout_of
from xentcli.detection.label_evidence import observe_labels

if TYPE_CHECKING:
    from xentcli.core.errors import XentError
    from xentcli.inputs.selection import Selection
    from xentcli.settings.settings import Settings

ONE_COLUMN = frozenset({Kind.SPARSE, Kind.BINARY})
"""The kinds that are one value a row, or one a position of a row."""


class Expected(Frozen):
    """What is known of the labels, and of the predictions beside them."""

    layout: RowLayout
    kind: Kind | None = None
    """The kind that the labels are said to be."""
    classes: ClassMap | None = None
    """The classes, where options or predictions tell them."""
    told: int | None = None
    """How many classes options say there are."""
    named: bool = False
    """Whether options name the classes."""
    offset: int = 0
    ignore: int | None = None
    scale: Scale | None = None
    """What the predictions are said to be."""
    most: int = 20
    max_classes: int = 0
    looked_at: int = 0
    """How many rows of a pair are looked at beside each other."""

    @property
    def vectors(self) -> bool:
        """Whether labels are rows of several numbers."""
        return self.layout.vectors and self.layout.width > 1


def expected(
    labels: Selection, predictions: Selection | None, settings: Settings, kind: Kind | None, most: int
) -> Expected:
    """What is expected of both; shapes that do not go together are an error."""
    s, layout = settings, _layout(labels, predictions, settings, kind)
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
        s.ignore_index,
        scale,
        most,
        s.max_classes,
        looked_at(predictions) if predictions is not None else 0,
    )


def _layout(
    labels: Selection, predictions: Selection | None, settings: Settings, kind: Kind | None
) -> RowLayout:
    """How rows lie; arrays of ids at many positions are no vectors where that is what they are said to be."""
    if predictions is None and kind in ONE_COLUMN and len(labels.shape) > 1:
        return RowLayout(labels.shape, None, 1, vectors=False)
    return layout_of(labels, predictions, settings)


def _named_columns(
    labels: Selection, predictions: Selection, settings: Settings
) -> tuple[int | str, ...] | None:
    """The classes that the prediction columns name, as far as the first labels tell that they do."""
    columns = predictions.names
    first = next(labels.blocks(_unheard), None) if columns else None
    if not columns or first is None:
        return None
    seen = observe_labels(first, layout_of(labels, None, settings)).classes.ordered()
    return match_columns(columns, seen) or (bare_names(columns) if first.categories is not None else None)


def _unheard(error: XentError) -> None:
    """Nobody listens yet."""
