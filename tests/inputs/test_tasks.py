"""Tables with several labels: scores go with the label of their own task, and constants are no scores."""

import json

import numpy as np
import pytest
from running import inside

RNG = np.random.default_rng(11)
P = RNG.dirichlet(np.ones(3), 9)
Q = RNG.dirichlet(np.ones(3), 9)
A, B = P.argmax(axis=1), np.arange(9) % 3
BITS = np.arange(9) % 2


def loss(folder, **columns):
    rows = zip(*(np.asarray(values).tolist() for values in columns.values()), strict=True)
    lines = [",".join(columns), *(",".join(map(repr, row)).replace("'", "") for row in rows)]
    (folder / "c.csv").write_text("\n".join(lines) + "\n")
    return inside("loss", folder / "c.csv", "-f", "json")


def sparse(p, y):
    return -np.log(p[np.arange(9), y]).mean()


@pytest.mark.parametrize(("a", "b"), [("label_{}", "{}_{}"), ("{}_class", "p_{}_{}"), ("is_{}", "{}.{}")])
def test_the_scores_of_one_task_go_with_its_label(tmp_path, a, b):
    scores = {b.format("fur", k): Q[:, k] for k in range(3)}
    out = loss(tmp_path, **{a.format("eye"): A, a.format("fur"): B}, **scores)
    if out.returncode:
        error = json.loads(out.stderr)
        assert error["code"] == "XE305"
        out = inside(*error["tries"][0])
    assert json.loads(out.stdout)["value"] == pytest.approx(sparse(Q, B), rel=1e-12)


@pytest.mark.parametrize("eye", [A, np.roll(A, 1)])
def test_the_scores_of_two_tasks_are_never_crossed(tmp_path, eye):
    scores = {f"{name}_{k}": p[:, k] for name, p in (("eye", P), ("fur", Q)) for k in range(3)}
    error = json.loads(loss(tmp_path, label_eye=eye, label_fur=B, **scores).stderr)
    values = [json.loads(inside(*words).stdout)["value"] for words in error["tries"]]
    right = np.array([sparse(P, eye), sparse(Q, B)])
    assert values
    assert all(np.isclose(right, value, rtol=1e-12).any() for value in values)


@pytest.mark.parametrize("later", [BITS, np.maximum(BITS, np.arange(9) == 4)])
def test_labels_are_never_proposed_as_scores_of_other_labels(tmp_path, later):
    p = np.where(BITS, 0.4, 0.3) + np.arange(9) / 20
    out = loss(tmp_path, default_12m=BITS, default_24m=later.astype(int), pd_12m=p)
    expected = -np.log(np.where(BITS, p, 1 - p)).mean()
    if out.returncode:
        out = inside(*json.loads(out.stderr)["tries"][0])
    assert json.loads(out.stdout)["value"] == pytest.approx(expected, rel=1e-12)


def test_the_classes_of_the_largest_score_are_not_the_first_labels(tmp_path):
    names = np.array(["ant", "bee", "cat"])
    scores = {f"IP_{name}": P[:, k] for k, name in enumerate(names)}
    error = json.loads(loss(tmp_path, _INTO_=names[A], _FROM_=names[B], **scores).stderr)
    assert json.loads(inside(*error["tries"][0]).stdout)["value"] == pytest.approx(sparse(P, B), rel=1e-12)


@pytest.mark.parametrize("names", [("threshold", "score", "base_rate"), ("cutoff", "out", "share")])
def test_constants_are_no_scores(tmp_path, names):
    p = P[:, 0]
    half = np.full(9, 0.5)
    out = loss(tmp_path, y=BITS, **{names[0]: half, names[1]: p, names[2]: half})
    expected = -np.log(np.where(BITS, p, 1 - p)).mean()
    assert json.loads(out.stdout)["value"] == pytest.approx(expected, rel=1e-12)
