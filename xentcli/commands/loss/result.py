"""The result of `loss`, with the same fields in Python as in JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.report.answer import Answer
from xentcli.report.fields import cells_of, fields_of, flat, json_ready, named
from xentcli.report.grid import Grid
from xentcli.settings.settings import REFERENCE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from xentcli.commands.loss.parts import ClassResult, MeanResult, RowResult, Statistics
    from xentcli.core.errors import Caution, Note
    from xentcli.numerics.median import Histogram
    from xentcli.report.grid import Cell

_PLAIN = (
    "reduction",
    "samples",
    "rows",
    "ignored",
    "infinite",
    "nan",
    "kind",
    "scale",
    "classes",
    "like",
    "dtype",
)


HARDEST = 3


class LossResult(Answer, apart=("cautions", "notes", "shown")):
    """The reduced loss, its statistics, and the settings that produced it."""

    paged = "loss.page:page_of"

    loss: str
    value: float | list[Any]
    reduction: str
    samples: int
    rows: int
    ignored: int
    infinite: int
    nan: int
    kind: str
    scale: str
    classes: int
    like: str
    dtype: str
    statistics: Statistics
    signature: str
    means: tuple[MeanResult, ...] = ()
    top: tuple[RowResult, ...] = ()
    first: tuple[RowResult, ...] = ()
    by: tuple[ClassResult, ...] | None = None
    by_name: str = "class"
    """What `by` groups the rows by: "class", or the name of a column."""
    evidence: tuple[str, ...] = ()
    class_names: tuple[str, ...] | None = None
    """The classes in the order of the prediction columns, or None if they are 0 to K - 1."""
    cautions: tuple[Caution, ...] = ()
    """The warnings, each with its code."""
    notes: tuple[Note, ...] = ()
    base: float | None = None
    """The base of the logarithms; None for e."""
    histogram: Histogram | None = None
    """How the finite losses are distributed; None if they are all equal."""
    shown: int = HARDEST
    """The number of the hardest rows on the short page of a terminal."""

    @property
    def accuracy(self) -> float | None:
        """The share of rows whose largest prediction is that of the label."""
        return self.statistics.accuracy

    def __float__(self) -> float:
        """Return the value; raise TypeError for the losses of all rows."""
        return float(self.value)  # type: ignore[arg-type]

    @property
    def warnings(self) -> tuple[str, ...]:
        """The texts of the cautions."""
        return tuple(caution.text for caution in self.cautions)

    def to_dict(self) -> dict[str, Any]:
        """Return all fields as JSON values."""
        head: dict[str, Any] = {"schema": "xentcli/loss/1", "loss": self.loss}
        head |= {"value": json_ready(self.value)} | {name: getattr(self, name) for name in _PLAIN}
        head["statistics"] = fields_of(self.statistics)
        head["means"] = [fields_of(mean) for mean in self.means]
        head["top"] = [row.to_dict() for row in self.top]
        head["first"] = [row.to_dict() for row in self.first]
        head["by"] = None if self.by is None else [fields_of(group) for group in self.by]
        found = self.histogram
        head["histogram"] = None if found is None else fields_of(found) | {"counts": list(found.counts)}
        head |= {"evidence": list(self.evidence)}
        head |= {"class_names": None if self.class_names is None else list(self.class_names)}
        return head | {"signature": self.signature} | self.told()

    def values(self) -> Iterable[tuple[Cell, ...]]:
        """Yield the loss, or one loss per line if there is no reduction."""
        for number in flat(self.value):
            yield (number,)

    def grids(self) -> Sequence[Grid]:
        """Return the tables for the terminal: loss, statistics, means, groups, first and hardest rows."""
        from xentcli.commands.loss.grids import groups_grid, means_grid, rows_grid, statistics_grid

        nats = self.base is None
        grids = [self._headline(), statistics_grid(self.statistics, self.kind, self.classes, nats=nats)]
        grids += [means_grid(self.means)] if self.means else []
        grids += [groups_grid(self.by_name, self.by)] if self.by is not None else []
        grids += [rows_grid("First rows", self.first)] if self.first else []
        grids += [rows_grid("Hardest rows", self.top)] if self.top else []
        return grids

    def picture(self) -> str:
        """Return the histogram of the losses as SVG."""
        if self.histogram is None:
            return ""
        from xentcli.report.cells import human
        from xentcli.report.notebook import bars_as_svg

        low, high = human(self.histogram.low), human(self.histogram.high)
        return bars_as_svg(self.histogram.counts, low, high, "The losses of the rows")

    def _headline(self) -> Grid:
        columns = "one column" if self.classes == 1 else f"{self.classes:,} columns"
        rows: list[tuple[Cell, ...]] = []
        if not isinstance(self.value, list):
            rows.append((self.reduction, self.value))
        rows.append(("labels", f"{self.kind}: {'; '.join(self.evidence)}"))
        rows.append(("predictions", f"{self.scale}, {columns}, {self.dtype}"))
        if self.class_names is not None:
            rows.append(("classes", named(len(self.class_names), self.class_names)))
        rows.append(("samples", self.counted()))
        return Grid(self.title, ("", ""), tuple(rows))

    @property
    def title(self) -> str:
        """The name of the loss, and of the framework if there is one."""
        like = "" if self.like == REFERENCE else f" like {self.like}"
        return f"{self.loss.capitalize()} cross-entropy{like}"

    def counted(self, one: str = "", many: str = "") -> str:
        """Return the number of samples with their noun, and of those that are not finite or ignored."""
        noun = one if self.samples == 1 else many
        more = [f"{self.infinite:,} of them infinite"] if self.infinite else []
        more += [f"{self.nan:,} of them NaN"] if self.nan else []
        more += [f"{self.ignored:,} ignored"] if self.ignored else []
        return ", ".join([f"{self.samples:,} {noun}".rstrip(), *more])

    def records(self) -> Iterable[dict[str, Cell]]:
        """Yield one record; with `--by` one per group, without a reduction one per loss."""
        if self.by is not None:
            for group in self.by:
                yield {self.by_name: group.name, **cells_of(group, "name")}
        elif isinstance(self.value, list):
            for i, number in enumerate(flat(self.value)):
                yield {"index": i + 1, "loss": number}
        else:
            head: dict[str, Cell] = {
                "loss": self.loss,
                "like": self.like,
                "reduction": self.reduction,
                "value": self.value,
            }
            yield {
                **head,
                "samples": self.samples,
                "infinite": self.infinite,
                "nan": self.nan,
                **cells_of(self.statistics),
            }
