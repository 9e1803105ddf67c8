"""Numbers that are right as asked, but not what the user meant: the words that go with them."""

import json

import numpy as np
import pandas as pd
import pytest
from running import inside

RANDOM = np.random.default_rng(0)
P = RANDOM.random(300)
Y = (RANDOM.random(300) < P).astype(int)
ONE_SIDED = {"log-probabilities": np.log(P), "odds": P / (1 - P)}
SHARES = RANDOM.dirichlet([2, 2, 2], 60)
NAMES = np.array(["bird", "cat", "dog"])


def codes_of(*words):
    done = inside("loss", *words, "-f", "json")
    assert done.returncode == 0, done.stderr
    return [one["code"] for one in json.loads(done.stdout)["messages"]]


@pytest.mark.parametrize("scores", ONE_SIDED)
@pytest.mark.parametrize("shape", [(300,), (300, 1), (100, 3)])
def test_logits_on_one_side_of_zero_are_warned_of(scores, shape, tmp_path):
    values = ONE_SIDED[scores].reshape(shape)
    np.save(tmp_path / "a.npy", Y.reshape(shape))
    np.save(tmp_path / "b.npy", values)
    words = (tmp_path / "a.npy", tmp_path / "b.npy", "--loss", "binary")
    assert "XE848" in codes_of(*words)
    assert "XE848" not in codes_of(*words, "--from-logits")
    np.save(tmp_path / "b.npy", np.log(P / (1 - P)).reshape(shape))
    assert "XE848" not in codes_of(*words)


def test_rare_labels_have_one_sided_logits(tmp_path):
    np.save(tmp_path / "a.npy", (np.arange(300) % 9 == 0).astype(int))
    np.save(tmp_path / "b.npy", -RANDOM.uniform(0.1, 3, 300))
    assert "XE848" not in codes_of(tmp_path / "a.npy", tmp_path / "b.npy")


def labelled(folder, name, labels, shares=SHARES):
    columns = {"id": np.arange(len(labels)) + 7, name: labels, **dict(zip(NAMES, shares.T, strict=True))}
    pd.DataFrame(columns).to_csv(folder / "t.csv", index=False)
    return folder / "t.csv"


@pytest.mark.parametrize("name", ["top1", "winner", "species", "result"])
def test_labels_that_are_right_too_often_are_warned_of(name, tmp_path):
    assert "XE849" in codes_of(labelled(tmp_path, name, NAMES[SHARES.argmax(axis=1)]))
    labels = NAMES[[RANDOM.choice(3, p=row) for row in SHARES]]
    assert "XE849" not in codes_of(labelled(tmp_path, name, labels))
    sure = SHARES * 0.01 + 0.99 * np.eye(3)[SHARES.argmax(axis=1)]
    assert "XE849" not in codes_of(labelled(tmp_path, name, NAMES[SHARES.argmax(axis=1)], sure))


@pytest.mark.parametrize("name", ["label", "y_true", "target"])
def test_labels_that_are_called_so_may_all_be_right(name, tmp_path):
    assert "XE849" not in codes_of(labelled(tmp_path, name, NAMES[SHARES.argmax(axis=1)]))


@pytest.mark.parametrize("order", [[0, 1, 2], [2, 0, 1], [1, 2, 0]])
@pytest.mark.parametrize("weights", ["1,2,4", "0=1,1=2,2=4"])
def test_class_weights_of_ids_are_in_the_order_of_the_ids(order, weights, tmp_path):
    labels = np.arange(60) % 3
    np.savetxt(tmp_path / "y.csv", labels, fmt="%d", header="label", comments="")
    pd.DataFrame({f"p_{k}": SHARES[:, k] for k in order}).to_csv(tmp_path / "p.csv", index=False)
    words = ("--class-weight", weights, "--like", "torch", "-f", "value")
    done = inside("loss", tmp_path / "y.csv", tmp_path / "p.csv", *words)
    each = np.array([1, 2, 4])[labels]
    wanted = (each * -np.log(SHARES[np.arange(60), labels])).sum() / each.sum()
    assert float(done.stdout) == pytest.approx(wanted, rel=1e-6)


@pytest.mark.parametrize("first", ["labels", "predictions"])
def test_of_two_arrays_the_labels_are_not_the_predictions(first, tmp_path):
    labels, path = np.arange(60) % 3, tmp_path / "a.npz"
    np.savez(path, *((labels, SHARES) if first == "labels" else (SHARES, labels)))
    done = inside("loss", path, "-f", "value")
    assert (done.returncode, done.stdout) == (3, "")
    name = "arr_0" if first == "labels" else "arr_1"
    tries = [line for line in done.stderr.splitlines() if line.startswith("try: ")]
    assert len(tries) == 1
    assert tries[0].endswith(f"--labels-column {name}")
    told = inside("loss", path, "-f", "value", "--labels-column", name).stdout
    assert float(told) == pytest.approx(-np.log(SHARES[np.arange(60), labels]).mean(), rel=1e-9)


def test_p_and_its_complement_are_asked_about(tmp_path):
    pd.DataFrame({"y": Y, "p": P, "q": 1 - P}).to_csv(tmp_path / "t.csv", index=False)
    done = inside("loss", tmp_path / "t.csv")
    assert (done.returncode, done.stdout) == (1, "")
    assert "[XE119]" in done.stderr
