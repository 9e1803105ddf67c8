"""What is seen of a whole input is what is seen of its parts, however it is cut and put together."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from strategies import cuts, merge_trees, one_hot, softmax

import xentcli
from xentcli.commands.detect import detect
from xentcli.core.blocks import Block, Origin
from xentcli.core.frozen import Frozen, fields
from xentcli.core.row_layout import lay_out
from xentcli.detection.decide import Evidence
from xentcli.detection.evidence import LabelEvidence, PredictionEvidence
from xentcli.detection.label_evidence import observe_labels
from xentcli.detection.prediction_evidence import observe_predictions
from xentcli.inputs.dataset import Dataset
from xentcli.inputs.roles.select import select_labels, select_predictions
from xentcli.io.arrays.base import ArrayTable
from xentcli.io.table import ReadOptions
from xentcli.losses.sample_weights import WeightEvidence, observe_weights
from xentcli.numerics.counts import Tally
from xentcli.numerics.occurrences import UNSEEN, Occurrences, Spot, seen_where
from xentcli.settings.settings import Settings


def shown(evidence: Any) -> dict[str, Any]:
    """Evidence as plain values: NaNs as text, since they equal nothing, and tallies in order."""
    found = {}
    for name in fields(evidence):
        value = getattr(evidence, name)
        if isinstance(value, Occurrences):
            value = (value.count, value.row, value.place, repr(value.value))
        elif isinstance(value, Tally):
            value = (sorted(value.counts.items(), key=repr), value.full)
        elif isinstance(value, Frozen):
            value = shown(value)
        found[name] = value
    return found


def block_of(values: Any, categories: tuple[str, ...] | None = None) -> Block:
    return Block(np.asarray(values), 0, Origin("rows.csv"), 2, categories)


def renumbered(block: Block) -> Block:
    """A block of names that lists only its own, as a reader of pieces does."""
    used = np.unique(block.values)
    names = tuple(block.categories[code] for code in used)
    values = np.searchsorted(used, block.values)
    return Block(values, block.first_row, block.origin, block.lines, names)


def holds_for_any_cut(
    data: st.DataObject, block: Block, observe: Any, apart: Any = lambda part: part
) -> None:
    parts = [observe(apart(block[rows])) for rows in data.draw(cuts(len(block)))]
    assert shown(data.draw(merge_trees(parts))) == shown(observe(block))


cells = st.sampled_from([0.0, 1.0, 0.5, 0.25, 0.3, 2.0, -1.0, 1e-9, 1e300, np.nan, np.inf, -np.inf])
bits = st.sampled_from([0.0, 1.0])
shares = st.sampled_from([0.0, 1.0, 0.5, 0.25, 0.33, 0.34])
"""Sorts of cells: of every sort, of 0 and 1, and of shares."""


@given(st.data(), st.sampled_from([cells, bits, shares]), st.sampled_from(["f8", "f4", "f2"]))
def test_label_vectors_say_the_same_in_any_parts(data, some, dtype):
    shape = data.draw(st.tuples(st.integers(1, 8), st.integers(2, 4)))
    with np.errstate(over="ignore"):
        values = data.draw(hnp.arrays(np.float64, shape, elements=some)).astype(dtype)
    layout = lay_out(shape[1:], shape[1:])
    holds_for_any_cut(data, block_of(values), lambda block: observe_labels(block, layout))


@given(st.data())
def test_images_of_label_vectors_say_the_same_in_any_parts(data):
    values = data.draw(hnp.arrays(np.float64, (data.draw(st.integers(1, 5)), 2, 3), elements=bits))
    layout = lay_out((2, 3), (2, 3), class_axis=1)
    holds_for_any_cut(data, block_of(values), lambda block: observe_labels(block, layout))


IDS = {
    "whole numbers": hnp.arrays(
        np.int64, st.integers(1, 9), elements=st.sampled_from([-100, -1, 0, 1, 2, 10**6, 2**62])
    ),
    "bytes": hnp.arrays(np.uint8, st.integers(1, 9)),
    "floats": hnp.arrays(np.float64, st.integers(1, 9), elements=cells),
    "truths": hnp.arrays(np.bool_, st.integers(1, 9)),
    "images of ids": hnp.arrays(
        np.int64, st.tuples(st.integers(1, 5), st.just(2)), elements=st.integers(-1, 2)
    ),
}


@pytest.mark.parametrize("sort", IDS)
@pytest.mark.parametrize("ignore", [(), (-1,)])
@given(st.data())
def test_label_ids_say_the_same_in_any_parts(sort, ignore, data):
    values = data.draw(IDS[sort])
    layout = lay_out(values.shape[1:], (*values.shape[1:], 3))
    holds_for_any_cut(data, block_of(values), lambda block: observe_labels(block, layout, ignore))


words = st.sampled_from(
    ["cat", "dog", "1", " 2 ", "-3.5", "nan", "NA", "none", "True", "false", "١", "1_0", "0x1"]
)


@given(st.data(), st.lists(words, min_size=1, max_size=10))
def test_label_names_say_the_same_in_any_parts(data, names):
    found, codes = np.unique(names, return_inverse=True)
    layout = lay_out((), None)
    holds_for_any_cut(
        data, block_of(codes, tuple(found.tolist())), lambda b: observe_labels(b, layout), renumbered
    )


def row_sorts(width: int) -> dict[str, Any]:
    """A row of predictions of each sort."""
    rng = np.random.default_rng(width)
    logits = rng.standard_normal((1, width))
    even = np.full(width, 1 / width)
    certain = np.arange(width) == 0
    return {
        "a distribution": softmax(logits)[0],
        "certain": certain.astype(np.float64),
        "a rounded distribution": np.round(even, 2),
        "log-probabilities": np.log(softmax(logits))[0],
        "rounded log-probabilities": np.round(np.log(even), 1),
        "impossible classes": np.where(certain, 0.0, -np.inf),
        "percentages": even * 100,
        "rounded percentages": np.round(even * 100, 1),
        "certain in percent": certain * 100.0,
        "sigmoids": rng.random(width) * 0.9,
        "ones": np.ones(width),
        "zeros": np.zeros(width),
        "logits": logits[0] * 5,
        "scores above a hundred": rng.random(width) * 300,
        "a NaN": np.where(np.roll(certain, 1), np.nan, 0.5),
        "NaNs": np.full(width, np.nan),
        "an infinity": np.where(np.roll(certain, 1), np.inf, 0.5),
        "dead": np.full(width, -np.inf),
    }


@pytest.mark.parametrize("width", [2, 3, 100, 250])
@settings(max_examples=80)
@given(st.data())
def test_predictions_say_the_same_in_any_parts(width, data):
    sorts = row_sorts(width)
    names = data.draw(st.lists(st.sampled_from(sorted(sorts)), min_size=1, max_size=7))
    dtype = data.draw(st.sampled_from(["f8", "f4", "f2"]))
    values = np.stack([sorts[name] for name in names]).astype(dtype)
    layout = lay_out((), (width,))
    holds_for_any_cut(data, block_of(values), lambda block: observe_predictions(block, layout))


@settings(max_examples=5)
@given(st.data())
def test_predictions_of_many_classes_say_the_same_in_any_parts(data):
    values = np.stack(list(row_sorts(9000).values()))
    layout = lay_out((), (9000,))
    holds_for_any_cut(data, block_of(values), lambda block: observe_predictions(block, layout))


@given(st.data())
def test_images_of_predictions_say_the_same_in_any_parts(data):
    sorts = row_sorts(2)
    names = data.draw(st.lists(st.sampled_from(sorted(sorts)), min_size=1, max_size=5))
    values = np.stack([np.stack([sorts[name], sorts["a distribution"]], axis=1) for name in names])
    layout = lay_out((2,), (2, 2), class_axis=1)
    holds_for_any_cut(data, block_of(values), lambda block: observe_predictions(block, layout))


@given(st.data(), hnp.arrays(np.float64, st.integers(1, 9), elements=cells))
def test_one_column_of_predictions_say_the_same_in_any_parts(data, values):
    layout = lay_out((), ())
    holds_for_any_cut(data, block_of(values), lambda block: observe_predictions(block, layout))


@given(st.data(), hnp.arrays(np.float64, st.integers(1, 9), elements=cells))
def test_weights_say_the_same_in_any_parts(data, values):
    holds_for_any_cut(data, block_of(values), observe_weights)


@pytest.mark.parametrize(
    "nothing", [LabelEvidence(), PredictionEvidence(), WeightEvidence(), UNSEEN, Evidence()]
)
def test_having_seen_nothing_adds_nothing(nothing):
    if isinstance(nothing, Occurrences):
        some: Any = Occurrences(2, (Spot(7, value="x"),))
    elif isinstance(nothing, WeightEvidence):
        some = observe_weights(block_of([1.0, -2.0, 0.0]))
    elif isinstance(nothing, PredictionEvidence):
        some = observe_predictions(block_of([[0.2, 0.8], [1.0, -3.0]]), lay_out((), (2,)))
    else:
        labels = observe_labels(block_of([0, 3, 1]), lay_out((), None))
        some = Evidence(labels=labels) if isinstance(nothing, Evidence) else labels
    assert some + nothing == nothing + some == some != nothing


def test_the_first_place_is_the_first_row_whichever_part_comes_first():
    block = block_of([5, 0, 9, 9])
    early, late = (seen_where(block[rows], block[rows].values > 4) for rows in (slice(0, 2), slice(2, 4)))
    for both in (early + late, late + early):
        assert (both.count, both.row, both.value) == (3, 0, 5)
        assert (both.place.line, both.place.row) == (2, 1)


def test_a_percentage_among_probabilities_is_the_same_evidence_in_one_block_and_in_two():
    """K = 200: a row of ones sums to 200, a certain row is one percent of a hundred."""
    rows = np.stack([np.full(200, 0.5), np.eye(200)[0], np.eye(200)[3] * 100])
    layout = lay_out((), (200,))
    whole = observe_predictions(block_of(rows), layout)
    assert (whole.percent.count, whole.not_percent.count) == (1, 1)
    parts = [observe_predictions(block_of(rows)[i : i + 1], layout) for i in range(3)]
    assert parts[0] + parts[1] + parts[2] == whole


LABEL_ROWS: list[Any] = [
    pytest.param([0, 1, 0], {"one_hot", "simplex"}, id="one-hot"),
    pytest.param([0, 1, 1], {"not_one_hot", "not_simplex"}, id="two-hot"),
    pytest.param([0, 0, 0], {"not_one_hot", "not_simplex"}, id="zero-hot"),
    pytest.param(
        [0.5, 0.5, 0], {"not_one_hot", "simplex", "fractions", "beyond_bit", "beyond_marks"}, id="shares"
    ),
    pytest.param(
        [0.5, 0.2, 0],
        {"not_one_hot", "not_simplex", "fractions", "beyond_bit", "beyond_marks"},
        id="shares-of-less",
    ),
    pytest.param(
        [0, 2, 0], {"not_one_hot", "not_simplex", "beyond_bit", "beyond_unit", "beyond_marks"}, id="a-count"
    ),
    pytest.param([0, np.nan, 1], {"not_one_hot", "not_simplex", "missing", "unknown"}, id="a-gap"),
]


@pytest.mark.parametrize(("row", "sorts"), LABEL_ROWS)
def test_a_row_of_labels_is_seen_for_what_it_is(row, sorts):
    found = observe_labels(block_of([row]), lay_out((3,), (3,)))
    seen = {n for n in fields(found) if isinstance(value := getattr(found, n), Occurrences) and value}
    assert seen - {"whole"} == sorts


PREDICTED: list[Any] = [
    pytest.param([0.2, 0.3, 0.5], {"simplex", "not_log_simplex", "not_percent"}, id="a-distribution"),
    pytest.param(
        np.log([0.2, 0.3, 0.5]), {"not_simplex", "log_simplex", "not_percent", "beyond_unit"}, id="its-logs"
    ),
    pytest.param(
        [20, 30, 50], {"not_simplex", "not_log_simplex", "percent", "beyond_unit"}, id="percentages"
    ),
    pytest.param([3, -1, 2], {"not_simplex", "not_log_simplex", "not_percent", "beyond_unit"}, id="logits"),
    pytest.param([0.9, 0.9, 0.1], {"not_simplex", "not_log_simplex", "not_percent"}, id="sigmoids"),
]


@pytest.mark.parametrize(("row", "sorts"), PREDICTED)
def test_a_row_of_predictions_is_seen_for_what_it_is(row, sorts):
    found = observe_predictions(block_of([row]), lay_out((), (3,)))
    seen = {n for n in fields(found) if isinstance(value := getattr(found, n), Occurrences) and value}
    assert seen == sorts
    assert (found.minimum, found.maximum) == (min(row), max(row))


# ------------------------------------------------------------------ the decision


def _rng() -> np.random.Generator:
    return np.random.default_rng(11)


P = softmax(_rng().standard_normal((12, 3)))
DETECTED: dict[str, tuple[Any, Any, tuple[str, str | None, str | None]]] = {
    "ids": (_rng().integers(0, 5, 12), None, ("sparse", None, None)),
    "bits": (_rng().integers(0, 2, 12), None, ("binary", None, None)),
    "bits until the last": ([0, 1] * 5 + [1, 2], None, ("sparse", None, None)),
    "bits beside three columns": ([0, 1] * 6, P, ("sparse", "probabilities", "sparse")),
    "one-hot": (one_hot(_rng().integers(0, 3, 12), 3), None, ("one-hot", None, None)),
    "one-hot until the last": ([[1, 0]] * 11 + [[1, 1]], None, ("multi-label", None, None)),
    "one-hot until a share": ([[1.0, 0.0]] * 11 + [[0.5, 0.5]], None, ("soft", None, None)),
    "soft": (P, P, ("soft", "probabilities", "categorical")),
    "names": (["cat", "dog", "cow"] * 4, None, ("sparse", None, None)),
    "logits": (one_hot(_rng().integers(0, 3, 12), 3), P * 9 - 2, ("one-hot", "logits", "categorical")),
    "log-probabilities": (_rng().integers(0, 3, 12), np.log(P), ("sparse", "log-probabilities", "sparse")),
    "rounded log-probabilities": (
        [0, 1, 2] * 4,
        np.round(np.log(P), 1),
        ("sparse", "log-probabilities", "sparse"),
    ),
    "one probability": ([0, 1] * 6, P[:, 0], ("binary", "probabilities", "binary")),
    "logits at the end": ([0, 1] * 6, [0.5] * 8 + [1.5, -2.0, 3.0, 2.2], ("binary", "logits", "binary")),
    "a fraction at the end": ([0.0, 1.0] * 5 + [1.0, 0.5], None, ("soft", None, None)),
}


def tables(labels: Any, predictions: Any, rows: int | None) -> Any:
    options = ReadOptions(block_rows=rows)
    sides = [select_labels(ArrayTable(np.asarray(labels), "labels", options))]
    sides.append(
        None
        if predictions is None
        else select_predictions(ArrayTable(np.asarray(predictions), "predictions", options))
    )
    return detect(Dataset(*sides), Settings())


@pytest.mark.parametrize("name", DETECTED)
@pytest.mark.parametrize("rows", [1, 2, 5, 11])
def test_the_decision_is_that_of_the_whole(name, rows):
    labels, predictions, wanted = DETECTED[name]
    whole = tables(labels, predictions, None)
    assert (whole.kind, whole.scale, whole.loss) == wanted
    assert tables(labels, predictions, rows) == whole


@pytest.mark.parametrize("decimals", [0, 1, 2, 3, None])
@pytest.mark.parametrize("width", [3, 10, 200])
def test_percentages_are_refused_however_they_are_rounded(decimals, width):
    percent = softmax(_rng().standard_normal((12, width))) * 100
    percent = percent if decimals is None else np.round(percent, decimals)
    with pytest.raises(xentcli.XentError, match="percentages"):
        xentcli.loss(_rng().integers(0, 3, 12), percent)


@pytest.mark.parametrize("rows", [1, 4, None])
@pytest.mark.parametrize(
    ("predictions", "message"),
    [
        pytest.param(np.concatenate([P, P[:1] * 2, P]), "row 13", id="a-row-off-the-simplex"),
        pytest.param(np.concatenate([P, [[np.nan, 0.5, 0.5]], P]), "row 13.*nan", id="a-nan"),
        pytest.param(np.concatenate([P, [[-np.inf] * 3], P]), "row 13", id="a-dead-row"),
    ],
)
def test_the_first_bad_row_is_named_whatever_the_blocks(predictions, message, rows):
    with pytest.raises(xentcli.XentError, match=message):
        tables(np.arange(len(predictions)) % 3, predictions, rows)


@pytest.mark.parametrize(
    "labels", [[[np.inf, -np.inf], [0, 1]], [[np.nan, 0], [0, 1]], [[1e300, -1e300], [1, 0]]]
)
def test_label_vectors_that_are_no_numbers_are_one_error_and_no_warning(labels):
    with pytest.raises(xentcli.XentError):
        xentcli.detect(labels)
