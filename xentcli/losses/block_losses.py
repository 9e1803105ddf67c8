"""The input and the output of a loss: aligned rows of all inputs, and their losses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.frozen import Frozen
from xentcli.numerics.occurrences import UNSEEN, Occurrences, seen_where

if TYPE_CHECKING:
    from xentcli.core.blocks import Block
    from xentcli.core.types import Codes, Floats, Mask, Numbers


class Measured(Frozen):
    """The losses of a block, one entry per position, (N,), in row order."""

    losses: Floats
    """Losses with weights applied, as the framework prints them; 0 for ignored positions."""
    weights: Floats | None
    """The summands of the divisor of a weighted mean; None if all are one."""
    kept: Mask
    targets: Codes
    """The class of the label; -1 for multi-label rows."""
    correct: Mask
    predicted: Codes | None = None
    """The predicted class; None if it is the first largest number of each row."""
    rows: Numbers | None = None
    elements: Floats | None = None
    """Losses of elements, (N, K), if the framework averages those."""
    elements_correct: int = 0
    entropies: Floats | None = None
    """Entropies of soft labels, (N,)."""
    vectors: Floats | None = None
    """Label vectors, (N, K), or None for class ids."""
    strangers: Occurrences = UNSEEN
    known: Mask | None = None
    """The elements with a label, (N, K); None if all have one."""
    element_weights: Floats | None = None
    """The weight of each element, (N, K) or (N, 1); None if all are one."""
    element_hits: Mask | None = None
    """Whether each element is predicted correctly, (N, K)."""


class AlignedBlock(Frozen):
    """The same rows of labels, predictions and weights."""

    labels: Block
    predictions: Block
    weights: Block | None = None
    keys: Block | None = None
    """The keys of the rows, as text."""
    groups: Block | None = None
    """The column to group rows by, as text."""


def strangers(labels: Block, indices: Codes, keep: Mask) -> Occurrences:
    """Return the labels that are not a class.

    Args:
        labels: The labels of the block.
        indices: Class indices in the shape of the labels, int64; -1 for labels that are not a class.
        keep: A mask in the same shape; False for ignored labels.

    Returns:
        The labels to keep whose index is -1.
    """
    lost = (indices < 0) & keep
    return seen_where(labels, lost) if lost.any() else UNSEEN
