"""Laws of the loss: what must not change it, and what it must equal."""

from __future__ import annotations

import math
from functools import cache
from typing import Any

import numpy as np
import pytest
from array_jobs import array_job
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from strategies import classified, grid, one_hot, softmax

import xentcli
from xentcli.commands.loss.answer import Collector, loss_result
from xentcli.commands.loss.run import run
from xentcli.core.frozen import replace
from xentcli.core.types import Kind, Scale
from xentcli.execution.fold import Execution
from xentcli.io.arrays.base import ArrayTable
from xentcli.io.table import ReadOptions
from xentcli.losses.spec import Breakdown
from xentcli.settings.settings import Like, LossName, Settings

pytestmark = pytest.mark.filterwarnings("ignore::xentcli.XentWarning")  # random rows often look odd
ON_SCALE = {
    "logits": lambda logits: logits,
    "probabilities": softmax,
    "log-probabilities": lambda logits: np.log(softmax(logits)),
}


def losses(labels: Any, predictions: Any, **options: Any) -> Any:
    """The loss of every row."""
    return np.array(xentcli.loss(labels, predictions, reduction="none", **options).value)


def close(found: Any, wanted: Any, rtol: float) -> bool:
    """Whether numbers agree, relatively; infinities and NaNs exactly."""
    return bool(np.allclose(found, wanted, rtol=rtol, atol=0, equal_nan=True))


# ------------------------------------------------------------------ one formula in several formats

FACTORS: list[Any] = [
    pytest.param({}, 0, id="plain"),
    pytest.param({"focal_gamma": 2.0}, 0, id="focal"),
    pytest.param({"focal_gamma": 0.5, "focal_alpha": 0.25}, 0, id="focal-with-alpha"),
    pytest.param({"class_weight": True}, 0, id="class-weights"),
    pytest.param({"base": 2.0}, 0, id="base-2"),
    pytest.param({"epsilon": 1e-7}, 0, id="clipped"),
    pytest.param({"label_smoothing": 0.1}, 1e-15, id="label-smoothing"),
    pytest.param({"label_smoothing": 0.3, "class_weight": True, "focal_gamma": 1.0}, 1e-15, id="all-of-it"),
]


@pytest.mark.parametrize("scale", ON_SCALE)
@pytest.mark.parametrize(("factors", "rtol"), FACTORS)
@settings(max_examples=15)
@given(classified())
def test_class_ids_one_hot_and_certain_soft_labels_cost_the_same(scale, factors, rtol, rows):
    ids, logits = rows
    classes = logits.shape[1]
    vectors = one_hot(ids, classes)
    options = {"scale": scale} | factors
    if "class_weight" in factors:
        options["class_weight"] = [1 + k / 4 for k in range(classes)]
    x = ON_SCALE[scale](logits)
    for read in (losses, lambda *a, **o: xentcli.loss(*a, **o).value):
        sparse = read(ids, x, loss="sparse", **options)
        assert close(read(vectors, x, loss="categorical", **options), sparse, rtol)
        assert close(read(vectors.astype(np.float32), x, labels_kind="soft", **options), sparse, rtol)


@given(classified())
def test_class_ids_and_one_hot_have_the_same_statistics(rows):
    ids, logits = rows
    classes = logits.shape[1]
    found = [xentcli.loss(y, logits, scale="logits", by="class") for y in (ids, one_hot(ids, classes))]
    assert found[0].statistics == found[1].statistics
    assert found[0].by == found[1].by
    shares = np.bincount(ids, minlength=classes) / len(ids)
    entropy = -sum(p * math.log(p) for p in shares if p)
    assert found[0].statistics.class_entropy == pytest.approx(entropy, rel=1e-15)


