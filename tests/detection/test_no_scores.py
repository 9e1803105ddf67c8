"""Columns that are no scores of classes are refused, whatever their numbers would give."""

import json
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
from running import inside

TRUTH = np.array([0, 1, 2, 1, 0, 2])
P = np.array(
    [[0.7, 0.2, 0.1], [0.2, 0.6, 0.2], [0.1, 0.2, 0.7], [0.3, 0.6, 0.1], [0.5, 0.3, 0.2], [0.2, 0.5, 0.3]]
)
RIGHT = -np.log(P[np.arange(6), TRUTH]).mean()


def saved(folder, **columns):
    path = folder / "t.csv"
    pd.DataFrame(columns).to_csv(path, index=False)
    return path


def refused(path, code):
    done = inside("loss", path, "-f", "json")
    assert (done.returncode, done.stdout) == (1, "")
    error = json.loads(done.stderr.splitlines()[-1])
    assert error["code"] == code
    return error


@pytest.mark.parametrize(
    "name", ["gold_prob", "prob_correct", "prob_gt", "p_actual", "true_prob", "target_prob", "p_of_gold"]
)
def test_the_probability_of_the_own_label_is_refused(tmp_path, name):
    refused(saved(tmp_path, label=[1, 0, 1, 0], **{name: [0.9, 0.8, 0.6, 0.7]}), "XE212")


@pytest.mark.parametrize(("label", "name"), [("target", "target_prob"), ("correct", "prob_correct")])
def test_the_probability_of_a_label_of_that_name_is_read(tmp_path, label, name):
    path = saved(tmp_path, **{label: [1, 0, 1, 0], name: [0.9, 0.2, 0.6, 0.3]})
    done = inside("loss", path, "-f", "value")
    assert float(done.stdout) == pytest.approx(-np.log([0.9, 0.8, 0.6, 0.7]).mean())


@pytest.mark.parametrize(
    "name",
    [
        "distance_{}",
        "mahalanobis_{}",
        "dissimilarity{}",
        "energy_{}",
        "recon_error_{}",
        "losses_{}",
        "rank_{}",
    ],
)
@pytest.mark.parametrize("width", [2, 3])
def test_distances_are_no_logits(tmp_path, name, width):
    truth = TRUTH % width
    columns = {name.format(k): (-np.log(P[:, k]) + 0.5 + k / 100) for k in range(width)}
    refused(saved(tmp_path, cluster=truth, **columns), "XE221")


@pytest.mark.parametrize("name", ["distance", "mahalanobis_d2", "energy", "recon_error"])
def test_one_column_of_distances_is_no_logit(tmp_path, name):
    refused(saved(tmp_path, y=[1, 0, 1, 0], **{name: [1.5, 2.5, 0.3, 3.1]}), "XE212")


@pytest.mark.parametrize("name", ["cosine_distance", "error", "dissimilarity"])
def test_distances_from_0_to_1_are_no_probabilities(tmp_path, name):
    refused(saved(tmp_path, y=[1, 0, 1, 0], **{name: [0.15, 0.25, 0.3, 0.31]}), "XE212")


@pytest.mark.parametrize("name", ["p_error", "loss_prob", "rank_score"])
def test_probabilities_of_errors_are_probabilities(tmp_path, name):
    path = saved(tmp_path, y=[1, 0, 1, 0], **{name: [0.9, 0.2, 0.6, 0.3]})
    assert float(inside("loss", path, "-f", "value").stdout) == pytest.approx(
        -np.log([0.9, 0.8, 0.6, 0.7]).mean()
    )


@pytest.mark.parametrize("scores", [[610, 720, 640, 700], [-210, 300, -55, 64]])
def test_large_whole_numbers_are_no_logits(tmp_path, scores):
    refused(saved(tmp_path, default=[1, 0, 1, 0], credit_score=scores), "XE223")


@pytest.mark.parametrize("name", ["lf_{}", "vote{}", "annotator_{}"])
@pytest.mark.parametrize("first", [0, 1])
def test_votes_are_no_scores(tmp_path, name, first):
    votes = np.array([[-1, 0, 0], [1, 1, 2], [2, -1, 2], [1, 0, 1], [0, 0, -1], [2, 2, 1]])
    columns = {name.format(k + first): votes[:, k] for k in range(3)}
    assert refused(saved(tmp_path, y=TRUTH, **columns), "XE222")["tries"] == []


@pytest.mark.parametrize("rises", [True, False])
@pytest.mark.parametrize("first", [0, 1])
def test_cumulative_probabilities_name_a_command_that_takes_differences(tmp_path, rises, first):
    sums = P.cumsum(axis=1) if rises else P[:, ::-1].cumsum(axis=1)[:, ::-1]
    sign = "<=" if rises else ">="
    columns = {f"P(Y{sign}{k + first})": sums[:, k].round(6) for k in range(3)}
    path = saved(tmp_path, rating=TRUTH + first, **columns)
    error = refused(path, "XE220")
    assert error["tries"] == []
    code = error["hint"].partition('python -c "')[2].removesuffix('"')
    subprocess.run([sys.executable, "-c", code], check=True, cwd=tmp_path)
    done = inside("loss", tmp_path / "t_differences.csv", "-f", "value")
    assert float(done.stdout) == pytest.approx(RIGHT)


def test_cumulative_probabilities_without_names(tmp_path):
    np.savetxt(tmp_path / "p.csv", P.cumsum(axis=1), delimiter=",")
    np.savetxt(tmp_path / "y.csv", TRUTH, fmt="%d", header="label", comments="")
    done = inside("loss", tmp_path / "y.csv", tmp_path / "p.csv")
    assert "[XE220]" in done.stderr
    assert "np.diff(p, axis=1, prepend=0)" in done.stderr


@pytest.mark.parametrize("names", [("s0", "s1", "s2"), ("m1", "m2", "m3"), ("rf", "gbm", "nnet")])
def test_columns_of_several_models_are_offered_one_by_one(tmp_path, names):
    y = np.array([1, 0, 1])
    models = np.array([[0.6, 0.7, 0.9], [0.4, 0.35, 0.2], [0.5, 0.6, 0.8]])
    done = inside("loss", saved(tmp_path, y=y, **dict(zip(names, models.T, strict=True))), "-f", "json")
    error = json.loads(done.stderr.splitlines()[-1])
    found = [_value(words) for words in error["tries"]]
    own = np.where(y[:, None] == 1, models, 1 - models)
    assert found == pytest.approx(list(-np.log(own).mean(axis=0)))


def _value(words):
    return json.loads(inside(*words).stdout)["value"]
