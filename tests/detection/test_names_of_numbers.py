"""Columns that are called after other numbers than logits: odds, ratios, losses, ranks, probabilities."""

import json

import numpy as np
import pytest
from running import inside

P = np.array(
    [[0.9, 0.06, 0.04], [0.2, 0.7, 0.1], [0.1, 0.3, 0.6], [0.1, 0.8, 0.1], [0.3, 0.3, 0.4], [0.5, 0.25, 0.25]]
)
Y = ["cat", "dog", "fox", "dog", "fox", "cat"]
RIGHT = -np.log(P[np.arange(6), [0, 1, 2, 1, 2, 0]]).mean()
Q = np.array([0.1, 0.8, 0.7, 0.3, 0.9, 0.55])
BITS = [0, 1, 1, 0, 1, 0]
OF_ONE = -np.log(np.where(BITS, Q, 1 - Q)).mean()
RANKS = np.array([[1, 2, 3], [2, 1, 3], [3, 2, 1], [2, 1, 3], [2, 3, 1], [1, 2, 3]])


def error_of(folder, names, values, labels=Y):
    """Return the code and the commands of the error, or the value as text."""
    rows = [f"{y},{','.join(map(str, row))}" for y, row in zip(labels, values, strict=True)]
    (folder / "t.csv").write_text("\n".join([",".join(["label", *names]), *rows]) + "\n")
    done = inside("loss", folder / "t.csv", "-f", "json")
    if done.returncode == 0:
        return float(json.loads(done.stdout)["value"]), []
    error = json.loads(done.stderr.splitlines()[-1])
    return error["code"], [words for words in error["tries"] if "--from-logits" in str(words)]


def of_one(folder, name, values):
    return error_of(folder, [name], values[:, None], BITS)


@pytest.mark.parametrize(
    "name", ["odds", "odds_1", "odds_yes", "odds_ratio", "OddsRatio", "odds1", "exp_logit", "explogit"]
)
def test_a_column_that_is_called_odds_is_refused(tmp_path, name):
    assert of_one(tmp_path, name, Q / (1 - Q)) == ("XE212", [])


@pytest.mark.parametrize("name", ["likelihood_ratio", "bayes_factor", "lift", "LR", "bf10", "hazard_ratio"])
def test_a_column_that_is_called_a_ratio_is_refused(tmp_path, name):
    assert of_one(tmp_path, name, Q / (1 - Q)) == ("XE227", [])


@pytest.mark.parametrize("name", ["log_odds", "log_odds_ratio", "log_likelihood_ratio", "logit_odds", "llr"])
def test_logarithms_of_odds_are_logits(tmp_path, name):
    z = np.log(Q / (1 - Q))
    assert of_one(tmp_path, name, z)[0] == pytest.approx(OF_ONE)
    assert isinstance(of_one(tmp_path, name, np.abs(z))[0], float)


def test_probabilities_of_a_model_called_lr_are_read(tmp_path):
    assert of_one(tmp_path, "lr", Q)[0] == pytest.approx(OF_ONE)


@pytest.mark.parametrize("stem", ["likelihood_ratio", "bayes_factor", "lift", "lr"])
@pytest.mark.parametrize("pattern", ["{}_{}", "{1}_{0}"])
def test_ratios_of_several_classes_are_refused(tmp_path, stem, pattern):
    names = [pattern.format(stem, name) for name in ("cat", "dog", "fox")]
    assert error_of(tmp_path, names, P / (1 - P)) == ("XE227", [])
    assert error_of(tmp_path, names, P * 7) == ("XE227", [])  # rows with the same sum


@pytest.mark.parametrize("stem", ["exp", "exp_logit", "explogit"])
def test_exponentials_are_divided_by_their_sum(tmp_path, stem):
    values = P * np.array([[3], [4], [5], [6], [7], [8]])
    assert error_of(tmp_path, [f"{stem}_{name}" for name in ("cat", "dog", "fox")], values) == ("XE227", [])
    done = inside("loss", tmp_path / "t.csv", "-f", "value", "--normalize")
    assert float(done.stdout) == pytest.approx(RIGHT)


SMALLER_IS_LIKELIER = ["perplexity", "ppl", "surprisal", "bits", "negloglik", "nll", "euclid", "chi2"]


@pytest.mark.parametrize("stem", [*SMALLER_IS_LIKELIER, "neg_log_lik", "minus_log_p"])
@pytest.mark.parametrize("pattern", ["{}_{}", "{1}.{0}", "{}[{}]"])
def test_numbers_that_are_smaller_for_likelier_classes_are_refused(tmp_path, stem, pattern):
    names = [pattern.format(stem, name) for name in ("cat", "dog", "fox")]
    assert error_of(tmp_path, names, np.round(1.3 - np.log2(P), 4)) == ("XE221", [])


@pytest.mark.parametrize("name", SMALLER_IS_LIKELIER)
def test_one_column_of_such_numbers_is_refused(tmp_path, name):
    assert of_one(tmp_path, name, 1.3 - np.log2(Q)) == ("XE212", [])


@pytest.mark.parametrize(("stem", "values"), [("rank", RANKS), ("rank", RANKS / 3), ("cost", 3 * (1 - P))])
def test_ranks_and_costs_with_equal_sums_are_not_normalized(tmp_path, stem, values):
    code, _ = error_of(tmp_path, [f"{stem}_{name}" for name in ("cat", "dog", "fox")], values)
    assert code == "XE221"
    assert "try:" not in inside("loss", tmp_path / "t.csv").stderr


def test_ranks_under_any_name_are_not_normalized(tmp_path):
    assert error_of(tmp_path, ["s_cat", "s_dog", "s_fox"], RANKS) == ("XE221", [])
    assert error_of(tmp_path, ["s_cat", "s_dog", "s_fox"], [*RANKS[:5], [0, 0, 6]])[0] == "XE210"


@pytest.mark.parametrize("name", ["probability", "prob", "proba", "p", "p_1", "y_prob", "prob_yes"])
def test_probabilities_outside_0_to_1_are_not_read_as_logits(tmp_path, name):
    assert of_one(tmp_path, name, Q * 10) == ("XE212", [])


def test_logits_that_are_called_probabilities_are_a_question(tmp_path):
    code, tries = of_one(tmp_path, "prob", 3 * np.log(Q / (1 - Q)))
    assert (code, len(tries)) == ("XE212", 1)


@pytest.mark.parametrize("name", ["p", "score", "log_prob_ratio", "prob_logit", "raw_prob"])
def test_other_names_may_hold_logits(tmp_path, name):
    assert of_one(tmp_path, name, np.log(Q / (1 - Q)))[0] == pytest.approx(OF_ONE)


def test_scores_that_are_called_probabilities_are_not_read_as_logits(tmp_path):
    values = P * np.array([[3], [4], [5], [6], [7], [8]])
    assert error_of(tmp_path, ["prob_cat", "prob_dog", "prob_fox"], values) == ("XE212", [])


@pytest.mark.parametrize("stem", ["logprob", "log_prob", "lp", "loglik", "score", "log2p"])
@pytest.mark.parametrize("base", [np.log(2), np.log(10), -np.log(2), -np.log(10)])
def test_other_logarithms_are_recognised_by_their_sums(tmp_path, stem, base):
    names = [f"{stem}_{name}" for name in ("cat", "dog", "fox")]
    assert error_of(tmp_path, names, np.log(P) / base) == ("XE211", [])


def test_natural_logarithms_are_read(tmp_path):
    value, _ = error_of(tmp_path, ["logprob_cat", "logprob_dog", "logprob_fox"], np.log(P))
    assert value == pytest.approx(RIGHT)
