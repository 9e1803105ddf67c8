"""What is not wrong, but worth a look: the warnings of `validate`, each proved by the whole input."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xentcli.errors import Place, shown
from xentcli.problems import Problem
from xentcli.types import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from xentcli.checks import Expected
    from xentcli.evidence import LabelEvidence

ENOUGH = 20
"""Rows from which on labels that are all different look like an id column."""


@dataclass(frozen=True, slots=True)
class Whole:
    """Everything known of labels after their last row."""

    file: str
    kind: Kind
    labels: LabelEvidence
    expected: Expected
    on: Sequence[int]
    """How many ones each column of label vectors has."""
    names: Sequence[str]
    """The columns' names, or numbers."""


def _titles(whole: Whole) -> list[str] | None:
    """The classes that could have come, where that is known."""
    classes = whole.expected.classes
    return None if classes is None else [classes.title(k) for k in range(classes.size)]


def _missing_classes(whole: Whole) -> str | None:
    """Known classes without a single row."""
    if whole.kind in {Kind.ONE_HOT, Kind.MULTI_LABEL}:
        absent = [name for name, n in zip(whole.names, whole.on, strict=True) if not n]
        total = len(whole.names)
    else:
        titles = _titles(whole)
        if titles is None or whole.kind is Kind.SOFT:
            return None
        seen = {str(c) for c in whole.labels.classes.counts}
        absent, total = [t for t in titles if t not in seen], len(titles)
    return None if not absent else f"{len(absent)} of {total} classes never occur: {_listed(absent)}"


def _gaps(whole: Whole) -> str | None:
    """Ids that skip some: a class was lost, or they are no class ids."""
    ids = sorted(c for c in whole.labels.classes.counts if isinstance(c, int) and c >= 0)
    if whole.kind is not Kind.SPARSE or _titles(whole) is not None or len(ids) < 2:
        return None
    absent = ids[-1] + 1 - len(ids)
    first = next((k for k in range(ids[-1]) if k not in whole.labels.classes.counts), None)
    return f"the ids run to {ids[-1]}, but {absent} below never occur, the first is {first}" if absent else None


def _one_class(whole: Whole) -> str | None:
    seen = whole.labels.classes
    if whole.kind is Kind.ONE_HOT and sum(map(bool, whole.on)) == 1:
        return "all rows are of one class"
    single = whole.kind in {Kind.SPARSE, Kind.BINARY} and len(seen) == 1 and not seen.full
    return f"all rows are of one class: {shown(str(seen.ordered()[0]))}" if single else None


def _constant(whole: Whole) -> str | None:
    """Columns of ones: every row has that label."""
    if whole.kind not in {Kind.MULTI_LABEL, Kind.ONE_HOT}:
        return None
    always = [name for name, n in zip(whole.names, whole.on, strict=True) if n == whole.labels.rows]
    return f"columns that are 1 in every row: {_listed(always)}" if always and len(whole.names) > 1 else None


def _look_alike(whole: Whole) -> str | None:
    """Names that differ only by case, blanks, Unicode form or invisible characters."""
    by_look: dict[str, list[str]] = {}
    for name in whole.labels.classes.counts:
        if isinstance(name, str):
            by_look.setdefault(look(name), []).append(name)
    twins = [sorted(names) for names in by_look.values() if len(names) > 1]
    if not twins:
        return None
    pair = " and ".join(repr(shown(n)) for n in min(twins)[:2])
    return f"{len(twins)} name{'s' if len(twins) > 1 else ''} in several spellings that look the same, as {pair}"


def look(name: str) -> str:
    """What a name looks like: composed, without case, invisible characters and surplus blanks.

    >>> look("Cat ") == look("cat"), look("caf\\u00e9") == look("cafe\\u0301"), look("a\\u200bb")
    (True, True, 'ab')
    """
    visible = "".join(c for c in unicodedata.normalize("NFKC", name) if unicodedata.category(c) not in {"Cf", "Cc"})
    return " ".join(visible.casefold().split())


def _all_different(whole: Whole) -> str | None:
    n = len(whole.labels.classes)
    different = whole.kind is Kind.SPARSE and n == whole.labels.rows >= ENOUGH and _titles(whole) is None
    return f"every one of {n:,} labels is different: an id column?" if different else None


def _too_many(whole: Whole) -> str | None:
    return "too many classes to track; those warnings are left out" if whole.labels.classes.full else None


def _formula(whole: Whole) -> str | None:
    """Names that a spreadsheet would run."""
    names = [c for c in whole.labels.classes.counts if isinstance(c, str) and _runs(c)]
    return f"{shown(min(names))} starts like a formula, and spreadsheets run those" if names else None


def _runs(name: str) -> bool:
    """Whether a spreadsheet would take a name for a formula; a number is none."""
    return name[:1] in {"=", "+", "-", "@"} and len(name) > 1 and not name.lstrip("+-").replace(".", "", 1).isdecimal()


def _listed(names: Sequence[str]) -> str:
    return ", ".join(shown(n) for n in names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")


@dataclass(frozen=True, slots=True)
class Concern:
    """One warning: its code, how it is found, and what to do."""

    code: str
    find: Callable[[Whole], str | None]
    hint: str


CONCERNS: tuple[Concern, ...] = (
    Concern("XE801", _missing_classes, "was the file cut, or a class filtered out?"),
    Concern("XE802", _gaps, "say how many classes there are: --num-classes K"),
    Concern("XE803", _one_class, "nothing can be learned from one class"),
    Concern("XE804", _look_alike, "give each class one spelling"),
    Concern("XE805", _all_different, "name the label column: --labels-column NAME"),
    Concern("XE806", _constant, "nothing can be learned from a constant column"),
    Concern("XE807", _too_many, "--max-classes raises the limit"),
    Concern("XE809", _formula, "rename the class, or do not open the file in a spreadsheet"),
)
"""Every warning."""


def concerns(whole: Whole, strict: bool) -> list[Problem]:
    """The warnings that apply; errors under `--strict`."""
    level = "error" if strict else "warning"
    found = ((c, c.find(whole)) for c in CONCERNS)
    return [Problem(c.code, text, c.hint, Place(whole.file), None, level) for c, text in found if text is not None]
