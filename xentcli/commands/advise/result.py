"""The answer of `advise`, a frozen value with the same fields in Python and in JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xentcli.core.text import counted
from xentcli.report.answer import Answer
from xentcli.report.fields import json_ready, named
from xentcli.report.grid import Cell, Grid, Share, Whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from xentcli.commands.advise.case import Diagnosis
    from xentcli.core.errors import Note

SHOWN = 12
"""The number of classes shown to people."""


class Advice(Answer, apart=("notes",)):
    """The kind of labels, the recommended loss, and the findings."""

    paged = "advise.page:page_of"

    kind: str | None
    """None if the labels do not fit a cross-entropy."""
    loss: str
    reason: str
    scale: str | None
    classes: int | None
    rows: int
    evidence: tuple[str, ...]
    value: float | None
    """The mean loss in nats, or None if it cannot be computed."""
    frameworks: dict[str, str]
    sparse_bytes: int | None
    one_hot_bytes: int | None
    counts: dict[str, int]
    weights: dict[str, float]
    findings: tuple[Diagnosis, ...]
    class_names: tuple[str, ...] | None = None
    per_row: int = 1
    """The number of positions per row; each has a label."""
    notes: tuple[Note, ...] = ()

    @property
    def suspicions(self) -> tuple[Diagnosis, ...]:
        """Return the findings that indicate an error, the most likely first."""
        return tuple(finding for finding in self.findings if finding.level == "suspicion")

    @property
    def shares(self) -> dict[str, float]:
        """Return each class's share of the rows or, for several positions per row, of the positions."""
        return {name: n / max(self.rows * self.per_row, 1) for name, n in self.counts.items()}

    @property
    def imbalance(self) -> float | None:
        """Return the count of the most frequent class divided by that of the rarest class that occurs."""
        seen = [n for n in self.counts.values() if n]
        return max(seen) / min(seen) if len(seen) > 1 else None

    def to_dict(self) -> dict[str, Any]:
        """Return all fields as JSON-compatible values."""
        plain = ("kind", "loss", "reason", "scale", "classes", "rows")
        head: dict[str, Any] = {"schema": "xentcli/advise/2"} | {name: getattr(self, name) for name in plain}
        names = None if self.class_names is None else list(self.class_names)
        head |= {"class_names": names, "evidence": list(self.evidence), "value": json_ready(self.value)}
        head |= {"frameworks": self.frameworks}
        head |= {"memory": {"sparse": self.sparse_bytes, "one_hot": self.one_hot_bytes}}
        head |= {"shares": self.shares, "imbalance": self.imbalance, "class_weights": self.weights}
        return head | {"findings": [finding.to_dict() for finding in self.findings]} | self.told()

    def values(self) -> Iterable[tuple[Cell, ...]]:
        """Yield the name of the loss."""
        yield (self.loss,)

    def grids(self) -> Sequence[Grid]:
        """Return the suspicions, then the recommendation, then the classes."""
        grids = [self._head()]
        for level, title in (("suspicion", "Suspicions"), ("note", "Notes")):
            found = [finding for finding in self.findings if finding.level == level]
            if found:
                grids.append(Grid(title, ("code", "finding"), tuple(_lines(found))))
        rows = tuple(self.frameworks.items())
        grids.append(Grid("What fits", ("", ""), (("loss", self.loss), ("why", self.reason), *rows)))
        return [*grids, self._classes()] if self.counts else grids

    def _head(self) -> Grid:
        rows: list[tuple[Cell, ...]] = [("labels", self.kind or "not labels of a cross-entropy")]
        rows += [("classes", named(self.classes, self.class_names))] if self.classes else []
        several = f" of {self.per_row:,} positions each" if self.per_row > 1 else ""
        rows += [("rows", f"{self.rows:,}{several}")]
        rows += [("evidence" if not i else "", reason) for i, reason in enumerate(self.evidence)]
        rows += [("predictions", self.scale)] if self.scale is not None else []
        rows += [("loss now", self.value)] if self.value is not None else []
        if self.sparse_bytes is not None and self.one_hot_bytes is not None:
            rows += [
                (
                    "memory",
                    f"{self.sparse_bytes:,} bytes as int64 ids, {self.one_hot_bytes:,} one-hot in float32",
                )
            ]
        return Grid("", ("", ""), (*rows, ("verdict", self.verdict())))

    def verdict(self) -> str:
        """Return the number of suspicions; without one, what was not examined is not called healthy."""
        wrong = len(self.suspicions)
        if wrong:
            return counted(wrong, "suspicion")
        codes = {finding.code for finding in self.findings}
        healthy = f"nothing looks wrong{' in what was examined' * ('not-examined' in codes)}"
        infinite = "zero-probability-on-target" in codes
        return f"{healthy}, but the loss is infinite" if infinite else healthy

    def _classes(self) -> Grid:
        rows = [
            (name, n, Share(self.shares[name]), self.weights.get(name))
            for name, n in [*self.counts.items()][:SHOWN]
        ]
        more = f" (the first {SHOWN} of {len(self.counts):,})" if len(self.counts) > SHOWN else ""
        columns = ("class", "positions" if self.per_row > 1 else "rows", "share", "balanced weight")
        return Grid(f"Classes{more}", columns, tuple(rows))

    def records(self) -> Iterable[dict[str, Cell]]:
        """Yield one record per finding, or a single record without a code if there are no findings."""
        head: dict[str, Cell] = {"kind": self.kind, "loss": self.loss}
        for finding in self.findings:
            yield head | {
                "code": finding.code,
                "level": finding.level,
                "message": finding.message,
                "fix": finding.fix,
                "value": finding.value,
            }
        if not self.findings:
            yield head | {"code": None, "level": None, "message": None, "fix": None, "value": None}


def _lines(found: Sequence[Diagnosis]) -> Iterable[tuple[Cell, ...]]:
    """Yield each finding, followed by the command to type."""
    for finding in found:
        yield finding.code, finding.message
        fix = f"fix: {finding.fix}"
        yield "", Whole(fix) if finding.is_command else fix
        if finding.value is not None:
            yield "", f"the loss becomes {finding.value:.6g}"
