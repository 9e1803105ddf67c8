"""Records with a list of labels and a list of scores for each label, read as one row per token."""

import gzip
import json
import os
import subprocess
import sys

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import parquet
from running import inside

NAMES = ("O", "B-PER", "I-PER")
COUNTS = (2, 1, 0, 3, 5)


def records(counts=COUNTS, width=3):
    random = np.random.default_rng(len(counts))
    return [
        {
            "id": f"s{place}",
            "split": "ab"[place % 2],
            "labels": random.integers(0, width, count).tolist(),
            "logits": random.normal(0, 3, (count, width)).round(3).tolist(),
        }
        for place, count in enumerate(counts)
    ]


def losses(rows):
    found = []
    for row in rows:
        for label, scores in zip(row["labels"], row["logits"], strict=True):
            found.append(np.log(np.exp(scores).sum()) - scores[label] if label >= 0 else np.nan)
    return np.array(found)


def lines(path, rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))


def compressed(path, rows):
    path.write_bytes(gzip.compress("".join(json.dumps(row) + "\n" for row in rows).encode()))


def document(path, rows):
    path.write_text(json.dumps(rows, indent=1))


def arrow(path, rows):
    table = pa.Table.from_pylist(rows)
    with pa.ipc.new_file(path, table.schema) as writer:
        writer.write_table(table, max_chunksize=2)


def parquet_file(path, rows):
    parquet.write_table(pa.Table.from_pylist(rows), path, row_group_size=2)


WRITERS = {
    "t.jsonl": lines,
    "t.jsonl.gz": compressed,
    "t.json": document,
    "t.arrow": arrow,
    "t.parquet": parquet_file,
}


def written(folder, rows, kind, name=None):
    path = folder / ((name or "t") + kind.removeprefix("t"))
    WRITERS[kind](path, rows)
    return path


def answer(*words):
    done = inside("loss", *words, "-f", "json")
    assert not done.returncode, done.stderr
    return json.loads(done.stdout)


def refused(*words):
    done = inside("loss", *words)
    assert done.returncode == 1, done.stdout
    return done.stderr


def codes(found):
    return [message["code"] for message in found["messages"]]


@pytest.mark.parametrize("kind", WRITERS)
@pytest.mark.parametrize("counts", [COUNTS, (4,), (3, 3), (0, 2, 1), (1, 1)])
def test_each_token_is_a_row(kind, counts, tmp_path):
    rows = records(counts)
    found = answer(written(tmp_path, rows, kind))
    assert found["value"] == pytest.approx(losses(rows).mean(), rel=1e-12)
    assert "XE861" in codes(found) or ("json" in kind and len(counts) == 1)  # an object of columns


@pytest.mark.parametrize("kind", WRITERS)
def test_two_files_of_the_same_records(kind, tmp_path):
    rows = records()
    labels = written(tmp_path, [{"labels": row["labels"]} for row in rows], kind, "y")
    scores = written(tmp_path, [{"logits": row["logits"]} for row in rows], kind, "p")
    found = answer(labels, scores)
    assert found["value"] == pytest.approx(losses(rows).mean(), rel=1e-12)
    assert codes(found).count("XE861") == 2


@pytest.mark.parametrize("kind", ["t.jsonl", "t.parquet"])
@pytest.mark.parametrize(("counts", "said"), [((2, 1, 0, 2, 6), "record 4"), (COUNTS[:4], "record 5")])
def test_two_files_that_differ_in_tokens(kind, counts, said, tmp_path):
    labels = written(tmp_path, [{"labels": row["labels"]} for row in records()], kind, "y")
    scores = written(tmp_path, [{"logits": row["logits"]} for row in records(counts)], kind, "p")
    error = refused(labels, scores)
    assert "XE316" in error
    assert said in error
    assert kind != "t.jsonl" or f"y.jsonl:{said[-1]}:" in error


