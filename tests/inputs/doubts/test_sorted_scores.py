"""Scores that are sorted within each row: the place of a score does not tell its class."""

import json

import numpy as np
import pytest
from running import inside

TOPS = [0.8, 0.7, 0.9, 0.5, 0.6, 0.8, 0.6, 0.4, 0.45, 0.65, 0.55, 0.75]
LABELS = ["dog", "fox", "cat", "fox", "dog", "cat", "fox", "dog", "cat", "fox", "dog", "cat"]


def rows_of(names, *, rising=False, count=12):
    rows = [[top, round((1 - top) * 0.6, 4), round((1 - top) * 0.4, 4)] for top in TOPS[:count]]
    rows = rows if len(names) == 3 else [[max(top, 1 - top), min(top, 1 - top)] for top in TOPS[:count]]
    return [row[::-1] for row in rows] if rising else rows


def csv(path, head, labels, rows, predicted=None):
    predicted = predicted or [None] * len(rows)
    cells = (
        [y, *([] if p is None else [p]), *row] for y, p, row in zip(labels, predicted, rows, strict=False)
    )
    path.write_text(head + "\n" + "".join(",".join(map(str, row)) + "\n" for row in cells))
    return path


@pytest.mark.parametrize("rising", [False, True])
@pytest.mark.parametrize("ids", [False, True])
def test_predicted_classes_that_vary(tmp_path, rising, ids):
    names = "p_0,p_1,p_2" if ids else "p_cat,p_dog,p_fox"
    labels = [("cat", "dog", "fox").index(y) if ids else y for y in LABELS]
    rows = rows_of(names.split(","), rising=rising)
    path = csv(tmp_path / "t.csv", f"label,pred,{names}", labels, rows, labels)
    assert "[XE356]" in inside("loss", path).stderr


def test_lists_with_predicted_classes(tmp_path):
    path = tmp_path / "t.jsonl"
    rows = zip(LABELS, rows_of("abc"), strict=True)
    lines = [{"label": ["cat", "dog", "fox"].index(y), "pred": y, "probs": row} for y, row in rows]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    assert "[XE356]" in inside("loss", path).stderr


def test_two_classes_cut_by_a_threshold(tmp_path):
    rows = rows_of("ab")
    predicted = ["cat" if row[0] > 0.7 else "dog" for row in rows]
    path = csv(tmp_path / "t.csv", "label,pred,p_cat,p_dog", predicted[::-1], rows, predicted)
    assert inside("loss", path).returncode == 0
    mixed = csv(tmp_path / "t.csv", "label,pred,p_cat,p_dog", ["cat", "dog"] * 6, rows, ["cat", "dog"] * 6)
    assert "[XE356]" in inside("loss", mixed).stderr


def warned(folder, labels, scores):
    np.save(folder / "y.npy", labels)
    np.save(folder / "p.npy", scores)
    done = inside("loss", folder / "y.npy", folder / "p.npy")
    assert done.returncode == 0, done.stderr
    return "[XE846]" in done.stderr


@pytest.mark.parametrize("logits", [False, True])
@pytest.mark.parametrize("rising", [False, True])
def test_a_warning_without_predicted_classes(tmp_path, rising, logits):
    random = np.random.default_rng(1)
    scores = np.sort(random.dirichlet([1, 1, 1], 60), axis=1)
    scores = scores if rising else scores[:, ::-1]
    labels = random.integers(0, 3, 60)
    assert warned(tmp_path, labels, np.log(scores) + 1 if logits else scores)


@pytest.mark.parametrize("name", ["most rows have one class", "nearly constant", "not sorted", "few rows"])
def test_no_warning(tmp_path, name):
    random = np.random.default_rng(2)
    shares = {"most rows have one class": [30, 4, 1], "nearly constant": [400, 300, 200]}
    scores = random.dirichlet(shares.get(name, [1, 1, 1]), 5 if name == "few rows" else 60)
    labels = np.array([random.choice(3, p=row) for row in scores])
    if name != "not sorted":
        scores = np.sort(scores, axis=1)[:, ::-1]
    assert not warned(tmp_path, labels, scores)
