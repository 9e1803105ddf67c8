"""Rows of JSON as services and libraries write them: vectors, nested objects, numbers in quotes, and gaps."""

import json

import numpy as np
import pytest
from running import inside

NAMES = ("ash", "birch", "cedar")
RNG = np.random.default_rng(4)
LABELS = np.array([0, 1, 2, 2, 1, 0, 0, 1])
SCORES = RNG.dirichlet([1, 1, 1], len(LABELS))
RIGHT = -np.log(SCORES[np.arange(len(LABELS)), LABELS]).mean()
FALLING = [np.argsort(-row).tolist() for row in SCORES]
TRUE = [NAMES[k] for k in LABELS]


def dense(row):
    return {"type": 1, "values": row.tolist()}


def sparse(row):
    return {"type": 0, "size": 3, "indices": [0, 1, 2], "values": row.tolist()}


def ranked(row, names=NAMES):
    return [names[k] for k in FALLING[row]], [SCORES[row, k] for k in FALLING[row]]


def listed(row, score="score", known=NAMES):
    return [{"label": n, score: s} for n, s in zip(*ranked(row, known), strict=True)]


ONE_FILE = {
    "Spark, dense": lambda k: {"label": float(LABELS[k]), "probability": dense(SCORES[k])},
    "Spark, sparse": lambda k: {"label": float(LABELS[k]), "probability": sparse(SCORES[k])},
    "Spark, all columns": lambda k: {
        "features": {"type": 0, "size": 9, "indices": [1, 4], "values": [0.5, 2.0]},
        "label": float(LABELS[k]),
        "rawPrediction": dense(np.log(SCORES[k]) + 3),
        "probability": dense(SCORES[k]),
        "prediction": float(SCORES[k].argmax()),
    },
    "Spark, raw": lambda k: {"label": float(LABELS[k]), "rawPrediction": dense(np.log(SCORES[k]) + 3)},
    "BigQuery": lambda k: {
        "predicted_label": ranked(k)[0][0],
        "predicted_label_probs": listed(k, score="prob"),
        "label": TRUE[k],
    },
    "BigQuery, numbers as text": lambda k: {
        "predicted_label": str(SCORES[k].argmax()),
        "predicted_label_probs": [{"label": str(c), "prob": repr(float(SCORES[k, c]))} for c in FALLING[k]],
        "label": str(LABELS[k]),
        "age": "35",
    },
    "Vertex": lambda k: {
        "instance": {"content": "gs://a", "label": TRUE[k]},
        "prediction": dict(zip(("displayNames", "confidences"), ranked(k), strict=True)),
    },
    "Vertex, tabular": lambda k: {
        "instance": {"x": 0.5, "label": TRUE[k]},
        "prediction": dict(zip(("classes", "scores"), ranked(k), strict=True)),
    },
    "a pipeline beside the label": lambda k: {"text": "a b", "label": TRUE[k], "output": listed(k)},
    "numbers in quotes": lambda k: {"label": str(LABELS[k])} | {f"p{c}": str(SCORES[k, c]) for c in range(3)},
    "lists in quotes": lambda k: {"label": str(LABELS[k]), "p": list(map(str, SCORES[k].tolist()))},
    "scores by name": lambda k: {"target": TRUE[k], "scores": {NAMES[c]: SCORES[k, c] for c in FALLING[0]}},
    "nested": lambda k: {
        "input": {"text": "a", "label": TRUE[k]},
        "output": {"scores": dict(zip(*ranked(k), strict=True))},
    },
    "NaN in a column that is not used": lambda k: {"label": TRUE[k], "x": float("nan"), "p": listed(k)},
}


def written(folder, rows, form):
    path = folder / ("out.jsonl" if form == "lines" else "out.json")
    path.write_text("\n".join(map(json.dumps, rows)) if form == "lines" else json.dumps(rows))
    return path


def loss(*words):
    done = inside("loss", *words, "-f", "value")
    assert done.returncode == 0, done.stderr
    return float(done.stdout)


