"""Columns that hold other numbers than scores: odds, log-odds of one class against the rest, SHAP values."""

import json

import numpy as np
import pytest
from running import inside

RNG = np.random.default_rng(5)
P = RNG.dirichlet(np.ones(3) * 2, 9)
Y = RNG.integers(0, 3, 9)
BITS = RNG.integers(0, 2, 9)


def loss(folder, names, values, labels=Y, label="y", *options):
    rows = [",".join([str(y), *(f"{v:.6f}" for v in row)]) for y, row in zip(labels, values, strict=True)]
    (folder / "c.csv").write_text("\n".join([",".join([label, *names]), *rows]) + "\n")
    return inside("loss", folder / "c.csv", "-f", "json", *options)


def code(out):
    return json.loads(out.stderr)["code"] if out.returncode else json.loads(out.stdout)["value"]


@pytest.mark.parametrize(
    "names", [["logit_0", "logit_1", "logit_2"], ["a0", "a1", "a2"], ["z_0", "z_1", "z_2"]]
)
def test_log_odds_of_one_class_against_the_rest_are_refused(tmp_path, names):
    assert code(loss(tmp_path, names, np.log(P / (1 - P)))) == "XE211"
    np.save(tmp_path / "p.npy", np.log(P / (1 - P)))
    np.save(tmp_path / "y.npy", Y)
    assert code(inside("loss", tmp_path / "y.npy", tmp_path / "p.npy", "-f", "json")) == "XE211"


def test_other_logits_are_read(tmp_path):
    z = np.log(P) + RNG.normal(size=(9, 1))
    expected = -np.log(P[np.arange(9), Y]).mean()
    assert code(loss(tmp_path, ["logit_0", "logit_1", "logit_2"], z)) == pytest.approx(expected, rel=1e-4)


@pytest.mark.parametrize("names", [["odds_0", "odds_1", "odds_2"], ["B365_0", "B365_1", "B365_2"]])
@pytest.mark.parametrize("margin", [1, 1.06, 1.2])
def test_odds_are_refused(tmp_path, names, margin):
    assert code(loss(tmp_path, names, 1 / ((P * 0.9 + 0.03) * margin))) == "XE229"


def test_percentages_next_to_shares_are_refused(tmp_path):
    p = P[:, 0] * 0.9 + 0.05
    assert code(loss(tmp_path, ["p0", "p1"], np.stack([100 * p, 1 - p], 1), BITS)) == "XE230"
    assert code(loss(tmp_path, ["p0", "p1"], np.stack([p, 100 - 100 * p], 1), BITS)) == "XE230"
    assert code(loss(tmp_path, ["p0", "p1"], np.stack([np.log(p / (1 - p)), 1 - p], 1), BITS)) == "XE230"


NAMES = [
    *(["shap_value_0", "shap_value_1", "shap_value_2"], ["emb_0", "emb_1", "emb_2"]),
    *(
        ["feature_0", "feature_1", "feature_2"],
        ["0_vs_1", "0_vs_2", "1_vs_2"],
        ["similarity_0", "similarity_1", "similarity_2"],
    ),
]


@pytest.mark.parametrize("names", NAMES)
def test_names_of_other_numbers_are_refused(tmp_path, names):
    z = np.round(RNG.normal(size=(9, 3)), 2) + 0.001
    assert code(loss(tmp_path, names, z)) in {"XE227", "XE306"}


@pytest.mark.parametrize("name", ["p_value", "pval", "uncertainty", "cosine_similarity", "shap_value"])
@pytest.mark.parametrize("scale", [1, 4])
def test_a_single_column_of_other_numbers_is_refused(tmp_path, name, scale):
    values = (P[:, :1] - 0.5 * (scale > 1)) * scale
    assert code(loss(tmp_path, [name], values, BITS)) == "XE227"


@pytest.mark.parametrize("name", ["feature_score", "prob_similar", "p_shap", "score"])
def test_names_with_a_word_for_scores_are_read(tmp_path, name):
    p = P[:, 0]
    expected = -np.log(np.where(BITS, p, 1 - p)).mean()
    assert code(loss(tmp_path, [name], P[:, :1], BITS)) == pytest.approx(expected, rel=1e-4)


@pytest.mark.parametrize("names", [["logprob_0", "logprob_1"], ["logprobs.0", "logprobs.1"]])
def test_log_probabilities_of_some_classes_are_refused(tmp_path, names):
    some = np.log(np.stack([0.9 * P[:, 0], 0.9 * (1 - P[:, 0])], 1))
    assert code(loss(tmp_path, names, some, BITS)) == "XE228"


def test_top_log_probabilities_of_json_are_refused(tmp_path):
    some = [{"yes": -0.2, "no": -2.0, "maybe": -4.5}, {"yes": -1.5, "no": -0.4, "maybe": -4.6}]
    rows = [{"y": y, "top_logprobs": s} for y, s in zip(["yes", "no"], some, strict=True)]
    (tmp_path / "c.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    assert code(inside("loss", tmp_path / "c.jsonl", "-f", "json")) == "XE228"


def test_a_propensity_is_that_of_the_treatment(tmp_path):
    p, outcome = P[:, 0], np.roll(BITS, 1)
    rows = [f"{t},{o},{v:.6f}" for t, o, v in zip(BITS, outcome, p, strict=True)]
    (tmp_path / "c.csv").write_text("\n".join(["treatment,outcome,propensity", *rows]) + "\n")
    out = inside("loss", tmp_path / "c.csv", "-f", "json")
    assert code(out) == "XE231"
    named = inside(*json.loads(out.stderr)["tries"][0])
    assert code(named) == pytest.approx(-np.log(np.where(BITS, p, 1 - p)).mean(), rel=1e-4)
