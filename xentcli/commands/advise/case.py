"""What every finding is drawn from: both files, how they are read, and the statistics of all rows."""

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
    from xentcli.core.types import Codes, Floats
    from xentcli.inputs.selection import Selection
    from xentcli.settings.settings import Settings


class Diagnosis(Frozen):
    """Something found out: a suspicion that has been proved, or a note; and what to type about it."""

    code: str
    message: str
    evidence: dict[str, Any]
    fix: str
    level: str = "suspicion"

    def to_dict(self) -> dict[str, Any]:
        """All fields, ready for JSON."""
        evidence = {name: _plain(value) for name, value in self.evidence.items()}
        said = {"code": self.code, "level": self.level, "message": self.message}
        return {**said, "evidence": evidence, "fix": self.fix}


def _plain(value: Any) -> Any:
    """A value as JSON has it: what is not finite is null."""
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    return [_plain(v) for v in value] if isinstance(value, (list, tuple)) else value


class Case(Frozen, eq=False):
    """Labels, or labels and predictions, after their last row."""

    labels: Selection
    predictions: Selection | None
    settings: Settings
    reading: Interpretation
    typed: tuple[tuple[str, ...], ...] = ()
    """The options of reading that a user typed, each with its value: a fix says them again."""
    seen: Evidence = Evidence()
    clues: Clues = Clues()

    @property
    def label_file(self) -> str:
        """The labels' file."""
        return self.labels.table.name

    @property
    def file(self) -> str:
        """The predictions' file."""
        return "" if self.predictions is None else self.predictions.table.name

    @property
    def width(self) -> int:
        """The predictions' columns."""
        return self.reading.layout.width

    @property
    def rows(self) -> int:
        """Rows that were compared."""
        return self.clues.rows

    @property
    def is_compared(self) -> bool:
        """Whether rows of labels were compared with rows of predictions."""
        return self.predictions is not None and self.reading.game is not None and self.rows > 0

    @property
    def loss(self) -> float | None:
        """The mean loss of rows under the reading; None where none was compared."""
        if not self.is_compared:
            return None
        return math.inf if self.clues.infinite else self.clues.losses.over(self.rows)

    @property
    def table(self) -> tuple[Codes, Codes, Codes] | None:
        """Counts (C,), likelihoods (C, K) and hits (C, K), where each class was compared with each."""
        c = self.clues
        if c.counts.array is None or c.likelihoods.array is None or c.hits.array is None:
            return None
        return c.counts.array, c.likelihoods.array, c.hits.array

    @property
    def spread(self) -> Floats:
        """The standard deviation of each column's scores; of one in which nothing changes, nought."""
        scores, squares = self.clues.scores.array, self.clues.squares.array
        if scores is None or squares is None:
            return np.zeros(0)
        mean, square = (np.asarray(sums, np.float64) / self.rows for sums in (scores, squares))
        variance = square - mean**2
        return np.sqrt(np.where(variance > 1e-9 * square, variance, 0.0))

    @property
    def claimed(self) -> float:
        """The mean loss that the predictions expect of themselves: their entropy, in nats."""
        return -nats(self.clues.claims) / max(self.rows, 1)

    def title(self, column: int) -> str:
        """A class as the labels have it."""
        return self.reading.classes.title(column)

    @property
    def classes(self) -> list[Class] | None:
        """The columns' classes as the labels write them, where they are not 0, 1, 2 and so on."""
        told = self.reading.classes.classes
        if told is None or self.seen.labels.names or self.seen.labels.texts:
            return None if told is None else list(told)
        return [int(c) if str(c).lstrip("-").isdecimal() else c for c in told]

    @property
    def one_by_one(self) -> bool:
        """Whether every column is an output by itself."""
        return self.reading.game in {Assignment.OUTPUTS, Assignment.BIT}

    @property
    def is_distribution(self) -> bool:
        """Whether all rows of several columns sum to one, on whatever scale."""
        return (
            self.width > 1
            and not self.seen.predictions.not_simplex
            and self.reading.form in {PredictionForm.PROBABILITIES}
        )
