"""Predictions whose names or sums say that they are no logits or probabilities are asked about."""

import json

import numpy as np
import pandas as pd
import pytest
from running import inside

RANDOM = np.random.default_rng(7)
ROWS = 40
NAMES = ["cat", "dog", "owl"]
TRUTH = RANDOM.integers(0, 3, ROWS)
P = RANDOM.dirichlet([1, 1, 1], ROWS) * 0.4 + 0.6 * np.eye(3)[TRUTH]
EXPECTED = -np.log(P[np.arange(ROWS), TRUTH]).mean()
BIT = RANDOM.integers(0, 2, ROWS)
ONE = np.where(BIT == 1, 0.8, 0.1) + RANDOM.uniform(0, 0.1, ROWS)
BINARY = -np.log(np.where(BIT == 1, ONE, 1 - ONE)).mean()


def saved(folder, **columns):
    path = folder / "t.csv"
    pd.DataFrame(columns).to_csv(path, index=False)
    return path


def named(scores):
    return {"label": np.array(NAMES)[TRUTH], **dict(zip(NAMES, scores.T, strict=True))}


def asked(path, code):
    """Check that loss and validate refuse the file with a code, and print no number."""
    refused(path, code)
    judged = inside("validate", path)
    assert judged.returncode == 1
    assert code in judged.stdout + judged.stderr


def refused(path, code):
    """Check that loss refuses the file with a code, and prints no number."""
    done = inside("loss", path)
    assert (done.returncode, done.stdout) == (1, "")
    assert f"[{code}]" in done.stderr


