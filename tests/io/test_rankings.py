"""Rows that list classes with their scores: one column per class where all are listed, else refused."""

import json
import shlex

import pyarrow as pa
import pytest
from pyarrow import parquet
from running import inside

from xentcli.core.errors import DataError
from xentcli.io.open_table import open_table
from xentcli.io.table import ReadOptions

NAMES = ("anger", "fear", "joy")
ROWS = ({"anger": 0.875, "joy": 0.125, "fear": 0.0}, {"joy": 0.5, "fear": 0.25, "anger": 0.25})
FORMS = {
    "objects": lambda row: [{"label": name, "score": p} for name, p in row.items()],
    "other keys": lambda row: [{"Name": name, "Confidence": p} for name, p in row.items()],
    "more keys": lambda row: [{"class": 3, "name": name, "confidence": p} for name, p in row.items()],
    "lists in a list": lambda row: [FORMS["objects"](row)],
    "pairs": lambda row: [list(pair) for pair in row.items()],
    "ids, names and scores": lambda row: [["n1", *pair] for pair in row.items()],
    "two lists": lambda row: [list(row), list(row.values())],
    "in a field": lambda row: {"id": 3, "predictions": FORMS["objects"](row)},
    "zero-shot": lambda row: {"sequence": "a", "labels": list(row), "scores": list(row.values())},
    "parallel lists": lambda row: {
        "instance": "a",
        "prediction": {"displayNames": list(row), "confidences": list(row.values())},
    },
}
ALONE = {
    "an object": lambda name, p: [{"label": name, "score": p}],
    "a pair": lambda name, p: [[name, p]],
    "lists": lambda name, p: {"labels": [name], "scores": [p]},
}


def opened(folder, rows):
    path = folder / "p.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return open_table(str(path), ReadOptions())


def scores(table):
    (vector,) = table.vectors.values()
    return vector.names, [row for b in table.blocks(vector.columns) for row in b.values.tolist()]


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_all_scores_become_one_column_per_class(form, tmp_path):
    names, values = scores(opened(tmp_path, map(form, ROWS)))
    assert names == NAMES
    assert values == [[row[name] for name in NAMES] for row in ROWS]


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_rows_that_keep_the_best_are_refused(form, tmp_path):
    best = [dict(list(row.items())[:2]) for row in ROWS]
    table = opened(tmp_path, map(form, best))
    (refusal,) = [error for error in table.refusals if error.code == "XE050"]
    assert "at most 2 of 3 or more classes" in refusal.message


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_late_row_without_a_class_is_told_with_its_line(form, tmp_path):
    table = opened(tmp_path, [*map(form, ROWS * 60), form({"anger": 1.0, "joy": 0.0})])
    with pytest.raises(DataError) as caught:
        scores(table)
    assert (caught.value.code, caught.value.place.line) == ("XE050", 121)
    assert "no score for 'fear'" in caught.value.message


@pytest.mark.parametrize("form", ALONE.values(), ids=ALONE)
def test_one_class_per_row_becomes_a_class_and_its_score(form, tmp_path):
    table = opened(tmp_path, [form("joy", 0.75), form("anger", 0.5)])
    assert table.columns == ("label", "score")
    assert [b.values.tolist() for b in table.blocks((1,))] == [[[0.75], [0.5]]]


def test_an_order_that_all_rows_share_is_kept(tmp_path):
    rows = [[{"label": "b", "score": p}, {"label": "a", "score": 1 - p}] for p in (0.75, 0.25)]
    assert scores(opened(tmp_path, rows))[0] == ("b", "a")


def test_numbers_in_names_are_ordered_as_numbers(tmp_path):
    rows = [{f"LABEL_{k}": float(k == best) for k in (best, *range(12))} for best in (10, 3)]
    names, values = scores(opened(tmp_path, map(FORMS["objects"], rows)))
    assert names == tuple(f"LABEL_{k}" for k in range(12))
    assert [row.index(1.0) for row in values] == [10, 3]


