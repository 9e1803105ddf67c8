"""Columns of the best classes and their scores: one column per class if all are there, else refused."""

import json

import numpy as np
import pandas as pd
import pytest
from running import inside

NAMES = ["cat", "dog", "fox"]
SCORES = [[0.5, 0.375, 0.125], [0.25, 0.0, 0.75], [0.25, 0.5, 0.25]]
LABELS = ["dog", "fox", "dog"]
RIGHT = -np.log([0.375, 0.75, 0.5]).mean()


def ranked(best, class_, score, first=1, names=NAMES):
    rows = []
    for scores in SCORES:
        order = sorted(range(3), key=lambda k: -scores[k])[:best]
        rows.append({class_.format(r): names[k] for r, k in enumerate(order, first)})
        rows[-1] |= {score.format(r): scores[k] for r, k in enumerate(order, first)}
    return pd.DataFrame(rows)


def told(folder, monkeypatch, labels, predictions, *more):
    monkeypatch.chdir(folder)
    pd.DataFrame({"label": labels}).to_csv("y.csv", index=False)
    predictions.to_csv("p.csv", index=False)
    done = inside("loss", "y.csv", "p.csv", *more, "-f", "json")
    return done.returncode, json.loads(done.stdout or done.stderr.splitlines()[0])


@pytest.mark.parametrize(
    ("class_", "score", "first"),
    [("class{}", "conf{}", 1), ("top{}", "top{}_conf", 1), ("pred_{}", "prob_{}", 0), ("name.{}", "p.{}", 1)],
)
def test_ranked_columns_are_put_in_one_order(class_, score, first, tmp_path, monkeypatch):
    table = ranked(3, class_, score, first)
    status, answer = told(tmp_path, monkeypatch, LABELS, table.assign(id=range(3)))
    assert status == 0, answer
    assert answer["value"] == pytest.approx(RIGHT, rel=1e-12)


def test_ids_are_classes_too(tmp_path, monkeypatch):
    table = ranked(3, "class{}", "conf{}", names=[0, 1, 2])
    status, answer = told(tmp_path, monkeypatch, [1, 2, 1], table)
    assert status == 0, answer
    assert answer["value"] == pytest.approx(RIGHT, rel=1e-12)


@pytest.mark.parametrize("names", [NAMES, [0, 1, 2]])
def test_the_best_alone_are_refused(names, tmp_path, monkeypatch):
    labels = [names[NAMES.index(label)] for label in LABELS]
    status, answer = told(tmp_path, monkeypatch, labels, ranked(2, "class{}", "conf{}", names=names))
    assert (status, answer["code"]) == (1, "XE328")


def test_features_beside_a_series_are_no_classes(tmp_path, monkeypatch):
    table = pd.DataFrame(SCORES, columns=["p1", "p2", "p3"]).assign(x1=[3, 2, 1], x2=[1, 3, 2], x3=[2, 1, 3])
    status, answer = told(tmp_path, monkeypatch, [2, 3, 2], table, "--label-offset", "-1")
    assert status == 0, answer
    assert answer["value"] == pytest.approx(RIGHT, rel=1e-12)
