"""Labels to labels: every kind into every other, and an error wherever something would be lost."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from xentcli.errors import DataError, UsageError, shown
from xentcli.losses import BINARY_TERMS, CLASS_TERMS
from xentcli.types import Kind, Scale

if TYPE_CHECKING:
    from xentcli.classes import ClassMap
    from xentcli.layout import Layout
    from xentcli.types import Block, Codes, Floats, Mask, Numbers


class Target(StrEnum):
    """What labels can become: a kind, or the classes' names."""

    SPARSE = "sparse"
    ONE_HOT = "one-hot"
    MULTI_LABEL = "multi-label"
    BINARY = "binary"
    SOFT = "soft"
    NAMES = "names"


@dataclass(frozen=True, slots=True)
class Accepted:
    """The losses that a user accepts, and what is done to predictions first."""

    argmax: bool = False
    threshold: float | None = None
    positive: str | None = None
    softmax: bool = False
    sigmoid: bool = False

    @property
    def of_predictions(self) -> bool:
        """Whether the input is a matrix of scores rather than labels."""
        return self.softmax or self.sigmoid or self.argmax or self.threshold is not None


@dataclass(frozen=True)
class Plan:
    """One conversion: from what, to what, over which classes, and with which losses accepted."""

    source: Kind
    target: Target
    layout: Layout
    classes: ClassMap
    accepted: Accepted
    dtype: str

    @property
    def width(self) -> int:
        """Columns of the output; 1 for one value a row."""
        return self.classes.size if self.target in VECTORS else 1

    @property
    def positive(self) -> int:
        """The index of the class that becomes 1."""
        if self.accepted.positive is None:
            return 1
        titles = [self.classes.title(k) for k in range(self.classes.size)]
        if self.accepted.positive not in titles:
            near = self.classes.nearest(self.accepted.positive)
            hint = f"did you mean {shown(near)}?" if near else f"the classes are {self.classes.describe()}"
            raise UsageError(f"--positive {shown(self.accepted.positive)} is no class", hint, code="XE507")
        return titles.index(self.accepted.positive)


VECTORS = frozenset({Target.ONE_HOT, Target.MULTI_LABEL, Target.SOFT})
ROWS = frozenset({Kind.ONE_HOT, Kind.MULTI_LABEL, Kind.SOFT})
DTYPES = {
    Target.SPARSE: "int64",
    Target.BINARY: "int64",
    Target.ONE_HOT: "uint8",
    Target.MULTI_LABEL: "uint8",
    Target.SOFT: "float64",
    Target.NAMES: "str",
}
"""The output's dtype where nobody asks for another."""

_ARGMAX = "--argmax keeps the largest entry of each row"
_THRESHOLD = "--threshold T keeps what is above T"
_POSITIVE = "--positive CLASS makes one class 1 and all others 0"
LOSSES: dict[tuple[Kind, Target], tuple[str, str]] = {
    (Kind.SOFT, Target.SPARSE): ("the shares would be lost", _ARGMAX),
    (Kind.SOFT, Target.NAMES): ("the shares would be lost", _ARGMAX),
    (Kind.SOFT, Target.ONE_HOT): ("the shares would be lost", _ARGMAX),
    (Kind.SOFT, Target.MULTI_LABEL): ("the shares would be lost", _THRESHOLD),
    (Kind.SOFT, Target.BINARY): ("the shares would be lost", _THRESHOLD),
    (Kind.MULTI_LABEL, Target.SPARSE): ("all labels of a row but one would be lost", _ARGMAX),
    (Kind.MULTI_LABEL, Target.NAMES): ("all labels of a row but one would be lost", _ARGMAX),
    (Kind.MULTI_LABEL, Target.ONE_HOT): ("all labels of a row but one would be lost", _ARGMAX),
    (Kind.MULTI_LABEL, Target.SOFT): ("rows with several ones are no distribution", "--to one-hot --argmax first"),
}
"""What is lost, and the option that accepts it; pairs that are not here lose nothing."""


def check_plan(plan: Plan, rows_text: str = "") -> None:
    """Refuse a conversion that would lose something which nobody accepted."""
    lost = _lost(plan)
    if lost is not None:
        raise DataError(f"{plan.source} to {plan.target}: {lost[0]}{rows_text}", lost[1], code="XE130")
    if plan.target is Target.NAMES and plan.classes.classes is None:
        raise UsageError(
            f"{plan.source} to names: the classes have no names", "give them in order: --classes a,b,c", code="XE508"
        )
    if plan.target is Target.BINARY:
        plan.positive  # noqa: B018  (an unknown class is an error before anything is written)
    _check_dtype(plan)


def _lost(plan: Plan) -> tuple[str, str] | None:
    if plan.accepted.argmax and plan.target not in {Target.MULTI_LABEL, Target.BINARY}:
        return None
    many = plan.target is Target.BINARY and plan.classes.size > 2 and plan.accepted.positive is None
    if many:
        return f"which of the {plan.classes.size} classes is 1? the others would be lost", _POSITIVE
    if plan.accepted.threshold is not None or (plan.target is Target.SOFT and plan.source is Kind.SOFT):
        return None
    return LOSSES.get((plan.source, plan.target))


