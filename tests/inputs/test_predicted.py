"""Commands read a predicted class with its score as two probabilities, and refuse what that cannot be."""

import json
import math

import numpy as np
import pandas as pd
import pytest
from running import inside

import xentcli
from xentcli.inputs.roles.apply import Named, select_by_evidence
from xentcli.io.open_table import open_table
from xentcli.io.table import ReadOptions
from xentcli.settings.settings import Settings

LABELS = ["neg", "pos", "neg", "pos", "pos", "neg"]
PREDICTED = ["neg", "neg", "neg", "pos", "pos", "pos"]
SCORES = [0.875, 0.625, 0.75, 0.75, 0.9375, 0.5625]
RIGHT = -sum(math.log(s if y == p else 1 - s) for y, p, s in zip(LABELS, PREDICTED, SCORES, strict=True)) / 6
IDS = [int(name == "pos") for name in LABELS]


def written(folder, labels, predictions):
    """The files of labels and predictions, each a data frame; one file if there are no predictions."""
    labels.to_csv(folder / "y.csv", index=False)
    if predictions is None:
        return ("y.csv",)
    predictions.to_csv(folder / "p.csv", index=False)
    return "y.csv", "p.csv"


def told(folder, monkeypatch, command, labels, predictions, *more):
    monkeypatch.chdir(folder)
    done = inside(command, *written(folder, labels, predictions), *more, "-f", "json")
    return done.returncode, json.loads(done.stdout or done.stderr.splitlines()[0])


def named(**columns):
    return pd.DataFrame(columns)


TOP = named(prediction=PREDICTED, score=SCORES)
DECIDED = {
    "names": (named(label=LABELS), TOP),
    "ids": (named(label=IDS), TOP),
    "predicted ids": (named(label=IDS), named(pred=[int(p == "pos") for p in PREDICTED], confidence=SCORES)),
    "a label column beside the score": (named(y=LABELS), named(label=PREDICTED, score=SCORES)),
    "any text column of classes": (named(y=LABELS), named(name=PREDICTED, confidence=SCORES)),
    "one file": (named(id=range(6), label=LABELS, pred=PREDICTED, confidence=SCORES), None),
    "features beside": (named(y=LABELS), TOP.assign(age=range(20, 26), city=list("abcdef"))),
    "a hub's labels": (
        named(y=IDS),
        named(label=[f"LABEL_{int(p == 'pos')}" for p in PREDICTED], score=SCORES),
    ),
    "a hub's labels beside names": (
        named(y=LABELS),
        named(label=[f"LABEL_{int(p == 'pos')}" for p in PREDICTED], score=SCORES),
    ),
    "keys in another order": (
        named(id=range(6), label=LABELS),
        TOP.assign(id=range(6)).iloc[::-1],
    ),
    "the score of one class": (
        named(label=LABELS),
        named(
            prediction=PREDICTED,
            score=[s if p == "pos" else 1 - s for p, s in zip(PREDICTED, SCORES, strict=True)],
        ),
    ),
}


@pytest.mark.parametrize(("labels", "predictions"), DECIDED.values(), ids=DECIDED)
def test_the_loss_is_that_of_both_probabilities(labels, predictions, tmp_path, monkeypatch):
    status, answer = told(tmp_path, monkeypatch, "loss", labels, predictions)
    assert status == 0, answer
    assert answer["value"] == pytest.approx(RIGHT, rel=1e-12)


def test_percentages_are_read_where_they_are_said(tmp_path, monkeypatch):
    predictions = named(pred=PREDICTED, score=[100 * s for s in SCORES])
    _, answer = told(tmp_path, monkeypatch, "loss", named(label=LABELS), predictions, "--from-percent")
    assert answer["value"] == pytest.approx(RIGHT, rel=1e-12)


@pytest.mark.parametrize("command", ["validate", "advise", "detect"])
def test_other_commands_obey(command, tmp_path, monkeypatch):
    status, answer = told(tmp_path, monkeypatch, command, named(label=LABELS), TOP)
    assert (status, answer["classes"]) == (0, 2)


