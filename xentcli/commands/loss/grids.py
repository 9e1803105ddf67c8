"""Tables for the terminal: statistics, means, groups and single rows of a loss."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.types import Kind
from xentcli.report.grid import Estimate, Grid, Share

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentcli.commands.loss.parts import ClassResult, MeanResult, RowResult, Statistics
    from xentcli.report.grid import Cell

EXPLAINED = {
    "sum": "",
    "min": "",
    "median": "",
    "max": "",
    "standard_error": "of the mean",
    "perplexity": "equally likely classes with the same loss",
    "class_entropy": "the loss of a model that knows only the class shares",
    "skill": "1 - mean / class entropy",
    "accuracy": "",
    "accuracy_elementwise": "per output",
    "kl_divergence": "the mean minus the entropy of the soft labels",
}
"""The statistics to show, in order, each with a short explanation."""
SHARES = frozenset({"skill", "accuracy", "accuracy_elementwise"})


DIVISORS = {"weights": "the sum of the weights", "kept": "the number of losses"}
"""The divisor of each mean, in words."""


_COLUMNS = ("row", "position", "key", "label", "predicted", "loss")


def statistics_grid(found: Statistics, kind: str, classes: int, *, nats: bool) -> Grid:
    """Return the table of the statistics that are not None, each with a short explanation."""
    rows: list[tuple[Cell, ...]] = []
    for name, text in EXPLAINED.items():
        value: float | None = getattr(found, name)
        if value is not None:
            remark = right(kind, classes) if name == "accuracy" else text
            rows.append((name.replace("_", " "), statistic(name, value, exact=found.median_exact), remark))
    return Grid("Statistics (nats)" if nats else "Statistics", ("", "value", ""), tuple(rows))


def statistic(name: str, value: float, *, exact: bool) -> float:
    """Return a statistic as it is shown: a share as a percentage, a median that is not exact after ≈."""
    if name in SHARES:
        return Share(value)
    return value if exact or name != "median" else Estimate(value)


def right(kind: str, classes: int) -> str:
    """Return the rule by which the accuracy counts a prediction as right, in words."""
    if kind == Kind.MULTI_LABEL:
        return "rows with all outputs right"
    return "of rows on the right side of 0.5" if classes == 1 else "of rows where the largest score is right"


def means_grid(means: Sequence[MeanResult]) -> Grid:
    """Return the table of the weighted means, each with its divisor in words."""
    rows = tuple((DIVISORS[m.divisor], m.value, m.printed_by) for m in means)
    return Grid("Weighted means", ("sum divided by", "value", "as printed by"), rows)


def groups_grid(name: str, groups: Sequence[ClassResult]) -> Grid:
    """Return the table of losses by class, or by the values of the column `name`."""
    rows = tuple((g.name, g.samples, Share(g.share), g.mean, g.sum, Share(g.accuracy)) for g in groups)
    return Grid(f"By {name}", (name, "samples", "share", "mean", "sum", "accuracy"), rows)


def rows_grid(title: str, rows: Sequence[RowResult]) -> Grid:
    """Return the table of single rows; position and key columns appear only if they are set."""
    some = {name for name in ("position", "key") if any(getattr(row, name) is not None for row in rows)}
    names = [name for name in _COLUMNS if name in some or name not in {"position", "key"}]
    return Grid(title, tuple(names), tuple(tuple(getattr(row, name) for name in names) for row in rows))
