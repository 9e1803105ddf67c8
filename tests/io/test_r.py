"""Files of R: data frames, factors, matrices, and several objects in one file."""

import gzip
import json

import numpy as np
import pandas as pd
import pytest
from office_files import rds, workspace
from running import inside

from xentcli.io.statistics.r_tables import _dates, _labelled

NAMES = ["emu", "cat", "dog"]
Y = np.array([2, 0, 1, 1, 0, 2, 2], np.int32)
LOGITS = np.random.default_rng(8).normal(size=(7, 3))
P = np.exp(LOGITS) / np.exp(LOGITS).sum(axis=1, keepdims=True)
LOSS = float(-np.log(P[np.arange(7), Y]).mean())
FACTOR = pd.Categorical(np.array(NAMES)[Y], NAMES)
SCORES = pd.DataFrame(P, columns=["p_0", "p_1", "p_2"])
FRAME = pd.DataFrame({"label": FACTOR}).join(SCORES)
NAMED = pd.DataFrame({"obs": FACTOR} | {NAMES[k]: P[:, k] for k in (1, 2, 0)})


def told(folder, data, *words, name="t.rds", command="loss"):
    (folder / name).write_bytes(data)
    done = inside(command, folder / name, *words, "-f", "json")
    return json.loads(done.stdout) if done.returncode == 0 else json.loads(done.stderr)


FILES = {
    "a data frame": rds(FRAME),
    "a data frame, by name": rds(NAMED),
    "ids": rds(pd.DataFrame({"label": Y}).join(SCORES)),
    "as text": rds(FRAME, file_format="ascii"),
    "compressed": gzip.compress(rds(FRAME)),
    "a list of a vector and a matrix": rds({"y": Y, "p": P}),
    "objects of a workspace": workspace({"y": Y, "p": P}),
    "objects beside a number": workspace({"y": Y, "epochs": np.array([30.0]), "p": P}),
    "a data frame of a workspace": workspace({"result": FRAME}),
    "a list of a data frame and a note": rds({"data": FRAME, "seed": np.array([7], np.int32)}),
}


@pytest.mark.parametrize("data", FILES.values(), ids=FILES)
def test_the_loss_is_that_of_the_arrays(data, tmp_path):
    assert told(tmp_path, data)["value"] == pytest.approx(LOSS, rel=1e-12)


@pytest.mark.parametrize("kind", ["Date", "POSIXct"])
def test_dates_beyond_the_calendar_are_missing(kind):
    values = np.array([1e300, 0.0, np.nan, -np.inf])
    assert _dates(values, None, [kind]).is_null().to_pylist() == [True, False, True, True]


def test_a_missing_value_leaves_the_labels_of_the_others():
    array, told = _labelled(np.array([2.0, np.nan, 1.0]), None, {1.0: "emu", 2.0: "cat", np.nan: "refused"})
    assert (array.to_pylist(), bool(told)) == ([2, None, 1], True)


def test_levels_go_before_the_order_of_the_alphabet(tmp_path):
    for order in (["emu", "cat", "dog"], ["dog", "emu", "cat"]):
        frame = pd.DataFrame({"label": pd.Categorical(FACTOR, order)}).join(SCORES)
        ids = [order.index(NAMES[y]) for y in Y]
        wanted = float(-np.log(P[np.arange(7), ids]).mean())
        assert told(tmp_path, rds(frame))["value"] == pytest.approx(wanted, rel=1e-12)


def test_labels_and_scores_may_be_in_two_files(tmp_path):
    (tmp_path / "y.rds").write_bytes(rds(Y))
    (tmp_path / "p.rds").write_bytes(rds(P))
    done = inside("loss", tmp_path / "y.rds", tmp_path / "p.rds", "-f", "value")
    assert float(done.stdout) == pytest.approx(LOSS)


def test_of_several_objects_one_is_asked_for(tmp_path):
    data = workspace({"train": FRAME[:5], "test": FRAME})
    error = told(tmp_path, data, name="t.RData")
    assert (error["code"], error["message"]) == ("XE693", "contains 2 objects: train, test")
    assert told(tmp_path, data, "--table", "test", name="t.RData")["value"] == pytest.approx(LOSS)
    assert told(tmp_path, data, "--table", "tset", name="t.RData")["hint"] == "did you mean 'test'?"


def test_two_objects_may_be_named(tmp_path):
    data = workspace({"old": Y[:5], "y_test": Y, "model": P})
    words = ["--table", "y_test", "--table", "model"]
    assert told(tmp_path, data, *words, name="t.RData")["value"] == pytest.approx(LOSS)


def test_columns_of_one_name_are_not_put_side_by_side(tmp_path):
    error = told(tmp_path, workspace({"a": FRAME, "b": FRAME}), name="t.RData")
    assert error["code"] == "XE693"


def test_missing_values_are_told_with_their_row(tmp_path):
    gaps = {
        "a factor": pd.Categorical([*FACTOR[:3], None, *FACTOR[4:]], NAMES),
        "integers": pd.array([2, 0, 1, None, 0, 2, 2], "Int32"),
    }
    for column in gaps.values():
        error = told(tmp_path, rds(pd.DataFrame({"label": column}).join(SCORES)), "--labels-column", "label")
        assert (error["code"], error["row"], error["column"]) == ("XE015", 4, "label")


def test_names_of_rows_join_the_files(tmp_path):
    keys = pd.Index(list("hgfedcb"), dtype=object)
    labels, scores = pd.DataFrame({"label": Y}, index=keys), SCORES.set_axis(keys)
    (tmp_path / "y.rds").write_bytes(rds(labels))
    (tmp_path / "p.rds").write_bytes(rds(scores[::-1]))
    done = inside("loss", tmp_path / "y.rds", tmp_path / "p.rds", "-f", "value")
    assert float(done.stdout) == pytest.approx(LOSS)


def character_matrix():
    """A matrix of texts, 2 x 2, as R writes it in text: rdata has no way to."""
    attributes = ["1026", "1", "262153", "3", "dim", "13", "2", "2", "2", "254"]
    cells = [line for word in ("a", "b", "c", "d") for line in ("262153", "1", word)]
    head = ["A", "3", "262657", "197888", "5", "UTF-8", "528", "4"]
    return "\n".join([*head, *cells, *attributes, ""]).encode()


def test_a_matrix_of_texts_keeps_its_shape(tmp_path):
    found = told(tmp_path, character_matrix(), "--labels-column", "0", command="detect")
    assert (found["rows"], found["class_names"]) == (2, ["a", "b"])


def function():
    """A function of R: function(x) x."""
    lines = "A 3 262657 197888 5 UTF-8 1027 1026 1 262153 6 srcref 254 254 253 1026 1 262153 1 x 251 254 511"
    return ("\n".join(lines.split()) + "\n").encode()


REFUSED = {
    "a number in words": (rds({"a": {}}), {"XE694", "XE670"}),
    "a function": (function(), {"XE694", "XE670"}),
    "no rows": (rds(FRAME[:0]), {"XE013"}),
    "cut": (rds(FRAME)[:-9], {"XE670"}),
    "only its first bytes": (b"X\n\0\0\0\3", {"XE670"}),
}


@pytest.mark.parametrize(("data", "codes"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_table_is_refused(data, codes, tmp_path):
    assert told(tmp_path, data)["code"] in codes
