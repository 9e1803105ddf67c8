"""Every mistake that can be planted, and which pairs of files take it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from plants.labels import LABELS
from plants.pairs import forms, healthy
from plants.scores import SCORES

if TYPE_CHECKING:
    from collections.abc import Callable

    from plants.models import Trained
    from plants.pairs import Pair
    from plants.spoiled import Spoiled

    Planter = Callable[[Pair, np.random.Generator], Spoiled | None]

PLANTS: dict[str, Planter] = {planter.__name__.replace("_", "-"): planter for planter in (*SCORES, *LABELS)}
"""By name; the codes are those of `advise`, and a few mistakes share one."""


def plant(name: str, made: Trained, turn: int) -> tuple[Pair, Spoiled] | None:
    """A healthy pair and the spoiled one, in one of the forms that take it; None where none does."""
    random = np.random.default_rng([made.seed, turn, len(made.y), sum(map(ord, name))])
    ways = list(forms(made))
    for way in random.permutation(len(ways)):
        pair = healthy(made, ways[way])
        spoiled = PLANTS[name](pair, random)
        if spoiled is not None:
            return pair, spoiled
    return None