@pytest.mark.parametrize("kind", ["t.jsonl", "t.parquet"])
def test_two_files_in_another_order_of_the_records(kind, tmp_path):
    rows = records((2, 1, 2))
    labels = written(tmp_path, [{"id": r["id"], "labels": r["labels"]} for r in rows], kind, "y")
    scores = written(tmp_path, [{"id": r["id"], "logits": r["logits"]} for r in rows[::-1]], kind, "p")
    assert "XE315" in refused(labels, scores)


@pytest.mark.parametrize("kind", ["t.jsonl", "t.parquet"])
def test_marks_of_labels_are_left_out(kind, tmp_path):
    rows = records()
    for row in rows:
        row["labels"] = [-100, *row["labels"]]
        row["logits"] = [[0.5, 0.0, 9.0], *row["logits"]]
    path = written(tmp_path, rows, kind)
    assert "--ignore-index -100" in refused(path)
    found = answer(path, "--ignore-index", "-100")
    assert found["value"] == pytest.approx(np.nanmean(losses(rows)), rel=1e-12)


@pytest.mark.parametrize("kind", ["t.jsonl", "t.parquet", "t.arrow"])
def test_names_of_classes(kind, tmp_path):
    rows = records()
    named = [row | {"labels": [NAMES[label] for label in row["labels"]]} for row in rows]
    found = answer(written(tmp_path, named, kind), "--classes", ",".join(NAMES))
    assert found["value"] == pytest.approx(losses(rows).mean(), rel=1e-12)


def test_names_in_the_features_of_hugging_face(tmp_path):
    rows = records()
    names = {"_type": "Sequence", "feature": {"_type": "ClassLabel", "names": list(NAMES)}}
    told = {b"huggingface": json.dumps({"info": {"features": {"labels": names}}}).encode()}
    table = pa.Table.from_pylist(rows).replace_schema_metadata(told)
    parquet.write_table(table, tmp_path / "t.parquet")
    assert answer(tmp_path / "t.parquet")["value"] == pytest.approx(losses(rows).mean(), rel=1e-12)


@pytest.mark.parametrize("kind", WRITERS)
def test_other_values_of_a_record_are_repeated(kind, tmp_path):
    rows, each = records(), losses(records())
    path = written(tmp_path, rows, kind)
    splits = np.repeat([row["split"] for row in rows], COUNTS)
    assert answer(path, "--where", "split=a")["value"] == pytest.approx(each[splits == "a"].mean(), rel=1e-12)
    groups = {one["name"]: one["mean"] for one in answer(path, "--by", "split")["by"]}
    assert groups == pytest.approx({one: each[splits == one].mean() for one in "ab"}, rel=1e-12)


@pytest.mark.parametrize("kind", WRITERS)
@pytest.mark.parametrize("change", [{"labels": [0]}, {"logits": [[1.0, 2.0, 3.0]]}, {"logits": None}])
@pytest.mark.parametrize("place", [0, 3])
def test_lists_of_a_record_that_differ_in_length(kind, change, place, tmp_path):
    rows = records()
    rows[place] = rows[place] | change
    error = refused(written(tmp_path, rows, kind))
    assert "XE084" in error
    assert (f"t.jsonl:{place + 1}:" if kind == "t.jsonl" else f"{place + 1}") in error
    assert kind not in {"t.json", "t.arrow", "t.parquet"} or f"(record {place + 1})" in error


@pytest.mark.parametrize("place", [120, 400])
@pytest.mark.parametrize("kind", ["t.jsonl", "t.parquet"])
def test_a_later_record_that_is_wrong(kind, place, tmp_path):
    rows = records(COUNTS * 100)
    rows[place]["labels"] = [0, 0, 0, 0]
    error = refused(written(tmp_path, rows, kind))
    assert "XE084" in error
    assert (f":{place + 1}:" if kind == "t.jsonl" else f"(record {place + 1})") in error


