"""The input of every finding: both files, their interpretation, and the statistics of all rows."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from xentcli.commands.advise.forms import Assignment, PredictionForm
from xentcli.commands.advise.quantize import nats
from xentcli.commands.advise.statistics import Clues
from xentcli.core.frozen import Frozen
from xentcli.detection.decide import Evidence

if TYPE_CHECKING:
    from xentcli.commands.advise.forms import Interpretation
    from xentcli.core.class_map import Class
    from xentcli.core.errors import DataError
    from xentcli.core.types import Codes, Floats
    from xentcli.inputs.selection import Selection
    from xentcli.settings.settings import Settings


class Diagnosis(Frozen):
    """A finding: a suspicion or a note, with the command that fixes it."""

    code: str
    message: str
    evidence: dict[str, Any]
    fix: str
    level: str = "suspicion"
    others: tuple[str, ...] = ()
    """Other commands that may be the fix: the one with the lowest loss is."""
    value: float | None = None
    """The loss that the fix gives, if it is a command that was run."""

    @property
    def is_command(self) -> bool:
        """Return whether the fix is to be typed in a shell, and not words or code."""
        return self.fix.startswith(("xentcli ", "python "))

    def to_dict(self) -> dict[str, Any]:
        """Return all fields as JSON-compatible values."""
        evidence = {name: _plain(value) for name, value in self.evidence.items()}
        said = {"code": self.code, "level": self.level, "message": self.message}
        return {**said, "evidence": evidence, "fix": self.fix, "value": _plain(self.value)}


def _plain(value: Any) -> Any:
    """Return a value that JSON can represent; numbers that are not finite become None."""
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    return [_plain(v) for v in value] if isinstance(value, (list, tuple)) else value


class Case(Frozen, eq=False):
    """Labels, or labels and predictions, after all rows were read."""

    labels: Selection
    predictions: Selection | None
    settings: Settings
    reading: Interpretation
    typed: tuple[tuple[str, ...], ...] = ()
    """The reading options that the user typed, with their values; fixes repeat them."""
    seen: Evidence = Evidence()
    clues: Clues = Clues()
    refusal: DataError | None = None
    """The error with which `loss` ends on the same files."""

    @property
    def label_file(self) -> str:
        """Return the name of the label file."""
        return self.labels.table.name

    @property
    def file(self) -> str:
        """Return the name of the prediction file."""
        return "" if self.predictions is None else self.predictions.table.name

    @property
    def width(self) -> int:
        """Return the number of prediction columns."""
        return self.reading.layout.width

    @property
    def rows(self) -> int:
        """Return the number of compared rows."""
        return self.clues.rows

    @property
    def is_compared(self) -> bool:
        """Return whether labels were compared with predictions row by row."""
        return self.predictions is not None and self.reading.game is not None and self.rows > 0

    @property
    def loss(self) -> float | None:
        """Return the mean loss per row under the interpretation, or None if no rows were compared."""
        if not self.is_compared:
            return None
        return math.inf if self.clues.infinite else self.clues.losses.over(self.rows)

    @property
    def table(self) -> tuple[Codes, Codes, Codes] | None:
        """Return counts (C,), likelihoods (C, K) and hits (C, K), or None if classes were not compared
        with each other."""
        c = self.clues
        if c.counts.array is None or c.likelihoods.array is None or c.hits.array is None:
            return None
        return c.counts.array, c.likelihoods.array, c.hits.array

    @property
    def counts(self) -> Codes | None:
        """Return how often each class occurs, (C,), or None if rows have several classes and many columns."""
        return self.clues.counts.array

    @property
    def paired(self) -> int:
        """Return the likelihood of the labels as paired, in quanta; of shares, times their unit."""
        if self.table is not None:
            return int(np.trace(self.table[1]))
        return -self.clues.capped

    @property
    def right(self) -> int:
        """Return in how many rows the largest prediction is that of the label."""
        if self.table is not None:
            return int(np.trace(self.table[2]))
        return self.clues.many.right

    @property
    def spread(self) -> Floats:
        """Return the standard deviation of each column's scores; 0 for a constant column."""
        scores, squares = self.clues.scores.array, self.clues.squares.array
        if scores is None or squares is None:
            return np.zeros(0)
        mean, square = (np.asarray(sums, np.float64) / self.rows for sums in (scores, squares))
        variance = square - mean**2
        return np.sqrt(np.where(variance > 1e-9 * square, variance, 0.0))

    @property
    def claimed(self) -> float:
        """Return the mean loss that the predictions themselves expect: their entropy, in nats."""
        return -nats(self.clues.claims) / max(self.rows, 1)

    def title(self, column: int) -> str:
        """Return the name of a class as written in the labels."""
        return self.reading.classes.title(column)

    @property
    def classes(self) -> list[Class] | None:
        """Return the columns' classes as written in the labels, or None if they are 0, 1, 2 and so on."""
        told = self.reading.classes.classes
        if told is None or self.seen.labels.names or self.seen.labels.texts:
            return None if told is None else list(told)
        return [int(c) if str(c).lstrip("-").isdecimal() else c for c in told]

    @property
    def one_by_one(self) -> bool:
        """Return whether every column is an independent output."""
        return self.reading.game in {Assignment.OUTPUTS, Assignment.BIT}

    @property
    def is_distribution(self) -> bool:
        """Return whether there are several columns and every row sums to one, on any scale."""
        return (
            self.width > 1
            and not self.seen.predictions.not_simplex
            and self.reading.form in {PredictionForm.PROBABILITIES}
        )
