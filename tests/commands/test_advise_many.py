"""`xentcli advise` with more classes than are compared with each column: orders, shifts, ids out of range."""

import json
import math
import shlex

import numpy as np
import pytest
from running import inside, xentcli
from test_advise_statistics import clues

from xentcli.commands.advise.forms import Assignment, Interpretation, PredictionForm
from xentcli.commands.advise.many_classes import statistics
from xentcli.commands.advise.many_classes.statistics import usual_orders
from xentcli.core.class_map import ClassMap
from xentcli.core.row_layout import lay_out
from xentcli.core.types import Kind

K, N = 300, 1500


def pair(classes=K, rows=N, margin=9.0):
    """Labels and the logits of a model that is right most of the time."""
    random = np.random.default_rng(120)
    y = random.integers(0, classes, rows)
    x = random.normal(size=(rows, classes)).astype(np.float32)
    x[np.arange(rows), y] += margin
    return y, x


def advised(folder, y, x, *options):
    np.save(folder / "y.npy", y)
    np.save(folder / "x.npy", x)
    done = inside("advise", folder / "y.npy", folder / "x.npy", *options, "-f", "json")
    return done.returncode, json.loads(done.stdout)


def suspicions(fields):
    return [found for found in fields["findings"] if found["level"] == "suspicion"]


def as_text(width):
    return sorted(range(width), key=str)


ORDERS = {
    "reversed": lambda x: x[:, ::-1],
    "shifted by one": lambda x: np.roll(x, -1, axis=1),
    "shifted by minus one": lambda x: np.roll(x, 1, axis=1),
    "rotated by 17": lambda x: np.roll(x, 17, axis=1),
    "in lexicographic order (10 before 9)": lambda x: x[:, as_text(x.shape[1])],
    "in numeric order, the labels in lexicographic": lambda x: x[:, np.argsort(as_text(x.shape[1]))],
    "in another order": lambda x: x[:, np.random.default_rng(1).permutation(x.shape[1])],
}


@pytest.mark.parametrize("name", ORDERS)
def test_another_order_of_300_classes_is_found_and_fixed(name, tmp_path):
    y, x = pair()
    status, fields = advised(tmp_path, y, np.ascontiguousarray(ORDERS[name](x)))
    (found,) = suspicions(fields)
    assert (status, found["code"], found["evidence"]["order"]) == (1, "class-order", name)
    right = inside(*shlex.split(found["fix"])[1:], "-f", "value")
    assert repr(found["value"]) == right.stdout.strip()
    own = x[np.arange(N), y].astype(float)
    assert found["value"] == pytest.approx((np.log(np.exp(x.astype(float)).sum(axis=1)) - own).mean())
    assert f"to {found['value']:.6g}" in found["message"]


def test_a_healthy_pair_of_many_classes_is_healthy(tmp_path):
    for margin in (2.0, 9.0, 20.0):
        status, fields = advised(tmp_path, *pair(margin=margin))
        assert (status, suspicions(fields)) == (0, []), margin


@pytest.mark.parametrize("lag", [-2, -1, 1, 3])
def test_shifted_rows_of_many_classes_are_found(lag, tmp_path):
    y, x = pair()
    status, fields = advised(tmp_path, y, np.roll(x, -lag, axis=0))
    (found,) = suspicions(fields)
    assert (status, found["code"], found["evidence"]["lag"]) == (1, "rows-shifted", lag)


def test_shuffled_rows_of_many_classes_are_found(tmp_path):
    y, x = pair()
    status, fields = advised(tmp_path, y, x[np.random.default_rng(2).permutation(N)])
    assert (status, [found["code"] for found in suspicions(fields)]) == (1, ["rows-shuffled"])


def test_many_classes_with_a_background_in_front_are_one_column_off(tmp_path):
    y, x = pair()
    status, fields = advised(tmp_path, y, np.c_[np.full(N, -3.0), x])
    (found,) = suspicions(fields)
    assert status == 1
    assert found["fix"].endswith("--label-offset 1")
    assert found["value"] < 0.2
    status, fields = advised(tmp_path, y, np.c_[x, np.full(N, -3.0)])
    assert (status, suspicions(fields)) == (0, [])


