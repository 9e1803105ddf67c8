"""SQLite databases: which table, what its values mean, and what is not read or run."""

import gzip
import io
import json
import sqlite3
import sys

import numpy as np
import pytest
from office_files import sqlite
from running import inside

NAMES = np.array(["emu", "cat", "dog"])
Y = np.array([2, 0, 1, 1, 0, 2, 2])
LOGITS = np.random.default_rng(5).normal(size=(7, 3))
P = np.exp(LOGITS) / np.exp(LOGITS).sum(axis=1, keepdims=True)
LOSS = float(-np.log(P[np.arange(7), Y]).mean())
HEAD = ["label", *NAMES.tolist()]
ROWS = [[name, *row] for name, row in zip(NAMES[Y].tolist(), P.tolist(), strict=True)]
TABLE = [HEAD, *ROWS]
LABELS, SCORES = [[row[0]] for row in TABLE], [row[1:] for row in TABLE]
JSON = [["label", "probs"], *([int(y), json.dumps(row)] for y, row in zip(Y, P.tolist(), strict=True))]


def told(*words, command="loss"):
    done = inside(command, *words, "-f", "json")
    return json.loads(done.stdout) if done.returncode == 0 else json.loads(done.stderr)


def written(folder, *told, name="t.db"):
    (folder / name).write_bytes(sqlite(*told))
    return folder / name


DATABASES = {
    "one table": {"predictions": TABLE},
    "an empty table beside it": {"predictions": TABLE, "runs": [["id"]]},
    "numbers as text, as .import leaves them": {"t": [[str(cell) for cell in row] for row in TABLE]},
    "lists as JSON": {"t": JSON},
    "two tables with usual names": {"labels": LABELS, "probs": SCORES},
    "odd names": {'a "b"; DROP TABLE x': TABLE},
}


@pytest.mark.parametrize("tables", DATABASES.values(), ids=DATABASES)
def test_the_loss_is_that_of_the_arrays(tables, tmp_path):
    assert told(written(tmp_path, tables))["value"] == pytest.approx(LOSS, rel=1e-12)


def test_of_several_tables_one_is_asked_for(tmp_path):
    path = written(tmp_path, {"truth": LABELS, "model": SCORES})
    assert told(path)["tries"] == [["loss", str(path), "-f", "json", "--table", "truth", "--table", "model"]]
    assert told(path, "--table", "truth", "--table", "model")["value"] == pytest.approx(LOSS)
    assert told(path, "--table", "modle")["hint"] == "did you mean 'model'?"


VIEW = "CREATE VIEW v AS SELECT t.label, m.* FROM truth t JOIN model m ON t.rowid = m.rowid"


def test_a_view_is_a_table(tmp_path):
    path = written(tmp_path, {"truth": LABELS, "model": SCORES}, VIEW)
    assert told(path, "--table", "v")["value"] == pytest.approx(LOSS)
    assert ["loss", str(path), "-f", "json", "--table", "v"] in told(path)["tries"]


ENDLESS = (
    "CREATE VIEW v AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) "
    "SELECT sum(x) label FROM c"
)


def test_a_view_without_end_is_stopped(tmp_path):
    assert told(written(tmp_path, {}, ENDLESS))["code"] == "XE697"


def test_nothing_is_written_or_run(tmp_path):
    path = written(
        tmp_path,
        {"t": TABLE, "log": [["x"]]},
        "CREATE TRIGGER r AFTER INSERT ON t BEGIN INSERT INTO log VALUES (1); END",
        "CREATE VIEW w AS SELECT load_extension('x.so') label",
    )
    before, files = path.read_bytes(), set(tmp_path.iterdir())
    assert told(path, "--table", "t")["value"] == pytest.approx(LOSS)
    assert told(path, "--table", "w")["code"] == "XE670"
    assert (path.read_bytes(), set(tmp_path.iterdir())) == (before, files)


