"""Workbooks: which sheet, where its table starts, and what its cells mean."""

import json

import numpy as np
import pytest
from office_files import ods, xlsx, zipped
from running import inside

from xentcli.io.open_table import open_table
from xentcli.io.table import ReadOptions

NAMES = np.array(["emu", "cat", "dog"])
Y = np.array([2, 0, 1, 1, 0, 2, 2])
LOGITS = np.random.default_rng(4).normal(size=(7, 3))
P = np.exp(LOGITS) / np.exp(LOGITS).sum(axis=1, keepdims=True)
LOSS = float(-np.log(P[np.arange(7), Y]).mean())
PAIRS = list(zip(Y.tolist(), P.tolist(), strict=True))
HEAD = ["label", *NAMES.tolist()]
ROWS = [[name, *row] for name, row in zip(NAMES[Y].tolist(), P.tolist(), strict=True)]
TABLE = [HEAD, *ROWS]
LABELS, SCORES = [[row[0]] for row in TABLE], [row[1:] for row in TABLE]
NOTES = [["Notes"], ["made on monday"], ["by the new model"]]


def loss(*words):
    done = inside("loss", *words, "-f", "json")
    return json.loads(done.stdout)["value"] if done.returncode == 0 else json.loads(done.stderr)


def written(folder, name, data):
    (folder / name).write_bytes(data)
    return folder / name


@pytest.fixture(params=["xlsx", "ods"])
def book(request, tmp_path):
    """A function that writes sheets to a workbook."""
    write = {"xlsx": xlsx, "ods": ods}[request.param]
    return lambda sheets, name="t": written(tmp_path, f"{name}.{request.param}", write(sheets))


SHEETS = {
    "one sheet": {"Sheet1": TABLE},
    "empty sheets": {"a": [], "t": TABLE, "b": [[None, ""]]},
    "notes before the table": {"README": NOTES, "run": TABLE},
    "blank rows after the table": {"t": [*TABLE, [None] * 4, ["  ", "", None, None]]},
    "rows and columns before the table": {"t": [[], [], *([None, None, *row] for row in TABLE)]},
    "a title": {"t": [["Run 7"], [], *TABLE]},
    "titles in the column before": {"t": [["Run 7"], ["of monday"], *([None, *row] for row in TABLE)]},
    "numbers as text": {"t": [[str(cell) for cell in row] for row in TABLE]},
    "an index of pandas": {"t": [[None, *HEAD], *([n, *row] for n, row in enumerate(ROWS))]},
    "another order of columns": {"t": [[row[k] for k in (2, 3, 0, 1)] for row in TABLE]},
    "a blank column within": {"t": [[row[0], None, *row[1:]] for row in TABLE]},
    "ids of classes": {"t": [["label", "p_0", "p_1", "p_2"], *([y, *r] for y, r in PAIRS)]},
    "labels and scores in two sheets": {"labels": LABELS, "probs": SCORES},
    "two sheets in the other order": {"Scores": SCORES, "y_true": LABELS},
    "a number sign above row numbers": {"t": [["#", *HEAD], *([n, *row] for n, row in enumerate(ROWS, 1))]},
    "lists in cells": {"t": [["label", "probs"], *([y, str(r)] for y, r in PAIRS)]},
}  # fmt: skip


def test_a_cell_is_neither_a_comment_nor_a_line_of_a_tool(book):
    for head in ("#", "sep=;", "@relation r", "__label__a", "1:0.5 2:0.5"):
        table = open_table(str(book({"t": [[head], [0.0], [0.5]]})), ReadOptions())
        (block,) = table.blocks()
        assert (table.columns, block.values.tolist()) == ((head.lstrip("#"),), [[0.0], [0.5]])


@pytest.mark.parametrize("sheets", SHEETS.values(), ids=SHEETS)
def test_the_loss_is_that_of_the_arrays(sheets, book):
    assert loss(book(sheets)) == pytest.approx(LOSS, rel=1e-12)


def test_labels_and_scores_may_be_in_two_files_of_two_kinds(book, tmp_path):
    assert loss(book({"t": LABELS}, "y"), book({"t": SCORES}, "p")) == pytest.approx(LOSS)
    np.save(tmp_path / "p.npy", P)
    np.save(tmp_path / "y.npy", Y)
    ids = book({"t": [["y"], *([y] for y in Y.tolist())]}, "z")
    assert loss(ids, tmp_path / "p.npy") == pytest.approx(LOSS)
    assert loss(tmp_path / "y.npy", book({"t": [["p_0", "p_1", "p_2"], *P.tolist()]}, "q")) == pytest.approx(
        LOSS
    )


def test_of_several_tables_one_is_asked_for(book):
    path = book({"truth": LABELS, "model": SCORES})
    error = loss(path)
    assert (error["code"], error["hint"]) == ("XE693", "use --table NAME to choose one")
    assert error["try"] == ["loss", str(path), "-f", "json", "--table", "truth", "--table", "model"]
    assert loss(path, "--table", "truth", "--table", "model") == pytest.approx(LOSS)
    assert loss(path, "--table", "nothing")["code"] == "XE555"
    assert loss(path, *["--table", "truth"] * 3)["code"] == "XE500"


def test_a_sheet_that_is_named_is_read_without_a_note(book):
    path = book({"old": [HEAD, *ROWS[::-1], ROWS[0]], "new": TABLE})
    assert loss(path)["code"] == "XE693"
    assert loss(path, "--table", "new") == pytest.approx(LOSS)
    assert "XE878" not in inside("loss", path, "--table", "new").stderr
    assert "t.new" not in inside("detect", path, "--table", "new").stdout


