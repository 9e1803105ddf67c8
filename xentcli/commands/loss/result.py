"""The answer of `loss`: a frozen value with the same fields in Python as in JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.report.result import Result, cells_of, fields_of, flat, json_ready

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from xentcli.commands.loss.parts import ClassResult, MeanResult, RowResult, Statistics
    from xentcli.report.answer import Cell, Grid


class LossResult(Result, apart=("warnings", "notes")):
    """The loss: reduced, with what is known of its rows."""

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
    """What `by` parts the rows by: the class, or the name of a column."""
    evidence: tuple[str, ...] = ()
    class_names: tuple[str, ...] | None = None
    """The classes in the order of the prediction columns, where these are not simply 0 to K - 1."""
    warnings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """All fields, ready for JSON."""
        head: dict[str, Any] = {
            "schema": "xentcli/loss/1",
            "loss": self.loss,
            "value": json_ready(self.value),
        }
        plain = (
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
        head |= {name: getattr(self, name) for name in plain}
        head["statistics"] = fields_of(self.statistics)
        head["means"] = [fields_of(mean) for mean in self.means]
        head["top"] = [row.to_dict() for row in self.top]
        head["first"] = [row.to_dict() for row in self.first]
        head["by"] = None if self.by is None else [fields_of(group) for group in self.by]
        head |= {"evidence": list(self.evidence)}
        head |= {"class_names": None if self.class_names is None else list(self.class_names)}
        return head | {"signature": self.signature}

    def values(self) -> Iterable[tuple[Cell, ...]]:
        """The number; one a line where they are many."""
        for number in flat(self.value):
            yield (number,)

    def grids(self) -> Sequence[Grid]:
        """The loss, the statistics, both divisors, classes, first and hardest rows."""
        from xentcli.commands.loss.grids import loss_grids

        return loss_grids(self)

    def records(self) -> Iterable[dict[str, Cell]]:
        """One record; one a class with `--by class`, one a loss where nothing is reduced."""
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