def test_both_columns_have_their_roles(tmp_path):
    (path,) = written(tmp_path, *DECIDED["one file"])
    table = open_table(str(tmp_path / path), ReadOptions())
    found = select_by_evidence(table, table, Named(None, None), Settings())
    roles = {column.name: str(column.role) for column in found.roles}
    assert roles == {
        "id": "key",
        "label": "label",
        "pred": "predicted-class",
        "confidence": "predicted-score",
    }


def test_python_reads_frames_alike():
    assert xentcli.loss(np.array(IDS), TOP).value == pytest.approx(RIGHT)
    assert xentcli.loss(named(label=LABELS), TOP).value == pytest.approx(RIGHT)


REFUSED = {
    "three classes": (named(y=list("abc") * 2), named(pred=list("abcabb"), score=SCORES), "XE321"),
    "twelve classes": (named(y=range(12)), named(pred=range(12), score=[0.5] * 12), "XE321"),
    "percentages": (named(y=LABELS), named(pred=PREDICTED, score=[100 * s for s in SCORES]), "XE322"),
    "scores of no reading": (named(y=LABELS), named(pred=PREDICTED, score=[0.25, *SCORES[1:]]), "XE323"),
    "names that mean nothing": (named(y=IDS), named(pred=["ham", *["spam"] * 5], score=SCORES), "XE324"),
}


@pytest.mark.parametrize(("labels", "predictions", "code"), REFUSED.values(), ids=REFUSED)
@pytest.mark.parametrize("command", ["loss", "advise"])
def test_what_it_cannot_be_is_refused(command, labels, predictions, code, tmp_path, monkeypatch):
    status, answer = told(tmp_path, monkeypatch, command, labels, predictions)
    assert (status, answer["code"]) == (1, code)


def test_the_commands_of_a_question_give_both_readings(tmp_path, monkeypatch):
    labels, predictions, _ = REFUSED["scores of no reading"]
    _, answer = told(tmp_path, monkeypatch, "loss", labels, predictions)
    found = [json.loads(inside(*words).stdout)["value"] for words in answer["tries"]]
    scores = [0.25, *SCORES[1:]]
    positive = [s if y == "pos" else 1 - s for y, s in zip(LABELS, scores, strict=True)]
    predicted = [s if y == p else 1 - s for y, p, s in zip(LABELS, PREDICTED, scores, strict=True)]
    assert found == [pytest.approx(-np.log(some).mean()) for some in (positive, predicted)]


OF_ONE = [0.875 if y else 0.125 for y in IDS]
SERIES = named(p_a=[0.5, 0.25, 0.25] * 2, p_b=[0.25, 0.5, 0.25] * 2, p_c=[0.25, 0.25, 0.5] * 2)
OTHERS = {
    "the score of class 1": (named(y=IDS), named(pred=IDS, prob=OF_ONE), 0.125),
    "a score called after a class": (named(y=IDS), named(pred=IDS, prob_1=OF_ONE), 0.125),
    "a copy of the labels": (named(y=IDS), named(label=IDS, prob=OF_ONE), 0.125),
    "a copy of the labels beside wrong scores": (named(y=IDS), named(label=IDS, prob=[0.25] * 6), None),
    "a series beside": (
        named(y=list("abcabc")),
        SERIES.assign(pred=list("abcabc"), score=[0.5] * 6),
        0.5,
    ),
}


@pytest.mark.parametrize(("labels", "predictions", "off"), OTHERS.values(), ids=OTHERS)
def test_other_scores_beside_predicted_classes_are_read_as_they_are(
    labels, predictions, off, tmp_path, monkeypatch
):
    status, answer = told(tmp_path, monkeypatch, "loss", labels, predictions)
    assert status == 0, answer
    right = -math.log(1 - off) if off is not None else -(math.log(0.25) + math.log(0.75)) / 2
    assert answer["value"] == pytest.approx(right)