@given(st.integers(0, 99))
def test_positions_cost_what_rows_of_their_own_cost(seed):
    rng = np.random.default_rng(seed)
    rows, ids = rng.standard_normal((3, 2, 4, 5)), rng.integers(0, 5, (3, 2, 4))
    apart = losses(ids.ravel(), rows.reshape(-1, 5), scale="logits")
    vectors = one_hot(ids.ravel(), 5).reshape(rows.shape)
    for axis in (1, 2, 3, -1):
        moved, hot = np.moveaxis(rows, -1, axis), np.moveaxis(vectors, -1, axis)
        for labels in (ids, hot):
            found = losses(labels, moved, scale="logits", class_axis=axis)
            assert found.shape == (3, 2, 4)
            assert (found.ravel() == apart).all()


bits = st.lists(st.integers(0, 1), min_size=1, max_size=12)


@given(st.data(), bits)
def test_one_binary_column_equals_it_and_its_complement(data, labels):
    p = data.draw(hnp.arrays(np.float64, len(labels), elements=grid(0, 1, 2.0**-20)))
    both = np.stack([1 - p, p], axis=1)
    one = losses(labels, p, loss="binary", scale="probabilities")
    assert close(losses(labels, both, loss="sparse", scale="probabilities"), one, 1e-15)
    assert (losses(labels, both, loss="binary", scale="probabilities") == one).all()


@given(st.data(), bits)
def test_a_binary_logit_is_two_logits_the_first_of_them_zero(data, labels):
    z = data.draw(hnp.arrays(np.float64, len(labels), elements=grid(-800, 800)))
    both = np.stack([np.zeros_like(z), z], axis=1)
    one = losses(labels, z, scale="logits")
    assert close(losses(labels, both, loss="sparse", scale="logits"), one, 1e-15)


@given(classified(most_rows=5))
def test_a_column_of_zeros_among_logits_counts_as_a_class(rows):
    ids, logits = rows
    more = np.concatenate([logits, np.full((len(logits), 1), -np.inf)], axis=1)
    assert (losses(ids, more, scale="logits") == losses(ids, logits, scale="logits")).all()
    with_zero = np.concatenate([logits, np.zeros((len(logits), 1))], axis=1)
    assert (losses(ids, with_zero, scale="logits") > losses(ids, logits, scale="logits")).all()


@given(st.data(), classified(spread=500))
def test_a_shift_of_logits_changes_nothing(data, rows):
    ids, logits = rows
    shifts = data.draw(hnp.arrays(np.float64, (len(ids), 1), elements=grid(-(10**6), 10**6)))
    wanted = losses(ids, logits, scale="logits")
    assert close(losses(ids, logits + shifts, scale="logits"), wanted, 1e-12)


# ------------------------------------------------------------------ order, blocks and threads


Answer = dict[str, Any]


def blockwise(labels: Any, predictions: Any, options: Answer, *blocks: int | None, jobs: int = 1) -> Answer:
    """The whole answer from blocks of so many rows (labels, predictions, weights) on so many threads."""
    options = dict(options)
    weights = options.pop("sample_weight", None)
    chosen = replace(Settings(), **options | {"loss": LossName(options.get("loss", "auto"))})
    job = array_job(labels, predictions, weights, chosen, Breakdown(by_class=not np.ndim(labels) > 1))

    def cut(side: Any, rows: int | None) -> Any:
        return replace(
            side, table=ArrayTable(side.table._array, side.table.name, ReadOptions(block_rows=rows))
        )

    sizes = blocks * 3 if len(blocks) == 1 else blocks
    data = job.data.on([cut(side, size) for side, size in zip(job.data.sides, sizes, strict=False)])
    job = replace(job, data=data, execution=Execution(jobs))
    sink = Collector()
    outcome = run(job)
    one_by_one = run(job, sink)
    result = loss_result(job, outcome)
    assert loss_result(job, one_by_one).to_dict() == result.to_dict()
    return result.to_dict() | {"losses": np.array(sink.values()), "warnings": result.warnings}


