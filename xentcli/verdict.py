"""The answer of `validate`: valid or not, with every kind of problem counted and the first ones shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from xentcli.report.answer import Cell, Grid
from xentcli.results import Result

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from xentcli.problems import Problem
    from xentcli.types import Kind


@dataclass(frozen=True, slots=True)
class Tallied:
    """How often one kind of problem was found."""

    code: str
    count: int
    example: str


@dataclass(frozen=True, slots=True)
class Verdict(Result):
    """Valid or not, and why."""

    valid: bool
    kind: str | None
    rows: int
    classes: int | None
    errors: int
    problems: tuple[Problem, ...] = ()
    """The first ones, in the order of rows."""
    summary: tuple[Tallied, ...] = ()
    warnings: tuple[Problem, ...] = ()

    @property
    def signature(self) -> str | None:
        """Nothing but the data made this answer."""
        return None

    def to_dict(self) -> dict[str, Any]:
        """All fields, ready for JSON."""
        head = {"schema": "xentcli/validate/1", "valid": self.valid, "kind": self.kind, "rows": self.rows}
        head |= {"classes": self.classes, "errors": self.errors, "warnings": len(self.warnings)}
        every = [problem.to_dict() for problem in (*self.problems, *self.warnings)]
        summary = [{"code": t.code, "count": t.count, "example": t.example} for t in self.summary]
        return head | {"problems": every, "summary": summary}

    def values(self) -> Iterable[tuple[Cell, ...]]:
        """`valid` or `invalid`."""
        yield ("valid" if self.valid else "invalid",)

    def grids(self) -> Sequence[Grid]:
        """The verdict, the first problems, and all kinds of them."""
        grids = [Grid("", ("", ""), self._head())]
        if self.problems:
            cut = self.errors - len(self.problems)
            title = f"Problems: the first {len(self.problems)} of {self.errors:,}" if cut else "Problems"
            rows = tuple((p.code, str(p), p.hint) for p in self.problems)
            grids.append(Grid(title, ("code", "problem", "hint"), rows))
        if len(self.summary) > 1 or self.errors > len(self.problems):
            kinds = tuple((t.code, t.count, t.example) for t in self.summary)
            grids.append(Grid("Kinds of problem", ("code", "count", "first"), kinds))
        return grids

    def _head(self) -> tuple[tuple[Cell, ...], ...]:
        rows: list[tuple[Cell, ...]] = [("verdict", "valid" if self.valid else "invalid")]
        rows += [("labels", self.kind)] if self.kind is not None else []
        rows += [("rows", self.rows)]
        rows += [("classes", self.classes)] if self.classes is not None else []
        return (*rows, ("problems", self.errors), ("warnings", len(self.warnings)))

    def records(self) -> Iterable[dict[str, Cell]]:
        """One record a problem and warning."""
        for problem in (*self.problems, *self.warnings):
            yield problem.to_dict()


def summed_up(
    problems: Sequence[Problem],
    totals: Mapping[str, int],
    warned: Sequence[Problem],
    kind: Kind | None,
    rows: int,
    classes: int | None,
    most: int,
) -> Verdict:
    """The verdict: problems in the order of rows, those of the whole input last, cut after `most`."""
    ordered = sorted(problems, key=lambda p: (p.place.row is None and p.place.line is None, p.place.row or 0, p.code))
    firsts = {p.code: str(p) for p in reversed(ordered)}
    summary = tuple(Tallied(code, n, firsts.get(code, "")) for code, n in sorted(totals.items(), key=lambda t: -t[1]))
    errors = sum(totals.values())
    return Verdict(
        not errors, None if kind is None else str(kind), rows, classes, errors, tuple(ordered[:most]), summary, tuple(warned)
    )
