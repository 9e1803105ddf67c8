"""Parts of a loss result: rows, groups, means and statistics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.frozen import Frozen
from xentcli.report.fields import fields_of

if TYPE_CHECKING:
    from typing import Any


class RowResult(Frozen):
    """The loss of one row.

    `row` counts from 1, `position` is set if a row has several positions, `key` if rows have keys.
    """

    row: int
    position: int | None
    label: str
    predicted: str
    loss: float
    key: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return all fields; `key` only if it is set."""
        return {name: field for name, field in fields_of(self).items() if name != "key" or field is not None}


class ClassResult(Frozen):
    """The losses of one class, or of the rows that share a value in a column."""

    name: str
    samples: int
    share: float
    mean: float
    sum: float
    accuracy: float


class MeanResult(Frozen):
    """A weighted sum of losses divided by one of the frameworks' divisors."""

    divisor: str
    value: float
    printed_by: str


class Statistics(Frozen):
    """Statistics of the losses, in nats unless the loss has a `base`; None if undefined or not finite."""

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