def same(one: Answer, other: Answer, but: tuple[str, ...] = ()) -> bool:
    """Whether two answers are the same, bit for bit."""
    arrays = np.array_equal(one["losses"], other["losses"], equal_nan=True) or "losses" in but
    return arrays and all(one[name] == other[name] for name in one if name not in {"losses", *but})


N = 29
NAMES = np.array(["ant", "bee", "cat"])


def _rng() -> np.random.Generator:
    return np.random.default_rng(17)


def _logits(classes: int, *inner: int, dtype: str = "float64") -> Any:
    return (_rng().standard_normal((N, classes, *inner)) * 4).astype(dtype)


def _ids(classes: int, *inner: int) -> Any:
    return np.random.default_rng(3).integers(0, classes, (N, *inner))


def _zeroed(rows: Any) -> Any:
    """Some true classes get probability zero: infinite losses, and ties among them."""
    rows = np.round(rows, 1)
    rows[:, 0] += 1 - rows.sum(axis=1)
    return np.abs(np.round(rows, 1))


def _soft() -> Any:
    return np.round(softmax(_logits(4)) * 16) / 16


def _impossible() -> Any:
    """Float32 logits, some of them -inf."""
    logits = _logits(5, dtype="float32")
    logits[np.arange(0, N, 7), 2] = -np.inf
    return logits


def _partly_soft() -> Any:
    soft = softmax(_logits(4)).round(3)
    soft[::3] = one_hot(_ids(4), 4)[::3]
    return soft / soft.sum(axis=1, keepdims=True)


def _weights(*inner: int) -> Any:
    return np.random.default_rng(5).random((N, *inner)) * 3


CASES: dict[str, tuple[Any, Any, Answer]] = {
    "ids beside probabilities": (_ids(5), softmax(_logits(5)), {}),
    "ids beside logits": (_ids(5), _logits(5), {}),
    "ids beside float32 logits": (_ids(5), _logits(5, dtype="float32"), {}),
    "ids beside float16 logits": (_ids(5), _logits(5, dtype="float16"), {}),
    "ids beside logits of 9,000 classes": (_ids(9000), _logits(9000), {}),
    "one-hot beside probabilities of 9,000 classes": (one_hot(_ids(9000), 9000), softmax(_logits(9000)), {}),
    "names beside probabilities": (NAMES[_ids(3)], softmax(_logits(3)), {"classes": tuple(NAMES.tolist())}),
    "one-hot beside log-probabilities": (one_hot(_ids(4), 4), np.log(softmax(_logits(4))), {}),
    "soft beside logits": (softmax(_logits(6) / 3), _logits(6)[::-1], {"labels_kind": Kind.SOFT}),
    "binary beside one logit": (_ids(2), _logits(2)[:, 0], {}),
    "binary beside two probabilities": (_ids(2), softmax(_logits(2)), {}),
    "multi-label": (_ids(2, 4), _logits(4), {}),
    "zero probabilities and ties": (_ids(4), _zeroed(softmax(_logits(4))), {"scale": Scale.PROBABILITIES}),
    "sample weights": (_ids(5), _logits(5), {"sample_weight": _weights()}),
    "balanced classes": (_ids(5), _logits(5), {"class_weight": "balanced"}),
    "smoothed and focal": (_ids(5), _logits(5), {"label_smoothing": 0.1, "focal_gamma": 2.0}),
    "an ignore mark": (np.where(_ids(3) == 1, -1, _ids(5)), _logits(5), {"ignore_index": -1}),
    "images": (_ids(3, 2, 2), _logits(3, 2, 2), {"class_axis": 1}),
    "PyTorch's weighted classes": (_ids(3), _logits(3), {"like": Like.TORCH, "class_weight": (1, 2.5, 0.1)}),
    "PyTorch's binary elements": (_ids(2, 4), _logits(4), {"like": Like.TORCH}),
    "impossible classes, as PyTorch": (one_hot(_ids(5), 5), _impossible(), {"like": Like.TORCH}),
    "impossible classes, as Keras": (one_hot(_ids(5), 5), _impossible(), {"like": Like.KERAS}),
    "some rows one-hot, some soft": (_partly_soft(), _logits(4, dtype="float32"), {}),
    "Keras in float32": (_ids(5), softmax(_logits(5)), {"like": Like.KERAS}),
    "Keras normalising 9,000 classes": (_ids(9000), softmax(_logits(9000)), {"like": Like.KERAS}),
    "scikit-learn's ranks": (_ids(5) * 3, softmax(_logits(5)), {"like": Like.SKLEARN}),
}


