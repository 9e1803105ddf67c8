"""Files of Stata, SPSS and SAS: value labels, missing values, and files that end early."""

import json
import math

import numpy as np
import pandas as pd
import pytest
from office_files import by_path, sas, spss, stata
from running import inside

from xentcli.io.statistics.column import Column

NAMES = ["emu", "cat", "dog"]
Y = np.array([2, 0, 1, 1, 0, 2, 2])
LOGITS = np.random.default_rng(7).normal(size=(7, 3))
P = np.exp(LOGITS) / np.exp(LOGITS).sum(axis=1, keepdims=True)
LOSS = float(-np.log(P[np.arange(7), Y]).mean())
SCORES = pd.DataFrame(P, columns=["p_0", "p_1", "p_2"])
IDS, WORDS = (pd.DataFrame({"label": y}).join(SCORES) for y in (Y, np.array(NAMES)[Y]))
LABELS = {"label": dict(enumerate(NAMES))}
FROM_ONE = {"label": dict(enumerate(NAMES, 1))}


def por(data, **told):
    import pyreadstat

    return by_path(pyreadstat.write_por, data, "por", **told)


def told(folder, data, *words, name="t", command="loss"):
    (folder / name).write_bytes(data)
    done = inside(command, folder / name, *words, "-f", "json")
    return json.loads(done.stdout) if done.returncode == 0 else json.loads(done.stderr)


def category(order=NAMES):
    return WORDS.assign(label=pd.Categorical(WORDS.label, order))


FILES = {
    "Stata": stata(IDS),
    "Stata of 2007": stata(IDS, version=114),
    "Stata of today": stata(IDS, version=119),
    "Stata with value labels": stata(category()),
    "Stata with words": stata(WORDS),
    "SPSS": spss(IDS),
    "SPSS with value labels": spss(IDS, variable_value_labels=LABELS),
    "SPSS with labels from 1": spss(IDS.assign(label=Y + 1), variable_value_labels=FROM_ONE),
    "SPSS, compressed": spss(IDS, compress=True),
    "SPSS, compressed by rows": spss(IDS, row_compress=True),
    "SAS": sas(IDS, file_format_version=8),
    "SAS of old": sas(IDS, file_format_version=5),
}


@pytest.mark.parametrize("data", FILES.values(), ids=FILES)
def test_the_loss_is_that_of_the_arrays(data, tmp_path):
    found = told(tmp_path, data)
    if found.get("code") == "XE108":  # words, and columns that are numbered
        found = told(tmp_path, data, "--classes", "emu,cat,dog")
    assert found["value"] == pytest.approx(LOSS, rel=1e-12)


def test_labels_of_missing_values_are_no_classes():
    column = Column("y")
    column.see([1.0, 2.0, None])
    labels = {1.0: "emu", 2.0: "cat", math.nan: "refused", math.inf: "unknown"}
    assert column.classes(labels, ()) == {1: "emu", 2: "cat"}


def test_a_portable_file_has_fewer_digits(tmp_path):
    assert told(tmp_path, por(IDS))["value"] == pytest.approx(LOSS, rel=1e-6)


@pytest.mark.parametrize("order", [[0, 1, 2], [2, 0, 1], [1, 2, 0]])
@pytest.mark.parametrize("write", ["stata", "spss"])
def test_value_labels_are_the_names_of_the_columns(write, order, tmp_path):
    names = [NAMES[k] for k in order]
    scores = pd.DataFrame(P[:, order], columns=names)
    ids = pd.DataFrame({"label": Y}).join(scores)
    words = pd.DataFrame({"label": pd.Categorical(np.array(NAMES)[Y], NAMES)}).join(scores)
    data = stata(words) if write == "stata" else spss(ids, variable_value_labels=LABELS)
    assert told(tmp_path, data)["value"] == pytest.approx(LOSS, rel=1e-12)
    assert told(tmp_path, data, "--labels-column", "label", command="detect")["class_names"] == NAMES


def test_value_labels_go_before_the_order_of_the_alphabet(tmp_path):
    for order in (["emu", "cat", "dog"], ["dog", "emu", "cat"]):
        ids = [order.index(NAMES[y]) for y in Y]
        wanted = float(-np.log(P[np.arange(7), ids]).mean())
        assert told(tmp_path, stata(category(order)))["value"] == pytest.approx(wanted, rel=1e-12)


def test_two_classes_with_value_labels_have_their_order(tmp_path):
    p = np.array([0.9, 0.2, 0.7])
    y = np.array([1, 0, 1])
    wanted = float(-np.log(np.where(y, p, 1 - p)).mean())
    for names in (("no", "yes"), ("yes", "no")):
        frame = pd.DataFrame({"label": pd.Categorical(np.array(names)[y], names), "p": p})
        found = told(tmp_path, stata(frame))
        assert found.get("value") == pytest.approx(wanted) or found["code"].startswith("XE1")


