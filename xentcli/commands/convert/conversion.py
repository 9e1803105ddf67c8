"""The settings of a conversion, and the plan derived from them and the labels."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from xentcli.commands.convert.scores import NO_SCORES, Accepted
from xentcli.core.errors import UsageError
from xentcli.core.frozen import Frozen
from xentcli.core.types import Kind
from xentcli.inputs.dataset import Dataset
from xentcli.io.write.registry import WRITERS
from xentcli.io.write.sheet import Form

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentcli.core.class_map import ClassMap
    from xentcli.core.errors import Way
    from xentcli.core.row_layout import RowLayout
    from xentcli.inputs.selection import Selection
    from xentcli.io.table import Table
    from xentcli.settings.settings import Settings


class Target(StrEnum):
    """The output of a conversion: a kind of labels, or class names."""

    SPARSE = "sparse"
    ONE_HOT = "one-hot"
    MULTI_LABEL = "multi-label"
    BINARY = "binary"
    SOFT = "soft"
    NAMES = "names"


VECTORS = frozenset({Target.ONE_HOT, Target.MULTI_LABEL, Target.SOFT})
"""Targets with one column per class."""
IDS = frozenset({Kind.SPARSE, Kind.BINARY})
"""Kinds with one class per row, in one column."""


class Conversion(Frozen):
    """The labels to convert, the target, and the output format."""

    labels: Selection
    target: Target
    settings: Settings
    accepted: Accepted = NO_SCORES
    format: str = "csv"
    dtype: str | None = None
    columns: tuple[str, ...] | None = None
    class_names: bool = False
    lists: bool = False
    """Whether the labels of a row are written as a list in one column."""
    kept: tuple[int, ...] = ()
    in_memory: bool = False
    """Whether the output is an array for Python."""
    jobs: int | None = 1
    max_width: int = 100_000
    max_classes: int = 1_000_000
    layout: RowLayout | None = None
    """The layout of rows with several axes."""

    @property
    def data(self) -> Dataset:
        """The labels, with their layout."""
        return Dataset(self.labels, layout=self.layout)

    @property
    def source(self) -> Table:
        """The table whose columns are copied along."""
        table: Table = getattr(self.labels.table, "source", self.labels.table)
        return table

    def __post_init__(self) -> None:
        """Raise if options contradict each other, or have no effect on this output."""
        for wrong, message, hint, code, ways in _refusals(self):
            if wrong:
                raise UsageError(message, hint, code=code, ways=ways)


Refused: TypeAlias = "tuple[bool, str, str, str, tuple[Way, ...]]"
"""Whether a rule applies; the message, hint and code of its error, and the ways out."""


def _refusals(job: Conversion) -> Iterator[Refused]:
    """Yield the rules for options that conflict or have no effect."""
    a, one = job.accepted, "use one of them"
    both = "--softmax and --sigmoid contradict each other"
    yield a.softmax and a.sigmoid, both, one, "XE514", ({"sigmoid": False}, {"softmax": False})
    both = "--argmax and --threshold contradict each other"
    yield a.argmax and a.threshold is not None, both, one, "XE514", ({"threshold": None}, {"argmax": False})
    yield from _in_vain(job)
    unlisted = job.lists and not WRITERS[job.format].is_named and not job.in_memory
    hint = "--as lists needs csv, tsv, jsonl, parquet or arrow"
    yield unlisted, f"{job.format} cannot store lists", hint, "XE515", ({"form": None},)
    header = job.columns is not None or job.class_names or bool(job.kept)
    hint = "--columns, --class-names and --keep need --format csv, tsv, jsonl, parquet or arrow"
    message, nameless = f"{job.format} cannot store column names", not WRITERS[job.format].is_named
    yield (
        header and nameless,
        message,
        hint,
        "XE515",
        ({"columns": None, "class_names": False, "keep": None},),
    )


def _in_vain(job: Conversion) -> Iterator[Refused]:
    """Yield the rules for options that do nothing for this target."""
    vain = {
        "positive": (job.accepted.positive is not None, job.target is Target.BINARY, "--to binary"),
        "dtype": (job.dtype is not None, job.target is not Target.NAMES, "numbers; names are text"),
        "form": (job.lists, job.target is Target.MULTI_LABEL, "--to multi-label"),
        "class_names": (job.class_names, job.target in VECTORS, "--to one-hot, multi-label or soft"),
    }
    for name, (given, used, purpose) in vain.items():
        option = "as" if name == "form" else name.replace("_", "-")
        message = f"--{option} has no effect with --to {job.target}"
        yield given and not used, message, f"it is for {purpose}", "XE518", ({name: None},)


class Plan(Frozen, apart=("source",)):
    """How to convert labels of one kind (None for scores) to the target.

    Plans that differ only in `source` write the same output for labels that are valid as both kinds.
    """

    source: Kind | None
    target: Target
    layout: RowLayout
    classes: ClassMap
    accepted: Accepted
    dtype: str
    titles: tuple[str, ...] | None = None
    """The class names, or None."""
    lists: bool = False
    """Whether the labels of a row are written as a list in one column."""
    positive: int = 1
    """The index of the class that becomes 1."""

    @property
    def width(self) -> int:
        """The number of output columns."""
        return self.classes.size if self.target in VECTORS and not self.lists else 1

    @property
    def one_each(self) -> bool:
        """Whether every row gets exactly one class."""
        if self.source is None:
            one_column = self.accepted.threshold is not None and not self.layout.vectors
            return self.accepted.argmax or one_column
        return self.source in IDS or self.source is Kind.ONE_HOT

    @property
    def form(self) -> Form:
        """The meaning of the values in converted blocks: numbers, class indices, or indices of names."""
        if self.lists:
            return Form.LISTS
        if self.target is Target.NAMES:
            return Form.TITLES
        return Form.PLACES if self.target in VECTORS and self.one_each else Form.NUMBERS