@cache
def whole(name: str) -> Answer:
    """The answer of a case from one block."""
    return blockwise(*CASES[name], None)


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("rows", [1, 3, 10, 28])
def test_the_size_of_blocks_changes_not_a_bit(name, rows):
    assert same(blockwise(*CASES[name], rows), whole(name))


@pytest.mark.parametrize("blocks", [(2, 3, 5), (7, 1, 29), (28, 29, 1), (5, 4, 3)], ids=str)
@pytest.mark.parametrize("name", ["sample weights", "images", "binary beside one logit"])
def test_labels_predictions_and_weights_may_come_in_blocks_of_their_own(name, blocks):
    assert same(blockwise(*CASES[name], *blocks), whole(name))


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("jobs", [2, 3, 8])
def test_the_number_of_threads_changes_not_a_bit(name, jobs):
    assert same(blockwise(*CASES[name], 2, jobs=jobs), whole(name))


OF_THE_ORDER = ("losses", "top", "first", "evidence", "warnings", "messages")
"""What tells the rows in their order, or the first of something."""


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("seed", range(2))
def test_the_order_of_rows_changes_not_a_bit(name, seed):
    labels, predictions, options = CASES[name]
    order = np.random.default_rng(seed).permutation(N)
    weights = options.get("sample_weight")
    moved = options if weights is None else options | {"sample_weight": weights[order]}
    found = blockwise(labels[order], predictions[order], moved, 1 + seed)
    assert same(found, whole(name), but=OF_THE_ORDER)
    there = whole(name)["losses"].reshape(N, -1)[order]
    assert np.array_equal(found["losses"].reshape(N, -1), there, equal_nan=True)


@settings(max_examples=25)
@given(st.data(), classified(most_rows=12))
def test_order_blocks_and_threads_change_not_a_bit_of_any_rows(data, rows):
    ids, logits = rows
    order = data.draw(st.permutations(range(len(ids))))
    size, jobs = data.draw(st.integers(1, len(ids))), data.draw(st.sampled_from([1, 2, 3, 8]))
    as_logits = {"scale": Scale.LOGITS}
    once = blockwise(ids, logits, as_logits, None)
    assert same(blockwise(ids, logits, as_logits, size, jobs=jobs), once)
    assert same(blockwise(ids[order], logits[order], as_logits, size, jobs=jobs), once, but=OF_THE_ORDER)


def _but_last(rows: Any, last: Any) -> Any:
    """The rows, the last of them another one."""
    rows = np.array(rows)
    rows[-1] = last
    return rows


LATE: dict[str, tuple[Any, Any, Answer]] = {
    "no log-probabilities": (_ids(3), _but_last(np.log(softmax(_logits(3))), 0.0), {"scale": Scale.LOGITS}),
    "a row with two ones": (
        _but_last(one_hot(_ids(3), 3), [1, 1, 0]),
        softmax(_logits(3)),
        {"loss": "binary"},
    ),
    "a third class": (
        _but_last(_ids(2), 9),
        softmax(_logits(3)),
        {"like": Like.SKLEARN, "classes": ("0", "1", "9")},
    ),
}


