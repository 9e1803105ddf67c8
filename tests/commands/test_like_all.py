"""`--like all` gives the numbers that each `--like` gives alone, and true reasons for what differs."""

import json
import math

import numpy as np
import pytest
from running import inside

import xentcli
from xentcli.commands.loss.reasons import REASONS, SAME
from xentcli.settings.settings import Like

pytestmark = pytest.mark.filterwarnings("ignore::xentcli.XentWarning")  # random rows often look odd


def softmax(z):
    shares = np.exp(z - z.max(-1, keepdims=True))
    return shares / shares.sum(-1, keepdims=True)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def some_options(random, ids, classes):
    """Return some options, of which a framework may not have all."""
    each = {
        "ignore_index": 0 if ids and random.random() < 0.3 else None,
        "label_smoothing": 0.1,
        "class_weight": [float(w) for w in random.integers(1, 5, classes)],
        "pos_weight": [2.0],
        "focal_gamma": 2.0,
        "reduction": str(random.choice(["sum", "sum_over_batch_size", "mean_with_sample_weight"])),
        "epsilon": 1e-3,
        "dtype": str(random.choice(["float32", "float16"])),
        "base": 2.0,
    }
    return {name: value for name, value in each.items() if value is not None and random.random() < 0.12}


def some_pair(random):
    """Return labels, predictions and options of any kind, scale and shape."""
    rows, classes = int(random.integers(2, 8)), int(random.integers(2, 5))
    shape = [(rows,), (rows,), (rows, 3), (rows, classes), (rows, 2, 3)][random.integers(5)]
    ids, z = random.integers(0, classes, shape), 2 * random.normal(size=(*shape, classes))
    kind = str(random.choice(["ids", "one-hot", "soft", "multi-label", "binary"]))
    scale = str(random.choice(["logits", "probabilities", "log-probabilities"]))
    if kind == "binary":
        z, ids = z[:, 0].reshape(rows, -1)[:, 0], random.integers(0, 2, rows)
    labels = {
        "ids": lambda: np.where((random.random(shape) < 0.2) & (random.random() < 0.3), -100, ids),
        "binary": lambda: ids,
        "one-hot": lambda: np.eye(classes)[ids],
        "soft": lambda: softmax(random.normal(size=z.shape)),
        "multi-label": lambda: random.integers(0, 2, z.shape),
    }[kind]()
    shares = sigmoid(z) if kind in {"binary", "multi-label"} else softmax(z)
    shares = np.where(random.random(z.shape) < 0.1, 0.0, shares) if random.random() < 0.2 else shares
    with np.errstate(divide="ignore"):
        predictions = {"logits": z, "probabilities": shares, "log-probabilities": np.log(shares)}[scale]
    if len(shape) > 1 and kind != "binary" and random.random() < 0.5:
        predictions = np.moveaxis(predictions, -1, 1)
        labels = labels if kind == "ids" else np.moveaxis(labels, -1, 1)
    options = {"scale": scale} | some_options(random, kind == "ids", classes)
    if random.random() < 0.15:
        options["sample_weight"] = random.integers(1, 4, rows).astype(float)
    return labels, predictions.astype(random.choice(["float32", "float64"])), options


def tried(call, *pair, **options):
    try:
        return call(*pair, **options)
    except xentcli.XentError as error:
        return error


def same(one, other, close=0.0):
    return one == other or (math.isnan(one) and math.isnan(other)) or abs(one - other) <= close * abs(other)


@pytest.mark.parametrize("seed", range(60))
def test_every_number_is_that_of_the_framework_alone_with_a_reason_where_it_differs(seed):
    labels, predictions, options = some_pair(np.random.default_rng(seed))
    whole = tried(xentcli.losses_like_all, labels, predictions, **options)
    alone = {str(like): tried(xentcli.loss, labels, predictions, like=str(like), **options) for like in Like}
    numbers = {like: found.value for like, found in alone.items() if not isinstance(found, xentcli.XentError)}
    if isinstance(whole, xentcli.XentError):
        assert numbers == {}
        return
    results = {like: result.value for like, result in whole.results.items()}
    asked = {like for like in results.keys() - numbers.keys() if alone[like].code == "XE313"}
    assert results.keys() - asked == numbers.keys()
    assert all(same(results[like], number) for like, number in numbers.items())
    for like, value in results.items() if "exact" in results else ():
        assert same(value, results["exact"], 1e-12) or whole.reasons[like] not in {SAME, UNKNOWN}, like


