"""Ids beside columns called after words on a scale, and columns whose order is asked about."""

import json

import numpy as np
import pandas as pd
import pytest
from running import inside

SCALES = [
    ["low", "medium", "high"],
    ["poor", "fair", "good"],
    ["mild", "moderate", "severe"],
    ["small", "medium", "large"],
    ["one", "two", "three"],
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun"],
    ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
    ["No DR", "Mild", "Moderate", "Severe", "Proliferative DR"],
    ["strongly disagree", "disagree", "neutral", "agree", "strongly agree"],
    ["I", "II", "III", "IV", "IX"],
]


def model(width, rows=12):
    rng = np.random.default_rng(width)
    truth = np.arange(rows) % width
    p = rng.dirichlet(np.ones(width), rows) * 0.4 + 0.6 * np.eye(width)[truth]
    return truth, p, -np.log(p[np.arange(rows), truth]).mean()


def tried(*words):
    """The values of the commands that an error names."""
    done = inside("loss", *words, "-f", "json")
    assert (done.returncode, done.stdout) == (1, ""), done.stdout
    error = json.loads(done.stderr.splitlines()[-1])
    found = [inside(*one) for one in error["tries"]]
    assert all(one.returncode == 0 for one in found), error
    return error["code"], [json.loads(one.stdout)["value"] for one in found]


@pytest.mark.parametrize("scale", SCALES, ids=lambda scale: scale[0])
@pytest.mark.parametrize("first", [0, 1])
@pytest.mark.parametrize("name", ["{}", "p_{}"])
def test_the_meaningful_order_is_offered_first(tmp_path, scale, first, name):
    truth, p, right = model(len(scale))
    order = sorted(range(len(scale)), key=lambda k: scale[k])
    columns = {name.format(scale[k]): p[:, k] for k in order}
    pd.DataFrame({"y": truth + first, **columns}).to_csv(tmp_path / "t.csv", index=False)
    if order == list(range(len(scale))):
        done = inside("loss", tmp_path / "t.csv", *(["--label-offset", "-1"] if first else []), "-f", "value")
        assert float(done.stdout) == pytest.approx(right)
        return
    code, values = tried(tmp_path / "t.csv")
    assert (code, len(values), values[0]) == ("XE120", 2, pytest.approx(right))


def test_a_class_that_does_not_occur(tmp_path):
    truth, p, _ = model(3)
    truth = np.where(truth == 1, 0, truth)
    right = -np.log(p[np.arange(12), truth]).mean()
    columns = {"high": p[:, 2], "low": p[:, 0], "medium": p[:, 1]}
    pd.DataFrame({"y": truth, **columns}).to_csv(tmp_path / "t.csv", index=False)
    assert tried(tmp_path / "t.csv")[1][0] == pytest.approx(right)


@pytest.mark.parametrize(
    "name", ["PRE_1", "oof_1", "run_1", "model_1", "phat_1", "pred_1", "output_1", "PGR_1"]
)
def test_a_counter_in_a_name_is_no_class(tmp_path, name):
    y, p = np.array([2, 1, 2, 1]), np.array([0.9, 0.2, 0.8, 0.3])
    pd.DataFrame({"outcome": y, name: p}).to_csv(tmp_path / "t.csv", index=False)
    right = -np.log(np.where(y == 2, p, 1 - p)).mean()
    code, values = tried(tmp_path / "t.csv")
    assert (code, values[0], len(values)) == ("XE304", pytest.approx(right), 2)


@pytest.mark.parametrize("name", ["p_1", "prob_1", "class_1", "proba_1", "P1", "P(Y=1)", ".pred_1"])
def test_the_number_of_a_class_in_a_name(tmp_path, name):
    y, p = np.array([2, 1, 2, 1]), np.array([0.1, 0.8, 0.2, 0.7])
    pd.DataFrame({"outcome": y, name: p}).to_csv(tmp_path / "t.csv", index=False)
    done = inside("loss", tmp_path / "t.csv", "-f", "value")
    assert float(done.stdout) == pytest.approx(-np.log(np.where(y == 1, p, 1 - p)).mean())


@pytest.mark.parametrize(
    ("labels", "columns", "code"),
    [
        (["good", "bad"], ["class0", "class1"], "XE108"),
        (["yes", "no"], ["class0", "class1"], "XE108"),
        ([0, 1], ["p2", "p1"], "XE109"),
        ([1, 2], ["p_good"], "XE304"),
        ([3, 5], ["p"], "XE304"),
        (["no", "yes"], ["p"], "XE304"),
    ],
)
def test_both_orders_of_two_classes_are_offered(tmp_path, labels, columns, code):
    y, p = np.array([1, 0, 1, 0]), np.array([0.8, 0.3, 0.55, 0.45])
    scores = [1 - p, p] if len(columns) == 2 else [p]
    names = np.array(labels)[y]
    table = {"y": names, **dict(zip(columns, scores, strict=True))}
    pd.DataFrame(table).to_csv(tmp_path / "t.csv", index=False)
    right, wrong = (-np.log(np.where(y == one, p, 1 - p)).mean() for one in (1, 0))
    found, values = tried(tmp_path / "t.csv")
    assert (found, sorted(values)) == (code, pytest.approx(sorted([right, wrong])))


def test_the_order_that_a_document_declares_is_that_of_the_ids(tmp_path):
    truth, p, right = model(3)
    told = {"classes": ["dog", "bird", "cat"], "y_true": truth.tolist(), "y_score": p.tolist()}
    (tmp_path / "r.json").write_text(json.dumps(told))
    assert float(inside("loss", tmp_path / "r.json", "-f", "value").stdout) == pytest.approx(right)


def test_minus_100_is_a_mark_and_no_class(tmp_path):
    truth, p, _ = model(4)
    y = np.where(truth == 0, -100, truth)
    np.save(tmp_path / "y.npy", y)
    np.save(tmp_path / "p.npy", p)
    right = -np.log(p[np.arange(12), truth])[y >= 0].mean()
    assert tried(tmp_path / "y.npy", tmp_path / "p.npy") == ("XE112", [pytest.approx(right)])