def test_the_choice_is_told(book):
    done = inside("loss", book({"labels": LABELS, "probs": SCORES, "about": NOTES}))
    assert "[labels]: this sheet is read, not probs, about [XE878]" in done.stderr
    assert (
        "skipped the text above the table: 'Run 7' [XE879]"
        in inside("loss", book({"t": [["Run 7"], *TABLE]})).stderr
    )


def test_hidden_sheets_are_read_only_if_they_are_named(tmp_path):
    path = written(tmp_path, "t.xlsx", xlsx({"t": TABLE, "old": TABLE[:3]}, hidden=["old"]))
    assert loss(path) == pytest.approx(LOSS)
    assert loss(path, "--table", "old") != pytest.approx(LOSS)


def test_merged_cells_above_the_header_are_titles(tmp_path):
    groups = [["truth", "model A", None, None], *TABLE]
    path = written(tmp_path, "t.xlsx", xlsx({"t": groups}, merged=["B1:D1"]))
    assert loss(path) == pytest.approx(LOSS)


def test_merged_labels_are_those_of_all_their_rows(tmp_path):
    rows = [HEAD, ["cat", 0.5, 0.25, 0.25], [None, 0.5, 0.125, 0.375], ["emu", 0.5, 0.25, 0.25]]
    path = written(tmp_path, "t.xlsx", xlsx({"t": rows}, merged=["A2:A3"]))
    assert loss(path) == pytest.approx(-np.log([0.25, 0.125, 0.5]).mean())


def test_a_header_of_several_rows_is_that_of_the_last(tmp_path):
    rows = [["label", "probs", None, None], [None, *NAMES.tolist()], [None] * 4, *map(list, ROWS)]
    path = written(tmp_path, "t.xlsx", xlsx({"t": rows}, merged=["A1:A2", "B1:D1"]))
    assert loss(path) == pytest.approx(LOSS)
    rows[5][2] = None
    error = loss(written(tmp_path, "t.xlsx", xlsx({"t": rows}, merged=["A1:A2", "B1:D1"])))
    assert (error["line"], error["row"], error["column"]) == (6, 3, "cat")


def test_formulas_that_were_never_computed_are_no_missing_column(tmp_path):
    rows = [HEAD, *([*row[:3], ("1-B2-C2",)] for row in ROWS)]
    error = loss(written(tmp_path, "t.xlsx", xlsx({"t": rows})))
    assert (error["code"], "'dog'" in error["message"]) == ("XE090", True)
    rows = [[*HEAD, "remark"], *([*row, None] for row in ROWS)]
    assert loss(written(tmp_path, "t.xlsx", xlsx({"t": rows}))) == pytest.approx(LOSS)


PLACES = {
    "a word among numbers": (3, 2, "many", "XE020"),
    "a missing number": (4, 1, None, "XE016"),
    "a missing label": (5, 0, None, "XE015"),
}


@pytest.mark.parametrize(("row", "column", "cell", "code"), PLACES.values(), ids=PLACES)
@pytest.mark.parametrize("titles", [0, 2])
def test_a_bad_cell_is_told_with_its_row_in_the_sheet(row, column, cell, code, titles, book):
    rows = [list(one) for one in TABLE]
    rows[row][column] = cell
    error = loss(book({"t": [*([["Run 7"]] * titles), *rows]}))
    assert (error["line"], error["row"]) == (row + 1 + titles, row)
    assert error["column"] == HEAD[column]
    assert error["code"] == code or cell is None


def test_a_headerless_sheet_is_read_as_the_options_say(book):
    assert loss(book({"t": ROWS}), "--no-header", "--classes", "emu,cat,dog") == pytest.approx(LOSS)
    assert loss(book({"t": TABLE}), "--header") == pytest.approx(LOSS)


def test_booleans_and_whole_floats_are_labels(tmp_path):
    rows = [["label", "p"], [True, 0.75], [False, 0.5], [True, 1.0]]
    path = written(tmp_path, "t.xlsx", xlsx({"t": rows}))
    assert loss(path) == pytest.approx(-np.log([0.75, 0.5, 1]).mean())
    rows = [["label", "a", "b"], [1.0, 0.25, 0.75], [0.0, 0.5, 0.5]]
    path = written(tmp_path, "t.xlsx", xlsx({"t": rows}))
    assert loss(path) == pytest.approx(-np.log([0.75, 0.5]).mean())


@pytest.mark.parametrize("decimal", [".", ","])
def test_numbers_as_text_may_have_a_decimal_comma(decimal, book):
    rows = [HEAD, *([row[0], row[1], *(str(cell).replace(".", decimal) for cell in row[2:])] for row in ROWS)]
    assert loss(book({"t": rows}), "--decimal", decimal) == pytest.approx(LOSS)


REFUSED = {
    "no cells": (xlsx({"a": [], "b": []}), 1, "XE013"),
    "a header alone": (xlsx({"a": [["label"]]}), 1, "XE013"),
    "a zip that is no workbook": (zipped({"xl/workbook.xml": "<a/>"}), 3, "XE670"),
    "a Word document": (zipped({"word/document.xml": "<a/>"}), 3, "XE612"),
    "an old Word document": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), 3, "XE670"),
}


@pytest.mark.parametrize(("data", "status", "code"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_table_is_refused(data, status, code, tmp_path):
    done = inside("detect", written(tmp_path, "t.xlsx", data), "-f", "json")
    assert (done.returncode, json.loads(done.stderr)["code"]) == (status, code)
