"""A block of labels and predictions to its losses, under a recipe."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.frozen import replace
from xentcli.core.types import Loss
from xentcli.losses.binary import measure_binary
from xentcli.losses.categorical import measure_categorical
from xentcli.losses.nll import wide
from xentcli.losses.sparse import measure_sparse
from xentcli.settings.settings import Like

if TYPE_CHECKING:
    from xentcli.losses.block_losses import AlignedBlock, Measured
    from xentcli.losses.spec import LossSpec
    from xentcli.numerics.row_stats import RowStats


def measure(recipe: LossSpec, pair: AlignedBlock, known: RowStats) -> Measured:
    """The losses of a block of pairs; ``known`` are the facts of its predictions."""
    facts = recipe.facts(known)
    if recipe.case.loss is Loss.SPARSE:
        return _in_base(recipe, measure_sparse(recipe, pair, facts))
    if recipe.case.loss is Loss.CATEGORICAL or _sums_positives(recipe):
        return _in_base(recipe, measure_categorical(recipe, pair, facts))
    return _in_base(recipe, measure_binary(recipe, pair, wide(facts.rows)))


def _sums_positives(recipe: LossSpec) -> bool:
    """scikit-learn adds -y log p over the outputs of multi-label rows, and nothing for the zeros."""
    return recipe.settings.like is Like.SKLEARN and recipe.layout.vectors and recipe.layout.width > 1


def _in_base(recipe: LossSpec, done: Measured) -> Measured:
    if recipe.settings.base is None:
        return done
    unit = np.log(recipe.settings.base)
    elements = None if done.elements is None else done.elements / unit
    return replace(done, losses=done.losses / unit, elements=elements)
