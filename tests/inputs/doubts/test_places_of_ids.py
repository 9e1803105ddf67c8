"""Ids that do not go with the names or the places of the columns."""

import json

import numpy as np
import pytest
from running import inside

TABLE = """id,label,pred,proba_0,proba_1,proba_2
1,0,0,0.1,0.2,0.7
2,1,1,0.6,0.3,0.1
3,2,2,0.2,0.7,0.1
4,0,1,0.5,0.2,0.3
5,1,1,0.8,0.1,0.1
6,2,2,0.1,0.6,0.3
7,0,0,0.05,0.15,0.8
8,2,0,0.1,0.3,0.6
"""
RIGHT, AS_NAMED = 0.5736542308362172, 1.6894257456892419


def tried(path, text):
    path.write_text(text)
    error = json.loads(inside("loss", path, "-f", "json").stderr.splitlines()[-1])
    assert error["code"] == "XE120"
    return [json.loads(inside(*words).stdout)["value"] for words in error["tries"]], error["hint"]


def test_no_command_promises_another_order_of_numbered_columns(tmp_path):
    values, hint = tried(tmp_path / "t.csv", TABLE)
    assert values == [pytest.approx(AS_NAMED)]
    assert "rename the columns" in hint


def test_a_command_gives_the_other_order_of_columns_with_names(tmp_path):
    values, _ = tried(tmp_path / "t.csv", TABLE.replace("proba_0,proba_1,proba_2", "cat,dog,fox"))
    assert values == [pytest.approx(RIGHT), pytest.approx(AS_NAMED)]


def off_by_one(folder, labels, scores):
    np.save(folder / "y.npy", labels)
    np.save(folder / "p.npy", scores)
    return inside("loss", folder / "y.npy", folder / "p.npy").stderr


@pytest.mark.parametrize("logits", [False, True])
def test_labels_from_one_with_a_class_that_never_occurs(tmp_path, logits):
    random = np.random.default_rng(0)
    labels = np.tile([1, 2, 3], 8)
    scores = random.dirichlet([1, 1, 1, 1], 24) * 0.3 + 0.7 * np.eye(4)[labels - 1]
    said = off_by_one(tmp_path, labels, 3 * np.log(scores) + 1 if logits else scores)
    assert "--label-offset -1 [XE847]" in said
    assert "[XE847]" not in off_by_one(tmp_path, labels - 1, scores)


def test_a_poor_model_without_the_first_class(tmp_path):
    random = np.random.default_rng(0)
    labels = np.tile([1, 2, 3], 8)
    assert "[XE847]" not in off_by_one(tmp_path, labels, random.dirichlet([1, 1, 1, 1], 24))
