"""Refuse conversions that lose information, unless an option accepts the loss."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from xentcli.commands.convert.conversion import IDS, VECTORS, Plan, Target
from xentcli.core.errors import DataError, UsageError
from xentcli.core.frozen import Frozen
from xentcli.core.types import Kind

if TYPE_CHECKING:
    from xentcli.core.errors import Way
    from xentcli.detection.evidence import LabelEvidence


class Accept(Frozen):
    """What accepts a loss: the hint, and the options that do so."""

    hint: str
    ways: tuple[Way, ...] = ()


Change: TypeAlias = tuple[str, Accept]
"""What a conversion would lose, and what accepts that."""

_SHARES, _MANY = "the shares would be lost", "all labels of a row except one would be lost"
_ARGMAX = Accept(
    "--argmax keeps the class with the largest value in each row, the first one if tied", ({"argmax": True},)
)
_THRESHOLD = Accept("--threshold 0.5 sets values above 0.5 to 1, and others to 0", ({"threshold": 0.5},))
_FIRST = Accept(f"{_ARGMAX.hint}; --to multi-label keeps several labels per row")
_NO_CLASS = Accept(
    "drop such rows from all files, or keep them with --to multi-label", ({"target": "multi-label"},)
)
_POSITIVE = "--positive CLASS makes that class 1 and all others 0"
_SIGMOID: Way = {"softmax": False, "sigmoid": True}
_CUT: Way = {"argmax": False, "threshold": 0.5}
FEW = 3
"""The most classes of which each is proposed as the positive one."""

LOSSES: dict[tuple[Kind, Target], Change] = {
    (Kind.SOFT, Target.SPARSE): (_SHARES, _ARGMAX),
    (Kind.SOFT, Target.NAMES): (_SHARES, _ARGMAX),
    (Kind.SOFT, Target.ONE_HOT): (_SHARES, _ARGMAX),
    (Kind.SOFT, Target.MULTI_LABEL): (_SHARES, _THRESHOLD),
    (Kind.SOFT, Target.BINARY): (_SHARES, _THRESHOLD),
    (Kind.MULTI_LABEL, Target.SPARSE): (_MANY, _FIRST),
    (Kind.MULTI_LABEL, Target.NAMES): (_MANY, _FIRST),
    (Kind.MULTI_LABEL, Target.ONE_HOT): (_MANY, _FIRST),
    (Kind.MULTI_LABEL, Target.SOFT): ("rows without exactly one 1 are not distributions", _ARGMAX),
    (Kind.MULTI_LABEL, Target.BINARY): ("all columns except one would be lost", Accept(_POSITIVE)),
}
"""What each conversion would lose, and the option that accepts it; missing pairs lose nothing."""


def check_plan(plan: Plan, seen: LabelEvidence) -> None:
    """Raise if a conversion loses information and no option accepts it."""
    if seen.unknown:
        message = f"{seen.unknown.times('cell')} without a label, which no output can hold"
        hint = "fill these cells, or leave their rows out of all files"
        raise DataError(message, hint, code="XE146", place=seen.unknown.place)
    lost = _lost_scores(plan) if plan.source is None else _lost(plan, plan.source, seen)
    if lost is not None:
        raise _loss(plan, lost, seen)
    _check_names(plan)
    _check_one_class(plan)
    _check_dtype(plan, bool(seen.fractions))


def _loss(plan: Plan, lost: Change, seen: LabelEvidence) -> DataError:
    """Return the error for a loss, with the first row or cell affected."""
    many = plan.source is Kind.MULTI_LABEL
    bad, what = (seen.not_one_hot, "row") if many else (seen.fractions, "cell")
    if many and lost[1] in (_FIRST, _ARGMAX) and seen.ones == seen.one_hot.count:
        message = (
            f"{plan.source} to {plan.target}: {bad.value} has no 1, so it has no class ({bad.times('row')})"
        )
        return DataError(message, _NO_CLASS.hint, code="XE130", place=bad.place, ways=_NO_CLASS.ways)
    if many and seen.rows < plan.layout.width == seen.ones:
        message = f"{plan.source} to {plan.target}: as many 1s as columns, but not one in each row"
        hint = f"are rows and columns swapped? if so, save a.T; otherwise, {_FIRST.hint}"
        return DataError(message, hint, code="XE130", place=bad.place)
    example = f", such as {bad.value} ({bad.times(what)})" if bad else ""
    message = f"{plan.source or 'scores'} to {plan.target}: {lost[0]}{example}"
    hint, ways = lost[1].hint, lost[1].ways
    if many and plan.target is Target.NAMES:
        hint = f"{hint}; --to multi-label --as lists writes several labels per row"
        ways = ({"target": str(Target.MULTI_LABEL), "form": "lists"}, *ways)
    return DataError(message, hint, code="XE130", place=bad.place, ways=ways)


def _lost(plan: Plan, source: Kind, seen: LabelEvidence) -> Change | None:
    """Return what labels would lose, or None."""
    if plan.target is Target.BINARY and (source in IDS or source is Kind.ONE_HOT):
        return _other_classes(plan)
    if source is Kind.MULTI_LABEL and plan.target is Target.BINARY:
        if plan.accepted.positive is None:
            return LOSSES[source, plan.target][0], _positive(plan)
        return (_SHARES, _THRESHOLD) if seen.fractions else None
    one_column = source is Kind.SOFT and not plan.layout.vectors and plan.target is not Target.SOFT
    return (_SHARES, _THRESHOLD) if one_column else LOSSES.get((source, plan.target))


def _lost_scores(plan: Plan) -> Change | None:
    """Return what scores with several columns would lose, or None."""
    accepted, switches = plan.accepted, plan.target in {Target.MULTI_LABEL, Target.BINARY}
    if not plan.layout.vectors:
        return _lost_column(plan)
    if plan.target is Target.BINARY and (accepted.argmax or accepted.threshold is not None):
        return _other_classes(plan)
    if accepted.argmax or (accepted.threshold is not None and switches):
        return None
    if accepted.threshold is not None:
        ways = ({"threshold": None, "argmax": True},)
        return "several classes of a row, or none, can be above the threshold", Accept(_ARGMAX.hint, ways)
    return None if plan.target is Target.SOFT else (_SHARES, _THRESHOLD if switches else _ARGMAX)


def _lost_column(plan: Plan) -> Change | None:
    """Return what one column of scores would lose, or None."""
    if plan.accepted.softmax:
        hint = "--sigmoid converts one column of logits to probabilities"
        return "the softmax of one column is always 1", Accept(hint, (_SIGMOID,))
    if plan.accepted.argmax:
        return "the largest value of one column is always that column", Accept(_THRESHOLD.hint, (_CUT,))
    cut = plan.accepted.threshold is not None
    return None if cut or plan.target is Target.SOFT else (_SHARES, _THRESHOLD)


def _other_classes(plan: Plan) -> Change | None:
    if plan.classes.size <= 2 or plan.accepted.positive is not None:
        return None
    return f"which of the {plan.classes.size} classes is 1? all others become 0", _positive(plan)


def _positive(plan: Plan) -> Accept:
    """Return that a positive class is needed; of few classes, each is a way out."""
    size = plan.classes.size
    names = plan.titles or plan.classes.titles(range(size)) if size <= FEW else ()
    return Accept(_POSITIVE, tuple({"positive": name} for name in names))


def _check_names(plan: Plan) -> None:
    if plan.target is Target.NAMES and plan.titles is None:
        hint = "list them in order: --classes cat,dog, or --classes @FILE with one per line"
        raise UsageError(f"{plan.source or 'scores'} to names: the classes have no names", hint, code="XE508")


def _check_one_class(plan: Plan) -> None:
    """Raise if the output is a single column of ones, which would be read back as binary labels."""
    if plan.target in VECTORS and plan.one_each and plan.classes.size < 2:
        hint = "use --num-classes 2, or name all classes with --classes A,B"
        message, ways = f"{plan.target} labels of a single class carry no information", ({"num_classes": 2},)
        raise DataError(message, hint, code="XE132", ways=ways)


def _check_dtype(plan: Plan, fractions: bool) -> None:
    """Raise if the dtype cannot store every class or share."""
    if plan.target is Target.NAMES:
        return
    dtype = np.dtype(plan.dtype)
    shares = plan.target is Target.SOFT or (plan.target is Target.MULTI_LABEL and fractions)
    if shares and dtype.kind != "f":
        message, ways = f"--dtype {dtype} cannot hold shares", ({"dtype": "float64"},)
        raise UsageError(message, "use float32 or float64", code="XE509", ways=ways)
    top = plan.classes.size - 1 if plan.target is Target.SPARSE else 1
    if top > _most(dtype):
        hint = "use a larger type, such as int64"
        message, ways = f"--dtype {dtype} cannot hold class {top}", ({"dtype": "int64"},)
        raise UsageError(message, hint, code="XE509", ways=ways)


def _most(dtype: np.dtype[Any]) -> int:
    """Return the largest n such that a dtype represents all of 0 to n.

    >>> _most(np.dtype("uint8")), _most(np.dtype("float16")), _most(np.dtype("bool"))
    (255, 2048, 1)
    """
    if dtype.kind == "b":
        return 1
    return int(np.iinfo(dtype).max) if dtype.kind in "iu" else 1 << (np.finfo(dtype).nmant + 1)