@pytest.mark.parametrize(
    ("scores", "code"), [([1.0, 2.0], "XE043"), ([1.0, None, 0.5], "XE016"), ([0.5, "x", 1], "XE020")]
)
def test_wrong_scores_of_a_token(scores, code, tmp_path):
    rows = records((2, 3, 2) * 50)
    rows[130]["logits"][1] = scores
    error = refused(written(tmp_path, rows, "t.jsonl"))
    assert code in error
    assert "t.jsonl:131:" in error


@pytest.mark.parametrize("kind", ["t.jsonl", "t.parquet"])
def test_records_of_all_pieces(kind, tmp_path):
    count = 5000 if kind == "t.jsonl" else 700
    rows = records(tuple(np.random.default_rng(3).integers(0, 9, count).tolist()))
    path = written(tmp_path, rows, kind)
    assert answer(path)["value"] == pytest.approx(losses(rows).mean(), rel=1e-12)
    assert answer(path, "--block-rows", "1009")["value"] == answer(path)["value"]


@pytest.mark.parametrize("kind", ["t.jsonl", "t.parquet"])
def test_a_pipe(kind, tmp_path):
    rows = records()
    path = written(tmp_path, rows, kind)
    command = [sys.executable, "-m", "xentcli", "loss", "-", "-f", "json"]
    done = subprocess.run(command, input=path.read_bytes(), capture_output=True, check=True, env=os.environ)
    assert json.loads(done.stdout)["value"] == pytest.approx(losses(rows).mean(), rel=1e-12)


@pytest.mark.parametrize("command", ["validate", "detect", "advise"])
def test_other_commands(command, tmp_path):
    path = written(tmp_path, records(), "t.jsonl")
    done = inside(command, path, path, "-f", "json")
    assert not done.returncode, done.stderr
    assert json.loads(done.stdout)["rows"] == sum(COUNTS)


def test_validate_names_every_wrong_record(tmp_path):
    rows = records(COUNTS * 9)
    rows[3]["labels"], rows[20]["labels"] = [0], None
    done = inside("validate", written(tmp_path, rows, "t.jsonl"))
    assert done.returncode == 1
    assert "t.jsonl:4: XE084" in done.stdout
    assert "t.jsonl:21: XE084" in done.stdout


@pytest.mark.parametrize("kind", ["t.jsonl", "t.parquet"])
def test_one_label_beside_several_lists_of_scores_is_refused(kind, tmp_path):
    rows = [{"label": 1, "logits": row["logits"]} for row in records((2, 3, 2))]
    assert "XE861" not in refused(written(tmp_path, rows, kind))


@pytest.mark.parametrize("kind", ["t.jsonl", "t.parquet"])
def test_lists_of_labels_beside_one_list_of_scores_are_several_labels(kind, tmp_path):
    rows = [
        {"labels": [1, 3], "probs": [0.25, 0.75, 0.5, 0.5]},
        {"labels": [0], "probs": [0.5, 0.25, 0.5, 0.25]},
    ]
    found = answer(written(tmp_path, rows, kind))
    hot = np.array([[0, 1, 0, 1], [1, 0, 0, 0]])
    p = np.array([row["probs"] for row in rows])
    assert found["value"] == pytest.approx(-np.log(np.where(hot, p, 1 - p)).mean(), rel=1e-12)
    assert "XE861" not in codes(found)


@pytest.mark.parametrize(("name", "is_right"), [("logits", True), ("out.logits", True), ("scores", False)])
def test_a_name_says_that_scores_are_logits_although_some_rows_sum_to_one(name, is_right, tmp_path):
    scores = [[0.25, 0.75], [1.5, -0.5], [2.0, 0.5], [-1.0, 0.25]]
    path = tmp_path / "t.jsonl"
    lines(path, [{"label": place % 2, name: one} for place, one in enumerate(scores)])
    if not is_right:
        assert "XE205" in refused(path)
        return
    p = np.array(scores)
    right = np.log(np.exp(p).sum(axis=1)) - p[np.arange(4), [0, 1, 0, 1]]
    assert answer(path)["value"] == pytest.approx(right.mean(), rel=1e-12)
