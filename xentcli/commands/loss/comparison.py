"""The loss computed as each framework does, with the reason for each difference."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.commands.loss.answer import loss_result
from xentcli.commands.loss.reasons import Compared, reason_of
from xentcli.core.errors import XentError
from xentcli.core.frozen import replace
from xentcli.report.answer import Answer
from xentcli.report.fields import flat, json_ready
from xentcli.report.grid import Grid
from xentcli.settings.settings import REFERENCE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from xentcli.commands.loss.job import Job
    from xentcli.commands.loss.result import LossResult
    from xentcli.commands.loss.run import Outcome
    from xentcli.core.errors import Caution, Note
    from xentcli.report.grid import Cell
    from xentcli.settings.settings import Like


class Comparison(Answer):
    """The loss of every framework, or the reason why a framework has none."""

    results: dict[str, LossResult]
    reasons: dict[str, str]
    """Why each framework's number differs from the exact one, or why it is missing."""

    @property
    def signature(self) -> str | None:
        """Return the signature of the exact loss."""
        exact = self.results.get(REFERENCE)
        return exact.signature if exact else None

    @property
    def notes(self) -> tuple[Note, ...]:
        """Return the notes, which are the same for all frameworks."""
        return self._main.notes

    @property
    def cautions(self) -> tuple[Caution, ...]:
        """Return the warnings of the exact loss."""
        return self._main.cautions

    @property
    def _main(self) -> LossResult:
        """Return the exact result, or the first one if there is no exact one."""
        return self.results.get(REFERENCE) or next(iter(self.results.values()))

    def to_dict(self) -> dict[str, Any]:
        """Return all fields as JSON values."""
        exact, main = self.results.get(REFERENCE), self._main
        head = {
            "schema": "xentcli/loss/1",
            "loss": main.loss,
            "value": None if exact is None else json_ready(exact.value),
            "like": "all",
        }
        head |= {"reduction": main.reduction, "samples": main.samples}
        return head | {"likes": list(map(self._row, self.reasons))} | self.told()

    def _row(self, like: str) -> dict[str, Any]:
        """Return the number of a framework as JSON values; null if there is none or it is not finite."""
        result = self.results.get(like)
        value = None if result is None else json_ready(result.value)
        row: dict[str, Any] = {"like": like, "value": value, "reason": self.reasons[like]}
        row |= {name: None if result is None else getattr(result, name) for name in ("infinite", "nan")}
        return row | {"signature": None if result is None else result.signature}

    def values(self) -> Iterable[tuple[Cell, ...]]:
        """Yield one (name, number) row per framework, with a dash for a missing number."""
        for like in self.reasons:
            numbers = list(flat(self.results[like].value)) if like in self.results else ["-"]
            yield from ((like, number) for number in numbers)

    def grids(self) -> Sequence[Grid]:
        """Return a table with one row per framework."""
        rows = tuple((like, self._printed(like), reason) for like, reason in self.reasons.items())
        return [Grid("The same loss, as each framework prints it", ("like", "value", "why"), rows)]

    def _printed(self, like: str) -> str | None:
        result = self.results.get(like)
        return None if result is None or isinstance(result.value, list) else repr(result.value)

    def records(self) -> Iterable[dict[str, Cell]]:
        """Yield one record per framework."""
        for like, reason in self.reasons.items():
            result = self.results.get(like)
            value = result.value if result is not None and not isinstance(result.value, list) else None
            yield {"like": like, "value": value, "reason": reason}


def comparison(job: Job, outcomes: dict[Like, Outcome | XentError]) -> Comparison:
    """Return the results of all frameworks, each with the reason for its difference from the exact loss."""
    exact, weighted = outcomes[REFERENCE], job.data.weights is not None
    beside = None if isinstance(exact, XentError) else exact
    main = next(like for like in (REFERENCE, *outcomes) if not isinstance(outcomes[like], XentError))
    job = replace(job, settings=replace(job.settings, like=main))
    results, reasons = {}, {}
    for like, outcome in outcomes.items():
        if isinstance(outcome, XentError):
            reasons[str(like)] = outcome.message
            continue
        results[str(like)] = loss_result(job, outcome)
        reasons[str(like)] = reason_of(Compared(outcome, beside, weighted))
    return Comparison(results, reasons)
