"""The answers of `detect` and `loss`: frozen values with the same fields in Python as in JSON."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from xentcli.report.answer import Cell, Grid
from xentcli.values import Value, fields

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd


SOME_NAMES = 10
"""Of more classes, people see the first."""


class Result(Value):
    """What every result can do: fields for machines, grids for people, a frame for pandas."""

    def to_dict(self) -> dict[str, Any]:
        """All fields, ready for JSON: what is not finite is None."""
        raise NotImplementedError

    def grids(self) -> Sequence[Grid]:
        """The tables a person reads."""
        raise NotImplementedError

    def records(self) -> Iterable[dict[str, Cell]]:
        """The rows of the answer, all with the same keys."""
        raise NotImplementedError

    def to_frame(self) -> pd.DataFrame:
        """The answer's rows as a pandas DataFrame."""
        import pandas as pd

        return pd.DataFrame(list(self.records()))

    def __rich__(self) -> Any:
        """The grids, as rich shows them on a terminal."""
        from xentcli.report.table import as_rich

        return as_rich(self.grids())

    def _repr_html_(self) -> str:
        """The grids, as notebooks show them."""
        from xentcli.report.notebook import as_html

        return as_html(self.grids(), getattr(self, "signature", None))


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


class RowResult(Value):
    """The loss of one row; `row` counts from 1, `position` is set where a row has many, `key` where rows have
    one."""

    row: int
    position: int | None
    label: str
    predicted: str
    loss: float
    key: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """All fields; the key only where there is one."""
        return {name: field for name, field in _fields(self).items() if name != "key" or field is not None}


class ClassResult(Value):
    """The losses of one class, or of the rows that have one value in a column."""

    name: str
    samples: int
    share: float
    mean: float
    sum: float
    accuracy: float


class MeanResult(Value):
    """A weighted sum by one of the divisors that frameworks use."""

    divisor: str
    value: float
    printed_by: str


class Statistics(Value):
    """What helps to judge a loss; None where it has no meaning or is not finite."""

    mean: float | None = None
    sum: float | None = None
    min: float | None = None
    median: float | None = None
    median_exact: bool = True
    max: float | None = None
    standard_error: float | None = None
    perplexity: float | None = None
    class_entropy: float | None = None
    skill: float | None = None
    accuracy: float | None = None
    accuracy_elementwise: float | None = None
    kl_divergence: float | None = None


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
        head["statistics"] = _fields(self.statistics)
        head["means"] = [_fields(mean) for mean in self.means]
        head["top"] = [row.to_dict() for row in self.top]
        head["first"] = [row.to_dict() for row in self.first]
        head["by"] = None if self.by is None else [_fields(group) for group in self.by]
        head |= {"evidence": list(self.evidence)}
        head |= {"class_names": None if self.class_names is None else list(self.class_names)}
        return head | {"signature": self.signature}

    def values(self) -> Iterable[tuple[Cell, ...]]:
        """The number; one a line where they are many."""
        for number in _flat(self.value):
            yield (number,)

    def grids(self) -> Sequence[Grid]:
        """The loss, the statistics, both divisors, classes, first and hardest rows."""
        from xentcli.lossgrids import loss_grids

        return loss_grids(self)

    def records(self) -> Iterable[dict[str, Cell]]:
        """One record; one a class with `--by class`, one a loss where nothing is reduced."""
        if self.by is not None:
            for group in self.by:
                yield {self.by_name: group.name, **_cells(group, "name")}
        elif isinstance(self.value, list):
            for i, number in enumerate(_flat(self.value)):
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
                **_cells(self.statistics),
            }


class Comparison(Result):
    """The loss as every framework has it; a reason where one has none."""

    results: dict[str, LossResult]
    reasons: dict[str, str]
    """Why a framework's number differs from the exact one, or why it has none."""

    @property
    def signature(self) -> str | None:
        """The exact one's."""
        exact = self.results.get("exact")
        return exact.signature if exact else None

    def to_dict(self) -> dict[str, Any]:
        """All fields, ready for JSON."""
        rows = []
        for like, reason in self.reasons.items():
            result = self.results.get(like)
            value = None if result is None else json_ready(result.value)
            signature = None if result is None else result.signature
            rows.append({"like": like, "value": value, "reason": reason, "signature": signature})
        exact = next(iter(self.results.values()))
        head = {
            "schema": "xentcli/loss/1",
            "loss": exact.loss,
            "value": json_ready(exact.value),
            "like": "all",
        }
        return head | {"reduction": exact.reduction, "samples": exact.samples, "likes": rows}

    def values(self) -> Iterable[tuple[Cell, ...]]:
        """A name and a number a line; a dash where a framework has none."""
        for like in self.reasons:
            numbers = list(_flat(self.results[like].value)) if like in self.results else ["-"]
            yield from ((like, number) for number in numbers)

    def grids(self) -> Sequence[Grid]:
        """One row a framework."""
        from xentcli.lossgrids import comparison_grid

        return [comparison_grid(self)]

    def records(self) -> Iterable[dict[str, Cell]]:
        """One record a framework."""
        for like, reason in self.reasons.items():
            result = self.results.get(like)
            value = result.value if result is not None and not isinstance(result.value, list) else None
            yield {"like": like, "value": value, "reason": reason}


def named(count: int, names: Sequence[str] | None) -> str:
    """How many classes, and the names of the first.

    >>> named(3, ("cat", "dog", "owl")), named(1000, None)
    ('3: cat, dog, owl', '1,000')
    """
    if names is None:
        return f"{count:,}"
    more = ", …" if len(names) > SOME_NAMES else ""
    return f"{count:,}: {', '.join(names[:SOME_NAMES])}{more}"


def json_ready(value: Any) -> Any:
    """Numbers and nested lists of them, None for what is not finite.

    >>> json_ready([1.0, [float("inf")]])
    [1.0, [None]]
    """
    if isinstance(value, list):
        return [json_ready(v) for v in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _flat(value: Any) -> Iterable[float]:
    if isinstance(value, list):
        for inner in value:
            yield from _flat(inner)
    else:
        yield value


def _fields(value: Any) -> dict[str, Any]:
    return {name: json_ready(getattr(value, name)) for name in fields(value)}


def _cells(value: Any, *but: str) -> dict[str, Cell]:
    return {name: getattr(value, name) for name in fields(value) if name not in but}