def test_the_same_wrong_row_again_and_again_is_no_order(tmp_path):
    y, x = pair()
    status, fields = advised(tmp_path, y, np.tile(x[:1], (N, 1)))
    assert (status, [found["code"] for found in suspicions(fields)]) == (1, ["loss-above-class-shares"])
    assert "constant-predictions" in [found["code"] for found in fields["findings"]]


def test_few_rows_of_many_classes_are_said_not_to_be_examined(tmp_path):
    y, x = pair(rows=20)
    _, fields = advised(tmp_path, y, x)
    said = {found["code"]: found["message"] for found in fields["findings"]}
    assert "20 rows are too few" in said["not-examined"]
    assert "in what was examined" in inside("advise", tmp_path / "y.npy", tmp_path / "x.npy").stdout
    y, x = pair(rows=400)
    _, fields = advised(tmp_path, y, x)
    said = {found["code"]: found["message"] for found in fields["findings"]}
    assert "400 rows of 300 classes are too few" in said["not-examined"]


@pytest.mark.parametrize(("rows", "found"), [(20, "loss-above-class-shares"), (60, "class-order")])
def test_fifty_thousand_classes_in_the_reverse_order(rows, found, tmp_path):
    y, x = pair(50_000, rows, 12.0)
    assert suspicions(advised(tmp_path, y, x)[1]) == []
    status, fields = advised(tmp_path, y, np.ascontiguousarray(x[:, ::-1]))
    assert (status, [one["code"] for one in suspicions(fields)]) == (1, [found])
    done = xentcli("loss", tmp_path / "y.npy", tmp_path / "x.npy", "-f", "value")
    assert "[XE841]" in done.stderr or "[XE845]" in done.stderr


@pytest.mark.parametrize("classes", [4, 300, 50_000])
def test_an_id_out_of_range_is_found_at_any_number_of_classes(classes, tmp_path):
    y, x = pair(classes, 30, 12.0)
    y[17] = classes
    status, fields = advised(tmp_path, y, x)
    found = suspicions(fields)[0]
    assert (status, found["code"]) == (1, "labels-out-of-range")
    assert found["evidence"]["row"] == 18
    assert found["evidence"]["count"] == 1


def test_every_cut_and_order_gives_the_same_sums(monkeypatch):
    monkeypatch.setattr(statistics, "MOST_PAIRS", 40)
    classes = ClassMap(K)
    reading = Interpretation(
        lay_out((), (K,)), Kind.SPARSE, PredictionForm.LOGITS, Assignment.CLASSES, classes
    )
    y, x = pair(rows=60)
    whole = clues(y, x, reading=reading)
    assert whole.many.pairs.level > 0
    random = np.random.default_rng(5)
    for _ in range(10):
        cuts = sorted(random.choice(np.arange(1, 60), random.integers(1, 30), replace=False).tolist())
        found = clues(y, x, cuts, reading=reading)
        assert found.claims == whole.claims
        assert found.many.right == whole.many.right
        for name in ("tops", "offsets", "gains", "squares", "wins", "defeats"):
            assert getattr(found.many, name) == getattr(whole.many, name)
        assert found.many.pairs.level == whole.many.pairs.level
        assert found.many.pairs.keys.tolist() == whole.many.pairs.keys.tolist()
        assert found.many.pairs.counts.tolist() == whole.many.pairs.counts.tolist()


def test_gains_are_what_the_plain_loop_says():
    classes = ClassMap(K)
    reading = Interpretation(
        lay_out((), (K,)), Kind.SPARSE, PredictionForm.LOGITS, Assignment.CLASSES, classes
    )
    y, x = pair(rows=50)
    many = clues(y, x, reading=reading).many
    z = x.astype(float)
    logs = np.maximum(z - np.log(np.exp(z).sum(axis=1, keepdims=True)), -16)
    for at, order in enumerate(usual_orders(classes).values()):
        gain = sum(logs[i, order[c]] - logs[i, c] for i, c in enumerate(y))
        assert math.isclose(many.gains.array[at] / 1024, gain, rel_tol=1e-3)
    assert many.right == int((x.argmax(axis=1) == y).sum())