@pytest.mark.parametrize("row", ONE_FILE.values(), ids=ONE_FILE)
@pytest.mark.parametrize("form", ["lines", "array"])
def test_labels_and_scores_of_one_file(row, form, tmp_path):
    assert loss(written(tmp_path, [row(k) for k in range(len(LABELS))], form)) == pytest.approx(RIGHT)


PREFIXED = tuple(f"__label__{name}" for name in NAMES)
NUMBERED = tuple(f"__label__{k}" for k in range(3))


def beside(names, scores, known=NAMES):
    return lambda k: dict(zip((names, scores), ranked(k, known), strict=True))


TWO_FILES = {
    "a pipeline": (TRUE, listed),
    "a pipeline with ids": (LABELS, lambda k: listed(k, known=("LABEL_0", "LABEL_1", "LABEL_2"))),
    "BlazingText": (TRUE, beside("label", "prob", PREFIXED)),
    "BlazingText, ids": (LABELS, beside("label", "prob", NUMBERED)),
    "ids beside scores": (LABELS, beside("classes", "scores", range(3))),
    "ids of another name": (LABELS, beside("top", "probs", range(3))),
}


@pytest.mark.parametrize(("labels", "row"), TWO_FILES.values(), ids=TWO_FILES)
@pytest.mark.parametrize("form", ["lines", "array"])
def test_scores_beside_a_file_of_labels(labels, row, form, tmp_path):
    (tmp_path / "y.csv").write_text("label\n" + "".join(f"{label}\n" for label in labels))
    path = written(tmp_path, [row(k) for k in range(len(LABELS))], form)
    assert loss(tmp_path / "y.csv", path) == pytest.approx(RIGHT)


@pytest.mark.parametrize("two", [(0, 1), (1, 0)])
def test_one_hot_labels_of_two_classes_are_no_ids(two, tmp_path):
    rows = [{"labels": list(two), "scores": [0.25, 0.75]}, {"labels": list(two[::-1]), "scores": [0.5, 0.5]}]
    right = -np.log([0.25 if two[0] else 0.75, 0.5]).mean()
    assert loss(written(tmp_path, rows, "lines")) == pytest.approx(right)


def test_a_late_text_makes_a_column_text(tmp_path):
    rows = [{"id": str(k), "label": int(LABELS[k % 8]), "p": SCORES[k % 8].tolist()} for k in range(160)]
    rows[-1]["id"] = "last"
    assert loss(written(tmp_path, rows, "lines")) == pytest.approx(RIGHT)


@pytest.mark.parametrize("spelled", [int, str, "{:020d}".format])
def test_long_keys_are_exact(spelled, tmp_path):
    keys = [spelled(9007199254740993 + k) for k in range(len(LABELS))]
    (tmp_path / "y.csv").write_text(
        "id,label\n" + "".join(f"{k},{y}\n" for k, y in zip(keys, LABELS, strict=True))
    )
    rows = [{"id": keys[k], "p": SCORES[k].tolist()} for k in reversed(range(len(LABELS)))]
    assert loss(tmp_path / "y.csv", written(tmp_path, rows, "array"), "--on", "id") == pytest.approx(RIGHT)


def test_minus_infinity_is_a_logit(tmp_path):
    rows = [{"label": 0, "p": [1.5, 0.5, -np.inf]}, {"label": 1, "p": [0.25, 0.5, 3.0]}]
    right = np.mean([np.log(1 + np.exp(-1)), np.log(np.exp([0.25, 0.5, 3.0]).sum()) - 0.5])
    assert loss(written(tmp_path, rows, "lines"), "--from-logits") == pytest.approx(right)
    rows[0]["p"][2] = np.inf
    assert "XE024" in inside("loss", written(tmp_path, rows, "lines"), "--from-logits").stderr


@pytest.mark.parametrize("gap", [None, float("nan")])
def test_unknown_labels_may_be_left_out(gap, tmp_path):
    rows = [{"label": int(LABELS[k]), "p": SCORES[k].tolist()} for k in range(len(LABELS))]
    path = written(tmp_path, [*rows, rows[0] | {"label": gap}], "lines")
    assert loss(path, "--unknown", "?") == pytest.approx(RIGHT)
    assert inside("loss", path).returncode == 1
