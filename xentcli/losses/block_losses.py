"""What comes before and after a measurement: the same rows of all inputs, and what they cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.frozen import Frozen
from xentcli.numerics.occurrences import UNSEEN, Occurrences, seen_where

if TYPE_CHECKING:
    from xentcli.core.blocks import Block
    from xentcli.core.types import Codes, Floats, Mask, Numbers


class Measured(Frozen):
    """What a block's rows cost: one entry a position (n,), in row order."""

    losses: Floats
    """As the framework prints them, weights and all; zero where ignored."""
    weights: Floats | None
    """What a weighted mean divides by; None: ones."""
    kept: Mask
    targets: Codes
    """The class of the label; -1 where there is none (multi-label)."""
    correct: Mask
    predicted: Codes | None = None
    """The class predicted; None: the first largest number of the rows."""
    rows: Numbers | None = None
    elements: Floats | None = None
    """(n, K), where the framework's losses are one an element."""
    elements_correct: int = 0
    entropies: Floats | None = None
    """Of soft labels, a row."""
    vectors: Floats | None = None
    """Labels as they are, (n, K), where they are vectors."""
    strangers: Occurrences = UNSEEN


class AlignedBlock(Frozen):
    """The same rows of labels, predictions and weights."""

    labels: Block
    predictions: Block
    weights: Block | None = None
    keys: Block | None = None
    """What rows are known by, as text."""
    groups: Block | None = None
    """The column whose values part the rows, as text."""


def strangers(labels: Block, indices: Codes, keep: Mask) -> Occurrences:
    """Return the labels to keep whose class index is -1: those that are no class."""
    lost = (indices < 0) & keep
    return seen_where(labels, lost) if lost.any() else UNSEEN
