"""Weights of samples, with what their numbers say."""

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
    """What sample weights are."""

    rows: int = 0
    unusable: Occurrences = UNSEEN
    """NaN and infinite ones."""
    negative: Occurrences = UNSEEN
    positive: Occurrences = UNSEEN
    not_one: Occurrences = UNSEEN
    maximum: float = high(0)
    """The most weights of a row."""


def observe_weights(block: Block) -> WeightEvidence:
    """Return the evidence of one block of sample weights."""
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
    """Refuse weights that mean nothing: NaN always, negative or all zero where no framework has them."""
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
        hint = "weights must not be negative; --like keras or torch computes with them as those do"
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
    """Refuse weights that do not go with the losses of a row: one a row, a position, or a binary output."""
    fitting = {1, layout.per_row}
    if loss is Loss.BINARY and layout.vectors:
        fitting.add(layout.per_row * layout.width)
    if seen.maximum in fitting:
        return
    place = Place((seen.positive or seen.negative or seen.not_one).place.file)
    message = f"{seen.maximum} weights a row, where {' or '.join(map(str, sorted(fitting)))} would fit"
    hint = "give a file of one column, or with one called weight"
    raise DataError(message, hint, code="XE404", place=place)
