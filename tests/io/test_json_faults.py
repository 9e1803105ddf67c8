"""JSON documents that are damaged, unclear or too large, and what is said about them."""

import io
import json

import numpy as np
import pandas as pd
import pytest
from running import inside

from xentcli.io.json.scan import Scanner

FRAME = pd.DataFrame(
    {
        "label": [0, 1, 2, 1],
        "p_0": [0.5, 0.25, 0.1, 0.9],
        "p_1": [0.25, 0.5, 0.1, 0.1],
        "p_2": [0.25, 0.25, 0.8, 0],
    }
)
VALUES = ["1.5e-3", "-2", '"a\\"b"', '{"x": [1, {}]}', "null", "-Infinity", "1e5", '"é\\u00e9"', "[]", "12"]


def told(text, folder, *words):
    (folder / "p.json").write_text(text)
    done = inside("loss", folder / "p.json", *words, "-f", "json")
    answer = json.loads(done.stderr.splitlines()[0] if done.returncode else done.stdout)
    return done.returncode, answer


@pytest.mark.parametrize("piece", range(1, 12))
def test_values_are_whole_wherever_the_text_is_cut(piece):
    text = "[" + ", ".join(VALUES) + " ]\n"
    scanner = Scanner(io.BytesIO(text.encode()).read, "p.json", 1 << 20, piece)
    assert [scanner.value()[1] for _ in scanner.items()] == VALUES
    scanner.end()


@pytest.mark.parametrize("orient", ["records", "split", "index", "columns", "table"])
@pytest.mark.parametrize("indent", [None, 1])
def test_a_document_cut_anywhere_is_never_a_shorter_one(orient, indent, tmp_path):
    text = FRAME.to_json(orient=orient, indent=indent)
    assert told(text, tmp_path)[0] == 0
    for cut in range(1, len(text), 3):
        assert told(text[:cut], tmp_path)[0] in {1, 3}, text[:cut]


UNCLEAR = {
    "no comma": ('{"a": [1\n 2]}', "XE685", 2, None),
    "a comma too many": ("[\n1,\n0,,1]", "XE685", 3, None),
    "more after the end": ("[[1],\n[0]] 7", "XE685", 2, None),
    "one quote": ("{\n'a': 1}", "XE685", 2, None),
    "deep": ("[\n" + "[" * 100_000, "XE685", 2, None),
    "no end": ('{"y": [0, 1], "p": [0.5', "XE686", 1, None),
    "no rows": ("[]", "XE013", None, None),
    "duplicate key": ('{"y": [1, 0],\n "y": [0, 1]}', "XE041", None, None),
    "a row twice": ('{"label": {"a": 1, "a": 0}, "p": {"a": 0.5, "a": 0.5}}', "XE041", None, None),
    "a count that jumps back": ('{"label": {"0": 1, "1": 0, "0": 1}}', "XE041", None, None),
    "duplicate key in a row": ('[{"label": 1, "p": 0.5},\n{"label": 1, "label": 0}]', "XE041", None, 2),
    "lists of other lengths": ('{"y_true": [0, 1, 1], "p": [[0.5, 0.5], [0.5, 0.5]]}', "XE080", None, None),
    "other rows": ('{"label": {"0": 1, "1": 0}, "p": {"0": 0.5, "2": 0.5}}', "XE083", None, 2),
    "rows or columns": ('{"0": {"0": 1.5, "1": 3}, "1": {"0": 0.25, "1": 2}}', "XE082", None, None),
    "lists by row or column": ('{"0": [1.5, 3], "1": [0.25, 2]}', "XE082", None, None),
    "a short row": ('{"columns": ["label", "p"], "data": [[1, 0.5], [0]]}', "XE043", None, 2),
    "words of a text": ('[[{"entity": "a", "score": 1}], [{"word": "b", "score": 1}]]', "XE085", None, None),
}  # fmt: skip


