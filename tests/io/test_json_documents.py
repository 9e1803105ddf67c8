"""One JSON document of many rows, in every shape that pandas, json.dump and services write."""

import gzip
import json

import numpy as np
import pandas as pd
import pytest
from running import inside

NAMES = ("ash", "birch", "cedar")
ROWS = 12


def made(rows=ROWS, seed=3):
    rng = np.random.default_rng(seed)
    labels = np.concatenate([np.arange(3), rng.integers(0, 3, rows)])[:rows]
    scores = rng.dirichlet([1, 1, 1], rows)
    return labels, scores, float(-np.log(scores[np.arange(rows), labels]).mean())


LABELS, SCORES, RIGHT = made()
FRAME = pd.DataFrame({"label": LABELS} | {f"p_{k}": SCORES[:, k] for k in range(3)})
ORIENTS = ("records", "split", "index", "columns", "table")
INDEXES = {
    "counted": FRAME.index,
    "shuffled": FRAME.index[::-1] * 7,
    "names": [f"img{k}" for k in range(ROWS)],
    "fractions": FRAME.index + 0.5,
}
WRITTEN = {
    "on one line": lambda text: text,
    "over lines": lambda text: json.dumps(json.loads(text), indent=2),
    "without indents": lambda text: json.dumps(json.loads(text), indent=0),
}


def loss(path, *words):
    done = inside("loss", path, *words, "-f", "value")
    assert done.returncode == 0, done.stderr
    return float(done.stdout)


def saved(folder, told, name="out.json"):
    path = folder / name
    path.write_text(told if isinstance(told, str) else json.dumps(told))
    return path


@pytest.mark.parametrize("orient", ORIENTS)
@pytest.mark.parametrize("index", INDEXES.values(), ids=INDEXES)
@pytest.mark.parametrize("form", WRITTEN.values(), ids=WRITTEN)
def test_every_orient_of_pandas_is_read(orient, index, form, tmp_path):
    frame = FRAME[["p_2", "label", "p_0", "p_1"]].set_axis(index)
    path = saved(tmp_path, form(frame.to_json(orient=orient, double_precision=15)))
    assert loss(path) == pytest.approx(RIGHT)


@pytest.mark.parametrize("orient", ORIENTS)
def test_rows_are_joined_by_the_index_that_pandas_writes(orient, tmp_path):
    shuffled = FRAME.drop(columns="label").sample(frac=1, random_state=1)
    labels = saved(tmp_path, FRAME[["label"]].to_json(orient=orient), "y.json")
    scores = saved(tmp_path, shuffled.to_json(orient=orient, double_precision=15))
    if orient == "records":
        scores = saved(tmp_path, FRAME.to_json(orient=orient, double_precision=15))
    assert loss(labels, scores) == pytest.approx(RIGHT)


@pytest.mark.parametrize("categories", [NAMES, NAMES[::-1]])
def test_the_categories_of_a_table_are_the_order_of_the_classes(categories, tmp_path):
    names = pd.Categorical([categories[k] for k in LABELS], categories=categories)
    frame = FRAME.assign(label=names)
    path = saved(tmp_path, frame.to_json(orient="table", double_precision=15))
    assert loss(path) == pytest.approx(RIGHT)


SHAPES = {
    "lists": {"y_true": LABELS.tolist(), "y_prob": SCORES.tolist()},
    "one list": {"predictions": SCORES.tolist()},
    "an array": SCORES.tolist(),
    "by number": {str(k): row for k, row in enumerate(SCORES.tolist())},
    "by name": {f"img{k}": row for k, row in enumerate(SCORES.tolist())},
    "by column": {str(k): SCORES[:, k].tolist() for k in range(3)},
    "trainer.predict": {
        "predictions": np.log(SCORES).tolist(),
        "label_ids": LABELS.tolist(),
        "metrics": {"test_loss": 0.5},
    },
    "nested": {"model": "m", "results": {"label": LABELS.tolist(), "probs": SCORES.tolist()}},
    "nested rows": {
        "n": 12,
        "data": [{"target": int(y), "scores": p} for y, p in zip(LABELS, SCORES.tolist(), strict=True)],
    },
    "split for a server": {"dataframe_split": {"columns": ["a", "b", "c"], "data": SCORES.tolist()}},
    "with a history": {"y": LABELS.tolist(), "proba": SCORES.tolist(), "loss_by_epoch": [0.5, 0.25]},
}


@pytest.mark.parametrize("told", SHAPES.values(), ids=SHAPES)
@pytest.mark.parametrize("form", WRITTEN.values(), ids=WRITTEN)
def test_lists_are_columns(told, form, tmp_path):
    path = saved(tmp_path, form(json.dumps(told)))
    paths = [path]
    if not any(word in json.dumps(told) for word in ("y_true", "label", "target", '"y"')):
        paths = [saved(tmp_path, LABELS.tolist(), "y.json"), path]
    assert loss(*paths) == pytest.approx(RIGHT)


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (1, 0, 2)])
@pytest.mark.parametrize("key", ["classes", "class_names", "id2label", "label2id"])
@pytest.mark.parametrize("rows", [3, ROWS])
def test_a_list_of_classes_names_the_scores(order, key, rows, tmp_path):
    labels, scores, right = made(rows)
    names = [NAMES[k] for k in order]
    told = {
        "id2label": {str(k): n for k, n in enumerate(names)},
        "label2id": {n: k for k, n in enumerate(names)},
    }
    document = {"y": [NAMES[k] for k in labels], "logits": np.log(scores[:, order]).tolist()}
    path = saved(tmp_path, document | {key: told.get(key, names)})
    assert loss(path) == pytest.approx(right)


@pytest.mark.parametrize("rows", [1, 2, 3, 4])
@pytest.mark.parametrize("orient", ORIENTS)
def test_few_rows_are_not_mistaken(rows, orient, tmp_path):
    labels, scores, right = made(rows)
    frame = pd.DataFrame({"label": labels} | {f"p{k}": scores[:, k] for k in range(3)})
    assert loss(saved(tmp_path, frame.to_json(orient=orient, double_precision=15))) == pytest.approx(right)
    lists = saved(tmp_path, {"y_true": labels.tolist(), "y_prob": scores.tolist()})
    assert loss(lists) == pytest.approx(right)


@pytest.mark.parametrize("orient", ORIENTS)
def test_one_probability_of_two_classes(orient, tmp_path):
    labels, scores = LABELS % 2, SCORES[:, 0] * 0.9 + 0.05
    right = -np.log(np.where(labels == 1, scores, 1 - scores)).mean()
    frame = pd.DataFrame({"y_true": labels, "y_prob": scores})
    assert loss(saved(tmp_path, frame.to_json(orient=orient, double_precision=15))) == pytest.approx(right)
    lists = {"labels": labels.tolist(), "predictions": scores.tolist()}
    assert loss(saved(tmp_path, lists)) == pytest.approx(right)


def test_a_document_may_be_compressed(tmp_path):
    (tmp_path / "out.json.gz").write_bytes(gzip.compress(FRAME.to_json(double_precision=15).encode()))
    assert loss(tmp_path / "out.json.gz") == pytest.approx(RIGHT)


def test_values_that_follow_each_other_are_rows(tmp_path):
    rows = [{"label": int(y), "p": p.tolist()} for y, p in zip(LABELS, SCORES, strict=True)]
    path = saved(tmp_path, "\n".join(json.dumps(row, indent=2) for row in rows))
    assert loss(path) == pytest.approx(RIGHT)
