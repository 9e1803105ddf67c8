"""The tables in which people read a loss."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.types import Kind
from xentcli.report.answer import Grid
from xentcli.report.result import named
from xentcli.settings.settings import REFERENCE

if TYPE_CHECKING:
    from xentcli.commands.loss.comparison import Comparison
    from xentcli.commands.loss.parts import RowResult
    from xentcli.commands.loss.result import LossResult
    from xentcli.report.answer import Cell

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


def loss_grids(result: LossResult) -> list[Grid]:
    """The loss and its reading, statistics, divisors, classes, first and hardest rows."""
    grids = [_headline(result), _statistics(result)]
    if result.means:
        rows = tuple((DIVISORS[m.divisor], repr(m.value), m.printed_by) for m in result.means)
        grids.append(Grid("Weighted means", ("sum divided by", "value", "as printed by"), rows))
    if result.by is not None:
        groups = tuple(
            (g.name, g.samples, f"{g.share:.2%}", g.mean, g.sum, f"{g.accuracy:.2%}") for g in result.by
        )
        grids.append(
            Grid(
                f"By {result.by_name}",
                (result.by_name, "samples", "share", "mean", "sum", "accuracy"),
                groups,
            )
        )
    grids += [_rows("First rows", result.first)] if result.first else []
    grids += [_rows("Hardest rows", result.top)] if result.top else []
    return grids


def _headline(result: LossResult) -> Grid:
    rows: list[tuple[Cell, ...]] = []
    if not isinstance(result.value, list):
        rows.append((result.reduction, repr(result.value)))
    rows += [
        ("labels", f"{result.kind}: {'; '.join(result.evidence)}"),
        ("predictions", _predictions(result)),
    ]
    if result.class_names is not None:
        rows.append(("classes", named(len(result.class_names), result.class_names)))
    rows.append(("samples", _samples(result)))
    like = "" if result.like == REFERENCE else f" like {result.like}"
    return Grid(f"{result.loss.capitalize()} cross-entropy{like}", ("", ""), tuple(rows))


def _predictions(result: LossResult) -> str:
    columns = "one column" if result.classes == 1 else f"{result.classes:,} columns"
    return f"{result.scale}, {columns}, {result.dtype}"


def _samples(result: LossResult) -> str:
    more = [f"{result.ignored:,} ignored"] if result.ignored else []
    more += [f"{result.infinite:,} infinite"] if result.infinite else []
    more += [f"{result.nan:,} NaN"] if result.nan else []
    return ", ".join([f"{result.samples:,}", *more])


def _statistics(result: LossResult) -> Grid:
    found = result.statistics
    rows: list[tuple[Cell, ...]] = []
    for name, text in EXPLAINED.items():
        value: Cell = getattr(found, name)
        if value is not None:
            shown = f"≈ {value:.7g}" if name == "median" and not found.median_exact else value
            rows.append((name.replace("_", " "), shown, text or _right(name, result)))
    return Grid(
        "Statistics (nats)" if "base" not in result.signature else "Statistics",
        ("", "value", ""),
        tuple(rows),
    )


def _right(name: str, result: LossResult) -> str:
    """What counts as right in the accuracy."""
    if name != "accuracy":
        return ""
    if result.kind == Kind.MULTI_LABEL:
        return "rows with every output right"
    return "on the right side of one half" if result.classes == 1 else "of the largest prediction"


def _rows(title: str, rows: tuple[RowResult, ...]) -> Grid:
    some = {name for name in ("position", "key") if any(getattr(row, name) is not None for row in rows)}
    names = [name for name in _COLUMNS if name in some or name not in {"position", "key"}]
    return Grid(title, tuple(names), tuple(tuple(getattr(row, name) for name in names) for row in rows))


def comparison_grid(comparison: Comparison) -> Grid:
    """One row a framework: the number, and the reason for its difference."""
    rows = []
    for like, reason in comparison.reasons.items():
        result = comparison.results.get(like)
        value = None if result is None or isinstance(result.value, list) else repr(result.value)
        rows.append((like, value, reason))
    return Grid("The same loss, as each framework prints it", ("like", "value", "why"), tuple(rows))
