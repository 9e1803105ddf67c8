"""The result of `validate`."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from xentcli.core.errors import Caution
from xentcli.core.frozen import Frozen
from xentcli.core.text import counted, printable
from xentcli.report.answer import Answer
from xentcli.report.page import Styled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from xentcli.commands.explain.codes.entry import Entry
    from xentcli.commands.validate.problem import Finding, Problem
    from xentcli.core.errors import Note
    from xentcli.core.types import Kind, Scale
    from xentcli.report.grid import Cell, Grid
    from xentcli.report.page import Line


def numbered(count: int, one: str, many: str = "") -> str:
    """Return a count with its noun; nothing for none.

    >>> numbered(0, "row"), numbered(1, "row"), numbered(1200, "class", "classes")
    ('', '1 row', '1,200 classes')
    """
    return counted(count, one, many or None) if count else ""


class Tallied(Frozen):
    """The number of problems of one code, with the first of them."""

    code: str
    count: int
    example: str


class Verdict(Answer):
    """Whether the input is valid, with the first problems, counts per code, and warnings."""

    in_lines = True

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

    def text_lines(self) -> Iterator[Line]:
        """Yield one line per problem, one per distinct hint, and the summary, as linters do."""
        for problem in self.problems:
            place = problem.place.short
            yield (
                f"{place}: " if place else "",
                Styled(problem.code, "code"),
                f" {printable(problem.message)}",
            )
        for code, hint in dict.fromkeys((problem.code, problem.hint) for problem in self.problems):
            if hint is not None:
                yield (Styled(f"hint for {code}:", "dim"), f" {printable(hint)}")
        word, colon, rest = self.summed_up().partition(":")
        yield (Styled(word, "good" if self.valid else "bad"), colon + rest)

    def summed_up(self) -> str:
        """Return the last line for people: the verdict, and what was found."""
        warned = numbered(len(self.warnings), "warning")
        if not self.valid:
            found = " in ".join(filter(None, (numbered(self.errors, "problem"), self._read())))
            return "invalid: " + ", ".join(filter(None, (found, warned, self._cut())))
        classes = numbered(self.classes or 0, "class", "classes")
        facts = (", ".join(filter(None, (self._read(), classes))), self.scale, warned)
        return ": ".join(("valid", "; ".join(filter(None, facts))))

    def _read(self) -> str:
        kind = "" if self.kind is None else f" of {self.kind} labels"
        return f"{numbered(self.rows, 'row')}{kind}" if self.rows else ""

    def _cut(self) -> str:
        """Return how many problems are shown, if not all are, and how many there are of each code."""
        if self.errors == len(self.problems):
            return ""
        counts = ", ".join(f"{kind.count:,} {kind.code}" for kind in self.summary)
        return f"{len(self.problems):,} shown ({counts} in all; --max-errors N shows more)"

    def rule(self, code: str) -> Entry:
        """Return what `explain` says about the code of a problem."""
        from xentcli.commands.explain.codes.registry import ENTRIES

        return ENTRIES[code]

    def grids(self) -> Sequence[Grid]:
        """Return the tables of the verdict, the first problems, and the counts per code."""
        from xentcli.report.grid import Grid

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