def test_a_value_without_a_label_leaves_ids(tmp_path):
    data = spss(IDS, variable_value_labels={"label": {0: "emu", 1: "cat"}})
    assert told(tmp_path, data)["value"] == pytest.approx(LOSS, rel=1e-12)


def test_two_values_of_one_label_stay_two(tmp_path):
    data = spss(IDS, variable_value_labels={"label": {0: "a", 1: "a", 2: "b"}})
    assert told(tmp_path, data)["value"] == pytest.approx(LOSS, rel=1e-12)


MISSING = {
    "SPSS": lambda: spss(IDS.assign(label=[2, 0, 1, None, 0, 2, 2])),
    "Stata": lambda: stata(IDS.assign(label=[2, 0, 1, None, 0, 2, 2])),
    "SAS": lambda: sas(IDS.assign(label=[2, 0, 1, None, 0, 2, 2])),
    "SPSS, as users define it": lambda: spss(
        IDS.assign(label=[2, 0, 1, 9, 0, 2, 2]),
        missing_ranges={"label": [9]},
        variable_value_labels={"label": {**LABELS["label"], 9: "not asked"}},
    ),
    "SPSS, a range": lambda: spss(
        IDS.assign(label=[2, 0, 1, 97, 0, 2, 2]), missing_ranges={"label": [{"lo": 90, "hi": 99}]}
    ),
    "SPSS words": lambda: spss(WORDS.assign(label=[*WORDS.label[:3], "", *WORDS.label[4:]])),
}


@pytest.mark.parametrize("write", MISSING.values(), ids=MISSING)
def test_missing_labels_are_told_with_their_row_and_can_be_left_out(write, tmp_path):
    data = write()
    error = told(tmp_path, data, "--labels-column", "label")
    assert (error["code"], error["row"], error["column"]) == ("XE015", 4, "label")
    kept = np.delete(np.arange(7), 3)
    wanted = float(-np.log(P[kept, Y[kept]]).mean())
    words = ["--labels-column", "label", "--unknown", "", "--classes", "emu,cat,dog"]
    found = told(tmp_path, data, *words[:4], *(words[4:] if b"dog" in data else []))
    assert found["value"] == pytest.approx(wanted, rel=1e-12)


def test_dates_are_no_labels_but_can_be_keys(tmp_path):
    days = pd.date_range("2024-01-01", periods=7)
    data = stata(pd.DataFrame({"day": days, "label": Y}))
    (tmp_path / "p").write_bytes(
        stata(pd.DataFrame({"day": days[::-1]}).join(SCORES[::-1].reset_index(drop=True)))
    )
    (tmp_path / "y").write_bytes(data)
    done = inside("loss", tmp_path / "y", tmp_path / "p", "--on", "day", "-f", "value")
    assert float(done.stdout) == pytest.approx(LOSS)
    assert told(tmp_path, data, "--labels-column", "day", command="detect")["code"] == "XE031"


def test_single_precision_is_kept(tmp_path):
    data = stata(IDS.astype(dict.fromkeys(SCORES, "f4")))
    assert "dtype:float32" in told(tmp_path, data)["signature"]


@pytest.mark.parametrize("rows", [1, 1000, 70_000])
def test_many_rows_are_read_in_their_order(rows, tmp_path):
    y = np.random.default_rng(1).integers(0, 5, rows)
    frame = pd.DataFrame({"label": y} | {f"x{k}": np.zeros(rows, np.int8) for k in range(40)})
    (tmp_path / "t.dta").write_bytes(stata(frame))
    words = ["--labels-column", "label", "--to", "sparse", "-o", tmp_path / "y.npy", "--force"]
    assert inside("convert", tmp_path / "t.dta", *words).returncode == 0
    assert np.array_equal(np.load(tmp_path / "y.npy"), y)


@pytest.mark.parametrize("version", [5, 8])
@pytest.mark.parametrize("cut", [80, 240, 400])
def test_a_transport_file_without_its_last_records_is_no_shorter_one(version, cut, tmp_path):
    data = sas(pd.concat([IDS] * 9, ignore_index=True), file_format_version=version)
    assert told(tmp_path, data[:-cut])["code"] == "XE699"


def test_a_stata_file_without_its_end_is_refused(tmp_path):
    for version in (114, 118):
        for cut in (1, 30, 60, 200):
            data = stata(category(), version=version)[:-cut]
            assert told(tmp_path, data)["code"] in {"XE699", "XE670"}


def test_no_rows_are_no_table(tmp_path):
    assert told(tmp_path, spss(IDS[:0]))["code"] in {"XE013", "XE670"}