def loss(path, *options):
    done = inside("loss", path, *options, "-f", "json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)["value"]


@pytest.mark.parametrize("decimals", [4, 17])
@pytest.mark.parametrize(
    ("factor", "word"), [(1 / np.log(2), "base-2"), (1 / np.log(10), "base-10"), (-1, "negative")]
)
def test_logarithms_of_another_base_or_sign_are_refused(tmp_path, factor, word, decimals):
    path = saved(tmp_path, **named((np.log(P) * factor).round(decimals)))
    asked(path, "XE211")
    assert f"the predictions are {word} logarithms" in inside("loss", path).stderr


def test_natural_logarithms_and_logits_of_one_sign_are_not(tmp_path):
    assert loss(saved(tmp_path, **named(np.log(P)))) == pytest.approx(EXPECTED, rel=1e-12)
    assert loss(saved(tmp_path, **named(np.log(P) + 9))) == pytest.approx(EXPECTED, rel=1e-12)
    assert loss(saved(tmp_path, **named(np.log2(P) * np.log(2)))) == pytest.approx(EXPECTED, rel=1e-12)


def test_counts_are_asked_about_and_both_answers_work(tmp_path):
    counts = RANDOM.poisson(20 * P)
    counts[np.arange(ROWS), TRUTH] += 1
    path = saved(tmp_path, **named(counts))
    asked(path, "XE210")
    shares = counts / counts.sum(axis=1, keepdims=True)
    expected = -np.log(shares[np.arange(ROWS), TRUTH]).mean()
    assert loss(path, "--normalize") == pytest.approx(expected, rel=1e-12)
    logits = np.log(np.exp(counts).sum(axis=1)) - counts[np.arange(ROWS), TRUTH]
    assert loss(path, "--from-logits") == pytest.approx(logits.mean(), rel=1e-9)


@pytest.mark.parametrize(
    "name", ["log_prob", "y_logprob", "log_proba", "lp", "logprob_yes", "logp1", "log_likelihood"]
)
def test_a_column_called_log_probability_is_asked_about(tmp_path, name):
    path = saved(tmp_path, label=BIT, **{name: np.log(ONE)})
    refused(path, "XE212")
    assert loss(path, "--from-log-probs") == pytest.approx(BINARY, rel=1e-12)


@pytest.mark.parametrize("name", ["confidence", "max_prob", "conf"])
def test_a_lone_confidence_that_is_never_below_one_half_is_asked_about(tmp_path, name):
    sure = np.maximum(ONE, 1 - ONE)
    path = saved(tmp_path, label=BIT, **{name: sure})
    asked(path, "XE212")
    expected = -np.log(np.where(BIT == 1, sure, 1 - sure)).mean()
    assert loss(path, "--from-probs") == pytest.approx(expected, rel=1e-12)
    assert loss(saved(tmp_path, label=BIT, **{name: ONE})) == pytest.approx(BINARY, rel=1e-12)


@pytest.mark.parametrize(("name", "values"), [("odds", ONE / (1 - ONE)), ("nll", -np.log(1 - ONE) + 1)])
def test_odds_and_losses_are_no_predictions(tmp_path, name, values):
    path = saved(tmp_path, label=BIT, **{name: values})
    done = inside("loss", path, "--prediction-columns", name)
    assert done.returncode == 1
    assert "XE212" in done.stderr
    assert "--from-" not in done.stderr


def test_two_columns_that_fit_the_other_way_round_are_asked_about(tmp_path):
    both = np.column_stack([ONE, 1 - ONE])
    path = saved(tmp_path, label=BIT, p_fraud=both[:, 0], p_legit=both[:, 1])
    asked(path, "XE119")
    assert loss(path, "--classes", "1,0") == pytest.approx(BINARY, rel=1e-12)
    assert loss(path, "--classes", "0,1") > 1
    right = saved(tmp_path, label=BIT, p_legit=both[:, 1], p_spam=both[:, 0])
    assert loss(right) == pytest.approx(BINARY, rel=1e-12)


@pytest.mark.parametrize("name", ["logit", "log_odds", "raw_margin", "decision_function", "link", "logit_1"])
def test_logits_inside_the_unit_interval_are_asked_about(tmp_path, name):
    path = saved(tmp_path, label=BIT, **{name: ONE})
    refused(path, "XE212")
    assert loss(path, "--from-logits") == pytest.approx((np.log1p(np.exp(ONE)) - BIT * ONE).mean(), rel=1e-12)


@pytest.mark.parametrize("name", ["prob_pct", "p_percent", "probability_%"])
def test_small_percentages_are_asked_about(tmp_path, name):
    path = saved(tmp_path, label=BIT, **{name: ONE})
    asked(path, "XE212")
    expected = -np.log(np.where(BIT == 1, ONE / 100, 1 - ONE / 100)).mean()
    assert loss(path, "--from-percent") == pytest.approx(expected, rel=1e-12)


def test_the_probability_of_the_own_label_is_no_prediction(tmp_path):
    own = np.where(BIT == 1, ONE, 1 - ONE)
    done = inside("loss", saved(tmp_path, label=BIT, prob_of_true_class=own))
    assert done.returncode == 1
    assert "XE212" in done.stderr


def test_log_softmax_over_the_rows_is_refused(tmp_path):
    logits = RANDOM.normal(size=(10, 10))
    over_rows = logits - np.log(np.exp(logits).sum(axis=0))
    np.save(tmp_path / "y.npy", np.arange(10))
    np.save(tmp_path / "p.npy", over_rows)
    done = inside("loss", tmp_path / "y.npy", tmp_path / "p.npy")
    assert done.returncode == 1
    assert "XE211" in done.stderr


@pytest.mark.parametrize(("sums", "asks"), [([1, 1.0001, 1], False), ([0.9, 1.2, 0.9], True)])
def test_only_columns_that_sum_to_one_where_rows_do_not_may_be_transposed(tmp_path, sums, asks):
    scores = np.array([[0.5, 0.3, 0.2], [0.2, 0.5, 0.3], [0.3, 0.2, 0.5]])
    spread = (np.array(sums) - 1)[:, None] * np.array([1, 0.5, -0.5])
    np.save(tmp_path / "y.npy", np.arange(3))
    np.save(tmp_path / "p.npy", scores + spread)
    done = inside("loss", tmp_path / "y.npy", tmp_path / "p.npy")
    assert (done.returncode, "[XE205]" in done.stderr or "[XE206]" in done.stderr) == (1, True)
    assert ("transposed" in done.stderr) == asks
