"""Families of models, from those that know nothing to one that knows all, and their held-out predictions."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.dummy import DummyClassifier
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.neural_network import MLPClassifier
from sklearn.tree import DecisionTreeClassifier

from plants.data import Array, Split, split

if TYPE_CHECKING:
    from collections.abc import Callable

MODELS: dict[str, Callable[[int], Any]] = {
    "logistic": lambda seed: LogisticRegression(max_iter=300),
    "forest": lambda seed: RandomForestClassifier(40, random_state=seed),
    "naive_bayes": lambda seed: GaussianNB(),
    "neighbours": lambda seed: KNeighborsClassifier(7),
    "boosting": lambda seed: HistGradientBoostingClassifier(
        max_iter=12, max_leaf_nodes=7, min_samples_leaf=5, random_state=seed
    ),
    "mlp": lambda seed: MLPClassifier((16,), max_iter=60, random_state=seed),
    "tree": lambda seed: DecisionTreeClassifier(max_depth=3, min_samples_leaf=4, random_state=seed),
    "dummy": lambda seed: DummyClassifier(strategy="prior"),
    "weak": lambda seed: LogisticRegression(C=1e-4),
}
"""What scikit-learn trains; beside them there is ``perfect``, which looks at the answers."""

NAMES = (*MODELS, "perfect")


@dataclass(frozen=True)
class Trained:
    """What a model predicts for the half that it has not seen: probabilities, and logits if it has any."""

    data: str
    model: str
    seed: int
    y: Array
    p: Array
    logits: Array | None

    @property
    def tagged(self) -> bool:
        """Whether each class is a question of its own."""
        return self.y.ndim == 2

    @property
    def classes(self) -> int:
        """How many classes, also where there are two."""
        return int(self.p.shape[1])


@cache
def trained(data: str, model: str, seed: int) -> Trained:
    """A model of a data set, trained once."""
    half = split(data, seed)
    if model == "perfect":
        return Trained(data, model, seed, half.held_y, _perfect(half, seed), None)
    made = MODELS[model](seed)
    made = OneVsRestClassifier(made) if half.tagged and model != "neighbours" else made
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made.fit(half.x, half.y)
        p = made.predict_proba(half.held_x)
    if isinstance(p, list):
        p = np.stack([one[:, 1] for one in p], axis=1)
    scores = made.decision_function(half.held_x) if model in {"logistic", "weak"} else None
    return Trained(data, model, seed, half.held_y, _whole(np.asarray(p), half.tagged), _two_sided(scores))


def _whole(p: Array, tagged: bool) -> Array:
    """Rows that sum to one: scikit-learn's naive Bayes misses it by 1e-5 where densities are extreme."""
    return p if tagged else p / p.sum(axis=1, keepdims=True)


def _two_sided(scores: Array | None) -> Array | None:
    """Logits of two classes for the one score that scikit-learn gives."""
    return scores if scores is None or scores.ndim == 2 else np.stack([np.zeros_like(scores), scores], axis=1)


def _perfect(half: Split, seed: int) -> Array:
    """Sure of the true class, by a little more or less in each row."""
    sure = np.random.default_rng(seed).uniform(0.9, 0.9999, len(half.held_y))[:, None]
    if half.tagged:
        return np.where(half.held_y == 1, sure, 1 - sure)
    hot = half.held_y[:, None] == np.arange(half.classes)
    return np.where(hot, sure, (1 - sure) / (half.classes - 1))
