"""The tables in which people read the parts of a loss."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.types import Kind
from xentcli.report.grid import Grid

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
    "perplexity": "as many equally likely classes",
    "class_entropy": "the loss of the class shares alone",
    "skill": "1 - mean / class entropy",
    "accuracy": "",
    "accuracy_elementwise": "of each output by itself",
    "kl_divergence": "the mean above the soft labels' own entropy",
}
"""The statistics shown, in order, with a word on what they are."""


DIVISORS = {"weights": "the sum of the weights", "kept": "the number of losses"}
"""What each mean divides by, in words."""


_COLUMNS = ("row", "position", "key", "label", "predicted", "loss")


def statistics_grid(found: Statistics, kind: str, classes: int, *, nats: bool) -> Grid:
    """Return what is known of the statistics, each with a word on what it is."""
    rows: list[tuple[Cell, ...]] = []
    for name, text in EXPLAINED.items():
        value: Cell = getattr(found, name)
        if value is not None:
            shown = f"≈ {value:.7g}" if name == "median" and not found.median_exact else value
            rows.append(
                (name.replace("_", " "), shown, _right(kind, classes) if name == "accuracy" else text)
            )
    return Grid("Statistics (nats)" if nats else "Statistics", ("", "value", ""), tuple(rows))


def _right(kind: str, classes: int) -> str:
    """Return what counts as right in the accuracy."""
    if kind == Kind.MULTI_LABEL:
        return "rows with every output right"
    return "on the right side of one half" if classes == 1 else "of the largest prediction"


def means_grid(means: Sequence[MeanResult]) -> Grid:
    """Return the weighted means, each with its divisor in words."""
    rows = tuple((DIVISORS[m.divisor], repr(m.value), m.printed_by) for m in means)
    return Grid("Weighted means", ("sum divided by", "value", "as printed by"), rows)


def groups_grid(name: str, groups: Sequence[ClassResult]) -> Grid:
    """Return the losses by class, or by the column of this name."""
    rows = tuple((g.name, g.samples, f"{g.share:.2%}", g.mean, g.sum, f"{g.accuracy:.2%}") for g in groups)
    return Grid(f"By {name}", (name, "samples", "share", "mean", "sum", "accuracy"), rows)


def rows_grid(title: str, rows: Sequence[RowResult]) -> Grid:
    """Return the losses of single rows; positions and keys only where there are some."""
    some = {name for name in ("position", "key") if any(getattr(row, name) is not None for row in rows)}
    names = [name for name in _COLUMNS if name in some or name not in {"position", "key"}]
    return Grid(title, tuple(names), tuple(tuple(getattr(row, name) for name in names) for row in rows))