@pytest.mark.parametrize(("text", "code", "line", "row"), UNCLEAR.values(), ids=UNCLEAR)
def test_what_is_wrong_is_told_with_its_place(text, code, line, row, tmp_path):
    status, answer = told(text, tmp_path)
    assert (status, answer["code"]) == (3 if code[:3] == "XE6" else 1, code)
    assert (answer["line"], answer["row"]) == (line, row)


HUGE = str(10**400)
TOO_LARGE = {
    "a list of numbers": f'[{{"label": 0, "p": [0.5, {HUGE}]}}, {{"label": 1, "p": [0.5, 0.5]}}]',
    "a row of two numbers": f"[0.5, {HUGE}]",
    "scores by name": f'[{{"label": "a", "score": 0.5}}, {{"label": "b", "score": {HUGE}}}]',
    "columns or rows": f'{{"a": {{"x": 0.5, "y": {HUGE}}}, "b": {{"x": 0.5, "y": 0.5}}}}',
    "rows by key": f'{{"5": [0.5, {HUGE}, 1], "6": [0.5, 0.5, 1]}}',
}


@pytest.mark.parametrize("text", TOO_LARGE.values(), ids=TOO_LARGE)
def test_whole_numbers_beyond_float64_are_refused_or_unclear(text, tmp_path):
    status, answer = told(text, tmp_path)
    assert (status, answer["code"]) in {(1, "XE024"), (1, "XE025"), (1, "XE306")}


@pytest.mark.parametrize("limits", ["[]", "null", '{"enum": 7}', '{"enum": [7]}'])
def test_constraints_of_another_form_name_no_classes(limits, tmp_path):
    fields = f'[{{"name": "label", "constraints": {limits}}}, 7]'
    rows = '[{"label": 1, "p": 0.5}, {"label": 0, "p": 0.25}]'
    assert told(f'{{"schema": {{"fields": {fields}}}, "data": {rows}}}', tmp_path)[0] == 0


def test_of_several_tables_one_is_named(tmp_path):
    tables = {"y": [0, 1], "p": [0.25, 0.75], "y_test": [1, 1, 0], "q": [0.5, 0.5, 0.25]}
    status, answer = told(json.dumps(tables), tmp_path)
    assert (status, answer["code"], len(answer["tries"])) == (1, "XE081", 2)
    status, answer = told(json.dumps(tables), tmp_path, "--labels-column", "y_test")
    assert answer["value"] == pytest.approx((2 * np.log(2) - np.log(0.75)) / 3)


def test_what_is_left_out_is_told(tmp_path):
    status, answer = told('{"y_true": [0, 1], "p": [0.25, 0.75], "history": [0.5, 0.4, 0.3]}', tmp_path)
    assert status == 0
    (note,) = [note for note in answer["messages"] if note["code"] == "XE874"]
    assert "'history'" in note["message"]


def test_a_large_value_needs_more_memory(tmp_path):
    text = json.dumps(["x" * 50_000, "y"])
    status, answer = told(text, tmp_path, "--max-memory", "999999")
    assert (status, answer["code"], "--max-memory" in answer["hint"]) == (3, "XE687", True)
    rows = json.dumps([{"label": k % 2, "p": 0.5} for k in range(20_000)])
    assert told(rows, tmp_path, "--max-memory", "999999")[0] == 0


@pytest.mark.parametrize(
    ("decimals", "small", "is_told"), [(10, 1e-12, True), (4, 1e-12, False), (15, 0, False)]
)
def test_zeros_that_ten_decimals_make_are_named(decimals, small, is_told, tmp_path):
    frame = FRAME.assign(p_0=[small, 1e-18, 1 / 7, 1 / 9], p_1=[1 / 3, 1 / 3, 1 / 7, 1 / 9])
    frame["p_2"] = 1 - frame.p_0 - frame.p_1
    status, answer = told(frame.to_json(double_precision=decimals), tmp_path, "--from-probs")
    (said,) = [note["message"] for note in answer["messages"] if note["code"] == "XE821"]
    assert (status, answer["infinite"], "10 decimals" in said) == (0, 1, is_told)
