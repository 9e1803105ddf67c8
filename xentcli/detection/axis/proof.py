"""Decide from the evidence of all rows on which axis the classes are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.frozen import Frozen, replace
from xentcli.detection.axis.candidates import along, squeezed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentcli.core.row_layout import RowLayout, Shape
    from xentcli.detection.axis.evidence import Axes, AxisEvidence

LONE = "the labels have exactly one 1 along it"
AT_MOST_ONE = "the labels have at most one 1 along it"
SHARES = "the labels sum to one along it"
SUMS = "the predictions sum to one along it"


MANY = 20
"""The number of positions at which one-hot labels are no longer a coincidence."""


class Choice(Frozen):
    """The remaining layouts, and the reason; empty if there is nothing to report."""

    fits: tuple[RowLayout, ...]
    reason: str = ""


def ids_by_proof(fits: Sequence[RowLayout], seen: AxisEvidence) -> Choice:
    """Return the layouts of ids that the predictions allow."""
    good = _summing(fits, seen)
    return Choice(tuple(good), SUMS) if good else Choice(tuple(fits))


def vectors_by_proof(
    fits: Sequence[RowLayout], seen: AxisEvidence, usual: RowLayout, *, always: bool
) -> Choice:
    """Return the layouts that labels and predictions of the same shape allow.

    Labels that show no class axis are ``usual`` if they hold fractions, or ``always``; otherwise each
    position has its own label.
    """
    vectors = [fit for fit in fits if fit.vectors]
    single = [fit for fit in fits if not fit.vectors]
    summing = _summing(vectors, seen)
    for failed, reason in ((seen.not_lone, LONE), (seen.not_shares, SHARES)):
        good = _holding(vectors, failed)
        if good:
            rivals = [fit for fit in summing if fit not in good] or _by_chance(good, single, seen)
            return _beside(good, summing, reason) or Choice((*good, *rivals), reason)
    if len(summing) == 1:
        return Choice(tuple(summing), SUMS)
    if not single:
        return Choice(tuple(vectors))
    if always:
        return Choice((usual,))
    some = _holding(vectors, seen.several)
    if len(some) == 1 and 2 * seen.on * some[0].width > seen.cells:
        return Choice(tuple(some), AT_MOST_ONE)
    shares = seen.fractions and 1 not in single[0].positions
    return Choice((usual,) if shares else tuple(single))


def other_axes(shape: Shape, axis: int) -> list[int]:
    """Return the other axes that the vectors along an axis may lie on without a change of the shape.

    >>> other_axes((4, 4, 4), 3), other_axes((4, 7, 4), 3), other_axes((7, 4, 4), 3)
    ([1, 2], [], [2])
    """
    rest = shape[: axis - 1] + shape[axis:]
    return [b for b in range(1, len(shape) + 1) if b != axis and shape[: b - 1] + shape[b:] == rest]


def with_moved(chosen: Choice, shape: Shape, seen: AxisEvidence) -> Choice:
    """Return the choice with layouts whose labels alone show the axis, as the scores may have another one."""
    fit = chosen.fits[0]
    if len(chosen.fits) > 1 or chosen.reason != LONE or fit.axis is None or fit.label_axis is not None:
        return chosen
    others = other_axes(shape, fit.axis)
    if not others or _summing([fit, *(along(shape, axis) for axis in others)], seen):
        return chosen
    return Choice((fit, *(along(shape, axis, fit.axis) for axis in others)), chosen.reason)


def labelled_along(fit: RowLayout, shape: Shape, seen: AxisEvidence) -> Choice:
    """Return the layout of an option, with the axis on which the labels have exactly one 1."""
    axis = fit.axis or 0
    lone = [] if seen.not_lone.hold([axis]) else seen.not_lone.hold(other_axes(shape, axis))
    return Choice((along(shape, axis, lone[0]),)) if len(lone) == 1 else Choice((fit,))


def _beside(good: Sequence[RowLayout], summing: Sequence[RowLayout], reason: str) -> Choice | None:
    """Return the layouts that labels and predictions both show; their axes may differ."""
    both = tuple(fit for fit in good if fit in summing)
    if both or len(good) != 1 or len(summing) != 1:
        return Choice(both, reason) if both else None
    mine, theirs = good[0], summing[0]
    alike = mine.width == theirs.width and squeezed(mine.positions) == squeezed(theirs.positions)
    moved = alike and mine.label_axis is None
    return Choice((replace(theirs, label_axis=mine.axis),), f"{reason}, {SUMS}") if moved else None


def _by_chance(
    good: Sequence[RowLayout], single: Sequence[RowLayout], seen: AxisEvidence
) -> Sequence[RowLayout]:
    """Return the layout of one channel if the labels may show a class axis by chance.

    Independent bits have exactly one 1 along an axis with a probability below one half.
    """
    few = all(seen.cells < MANY * fit.width for fit in good)
    return single if few and single and 1 in single[0].positions else ()


def _holding(fits: Sequence[RowLayout], failed: Axes) -> list[RowLayout]:
    """Return the layouts whose labels pass along their class axis."""
    return [fit for fit in fits if failed.hold([int(fit.label_axis or fit.axis or 0)])]


def _summing(fits: Sequence[RowLayout], seen: AxisEvidence) -> list[RowLayout]:
    """Return the layouts whose predictions are distributions along the class axis."""
    good = [fit for fit in fits if seen.not_simplex.hold([int(fit.axis or 0)])]
    return good or [fit for fit in fits if seen.not_logs.hold([int(fit.axis or 0)])]
