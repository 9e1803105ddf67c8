"""The warnings of `validate`, each based on the whole input."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.commands.validate.class_count import are_other_names, other_names
from xentcli.commands.validate.pair_problems import unlike_names
from xentcli.commands.validate.problem import Problem
from xentcli.core.errors import Place
from xentcli.core.frozen import Frozen
from xentcli.core.names import look_alikes, starts_like_formula
from xentcli.core.text import counted, listed, shown
from xentcli.core.types import ONE_EACH, Kind
from xentcli.io.text.words import is_missing

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from xentcli.commands.validate.label_problems import Labels
    from xentcli.commands.validate.pair_problems import PairProblems
    from xentcli.numerics.counts import Tally

MIN_ROWS = 20
"""The minimum number of rows for all-different labels to look like an id column."""
COMMON = frozenset({"none", "-", "NA"})
"""Words for a missing value that are common names of classes as well."""
BITS = frozenset({Kind.ONE_HOT, Kind.MULTI_LABEL})


class Whole(Frozen):
    """Label evidence of the whole input."""

    labels: Labels
    names: Sequence[str]
    """The column names, or numbers."""
    text: bool
    """Whether the labels come from a text file."""
    pair: PairProblems | None = None
    reordered: bool = False
    """Whether the rows of the predictions stand in another order, and are joined by a key."""

    @property
    def kind(self) -> Kind:
        """The kind of the labels."""
        return self.labels.kind

    @property
    def seen(self) -> Tally:
        """The classes that occur, with counts."""
        return self.labels.seen.classes

    @property
    def on(self) -> Sequence[int]:
        """The number of ones in each column of label vectors."""
        return self.labels.audit.ones.counts

    @property
    def titles(self) -> list[str] | None:
        """The names of all classes, or None if they are unknown."""
        classes = self.labels.expected.classes
        return None if classes is None else classes.titles(range(classes.size))


def _missing_classes(whole: Whole) -> str | None:
    """Warn of known classes that never occur."""
    if whole.kind in BITS:
        absent = [name for name, n in zip(whole.names, whole.on, strict=True) if not n]
        total = len(whole.names)
    elif whole.titles is None or whole.kind is Kind.SOFT or whole.seen.full:
        return None
    elif are_other_names(whole.labels):
        return other_names(whole.labels)
    else:
        classes = whole.labels.expected.classes
        seen = {classes.index_of(str(c)) for c in whole.seen.counts} if classes is not None else set()
        absent, total = [t for k, t in enumerate(whole.titles) if k not in seen], len(whole.titles)
    verb = "never occurs" if len(absent) == 1 else "never occur"
    return (
        f"{len(absent):,} of {counted(total, 'class', 'classes')} {verb}: {listed(absent, 5)}"
        if absent
        else None
    )


def _gaps(whole: Whole) -> str | None:
    """Warn of gaps in the ids: a class is missing, or the numbers are not class ids."""
    first_id = -whole.labels.expected.offset
    ids = sorted(c for c in whole.seen.counts if isinstance(c, int) and c >= first_id)
    if whole.kind is not Kind.SPARSE or whole.titles is not None or len(ids) < 2:
        return None
    absent = ids[-1] + 1 - first_id - len(ids)
    first = next((k for k in range(first_id, ids[-1]) if k not in whole.seen.counts), None)
    if absent == 1:
        return f"the largest id is {ids[-1]}, but {first} never occurs"
    return (
        f"the largest id is {ids[-1]}, but {absent:,} smaller ids never occur, the first is {first}"
        if absent
        else None
    )


def _one_class(whole: Whole) -> str | None:
    if whole.kind is Kind.ONE_HOT and sum(map(bool, whole.on)) == 1:
        name = next(name for name, n in zip(whole.names, whole.on, strict=True) if n)
        return f"all rows have the same class: {shown(name)}"
    single = whole.kind in {Kind.SPARSE, Kind.BINARY} and len(whole.seen) == 1
    return f"all rows have the same class: {shown(str(whole.seen.ordered()[0]))}" if single else None


def _constant(whole: Whole) -> str | None:
    """Warn of columns that are 1 in every row."""
    if whole.kind is not Kind.MULTI_LABEL:
        return None
    always = [name for name, n in zip(whole.names, whole.on, strict=True) if n == whole.labels.seen.rows]
    return f"always 1, in every row: column {listed(always, 5)}" if always else None


def _look_alike(whole: Whole) -> str | None:
    """Warn of names that differ only by case, blanks, Unicode form or invisible characters."""
    names = whole.names if whole.labels.expected.vectors else _class_names(whole)
    twins = look_alikes(names) if names else []
    if not twins:
        return None
    pair = " and ".join(f"'{shown(name)}'" for name in twins[0][:2])
    more = f", and {len(twins) - 1:,} more" if len(twins) > 1 else ""
    return f"names that look the same: {pair}{more}"


def _class_names(whole: Whole) -> list[str]:
    return [c for c in whole.seen.counts if isinstance(c, str)]


def _all_different(whole: Whole) -> str | None:
    n = len(whole.seen)
    different = whole.kind is Kind.SPARSE and n == whole.labels.seen.rows >= MIN_ROWS and whole.titles is None
    return f"all {n:,} labels are different: is this an id column?" if different else None


def _too_many(whole: Whole) -> str | None:
    most = whole.labels.expected.max_classes
    text = f"more than {most:,} classes, the limit of --max-classes: not checked one by one"
    return text if whole.seen.full else None


def _floats(whole: Whole) -> str | None:
    """Warn of ids written as 1.0 or 1e0, e.g. because missing values made the column float."""
    floats = whole.text and whole.labels.audit.floats and not whole.labels.seen.fractions
    ids = whole.kind in {Kind.SPARSE, Kind.BINARY}
    return "class ids are written as 1.0, 1e0 or +1, not as plain whole numbers" if floats and ids else None


def _formula(whole: Whole) -> str | None:
    """Warn of names that a spreadsheet would run as formulas."""
    names = [name for name in _class_names(whole) if starts_like_formula(name)]
    return f"'{shown(min(names))}' starts like a formula, which spreadsheets run" if names else None


def _missing_words(whole: Whole) -> str | None:
    """Warn of names such as nan and None, with which programs write missing values."""
    if whole.kind is not Kind.SPARSE or whole.labels.expected.named:
        return None
    counts = whole.seen.counts
    found = [name for name in _class_names(whole) if is_missing(name) and name not in COMMON]
    if not found:
        return None
    rows = sum(counts[name] for name in found)
    return f"{listed(sorted(found))} in {counted(rows, 'row')}: a missing value, read as a class name"


def _unlike(whole: Whole) -> str | None:
    return None if whole.pair is None else unlike_names(whole.pair)


def _reordered(whole: Whole) -> str | None:
    return (
        "the predictions have the rows in another order; a key column pairs them" if whole.reordered else None
    )


class Concern(Frozen):
    """A warning: its code, check and hint."""

    code: str
    find: Callable[[Whole], str | None]
    hint: str


WARNINGS: tuple[Concern, ...] = (
    Concern("XE801", _missing_classes, "was the file cut off, or a class filtered out?"),
    Concern("XE802", _gaps, "set the number of classes with --num-classes K"),
    Concern("XE803", _one_class, "nothing can be learned from one class"),
    Concern("XE804", _look_alike, "give each class one spelling"),
    Concern("XE805", _all_different, "name the label column: --labels-column NAME"),
    Concern("XE806", _constant, "nothing can be learned from a constant column"),
    Concern("XE807", _too_many, "wrong column? use --labels-column NAME; --max-classes N raises the limit"),
    Concern("XE808", _floats, "write whole numbers; did missing values turn this column into floats?"),
    Concern("XE809", _formula, "rename the class, or do not open the file in a spreadsheet"),
    Concern("XE813", _missing_words, "use --unknown nan,None to leave out rows without a label"),
    Concern("XE810", _unlike, "columns are matched by name if all names are the same, otherwise by position"),
    Concern(
        "XE812",
        _reordered,
        "sort both files: a program that pairs rows by position would pair the wrong ones",
    ),
)
"""All warnings, in output order."""


def concerns(whole: Whole, *, strict: bool) -> list[Problem]:
    """Return the warnings that apply; with `strict`, as errors."""
    if whole.kind in (ONE_EACH if whole.labels.expected.vectors else BITS):
        return []  # the shape contradicts the kind
    level, place = ("error" if strict else "warning"), Place(whole.labels.file)
    said = ((concern, concern.find(whole)) for concern in WARNINGS)
    return [Problem(c.code, text, c.hint, place, None, level) for c, text in said if text is not None]