@pytest.mark.parametrize("late", LATE)
@pytest.mark.parametrize("block", [1, 5, 28])
def test_a_last_row_that_changes_the_reading_changes_it_for_all(late, block):
    labels, predictions, reading = LATE[late]
    like = {"like": reading["like"]} if "like" in reading else {}
    found = blockwise(labels, predictions, like, block)
    assert found["value"] == blockwise(labels, predictions, reading, None)["value"]


@pytest.mark.parametrize("block", [1, 5, 28, None])
def test_a_last_row_that_fits_no_reading_is_the_same_error_in_any_block(block):
    predictions = _but_last(softmax(_logits(4)), [-3.0, 1.0, 0.5, 2.0])
    with pytest.raises(xentcli.XentError, match=r"row 29: \[-3, 1, 0.5, 2\] is not a distribution"):
        blockwise(_ids(4), predictions, {}, block)


# ------------------------------------------------------------------ values


@pytest.mark.parametrize("name", CASES)
def test_no_loss_is_below_zero_or_minus_zero(name):
    one = whole(name)
    for value in (one["losses"], one["statistics"]["min"], one["statistics"]["sum"] or 0.0):
        assert ((np.copysign(1, value) > 0) | np.isnan(value)).all()


@pytest.mark.parametrize("scale", ON_SCALE)
@settings(max_examples=25)
@given(classified(spread=900))
def test_no_loss_of_any_rows_is_below_zero_or_minus_zero(scale, rows):
    ids, logits = rows
    with np.errstate(divide="ignore"):
        x = ON_SCALE[scale](logits)
    vectors = one_hot(ids, logits.shape[1])
    for options in ({}, {"label_smoothing": 0.1}, {"focal_gamma": 1.0}):
        for labels in (ids, vectors):
            assert (np.copysign(1, losses(labels, x, scale=scale, **options)) > 0).all()
    if scale != "log-probabilities":
        assert (np.copysign(1, losses(vectors, x, scale=scale, loss="binary")) > 0).all()


PERFECT: list[Any] = [
    pytest.param(lambda ids, k: ids, one_hot, {"loss": "sparse"}, id="sparse"),
    pytest.param(one_hot, one_hot, {"loss": "categorical"}, id="categorical"),
    pytest.param(one_hot, one_hot, {"labels_kind": "multi-label"}, id="multi-label"),
    pytest.param(lambda ids, k: ids % 2, lambda ids, k: ids % 2, {"loss": "binary"}, id="binary"),
    pytest.param(lambda ids, k: ids, one_hot, {"focal_gamma": 2.0}, id="focal"),
]


@pytest.mark.parametrize(("labels", "perfect", "options"), PERFECT)
@settings(max_examples=20)
@given(classified())
def test_a_perfect_prediction_costs_nothing_and_no_other_costs_less(labels, perfect, options, rows):
    ids, logits = rows
    k = logits.shape[1]
    y, best = labels(ids, k), perfect(ids, k).astype(np.float64)
    assert xentcli.loss(y, best, scale="probabilities", **options).value == 0.0
    worse = softmax(logits) if best.ndim == 2 else softmax(logits)[:, 0]
    assert (losses(y, worse, scale="probabilities", **options) >= 0.0).all()


@given(st.data(), classified(spread=5))
def test_soft_labels_cost_least_when_they_are_predicted(data, rows):
    _, logits = rows
    y = softmax(logits)
    other = softmax(data.draw(hnp.arrays(np.float64, logits.shape, elements=grid(-5, 5))))
    best = losses(y, y, labels_kind="soft", scale="probabilities")
    assert (losses(y, other, labels_kind="soft", scale="probabilities") >= best * (1 - 1e-13)).all()
    found = xentcli.loss(y, y, labels_kind="soft", scale="probabilities")
    assert found.statistics.kl_divergence == pytest.approx(0, abs=1e-14)


