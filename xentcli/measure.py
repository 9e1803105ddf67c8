"""A block of labels and predictions to its losses, under a recipe."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.classwise import measure_sparse
from xentcli.core.frozen import replace
from xentcli.core.types import Loss
from xentcli.elementwise import measure_binary
from xentcli.settings.settings import Like
from xentcli.terms import wide
from xentcli.vectorwise import measure_categorical

if TYPE_CHECKING:
    from xentcli.measured import Measured, Pair
    from xentcli.numerics.row_stats import Facts
    from xentcli.recipe import Recipe


def measure(recipe: Recipe, pair: Pair, known: Facts) -> Measured:
    """The losses of a block of pairs; ``known`` are the facts of its predictions."""
    facts = recipe.facts(known)
    if recipe.case.loss is Loss.SPARSE:
        return _in_base(recipe, measure_sparse(recipe, pair, facts))
    if recipe.case.loss is Loss.CATEGORICAL or _sums_positives(recipe):
        return _in_base(recipe, measure_categorical(recipe, pair, facts))
    return _in_base(recipe, measure_binary(recipe, pair, wide(facts.rows)))


def _sums_positives(recipe: Recipe) -> bool:
    """scikit-learn adds -y log p over the outputs of multi-label rows, and nothing for the zeros."""
    return recipe.settings.like is Like.SKLEARN and recipe.layout.vectors and recipe.layout.width > 1


def _in_base(recipe: Recipe, done: Measured) -> Measured:
    if recipe.settings.base is None:
        return done
    unit = np.log(recipe.settings.base)
    elements = None if done.elements is None else done.elements / unit
    return replace(done, losses=done.losses / unit, elements=elements)
