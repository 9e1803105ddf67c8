"""Check sample weights."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.errors import DataError, Place
from xentcli.core.frozen import Merged, high
from xentcli.core.text import shown
from xentcli.core.types import Loss
from xentcli.numerics.occurrences import UNSEEN, Occurrences, seen_where

if TYPE_CHECKING:
    from xentcli.core.blocks import Block
    from xentcli.core.row_layout import RowLayout
    from xentcli.losses.frameworks.convention import Convention


class WeightEvidence(Merged):
    """What was seen of sample weights."""

    rows: int = 0
    unusable: Occurrences = UNSEEN
    """NaN and infinite weights."""
    negative: Occurrences = UNSEEN
    positive: Occurrences = UNSEEN
    not_one: Occurrences = UNSEEN
    maximum: float = high(0)
    """The largest number of weights in a row."""


def observe_weights(block: Block) -> WeightEvidence:
    """Collect the evidence of one block of sample weights.

    Args:
        block: Weights, (N,) or (N, M).

    Returns:
        The evidence, which merges with that of other blocks.
    """
    values = block.values
    return WeightEvidence(
        rows=len(block),
        unusable=seen_where(block, ~np.isfinite(values)),
        negative=seen_where(block, values < 0),
        positive=seen_where(block, values > 0),
        not_one=seen_where(block, values != 1),
        maximum=values[:1].size,
    )


def check_weights(seen: WeightEvidence, convention: Convention) -> None:
    """Raise if weights cannot be used.

    Args:
        seen: The evidence of all weights.
        convention: The framework's convention, which may allow weights that are negative or all zero.

    Raises:
        DataError: If a weight is not finite, or if weights are negative or all zero and the framework forbids
            that.
    """
    if seen.unusable:
        bad = seen.unusable
        raise DataError(
            f"{shown(bad.value)} is not a weight ({bad.times('cell')})",
            "weights must be finite numbers",
            code="XE401",
            place=bad.place,
            value=bad.value,
        )
    if convention.negative_weights:
        return
    if seen.negative:
        bad = seen.negative
        hint = "weights must not be negative; use --like keras or torch to allow them"
        raise DataError(
            f"{shown(bad.value)} is negative ({bad.times('weight')})",
            hint,
            code="XE402",
            place=bad.place,
            value=bad.value,
        )
    if not seen.positive:
        place = Place(seen.not_one.place.file)
        raise DataError(
            "all weights are zero", "a mean needs at least one weight above zero", code="XE403", place=place
        )


def check_weight_count(seen: WeightEvidence, layout: RowLayout, loss: Loss) -> None:
    """Raise unless there is one weight per row, per position or per binary output.

    Args:
        seen: The evidence of all weights.
        layout: The layout of the rows.
        loss: The loss; only binary losses take a weight per output.

    Raises:
        DataError: If the number of weights per row does not fit.
    """
    fitting = {1, layout.per_row}
    if loss is Loss.BINARY and layout.vectors:
        fitting.add(layout.per_row * layout.width)
    if seen.maximum in fitting:
        return
    place = Place((seen.positive or seen.negative or seen.not_one).place.file)
    message = f"{seen.maximum} weights per row, but {' or '.join(map(str, sorted(fitting)))} would fit"
    hint = "use a file with one column, or with a column named weight"
    raise DataError(message, hint, code="XE404", place=place)
