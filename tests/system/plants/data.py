"""Data sets: scikit-learn's own, and made ones that are wide, lopsided, small, tagged, or noise."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from sklearn import datasets
from sklearn.model_selection import train_test_split

if TYPE_CHECKING:
    from collections.abc import Callable

Array = NDArray[Any]

ANIMALS = (
    "newt", "ant", "yak", "bee", "cow", "asp", "owl", "fox", "hen", "gnu", "elk",
    "ibex", "jay", "kiwi", "lynx", "mole", "pig", "quail", "ram", "seal", "toad",
)  # fmt: skip
"""Names in no order of theirs."""


@dataclass(frozen=True)
class Split:
    """One half to learn from, the other to be predicted; classes are 0 to K - 1, or K columns of tags."""

    x: Array
    y: Array
    held_x: Array
    held_y: Array

    @property
    def tagged(self) -> bool:
        """Whether a row has any number of classes."""
        return self.y.ndim == 2

    @property
    def classes(self) -> int:
        """How many there are."""
        return self.y.shape[1] if self.tagged else int(self.y.max()) + 1


def _bundled(load: Callable[..., tuple[Array, Array]]) -> Callable[[int], tuple[Array, Array]]:
    return lambda _: load(return_X_y=True)


def _made(rows: int, **how: Any) -> Callable[[int], tuple[Array, Array]]:
    return lambda seed: datasets.make_classification(rows, random_state=seed, **how)


def _tagged(seed: int) -> tuple[Array, Array]:
    x, y = datasets.make_multilabel_classification(
        600, n_features=12, n_classes=5, n_labels=2, random_state=seed
    )
    return x, y


def _noise(seed: int) -> tuple[Array, Array]:
    random = np.random.default_rng(seed)
    return random.normal(size=(500, 6)), random.integers(0, 4, 500)


DATASETS: dict[str, Callable[[int], tuple[Array, Array]]] = {
    "iris": _bundled(datasets.load_iris),
    "wine": _bundled(datasets.load_wine),
    "digits": _bundled(datasets.load_digits),
    "breast_cancer": _bundled(datasets.load_breast_cancer),
    "many": _made(2000, n_features=30, n_informative=16, n_classes=20, n_clusters_per_class=1, class_sep=1.5),
    "lopsided": _made(1200, n_features=8, n_informative=4, n_classes=3, weights=[0.88, 0.09, 0.03]),
    "small": _made(60, n_features=5, n_informative=4, n_redundant=0, n_classes=3, n_clusters_per_class=1),
    "two": _made(700, n_features=6, n_informative=3, class_sep=0.7, weights=[0.65]),
    "tags": _tagged,
    "noise": _noise,
}


@cache
def split(name: str, seed: int) -> Split:
    """A data set cut into halves by a seed; every class is in both where that can be."""
    x, y = DATASETS[name](seed)
    x = (x - x.mean(axis=0)) / (x.std(axis=0) + 1e-9)
    halves = train_test_split(x, y, test_size=0.5, random_state=seed, stratify=None if y.ndim == 2 else y)
    return Split(halves[0], halves[2], halves[1], halves[3])