@pytest.mark.parametrize(
    "rows",
    [
        [[{"label": "cat", "score": 0.9}, {"label": "cat", "score": 0.8}]] * 2,  # boxes of one image
        [{"labels": [0, 1, 1], "scores": [0.1, 0.75, 0.5]}] * 2,  # labels of three classes
        [{"scores": {"cat": 0.25, "dog": 0.75}}] * 2,
        [[0.25, 0.75]] * 2,
    ],
)
def test_other_lists_are_no_rankings(rows, tmp_path):
    table = opened(tmp_path, rows)
    assert not any(error.code == "XE050" for error in table.refusals)
    assert table.columns != ("label", "score")


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_document_of_all_rows_is_read_as_its_rows(form, tmp_path):
    names, values = scores(opened(tmp_path, [list(map(form, ROWS))]))
    assert (names, values) == (NAMES, [[row[name] for name in NAMES] for row in ROWS])


def test_a_document_of_one_class_per_row_is_a_class_and_its_score(tmp_path):
    table = opened(tmp_path, [FORMS["objects"]({"a": 0.75, "b": 0.5})])
    assert (table.columns, [len(block) for block in table.blocks((1,))]) == (("label", "score"), [2])


def test_parquet_lists_of_structures_are_read_as_well(tmp_path):
    lists = [FORMS["objects"](row) for row in ROWS] + [None]
    parquet.write_table(pa.table({"id": [1, 2, 3], "p": lists}), tmp_path / "p.parquet")
    table = open_table(str(tmp_path / "p.parquet"), ReadOptions())
    complaints = []
    blocks = list(table.blocks(table.vectors["p"].columns, complain=complaints.append))
    assert table.vectors["p"].names == NAMES
    assert [block.values.tolist() for block in blocks] == [[[row[name] for name in NAMES] for row in ROWS]]
    assert [(error.code, error.place.row) for error in complaints] == [("XE016", 3)]


IDS = "label\n2\n2\n"


def test_ids_beside_names_in_no_order_are_asked_about(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "y.csv").write_text(IDS)
    opened(tmp_path, map(FORMS["objects"], ROWS))
    done = inside("loss", "y.csv", "p.jsonl", "-f", "json")
    assert (done.returncode, json.loads(done.stderr.splitlines()[0])["code"]) == (1, "XE327")
    for order, right in (("anger,fear,joy", 1.3862943611198906), ("fear,joy,anger", 0.7599122735539365)):
        done = inside("loss", "y.csv", "p.jsonl", "-f", "value", "--classes", order)
        assert float(done.stdout) == pytest.approx(right)


@pytest.mark.parametrize(
    ("names", "ids"),
    [(("LABEL_1", "LABEL_0"), (1, 0)), (("1", "0"), (1, 0)), (("2 stars", "1 star"), (2, 1))],
)
def test_ids_beside_numbered_names_are_not_mistaken(names, ids, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "y.csv").write_text("label\n" + "".join(f"{i}\n" for i in ids))
    opened(tmp_path, [FORMS["objects"](dict(zip(names, (0.75, 0.25), strict=True)))] * 2)
    done = inside("loss", "y.csv", "p.jsonl", "-f", "value")
    if done.returncode:
        (tried,) = [line for line in done.stderr.splitlines() if line.startswith("try: ")]
        done = inside(*shlex.split(tried.removeprefix("try: xentcli ")))
    assert float(done.stdout) == pytest.approx(0.8369882167858358)


def test_a_refused_field_is_no_prediction(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "y.csv").write_text("label\njoy\njoy\n")
    rows = [FORMS["parallel lists"](row) | {"instance": {"content": "gs://a"}} for row in ROWS]
    opened(tmp_path, rows)
    done = inside("loss", "y.csv", "p.jsonl", "-f", "value")
    assert float(done.stdout) == pytest.approx(1.3862943611198906)


def test_the_loss_is_that_of_the_named_columns(tmp_path):
    (tmp_path / "y.csv").write_text("label\njoy\njoy\n")
    opened(tmp_path, map(FORMS["objects"], ROWS))
    done = inside("loss", tmp_path / "y.csv", tmp_path / "p.jsonl", "-f", "value")
    assert float(done.stdout) == pytest.approx(1.3862943611198906)
