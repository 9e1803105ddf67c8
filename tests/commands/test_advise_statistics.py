"""The statistics of `advise`: exact sums at every seam, bounds that hold, assignments that are the best."""

import itertools
import math

import numpy as np
import pytest

from xentcli.commands.advise.forms import Assignment, Interpretation, PredictionForm
from xentcli.commands.advise.lags import LAGS
from xentcli.commands.advise.quantize import quanta
from xentcli.commands.advise.run import advise
from xentcli.commands.advise.significance import LEVEL, best_assignment, is_beyond, surprise
from xentcli.commands.advise.statistics import clues_of
from xentcli.core.blocks import Block, Origin
from xentcli.core.class_map import ClassMap
from xentcli.core.row_layout import lay_out
from xentcli.core.types import Kind
from xentcli.detection.prediction_evidence import facts_of
from xentcli.inputs.dataset import Dataset
from xentcli.inputs.roles.select import select_labels, select_predictions
from xentcli.io.arrays.base import ArrayTable
from xentcli.settings.settings import Settings

READING = Interpretation(
    lay_out((), (3,)), Kind.SPARSE, PredictionForm.PROBABILITIES, Assignment.CLASSES, ClassMap(3)
)


def clues(y, p, cuts=(), reading=READING):
    """The statistics of rows cut at these places, added up in an order that is not that of the rows."""
    edges = [0, *cuts, len(y)]
    parts = []
    for start, stop in itertools.pairwise(edges):
        labels = Block(y[start:stop], start, Origin("y"))
        predictions = Block(p[start:stop], start, Origin("p"))
        parts.append(clues_of(reading, labels, predictions, facts_of(predictions, reading.layout)))
    parts = parts[::2] + parts[1::2]
    total = parts[0]
    for part in parts[1:]:
        total = total + part
    return total


@pytest.fixture(scope="module")
def rows():
    random = np.random.default_rng(4)
    return random.integers(-1, 3, 60), random.dirichlet(np.ones(3), 60)


def test_every_cut_and_order_gives_the_same_sums(rows):
    whole = clues(*rows)
    random = np.random.default_rng(5)
    for _ in range(40):
        cuts = sorted(random.choice(np.arange(1, 60), random.integers(1, 59), replace=False).tolist())
        assert clues(*rows, cuts) == whole, cuts


def test_lags_are_what_the_plain_loop_says(rows):
    y, p = rows
    scores = quanta(np.log(p))
    for at, lag in enumerate(LAGS):
        pairs = [(i, i + lag) for i in range(60) if 0 <= i + lag < 60 and min(y[i], y[i + lag]) >= 0]
        gains = [int(scores[i, y[j]] - scores[i, y[i]]) for i, j in pairs]
        sums = [one[at] for one in clues(y, p, (7, 9, 10, 31)).lags.sums]
        assert sums[:3] == [len(gains), sum(gains), sum(g * g for g in gains)]
        assert sums[3:] == [sum(g > 0 for g in gains), sum(g < 0 for g in gains)]


def test_likelihoods_are_sums_of_logarithms_by_class(rows):
    y, p = rows
    scores, found = quanta(np.log(p)), clues(y, p)
    for c in range(3):
        assert found.likelihoods.array[c].tolist() == scores[y == c].sum(axis=0).tolist()
    assert found.scores.array.tolist() == scores[y >= 0].sum(axis=0).tolist()
    assert found.rows == int((y >= 0).sum())


def test_a_surprise_bounds_the_binomial_tail():
    for n in (1, 5, 20, 60):
        for wins in range(n + 1):
            tail = sum(math.comb(n, k) for k in range(wins, n + 1)) / 2**n
            assert math.exp(-surprise(wins, n - wins)) >= tail * (1 - 1e-12)
    assert is_beyond(surprise(20, 0)) is (LEVEL > 2.0**-20)


def test_the_assignment_is_the_best_of_all():
    random = np.random.default_rng(2)
    for n in (1, 2, 3, 5, 6):
        gains = random.normal(size=(n, n))
        best = max(gains[range(n), order].sum() for order in itertools.permutations(range(n)))
        assert math.isclose(gains[range(n), best_assignment(gains)].sum(), best)


def suspicions(y, p, **settings):
    sides = select_labels(ArrayTable(np.asarray(y), "y")), select_predictions(ArrayTable(np.asarray(p), "p"))
    return [found.code for found in advise(Dataset(*sides), Settings(**settings)).suspicions]


def softmax(z):
    mass = np.exp(z - z.max(axis=1, keepdims=True))
    return mass / mass.sum(axis=1, keepdims=True)


def model(random, n, k, strength, doubt=1.0):
    """Labels drawn from a model, and its probabilities: calibrated with a ``doubt`` of one."""
    z = strength * random.normal(size=(n, k))
    p = softmax(z)
    y = (p.cumsum(axis=1) > random.random((n, 1))).argmax(axis=1)
    return y, softmax(z / doubt)


HONEST = {
    "calibrated": (500, 4, 2.0, 1.0),
    "weak": (2000, 5, 0.2, 1.0),
    "near-uniform": (5000, 10, 0.02, 1.0),
    "small": (12, 3, 3.0, 1.0),
    "many classes": (3000, 60, 3.0, 1.0),
    "perfect": (300, 3, 30.0, 1.0),
    "overconfident": (600, 3, 1.0, 0.5),
    "underconfident": (600, 3, 3.0, 9.0),
    "two columns": (400, 2, 1.0, 1.0),
}


def test_a_loss_far_above_that_of_the_class_shares_is_suspected_of_a_model_that_is_often_right():
    for seed in range(20):
        y, p = model(np.random.default_rng(seed), 600, 3, 1.0, 0.1)
        assert suspicions(y, p) == ["loss-above-class-shares"], seed


@pytest.mark.parametrize("name", HONEST)
def test_honest_models_get_no_suspicion(name):
    n, k, strength, doubt = HONEST[name]
    for seed in range(20):
        y, p = model(np.random.default_rng(seed), n, k, strength, doubt)
        assert suspicions(y, p) == [], seed
        order = np.argsort(y, kind="stable")
        assert suspicions(y[order], p[order]) == [], (seed, "sorted")
        assert suspicions(np.eye(k)[y], p.astype(np.float32)) == [], (seed, "one-hot")
        if k == 2:
            assert suspicions(y, p[:, 1]) == [], (seed, "one column")


def test_zeros_of_forests_are_no_suspicion():
    for seed in range(20):
        random = np.random.default_rng(seed)
        y, p = model(random, 300, 4, 2.0)
        votes = random.multinomial(20, p) / 20
        assert suspicions(y, votes) == [], seed


def test_shuffling_a_weak_model_is_undecidable_and_left_alone():
    random = np.random.default_rng(3)
    y, p = model(random, 1000, 4, 0.05)
    assert suspicions(random.permutation(y), p) == []


def test_outputs_in_another_order_or_flipped_are_found():
    random = np.random.default_rng(6)
    z = 2 * random.normal(size=(800, 5))
    p = 1 / (1 + np.exp(-z))
    y = (random.random(p.shape) < p).astype(int)
    assert suspicions(y, p) == []
    assert suspicions(y, p[:, [1, 0, 2, 4, 3]])[:1] == ["class-order"]
    flipped = p.copy()
    flipped[:, 2] = 1 - flipped[:, 2]
    assert suspicions(y, flipped)[:1] == ["class-order"]
    assert suspicions(y[3:], p[:-3])[:1] == ["rows-shifted"]
    assert suspicions(random.permutation(y), p)[:1] == ["rows-shuffled"]
