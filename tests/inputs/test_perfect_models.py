"""A column that the scores decide for is the predicted class only if names say so; else it is asked about."""

import json
import shlex

import numpy as np
import pandas as pd
import pytest
from running import inside

RANDOM = np.random.default_rng(8)
ROWS = 30
BIT = np.arange(ROWS) % 2
P = np.where(BIT == 1, 0.55, 0.05) + RANDOM.uniform(0, 0.4, ROWS).round(3)
OTHER = RANDOM.permutation(BIT)
NAMES = np.array(["ant", "cat", "dog"])
IDS = np.arange(ROWS) % 3
SHARES = RANDOM.dirichlet([1, 1, 1], ROWS) * 0.4 + 0.6 * np.eye(3)[IDS]


def saved(folder, columns, header=True):
    path = folder / "t.csv"
    pd.DataFrame(columns).to_csv(path, index=False, header=header)
    return path


def binary(labels):
    return -np.log(np.where(labels == 1, P, 1 - P)).mean()


def tried(path, *options):
    """Check that `loss` asks which column holds the labels; return the numbers of its tries."""
    done = inside("loss", path, *options)
    assert (done.returncode, done.stdout) == (1, "")
    assert "[XE305]" in done.stderr
    tries = [shlex.split(line)[2:] for line in done.stderr.splitlines() if line.startswith("try: ")]
    found = [json.loads(inside(*words, "-f", "json").stdout)["value"] for words in tries]
    for command in ("validate", "detect", "advise"):
        other = inside(command, path, *options)
        assert other.returncode == 1
        assert "XE305" in other.stdout + other.stderr
    return found


@pytest.mark.parametrize("names", [("default", "sex"), ("churn", "smoker"), ("won", "home")])
@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_perfect_model_beside_another_column_of_bits_is_asked_about(tmp_path, names, place):
    columns = [(names[0], BIT), (names[1], OTHER)]
    columns.insert(place, ("p", P))
    found = tried(saved(tmp_path, dict(columns)))
    assert found == pytest.approx([binary(OTHER), binary(BIT)], rel=1e-12)


def test_several_classes_are_asked_about_too(tmp_path):
    site = RANDOM.permutation(NAMES[IDS])
    scores = {f"p_{name}": SHARES[:, place] for place, name in enumerate(NAMES)}
    found = tried(saved(tmp_path, {"species": NAMES[IDS], "site": site, **scores}))
    rows = np.arange(ROWS)
    expected = [-np.log(SHARES[rows, ids]).mean() for ids in (IDS, np.searchsorted(NAMES, site))]
    assert found == pytest.approx(expected[::-1], rel=1e-12)


@pytest.mark.parametrize(
    "names", [("sex", "y_pred"), ("label", "group_b"), ("outcome", "flag"), ("won", "predicted")]
)
def test_names_settle_it(tmp_path, names):
    path = saved(tmp_path, {names[0]: OTHER, names[1]: BIT, "p": P})
    done = inside("loss", path, "-f", "json")
    assert json.loads(done.stdout)["value"] == pytest.approx(binary(OTHER), rel=1e-12)


@pytest.mark.parametrize("turned", [False, True])
def test_columns_without_names_are_asked_about(tmp_path, turned):
    columns = [OTHER, BIT, P]
    path = saved(tmp_path, dict(enumerate([*columns[1::-1], P] if turned else columns)), header=False)
    assert sorted(tried(path)) == pytest.approx(sorted([binary(BIT), binary(OTHER)]), rel=1e-12)


@pytest.mark.parametrize("classes", [2, 3, 5])
@pytest.mark.parametrize("rows", [4, 40])
def test_vectors_and_scores_without_names_are_two_blocks(tmp_path, classes, rows):
    ids = np.arange(rows) % classes
    shares = RANDOM.dirichlet([1] * classes, rows)
    path = saved(tmp_path, np.hstack([np.eye(classes)[ids].astype(int), shares]), header=False)
    done = inside("loss", path, "-f", "json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["value"] == pytest.approx(
        -np.log(shares[np.arange(rows), ids]).mean(), rel=1e-9
    )
    assert inside("validate", path).returncode == 0


# ------------------------------------------------------------------ arrays of one file


def test_the_arrays_of_each_part_of_the_data_are_proposed_together(tmp_path):
    for names in (("y_train", "p_train", "y_test", "p_test"), ("ytrain", "prob_train", "yval", "prob_val")):
        arrays = [IDS[:12], SHARES[:12], IDS[12:], SHARES[12:]]
        path = tmp_path / "o.npz"
        np.savez(path, **dict(zip(names, arrays, strict=True)))
        done = inside("loss", path)
        assert "[XE648]" in done.stderr
        tries = [shlex.split(line)[2:] for line in done.stderr.splitlines() if line.startswith("try: ")]
        found = [json.loads(inside(*words, "-f", "json").stdout)["value"] for words in tries]
        losses = -np.log(SHARES[np.arange(ROWS), IDS])
        assert found == pytest.approx([losses[:12].mean(), losses[12:].mean()], rel=1e-12)


@pytest.mark.parametrize("names", [("votes", "probs"), ("counts", "pred"), ("soft", "logits")])
def test_no_try_takes_predictions_for_labels(tmp_path, names):
    path = tmp_path / "o.npz"
    np.savez(path, **{names[0]: np.array([[5, 3, 2], [1, 8, 1]]), names[1]: SHARES[:2]})
    done = inside("loss", path)
    assert done.returncode != 0
    assert f"--labels-column {names[1]}" not in done.stderr


@pytest.mark.parametrize("feature", [{}, {"income": np.arange(ROWS) + 20}, {"timestamp": 1700000000 + IDS}])
@pytest.mark.parametrize(("label", "predicted"), [("y_true", "prediction"), ("class", "predicted_class")])
def test_labels_that_equal_the_predicted_classes_are_the_labels(tmp_path, label, predicted, feature):
    columns = {**feature, "1": P, "0": (1 - P).round(9), predicted: BIT, label: BIT}
    done = inside("loss", saved(tmp_path, columns), "-f", "json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["value"] == pytest.approx(binary(BIT), rel=1e-9)
