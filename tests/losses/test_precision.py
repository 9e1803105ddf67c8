"""The loss against the plain formula in 60 digits: 1e-13 relative, however small, large or many they are."""

from __future__ import annotations

import math
from typing import Any

import mpmath
import numpy as np
import pytest
from formulas import (
    RTOL,
    agrees,
    all_agree,
    mean,
    minus_log,
    minus_log_complement,
    of_log_probability,
    of_logit,
    of_logits,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from mpmath import mpf

import xentcli

pytestmark = pytest.mark.filterwarnings("ignore::xentcli.XentWarning")  # numbers at the limits are warned of


@pytest.fixture(autouse=True)
def _sixty_digits():
    with mpmath.workdps(60):
        yield


def losses(labels: Any, predictions: Any, **options: Any) -> Any:
    return xentcli.loss(labels, predictions, reduction="none", **options).value


# ------------------------------------------------------------------ probabilities

chances = st.one_of(
    st.floats(0, 1, allow_subnormal=False),
    st.integers(1, 53).map(lambda n: 1 - 2.0**-n),
    st.integers(1, 1022).map(lambda n: 2.0**-n),
)
"""Probabilities of every size, and those nearest to one."""


@given(st.lists(chances, min_size=1, max_size=8))
def test_class_ids_beside_probabilities_cost_what_the_formula_says(p):
    rows = np.stack([p, 1 - np.array(p)], axis=1)
    wanted = [minus_log(v) for v in p]
    assert all_agree(losses([0] * len(p), rows, scale="probabilities", loss="sparse"), wanted)


@given(st.lists(st.tuples(chances, st.integers(0, 1)), min_size=1, max_size=8))
def test_one_column_of_probabilities_cost_what_the_formula_says(pairs):
    p, y = map(list, zip(*pairs, strict=True))
    wanted = [minus_log(v) if t else minus_log_complement(v) for v, t in pairs]
    assert all_agree(losses(y, p, scale="probabilities", loss="binary"), wanted)
    assert agrees(xentcli.loss(y, p, scale="probabilities", loss="binary").value, mean(wanted))


# ------------------------------------------------------------------ logits

REACH = [1, 30, 700, 10_000]


@st.composite
def logit_rows(draw: st.DrawFn) -> tuple[Any, Any]:
    """Class ids and logits up to 1e4, some of them confident of the right class: losses down to 1e-300."""
    rows, width = draw(st.integers(1, 4)), draw(st.sampled_from([2, 3, 10]))
    reach = draw(st.sampled_from(REACH))
    logits = draw(
        hnp.arrays(np.float64, (rows, width), elements=st.floats(-reach, reach, allow_subnormal=False))
    )
    ids = draw(hnp.arrays(np.int64, rows, elements=st.integers(0, width - 1)))
    if draw(st.booleans()):
        logits[np.arange(rows), ids] = logits.max(axis=1) + draw(st.floats(0, 690))
    return ids, logits


@settings(max_examples=100)
@given(logit_rows())
def test_class_ids_beside_logits_cost_what_the_formula_says(rows):
    ids, logits = rows
    wanted = [of_logits(row, k) for row, k in zip(logits, ids, strict=True)]
    assert all_agree(losses(ids, logits, scale="logits", loss="sparse"), wanted)
    assert agrees(xentcli.loss(ids, logits, scale="logits", loss="sparse").value, mean(wanted))
    assert agrees(
        xentcli.loss(ids, logits, scale="logits", loss="sparse", reduction="sum").value, mpmath.fsum(wanted)
    )


@pytest.mark.parametrize("dtype", ["float32", "float16"])
@given(logit_rows())
def test_narrow_logits_are_taken_as_they_are(dtype, rows):
    ids, logits = rows
    narrow = logits.astype(dtype)
    wanted = [of_logits(row.astype(np.float64), k) for row, k in zip(narrow, ids, strict=True)]
    found = losses(ids, narrow, scale="logits", loss="sparse")
    assert all_agree(found, wanted)


OFFSETS = {
    "float32": [-120, -103, -95, -87, -80, 0, 80, 88, 95, 120],
    "float64": [-800, -745, -720, -708, -650, 0, 650, 709, 720, 800],
}
"""Where exponentials start to lose digits, vanish and overflow."""


@pytest.mark.parametrize(
    ("dtype", "offset"), [(d, offset) for d, offsets in OFFSETS.items() for offset in offsets]
)
@pytest.mark.parametrize("width", [2, 200])
def test_logits_all_far_from_zero_cost_what_the_formula_says(dtype, offset, width):
    rng = np.random.default_rng(width)
    logits = (offset + rng.uniform(-3, 3, (6, width))).astype(dtype)
    ids = rng.integers(0, width, 6)
    logits[2:4, 0] += 30
    ids[2] = 0
    wanted = [of_logits(row.astype(np.float64), k) for row, k in zip(logits, ids, strict=True)]
    assert all_agree(losses(ids, logits, scale="logits"), wanted)


CONFIDENT = [
    pytest.param([690.0, 0.0], 0, 2.171738281389827e-300, id="loss-of-2e-300"),
    pytest.param([40.0, 0.0], 0, 4.248354255291589e-18, id="below-the-last-place-of-one"),
    pytest.param([1e4, -1e4], 0, 0.0, id="vanishing"),
    pytest.param([1e4, -1e4], 1, 2e4, id="as-wrong-as-can-be"),
    pytest.param([-1e4, -1e4, -1e4], 2, math.log(3), id="equal-and-far-below-zero"),
    pytest.param([1e308, 1e308], 0, math.log(2), id="equal-and-as-large-as-can-be"),
    pytest.param([0.0, -np.inf], 0, 0.0, id="an-impossible-class"),
    pytest.param([0.0, -np.inf], 1, np.inf, id="an-impossible-class-that-came"),
]


@pytest.mark.parametrize(("row", "label", "wanted"), CONFIDENT)
def test_logits_far_apart_cost_what_the_formula_says(row, label, wanted):
    for labels in ([label], [np.eye(len(row), dtype=int)[label]]):
        assert losses(labels, [row], scale="logits") == [pytest.approx(wanted, rel=1e-13, abs=0)]


@pytest.mark.parametrize("reach", REACH)
@pytest.mark.parametrize("kind", ["sparse", "one-hot", "soft"])
def test_fifty_thousand_classes_cost_what_the_formula_says(reach, kind):
    rng = np.random.default_rng(reach)
    width = 50_000
    logits = rng.uniform(-reach, reach, 64)[rng.integers(0, 64, (3, width))]
    ids = rng.integers(0, width, 3)
    logits[1, ids[1]] = logits[1].max() + min(reach, 600)
    labels: Any = ids
    wanted = [of_logits(row, k) for row, k in zip(logits, ids, strict=True)]
    if kind != "sparse":
        labels = np.zeros((3, width), np.float32)
        labels[np.arange(3), ids] = 1 if kind == "one-hot" else 0.75
    if kind == "soft":
        others = (ids + 7) % width
        labels[np.arange(3), others] = 0.25
        more = [of_logits(row, k) for row, k in zip(logits, others, strict=True)]
        wanted = [(3 * a + b) / 4 for a, b in zip(wanted, more, strict=True)]
    assert all_agree(losses(labels, logits, scale="logits"), wanted)
    assert agrees(xentcli.loss(labels, logits, scale="logits").value, mean(wanted))


@pytest.mark.parametrize("value", [0.1, 1 / 3, 7.3], ids=repr)
def test_rounding_does_not_pile_up_over_fifty_thousand_equal_logits(value):
    row = np.full((1, 50_000), value)
    row[0, 0] += 60
    assert all_agree(losses([0], row, scale="logits"), [of_logits(row[0], 0)])


@given(st.lists(st.tuples(st.floats(-1e4, 1e4), st.integers(0, 1)), min_size=1, max_size=8))
def test_one_column_of_logits_cost_what_the_formula_says(pairs):
    z, y = map(list, zip(*pairs, strict=True))
    wanted = [of_logit(v, t) for v, t in pairs]
    assert all_agree(losses(y, z, scale="logits", loss="binary"), wanted)
    assert agrees(xentcli.loss(y, z, scale="logits", loss="binary").value, mean(wanted))


@given(st.lists(st.tuples(st.floats(-700, 700), st.floats(0, 1)), min_size=1, max_size=6))
def test_one_column_of_soft_labels_cost_what_the_formula_says(pairs):
    z, y = map(list, zip(*pairs, strict=True))
    wanted = [mpf(t) * of_logit(v, 1) + (1 - mpf(t)) * of_logit(v, 0) for v, t in pairs]
    assert all_agree(losses([*y, 0.5], [*z, 0.0], scale="logits")[:-1], wanted)


# ------------------------------------------------------------------ log-probabilities

logarithms = st.one_of(
    st.floats(-1e4, 0, allow_subnormal=False),
    st.integers(1, 60).map(lambda n: -(2.0**-n)),
    st.floats(-700, -0.6),
)
"""Logarithms of every size: of chances near zero, near one, and near one half."""


@given(st.lists(st.tuples(logarithms, st.integers(0, 1)), min_size=1, max_size=8))
def test_one_column_of_log_probabilities_cost_what_the_formula_says(pairs):
    log_p, y = map(list, zip(*pairs, strict=True))
    wanted = [of_log_probability(v, t) for v, t in pairs]
    assert all_agree(losses(y, log_p, scale="log-probabilities", loss="binary"), wanted)


@given(
    hnp.arrays(np.float64, (5, 3), elements=logarithms), st.lists(st.integers(0, 2), min_size=5, max_size=5)
)
def test_class_ids_beside_log_probabilities_cost_what_the_formula_says(log_p, ids):
    assert losses(ids, log_p, scale="log-probabilities", loss="sparse") == [
        -log_p[i, k] for i, k in enumerate(ids)
    ]


# ------------------------------------------------------------------ soft labels and other factors


@given(logit_rows(), st.integers(0, 99))
def test_soft_labels_cost_what_the_formula_says(rows, seed):
    _, logits = rows
    y = np.random.default_rng(seed).dirichlet(np.ones(logits.shape[1]), len(logits))
    wanted = [
        mpmath.fsum(mpf(y[i, k]) * of_logits(row, k) for k in range(len(row))) for i, row in enumerate(logits)
    ]
    assert all_agree(losses(y, logits, scale="logits", labels_kind="soft"), wanted)


@given(logit_rows(), st.floats(0.01, 1))
def test_label_smoothing_agrees_with_the_formula(rows, amount):
    ids, logits = rows
    wanted = []
    for row, y in zip(logits, ids, strict=True):
        every = [of_logits(row, k) for k in range(len(row))]
        wanted.append((1 - mpf(amount)) * every[y] + mpf(amount) / len(row) * mpmath.fsum(every))
    assert all_agree(losses(ids, logits, scale="logits", loss="sparse", label_smoothing=amount), wanted)


@given(logit_rows(), st.sampled_from([0.5, 1.0, 2.0, 3.5]))
def test_focal_losses_agree_with_the_formula(rows, gamma):
    ids, logits = rows
    wanted = []
    for row, y in zip(logits, ids, strict=True):
        cost = of_logits(row, y)
        wanted.append((-mpmath.expm1(-cost)) ** mpf(gamma) * cost)
    found = losses(ids, logits, scale="logits", loss="sparse", focal_gamma=gamma)
    assert all_agree(found, wanted, RTOL * (1 + gamma))


@given(logit_rows(), st.integers(0, 99))
def test_weighted_means_agree_with_the_formula(rows, seed):
    ids, logits = rows
    rng = np.random.default_rng(seed)
    of_class, of_row = rng.random(logits.shape[1]) + 0.1, rng.random(len(ids)) + 0.1
    weights = [mpf(of_class[y]) * mpf(w) for y, w in zip(ids, of_row, strict=True)]
    costs = [of_logits(row, y) * w for row, y, w in zip(logits, ids, weights, strict=True)]
    found = xentcli.loss(
        ids, logits, scale="logits", loss="sparse", class_weight=of_class.tolist(), sample_weight=of_row
    )
    assert agrees(found.value, mpmath.fsum(costs) / mpmath.fsum(weights))


@pytest.mark.parametrize("base", [2.0, 10.0, math.e, 1.5])
def test_other_bases_agree_with_the_formula(base):
    rng = np.random.default_rng(2)
    logits, ids = rng.standard_normal((5, 4)) * 9, rng.integers(0, 4, 5)
    unit = mpmath.log(mpf(base))
    wanted = [of_logits(row, k) / unit for row, k in zip(logits, ids, strict=True)]
    found = xentcli.loss(ids, logits, scale="logits", base=base)
    assert all_agree(losses(ids, logits, scale="logits", base=base), wanted)
    assert agrees(found.value, mean(wanted))
    assert agrees(found.statistics.perplexity, mpf(base) ** mean(wanted))


# ------------------------------------------------------------------ what stands beside the loss


@given(st.integers(0, 999))
def test_the_statistics_agree_with_the_formula(seed):
    rng = np.random.default_rng(seed)
    logits, y = rng.standard_normal((7, 3)) * 5, rng.dirichlet(np.ones(3), 7)
    found = xentcli.loss(y, logits, scale="logits", labels_kind="soft").statistics
    costs = [mpmath.fsum(mpf(y[i, k]) * of_logits(row, k) for k in range(3)) for i, row in enumerate(logits)]
    own = [mpmath.fsum(-mpf(v) * mpmath.log(v) for v in row) for row in y]
    average = mean(costs)
    error = mpmath.sqrt(mpmath.fsum((c - average) ** 2 for c in costs) / 6 / 7)
    assert agrees(found.sum, mpmath.fsum(costs))
    assert agrees(found.perplexity, mpmath.exp(average))
    assert agrees(found.standard_error, error, 1e-12)
    assert agrees(found.kl_divergence, average - mean(own), 1e-12 * float(average / (average - mean(own))))
    shares = [mpmath.fsum(map(mpf, y[:, k])) / 7 for k in range(3)]
    assert agrees(found.class_entropy, -mpmath.fsum(s * mpmath.log(s) for s in shares), 1e-9)
    assert agrees(found.skill, 1 - average / -mpmath.fsum(s * mpmath.log(s) for s in shares), 1e-8)


@pytest.mark.parametrize(
    ("labels", "shares"),
    [
        pytest.param([[1, 0], [0.25, 0.75]], [0.625, 0.375], id="certain-and-uncertain-rows"),
        pytest.param([[0.5, 0.5], [0.5, 0.5]], [0.5, 0.5], id="even-rows"),
        pytest.param([0.25, 1.0, 0.5, 0.25], [0.5, 0.5], id="one-column"),
        pytest.param([0, 1, 1, 1], [0.25, 0.75], id="ids"),
    ],
)
def test_the_class_entropy_is_that_of_the_shares(labels, shares):
    predictions = np.full(np.shape(labels), 0.5)
    found = xentcli.loss(labels, predictions, scale="probabilities").statistics.class_entropy
    assert agrees(found, -mpmath.fsum(mpf(s) * mpmath.log(mpf(s)) for s in shares), 1e-15)


def test_the_two_row_example_costs_1_176939193690798():
    p = [[0.05, 0.95, 0.0], [0.1, 0.8, 0.1]]
    for labels in ([1, 2], [[0, 1, 0], [0, 0, 1]]):
        assert xentcli.loss(labels, p).value == 1.176939193690798
    assert agrees(1.176939193690798, mean([minus_log(0.95), minus_log(0.1)]), 2e-16)
