"""The figures of a measurement, and the file that keeps them between runs."""

from __future__ import annotations

import json
import statistics
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass
class Timed:
    """The runs of one contender."""

    seconds: list[float] = field(default_factory=list)
    mebibytes: float = 0.0
    answer: str = ""

    @property
    def median(self) -> float:
        """The median run."""
        return statistics.median(self.seconds)


Runs = dict[str, Timed]


def kept(path: Path | None) -> dict[str, Runs]:
    """Return the figures of earlier runs."""
    if path is None or not path.exists():
        return {}
    stored = json.loads(path.read_text(encoding="utf-8"))
    return {case: {name: Timed(**t) for name, t in runs.items()} for case, runs in stored.items()}


def keep(path: Path, measured: dict[str, Runs]) -> None:
    """Store all figures."""
    told = {case: {name: asdict(t) for name, t in runs.items()} for case, runs in measured.items()}
    path.write_text(json.dumps(told, indent=1), encoding="utf-8")
