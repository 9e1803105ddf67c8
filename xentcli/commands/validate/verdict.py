"""The result of `validate`."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from xentcli.core.errors import Caution
from xentcli.core.frozen import Frozen
from xentcli.report.answer import Answer
from xentcli.report.grid import Cell, Grid

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from xentcli.commands.validate.problem import Finding, Problem
    from xentcli.core.errors import Note
    from xentcli.core.types import Kind, Scale


class Tallied(Frozen):
    """The number of problems of one code, with the first of them."""

    code: str
    count: int
    example: str


class Verdict(Answer):
    """Whether the input is valid, with the first problems, counts per code, and warnings."""

    valid: bool
    kind: str | None
    rows: int
    classes: int | None
    errors: int
    problems: tuple[Problem, ...] = ()
    """The first problems: whole inputs first, then rows in order."""
    summary: tuple[Tallied, ...] = ()
    warnings: tuple[Problem, ...] = ()
    scale: str | None = None
    """The scale of the predictions, or None."""
    notes: tuple[Note, ...] = ()

    def __bool__(self) -> bool:
        """Return whether the input is valid."""
        return self.valid

    @property
    def cautions(self) -> tuple[Caution, ...]:
        """Return the warnings as messages."""
        return tuple(Caution(problem.code, str(problem), problem.hint) for problem in self.warnings)

    def to_dict(self) -> dict[str, Any]:
        """Return all fields as JSON values."""
        head = {"schema": "xentcli/validate/1", "valid": self.valid, "kind": self.kind, "rows": self.rows}
        head |= {"classes": self.classes, "scale": self.scale}
        head |= {"errors": self.errors, "warnings": len(self.warnings)}
        every = [problem.to_dict() for problem in (*self.problems, *self.warnings)]
        summary = [{"code": t.code, "count": t.count, "example": t.example} for t in self.summary]
        return head | {"problems": every, "summary": summary} | self.told()

    def values(self) -> Iterable[tuple[Cell, ...]]:
        """Yield `valid` or `invalid`."""
        yield ("valid" if self.valid else "invalid",)

    def grids(self) -> Sequence[Grid]:
        """Return the tables of the verdict, the first problems, and the counts per code."""
        grids = [Grid("", ("", ""), self._head())]
        if self.problems:
            cut = self.errors - len(self.problems)
            title = f"Problems: the first {len(self.problems)} of {self.errors:,}" if cut else "Problems"
            rows = tuple((p.code, str(p), p.hint) for p in self.problems)
            grids.append(Grid(title, ("code", "problem", "hint"), rows))
        if self.errors > len(self.problems) or self.errors > len(self.summary) > 1:
            kinds = tuple((t.code, t.count, t.example) for t in self.summary)
            grids.append(Grid("Kinds of problem", ("code", "count", "first"), kinds))
        return grids

    def _head(self) -> tuple[tuple[Cell, ...], ...]:
        rows: list[tuple[Cell, ...]] = [("verdict", "valid" if self.valid else "invalid")]
        rows += [("labels", self.kind)] if self.kind is not None else []
        rows += [("classes", f"{self.classes:,}")] if self.classes is not None else []
        rows += [("predictions", self.scale)] if self.scale is not None else []
        rows += [("rows", f"{self.rows:,}"), ("problems", f"{self.errors:,}")]
        return (*rows, ("warnings", len(self.warnings)))

    def records(self) -> Iterable[dict[str, Cell]]:
        """Yield one record per problem and warning."""
        for problem in (*self.problems, *self.warnings):
            yield problem.to_dict()


def summed_up(
    findings: Sequence[Finding],
    warned: Sequence[Problem],
    *,
    kind: Kind | None = None,
    rows: int = 0,
    classes: int | None = None,
    scale: Scale | None = None,
    notes: tuple[Note, ...] = (),
    most: int = 20,
) -> Verdict:
    """Return the verdict on all findings; only the first `most` problems are kept."""
    ordered = sorted((problem for finding in findings for problem in finding.problems), key=_place)
    counts = Counter[str]()
    for finding in findings:
        counts[finding.code] += finding.count
    firsts = {problem.code: str(problem) for problem in reversed(ordered)}
    summary = tuple(Tallied(code, count, firsts[code]) for code, count in counts.most_common())
    said = [None if word is None else str(word) for word in (kind, scale)]
    first = tuple(ordered[:most])
    return Verdict(
        not counts, said[0], rows, classes, counts.total(), first, summary, tuple(warned), said[1], notes
    )


def _place(problem: Problem) -> tuple[int, str]:
    """Sort key: whole inputs first, then rows; equal rows by code."""
    return problem.place.row or 0, problem.code