@pytest.mark.parametrize("name", [name for name in CASES if "sample weights" not in name])
def test_every_row_twice_keeps_the_mean(name):
    labels, predictions, options = CASES[name]
    twice = blockwise(np.concatenate([labels] * 2), np.concatenate([predictions] * 2), options, 3)
    assert twice["value"] == whole(name)["value"]
    for statistic in ("mean", "min", "median", "max", "class_entropy", "accuracy"):
        assert twice["statistics"][statistic] == whole(name)["statistics"][statistic]


@pytest.mark.parametrize("width", [2, 3, 100])
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_of_equal_largest_numbers_the_first_is_predicted(width, dtype):
    """Rows with one, two and only largest numbers; the label is the first of them, another one, or none."""
    largest = [[1], [0, width - 1], range(width)]
    pairs = [(places, label) for places in largest for label in {0, 1, width - 1}]
    logits = np.full((len(pairs), width), -2.0, dtype)
    for row, (places, _) in zip(logits, pairs, strict=True):
        row[list(places)] = 3
    ids = np.array([label for _, label in pairs])
    right = np.mean([label == min(places) for places, label in pairs])
    for labels in (ids, one_hot(ids, width)):
        found = xentcli.loss(labels, logits, scale="logits")
        assert found.statistics.accuracy == right
        assert {row.row: row.predicted for row in found.first} == {
            i + 1: str(min(pairs[i][0])) for i in range(5)
        }


@settings(max_examples=30)
@given(st.data(), classified())
def test_columns_and_classes_moved_together_keep_the_loss(data, rows):
    ids, logits = rows
    names = np.array([f"n{9 - k}" for k in range(logits.shape[1])])
    order = data.draw(st.permutations(range(len(names))))
    for scale in ("probabilities", "logits"):
        x = ON_SCALE[scale](logits)
        wanted = losses(names[ids], x, scale=scale, classes=names.tolist())
        moved = losses(names[ids], x[:, order], scale=scale, classes=names[order].tolist())
        assert close(moved, wanted, 1e-14 if scale == "logits" else 0)
        vectors = one_hot(ids, len(names))[:, order]
        assert close(losses(vectors, x[:, order], scale=scale), wanted, 1e-14)


def test_named_columns_in_any_order_are_the_classes_of_their_names(tmp_path):
    from xentcli.commands.loss.job import Job
    from xentcli.detection.gather import prepared
    from xentcli.execution.fold import ALONE
    from xentcli.inputs.dataset import Dataset
    from xentcli.inputs.roles.select import select_labels, select_predictions
    from xentcli.io.open_table import open_table

    ids, p = _ids(3), softmax(_logits(3))
    names = ["ant", "bee", "cat"]
    (tmp_path / "y.csv").write_text("label\n" + "".join(names[i] + "\n" for i in ids), encoding="utf-8")
    found = []
    for order in ([0, 1, 2], [2, 0, 1], [1, 0, 2]):
        path = tmp_path / "p.csv"
        rows = [",".join(repr(float(v)) for v in row[order]) for row in p]
        path.write_text("\n".join([",".join(f"p_{names[k]}" for k in order), *rows]) + "\n", encoding="utf-8")
        labels, predictions = (open_table(str(tmp_path / name), ReadOptions()) for name in ("y.csv", "p.csv"))
        data = prepared(Dataset(select_labels(labels), select_predictions(predictions)), ALONE)
        job = Job(data, Settings())
        found.append(loss_result(job, run(job)).value)
    assert found == [xentcli.loss(ids, p).value] * 3
    assert not math.isnan(found[0])


@pytest.mark.parametrize("block", [1, 5, 28, None])
def test_a_last_cell_that_makes_logits_of_probabilities_is_asked_about_in_any_block(block):
    with pytest.raises(xentcli.XentError, match=r"row 29: 3\.0 is not a probability") as caught:
        blockwise(_ids(2), _but_last(softmax(_logits(2))[:, 0], 3.0), {}, block)
    assert caught.value.code == "XE213"
