"""Detect the kind of labels, alone or with predictions."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from xentcli.core.types import Kind
from xentcli.detection.decide import decide_kind, layout_of
from xentcli.detection.evidence import LabelEvidence
from xentcli.detection.gather import arranged, decided, gather, no_rows, positions_of, prepared
from xentcli.detection.label_evidence import observe_labels
from xentcli.detection.refusal import Refusal
from xentcli.execution.fold import ALONE, adding, fold
from xentcli.losses.spec import Breakdown
from xentcli.report.answer import Answer
from xentcli.report.fields import named
from xentcli.report.grid import Grid

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from xentcli.core.errors import Note
    from xentcli.core.row_layout import RowLayout
    from xentcli.execution.fold import Execution
    from xentcli.inputs.dataset import Dataset, Part
    from xentcli.inputs.roles.column import ColumnRole
    from xentcli.inputs.selection import Selection
    from xentcli.report.grid import Cell
    from xentcli.report.page import Block
    from xentcli.settings.settings import Settings


class Detection(Answer):
    """The kind of labels, with the evidence for it."""

    kind: str
    classes: int | None
    rows: int
    evidence: tuple[str, ...]
    also: tuple[str, ...] = ()
    loss: str | None = None
    scale: str | None = None
    class_names: tuple[str, ...] | None = None
    notes: tuple[Note, ...] = ()
    columns: tuple[ColumnRole, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return all fields as JSON values."""
        head: dict[str, Any] = {
            "schema": "xentcli/detect/1",
            "kind": self.kind,
            "classes": self.classes,
            "rows": self.rows,
        }
        head |= {"evidence": list(self.evidence), "also": list(self.also)}
        head |= {"class_names": None if self.class_names is None else list(self.class_names)}
        head |= {"loss": self.loss, "scale": self.scale}
        return head | {"columns": [column.to_dict() for column in self.columns]} | self.told()

    def values(self) -> Iterable[tuple[Cell, ...]]:
        """Yield the kind."""
        yield (self.kind,)

    def grids(self) -> Sequence[Grid]:
        """Return a table with one finding per line."""
        rows: list[tuple[Cell, ...]] = [("labels", self.kind)]
        rows += [("classes", named(self.classes, self.class_names))] if self.classes is not None else []
        rows += [("rows", f"{self.rows:,}")]
        rows += [("evidence" if not i else "", reason) for i, reason in enumerate(self.evidence)]
        rows += [("could be", ", ".join(self.also))] if self.also else []
        rows += [("predictions", self.scale), ("loss", self.loss)] if self.loss is not None else []
        return [Grid("", ("", ""), tuple(rows))]

    def page(self) -> Sequence[Block]:
        """Return the kind, followed by the evidence and what else was found."""
        from xentcli.report.page import Styled, facts, heading

        (_, *rows), kind = self.grids()[0].rows, Styled(self.kind, "answer")
        return [heading(Styled("Labels", "title"), kind), facts(*rows)]

    def records(self) -> Iterable[dict[str, Cell]]:
        """Yield one record."""
        yield {
            "kind": self.kind,
            "classes": self.classes,
            "rows": self.rows,
            "loss": self.loss,
            "scale": self.scale,
            "evidence": "; ".join(self.evidence),
        }


def detect(data: Dataset, settings: Settings, execution: Execution = ALONE) -> Detection:
    """Return the kind with its evidence; with predictions also their scale, and the matching loss."""
    if data.predictions is None:
        return _alone(data, settings, execution)
    data = arranged(prepared(data, execution), settings, execution)
    layout, seen = gather(data, settings, execution)
    spec, found = decided(data, settings, Breakdown(), layout, seen)
    names = spec.classes.names or spec.classes.classes
    return Detection(
        str(found.kind),
        spec.classes.size,
        seen.labels.rows,
        found.reasons,
        tuple(map(str, found.also)),
        str(spec.case.loss),
        str(spec.case.scale),
        None if names is None else tuple(map(str, names)),
        data.notes + found.notes,
        _roles(data),
    )


def _alone(data: Dataset, settings: Settings, execution: Execution) -> Detection:
    data = arranged(data, settings, execution)
    labels, layout = data.labels, layout_of(data, settings)
    seen = fold(partial(_observed, layout, settings), data, execution, adding(LabelEvidence()))
    if not seen.rows:
        no_rows(data)
    ids = positions_of(data, seen, layout, settings, execution)
    if ids is not None:
        return _alone(ids, settings, execution)
    found = decide_kind(seen, layout, settings)
    if isinstance(found, Refusal):
        raise found.error(labels.table.name)
    names = _names(seen, labels)
    count = _classes(found.kind, seen, layout.width, settings)
    return Detection(
        str(found.kind),
        len(names) if names is not None else count,
        seen.rows,
        found.reasons,
        tuple(map(str, found.also)),
        class_names=names,
        notes=labels.all_notes,
        columns=_roles(data),
    )


def _roles(data: Dataset) -> tuple[ColumnRole, ...]:
    """Return the role of every column that has a name."""
    from xentcli.inputs.roles.report import roles_by_names

    return data.roles or roles_by_names(data)


def _observed(layout: RowLayout, settings: Settings, parts: tuple[Part]) -> LabelEvidence:
    return observe_labels(parts[0].load(), layout, settings.marks, settings.max_classes)


def _classes(kind: Kind, seen: LabelEvidence, width: int, settings: Settings) -> int | None:
    """Return the number of classes: the width of vectors, 2 for binary labels, else the largest id plus 1."""
    if width > 1:
        return width
    if settings.num_classes is not None:
        return settings.num_classes
    if kind in {Kind.BINARY, Kind.SOFT}:
        return 2
    if seen.names or seen.texts or seen.classes.full:
        return len(seen.classes) or None
    ids = [c + settings.label_offset for c in seen.classes.counts if isinstance(c, int)]
    return max(ids) + 1 if ids and min(ids) >= 0 else len(seen.classes)


def _names(seen: LabelEvidence, labels: Selection) -> tuple[str, ...] | None:
    if seen.names or seen.texts:
        from xentcli.detection.declared import declared_names

        return declared_names(labels, seen) or tuple(map(str, seen.classes.ordered()))
    return labels.names if labels.names and len(labels.names) > 1 else None