@pytest.mark.parametrize("suffix", ["-wal", "-journal"])
def test_changes_that_are_still_in_a_file_beside_it_are_no_old_numbers(suffix, tmp_path):
    path = written(tmp_path, {"t": TABLE})
    assert told(path)["value"] == pytest.approx(LOSS)
    (tmp_path / f"t.db{suffix}").write_bytes(b"x")
    assert told(path)["code"] == "XE695"


def test_a_database_that_another_program_writes_to_is_refused_until_it_is_done(tmp_path):
    path = tmp_path / "t.db"
    writer = sqlite3.connect(path)
    writer.execute("PRAGMA journal_mode = WAL")
    writer.execute("CREATE TABLE t AS SELECT 1 label, 0.5 p")
    writer.commit()
    assert told(path)["code"] == "XE695"
    writer.close()
    assert told(path)["value"] == pytest.approx(np.log(2))


@pytest.mark.parametrize("way", ["gz", "pipe"])
def test_a_database_may_be_compressed_or_come_through_a_pipe(way, tmp_path, monkeypatch):
    data = bytearray(sqlite({"t": TABLE}))
    data[18:20] = b"\2\2"  # written with a log
    (tmp_path / "t.db.gz").write_bytes(gzip.compress(data))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(bytes(data))))
    assert told(tmp_path / "t.db.gz" if way == "gz" else "-")["value"] == pytest.approx(LOSS)


def test_a_large_compressed_database_is_refused_before_it_is_in_memory(tmp_path):
    (tmp_path / "t.db.gz").write_bytes(gzip.compress(sqlite({"t": TABLE})))
    assert told(tmp_path / "t.db.gz", "--max-memory", "100")["code"] == "XE658"


CELLS = {
    "a missing label": ("label", None, "XE015"),
    "a missing number": ("cat", None, "XE016"),
    "text among numbers": ("cat", "many", "XE020"),
}


@pytest.mark.parametrize(("column", "cell", "code"), CELLS.values(), ids=CELLS)
def test_a_bad_cell_is_told_with_its_row(column, cell, code, tmp_path):
    rows = [list(row) for row in TABLE]
    rows[4][HEAD.index(column)] = cell
    error = told(written(tmp_path, {"t": rows}), "--labels-column", "label")
    assert (error["code"], error["line"], error["row"], error["column"]) == (code, None, 4, column)


def test_bytes_are_no_labels(tmp_path):
    error = told(written(tmp_path, {"t": [["label"], ["a"], [b"\1"]]}), command="detect")
    assert (error["code"], error["column"]) == ("XE033", "label")


def test_many_rows_are_read_in_their_order(tmp_path):
    y = np.random.default_rng(1).integers(0, 5, 5000)
    path = written(tmp_path, {"t": [["label"], *([int(one)] for one in y)]})
    assert inside("convert", path, "--to", "sparse", "-o", tmp_path / "y.npy").returncode == 0
    assert np.array_equal(np.load(tmp_path / "y.npy"), y)


def damaged(at, byte):
    data = bytearray(sqlite({"t": TABLE}))
    data[at] ^= byte
    return bytes(data)


REFUSED = {
    "no table": (sqlite({}, "PRAGMA user_version = 1"), 1, "XE013"),
    "only its magic bytes": (b"SQLite format 3\0", 3, "XE699"),
    "cut": (sqlite({"t": TABLE})[:-1], 3, "XE699"),
    "without its last page": (sqlite({"t": TABLE})[:-4096], 3, "XE699"),
    "a damaged page": (damaged(4096, 0xFF), 3, "XE670"),
    "a damaged schema": (damaged(100, 0xFF), 3, "XE670"),
}


@pytest.mark.parametrize(("data", "status", "code"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_whole_database_is_refused(data, status, code, tmp_path):
    (tmp_path / "t.db").write_bytes(data)
    done = inside("detect", tmp_path / "t.db", "-f", "json")
    assert (done.returncode, json.loads(done.stderr)["code"]) == (status, code)
