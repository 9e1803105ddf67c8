"""Commands pivot long tables where they are complete, and refuse them with the reason where they are not."""

import json

import numpy as np
import pandas as pd
import pytest
from running import inside

NAMES = ["cat", "dog", "fox"]
LABELS = pd.DataFrame({"id": [7, 3, 5, 9], "label": ["dog", "cat", "fox", "fox"]})
WIDE = pd.DataFrame({"id": [3, 5, 7, 9], "cat": [0.5, 0.25, 0.125, 0.25], "dog": [0.25, 0.25, 0.75, 0.5]})
WIDE["fox"] = 1 - WIDE.cat - WIDE.dog
RIGHT = -np.log([0.75, 0.5, 0.5, 0.25]).mean()
LONG = WIDE.melt("id", var_name="class", value_name="prob")


def told(folder, monkeypatch, command, labels, predictions, *more):
    monkeypatch.chdir(folder)
    labels.to_csv("y.csv", index=False)
    files = ["y.csv"]
    if predictions is not None:
        predictions.to_csv("p.csv", index=False)
        files.append("p.csv")
    done = inside(command, *files, *more, "-f", "json")
    return done.returncode, json.loads(done.stdout or done.stderr.splitlines()[0])


COMPLETE = {
    "by sample": LONG.sort_values(["id", "class"]),
    "by class": LONG,
    "in no order": LONG.sample(frac=1, random_state=3),
    "as pandas melts": WIDE.melt("id"),
    "as R calls it": LONG.rename(columns={"class": ".class", "prob": ".pred"}),
    "decorated": WIDE.rename(columns={name: f"p_{name}" for name in NAMES}).melt("id"),
    "with a rank": LONG.assign(rank=range(len(LONG))),
}


@pytest.mark.parametrize("predictions", COMPLETE.values(), ids=COMPLETE)
@pytest.mark.parametrize("options", [(), ("--on", "id")], ids=["", "on"])
def test_a_complete_table_is_pivoted(predictions, options, tmp_path, monkeypatch):
    status, answer = told(tmp_path, monkeypatch, "loss", LABELS, predictions, *options)
    assert status == 0, answer
    assert answer["value"] == pytest.approx(RIGHT, rel=1e-12)


def test_one_table_holds_the_labels_too(tmp_path, monkeypatch):
    table = LONG.merge(LABELS.rename(columns={"label": "truth"}), on="id")
    status, answer = told(tmp_path, monkeypatch, "loss", table, None)
    assert status == 0, answer
    assert answer["value"] == pytest.approx(RIGHT, rel=1e-12)


@pytest.mark.parametrize("command", ["loss", "advise"])
@pytest.mark.parametrize("rows", [LONG[1:], pd.concat([LONG, LONG[:1]])], ids=["missing", "twice"])
def test_an_incomplete_table_is_refused_with_the_reason(command, rows, tmp_path, monkeypatch):
    status, answer = told(tmp_path, monkeypatch, command, LABELS, rows)
    assert (status, answer["code"]) == (1, "XE325")


def test_rows_of_their_own_are_left_as_they_are(tmp_path, monkeypatch):
    rows = pd.DataFrame({"id": [1, 1, 2, 2], "label": ["a", "b", "b", "a"]})
    scores = pd.DataFrame({"id": [1, 1, 2, 2], "a": [0.5, 0.5, 0.25, 0.75], "b": [0.5, 0.5, 0.75, 0.25]})
    status, answer = told(tmp_path, monkeypatch, "loss", rows, scores)
    assert status == 0, answer
    assert answer["value"] == pytest.approx(-np.log([0.5, 0.5, 0.75, 0.75]).mean())


TAGS = pd.DataFrame({"id": [1, 1, 2, 3], "tag": ["red", "blue", "red", "green"]})


def test_labels_of_a_key_that_repeats_are_the_labels_of_one_sample(tmp_path, monkeypatch):
    scores = pd.DataFrame(
        {"id": [1, 2, 3], "blue": [0.75, 0.25, 0.25], "green": [0.25, 0.25, 0.75], "red": [0.75, 0.5, 0.25]}
    )
    status, answer = told(tmp_path, monkeypatch, "loss", TAGS, scores)
    assert status == 0, answer
    right = -np.log([0.75, 0.75, 0.75, 0.75, 0.75, 0.5, 0.75, 0.75, 0.75]).mean()
    assert (answer["kind"], answer["value"]) == ("multi-label", pytest.approx(right))


@pytest.mark.parametrize("options", [(), ("--labels-column", "tag")], ids=["", "named"])
def test_convert_groups_them(options, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    TAGS.to_csv("y.csv", index=False)
    done = inside("convert", "y.csv", "--to", "multi-label", "-o", "m.csv", *options)
    found = pd.read_csv("m.csv")
    assert found.to_dict("list") == {"red": [1, 1, 0], "blue": [1, 0, 0], "green": [0, 0, 1]}
    assert "4 rows are the labels of 3 samples" in done.stderr


def test_convert_keeps_rows_that_repeat_a_label_apart(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    pd.concat([TAGS, TAGS[:1]]).to_csv("y.csv", index=False)
    done = inside("convert", "y.csv", "--to", "multi-label", "--labels-column", "tag", "-o", "m.csv")
    assert (done.returncode, len(pd.read_csv("m.csv"))) == (0, 5)