UNKNOWN = "uses its own formula"
LOGITS = [[2.0, 0.5, 0.1], [0.3, 1.5, 0.2], [0.1, 0.2, 0.9]]
SHARES = softmax(np.array(LOGITS)).tolist()
HOT = [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
SEVERAL = [[1, 1, 0], [0, 1, 0], [0, 1, 1]]
CUBE = np.random.default_rng(183).normal(size=(2, 5, 5))
TOLD = {
    "classes on axis 1": ("torch", np.arange(10).reshape(2, 5) % 5, CUBE, {}),
    "in float32": ("keras", [0, 1, 2], LOGITS, {"scale": "logits"}),
    "takes log-probabilities as logits": ("keras", HOT, np.log(SHARES), {"scale": "log-probabilities"}),
    "takes columns in the order of the sorted labels": ("sklearn", [3, 5, 9], SHARES, {"classes": [9, 3, 5]}),
    "adds -log p of the labels that are 1": (
        "sklearn", SEVERAL, SHARES, {"loss": "categorical", "labels_kind": "multi-label"}),
    "rows divided by their sum": ("keras", [0, 1, 2], SHARES, {}),
    "clipped to [1e-07, 1 - 1e-07]": ("keras", [0, 1], [0.0, 1.0], {}),
    "logarithms clipped at -100": ("torch", [0, 1], [1.0, 0.0], {}),
    "0 times infinity gives NaN": (
        "torch", HOT, [[0, -math.inf, -math.inf]] * 3, {"scale": "log-probabilities"}),
    "alpha 0.25 by default": ("keras", HOT, SHARES, {"focal_gamma": 2.0}),
    "weights each row by its largest label": ("keras", HOT, SHARES, {"class_weight": [1.0, 2.0, 3.0]}),
    "adds up the outputs": ("torch", SEVERAL, LOGITS, {"scale": "logits", "reduction": "sum"}),
    "rows with label -100 left out": ("torch", [0, -100, 2], LOGITS, {"scale": "logits"}),
    "ignored rows count as 0 in the mean": (
        "optax", [0, -100, 2], LOGITS, {"scale": "logits", "ignore_index": -100}),
    "divided by the count": ("keras", [0, 1, 2], SHARES, {"sample_weight": [1.0, 2.0, 3.0]}),
    SAME: ("torch", [0, 1, 2], LOGITS, {"scale": "logits"}),
}  # fmt: skip


@pytest.mark.parametrize("text", TOLD)
def test_each_reason_is_told(text):
    like, labels, predictions, options = TOLD[text]
    assert text in xentcli.losses_like_all(labels, np.array(predictions), **options).reasons[like]


def test_every_reason_has_a_case():
    assert len(TOLD) >= len(REASONS)


@pytest.fixture
def marked(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    np.save("y.npy", [0, -100, 2])
    np.save("z.npy", LOGITS)
    return "y.npy", "z.npy"


def test_a_label_that_one_framework_leaves_out_is_a_dash_for_the_others(marked):
    done = inside("loss", *marked, "--like", "all", "-f", "json")
    found = json.loads(done.stdout)
    rows = {row["like"]: row for row in found["likes"]}
    assert found["value"] is None
    assert {name for name, field in rows["exact"].items() if field is None} == {
        "value", "infinite", "nan", "signature"}  # fmt: skip
    assert "-100 is not a class of 0..2" in rows["exact"]["reason"]
    alone = json.loads(inside("loss", *marked, "--like", "torch", "-f", "json").stdout)
    assert rows["torch"]["value"] == alone["value"]
    assert [(m["code"], m["message"]) for m in found["messages"]] == [
        ("XE823", "1 row ignored (label -100), as PyTorch does by default; first row 2")]  # fmt: skip


def test_what_no_framework_can_compute_is_an_error(marked):
    np.save("y.npy", [0, 7, 2])
    done = inside("loss", *marked, "--like", "all")
    assert (done.returncode, done.stdout) == (1, "")
    assert "7 is not a class of 0..2" in done.stderr


def test_null_numbers_have_their_counts(marked):
    np.save("y.npy", [0, 1])
    np.save("z.npy", [1.0, 0.5])
    rows = json.loads(inside("loss", *marked, "--like", "all", "-f", "json").stdout)["likes"]
    assert [(row["value"], row["infinite"], row["nan"]) for row in rows if row["like"] == "exact"] == [
        (None, 1, 0)]  # fmt: skip
