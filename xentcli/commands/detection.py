"""The answer of `detect`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.report.answer import Grid
from xentcli.report.result import Result, named

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from xentcli.report.answer import Cell


class Detection(Result):
    """What kind of labels these are, with the evidence."""

    kind: str
    classes: int | None
    rows: int
    evidence: tuple[str, ...]
    also: tuple[str, ...] = ()
    loss: str | None = None
    scale: str | None = None
    class_names: tuple[str, ...] | None = None
    notes: tuple[str, ...] = ()

    @property
    def signature(self) -> str | None:
        """Nothing but the data made this answer."""
        return None

    def to_dict(self) -> dict[str, Any]:
        """All fields, ready for JSON."""
        head: dict[str, Any] = {
            "schema": "xentcli/detect/1",
            "kind": self.kind,
            "classes": self.classes,
            "rows": self.rows,
        }
        head |= {"evidence": list(self.evidence), "also": list(self.also)}
        head |= {"class_names": None if self.class_names is None else list(self.class_names)}
        return head | {"loss": self.loss, "scale": self.scale}

    def values(self) -> Iterable[tuple[Cell, ...]]:
        """The kind."""
        yield (self.kind,)

    def grids(self) -> Sequence[Grid]:
        """The findings, one a line."""
        rows: list[tuple[Cell, ...]] = [("labels", self.kind)]
        rows += [("classes", named(self.classes, self.class_names))] if self.classes is not None else []
        rows += [("rows", f"{self.rows:,}")]
        rows += [("evidence" if not i else "", reason) for i, reason in enumerate(self.evidence)]
        rows += [("could be", ", ".join(self.also))] if self.also else []
        rows += [("predictions", self.scale), ("loss", self.loss)] if self.loss is not None else []
        return [Grid("", ("", ""), tuple(rows))]

    def records(self) -> Iterable[dict[str, Cell]]:
        """One record."""
        yield {
            "kind": self.kind,
            "classes": self.classes,
            "rows": self.rows,
            "loss": self.loss,
            "scale": self.scale,
            "evidence": "; ".join(self.evidence),
        }