def _check_dtype(plan: Plan) -> None:
    """A dtype that cannot hold every class would change labels in silence."""
    if plan.target is Target.NAMES or plan.target in VECTORS:
        if plan.target is Target.SOFT and not plan.dtype.startswith("float"):
            raise UsageError(f"--dtype {plan.dtype} cannot hold shares", "take float32 or float64", code="XE509")
        return
    top = plan.classes.size - 1 if plan.target is Target.SPARSE else 1
    most = int(np.iinfo(plan.dtype).max) if "int" in plan.dtype else 1 << (np.finfo(plan.dtype).nmant + 1)
    if top > most:
        raise UsageError(f"--dtype {plan.dtype} cannot hold class {top}", "take a wider one, such as int64", code="XE509")


def convert_block(plan: Plan, block: Block) -> Numbers:
    """The block's labels as the plan's target: (n,) or (n, K) in its dtype; names as objects."""
    if plan.target in VECTORS:
        return _as_vectors(plan, block).astype(plan.dtype, copy=False)
    ids = _binary(plan, block) if plan.target is Target.BINARY else _as_ids(plan, block)
    if plan.target is not Target.NAMES:
        return ids.astype(plan.dtype, copy=False)
    titles = np.array([plan.classes.title(k) for k in range(plan.classes.size)], dtype=object)
    return np.asarray(titles[ids])


def _as_vectors(plan: Plan, block: Block) -> Numbers:
    if plan.source not in ROWS or _needs_ids(plan):
        return one_hot(_as_ids(plan, block), plan.classes.size)
    rows = _scored(plan, block)
    if plan.accepted.threshold is not None:
        return np.asarray(rows > plan.accepted.threshold)
    return rows


def _needs_ids(plan: Plan) -> bool:
    return plan.accepted.argmax and plan.target is not Target.MULTI_LABEL


def one_hot(ids: Codes, width: int) -> Numbers:
    """Class indices (n,) as rows (n, width) of uint8 with a single 1.

    >>> one_hot(np.array([1, 0]), 3).tolist()
    [[0, 1, 0], [1, 0, 0]]
    """
    rows = np.zeros((len(ids), width), dtype=np.uint8)
    rows[np.arange(len(ids)), ids] = 1
    return rows


def _scored(plan: Plan, block: Block) -> Numbers:
    """The rows as they are, or after the softmax or sigmoid that was asked for."""
    rows = plan.layout.labels(block.values) if plan.layout.vectors else block.values.reshape(-1, 1)
    if not (plan.accepted.softmax or plan.accepted.sigmoid):
        return rows
    return softmax(np.asarray(rows, np.float64)) if plan.accepted.softmax else sigmoid(np.asarray(rows, np.float64))


def softmax(z: Floats) -> Floats:
    """Logits (n, K) to probabilities, safe at any size.

    >>> softmax(np.array([[1000.0, 1000.0]])).tolist()
    [[0.5, 0.5]]
    """
    return np.asarray(np.exp(-CLASS_TERMS[Scale.LOGITS](z)))


def sigmoid(z: Floats) -> Floats:
    """Logits to probabilities, each by itself.

    >>> sigmoid(np.array([0.0, -800.0])).tolist()
    [0.5, 0.0]
    """
    return np.asarray(np.exp(-BINARY_TERMS[Scale.LOGITS](z)[0]))


def _as_ids(plan: Plan, block: Block) -> Codes:
    if plan.source in ROWS and (plan.layout.vectors or plan.accepted.of_predictions):
        return _largest(plan, block)
    ids = plan.classes.indices(block).reshape(-1)
    _refuse(block, ids < 0, f"is not a class of {plan.classes.describe()}", "--num-classes and --label-offset say which ids are")
    return ids


def _largest(plan: Plan, block: Block) -> Codes:
    rows = _scored(plan, block)
    if plan.source is Kind.MULTI_LABEL:
        _refuse(block, ~(rows != 0).any(axis=1), "has no label on", "a row of zeros is of no class")
    return np.asarray(rows.argmax(axis=1), dtype=np.int64)


def _binary(plan: Plan, block: Block) -> Codes:
    if plan.source in ROWS:
        rows = _scored(plan, block)
        column = rows[:, 0] if rows.shape[1] == 1 else rows[:, plan.positive]
        return np.asarray(column > (plan.accepted.threshold or 0), dtype=np.int64)
    return np.asarray(_as_ids(plan, block) == plan.positive, dtype=np.int64)


def _refuse(block: Block, bad: Mask, what: str, hint: str) -> None:
    if bad.any():
        row = int(np.argmax(bad))
        value = block.value(row) if block.values.ndim == 1 else block.values[row].tolist()
        raise DataError(f"{shown(value)} {what}", hint, code="XE112", place=block.place(row), value=value)
