"""--where keeps the rows of a split: in one table, in two tables, and where the other follows by its key."""

import json

import numpy as np
import pandas as pd
import pytest
from running import inside

import xentcli

ROWS = 40
RANDOM = np.random.default_rng(0)
TRUE = RANDOM.integers(0, 2, ROWS)
P = np.round(np.clip(RANDOM.random(ROWS), 0.05, 0.95), 3)
TABLE = pd.DataFrame(
    {"id": range(100, 100 + ROWS), "label": TRUE, "p": P, "split": RANDOM.choice(["train", "test"], ROWS)}
)
TEST = (TABLE.split == "test").to_numpy()
LOSS = -np.log(np.where(TRUE == 1, P, 1 - P))[TEST].mean()
SHUFFLED = TABLE.sample(frac=1, random_state=1)
PAIRS = {
    "one table": (TABLE,),
    "both have the column": (TABLE[["label", "split"]], TABLE[["split", "p"]]),
    "both have it, in another order": (TABLE[["id", "label", "split"]], SHUFFLED[["split", "p", "id"]]),
    "the labels have it": (TABLE[["id", "label", "split"]], SHUFFLED[["p", "id"]]),
    "the predictions have it": (TABLE[["id", "label"]], SHUFFLED[["p", "id", "split"]]),
}


def saved(folder, tables):
    paths = [folder / f"{k}.csv" for k in range(len(tables))]
    for path, table in zip(paths, tables, strict=True):
        table.to_csv(path, index=False)
    return paths


@pytest.mark.parametrize("name", PAIRS)
def test_only_the_rows_of_the_split_count(tmp_path, name):
    done = inside("loss", *saved(tmp_path, PAIRS[name]), "--where", "split=test", "-f", "json")
    fields = json.loads(done.stdout)
    assert fields["value"] == pytest.approx(LOSS, rel=1e-14)
    assert fields["samples"] == TEST.sum()


def test_python_takes_a_map():
    labels, scores = PAIRS["the labels have it"]
    assert xentcli.loss(labels, scores, where={"split": "test"}).value == pytest.approx(LOSS, rel=1e-14)


def test_all_conditions_must_hold(tmp_path):
    both = TABLE.assign(part=["a", "b"] * (ROWS // 2))
    done = inside(
        "loss", *saved(tmp_path, (both,)), "--where", "split=test", "--where", "part=a", "-f", "json"
    )
    chosen = TEST & (both.part == "a").to_numpy()
    assert json.loads(done.stdout)["value"] == pytest.approx(
        -np.log(np.where(TRUE == 1, P, 1 - P))[chosen].mean(), rel=1e-14
    )


REFUSED = {
    "a column that no file has": ("splitt=test", 2, "XE505", "no column is named 'splitt'"),
    "a value that no row has": ("split=valid", 2, "XE563", "no row has split=valid"),
    "no condition": ("split", 2, "XE562", "is not COL=VALUE"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_condition_that_cannot_hold_is_refused(tmp_path, name):
    where, status, code, says = REFUSED[name]
    done = inside("loss", *saved(tmp_path, (TABLE,)), "--where", where, "-f", "json")
    error = json.loads(done.stderr.splitlines()[-1])
    assert (done.returncode, error["code"], says in error["message"]) == (status, code, True)


def test_a_file_without_the_column_and_without_a_key_is_refused(tmp_path):
    files = saved(tmp_path, (TABLE[["label", "split"]], TABLE[["p"]]))
    done = inside("loss", *files, "--where", "split=test", "-f", "json")
    assert (done.returncode, json.loads(done.stderr.splitlines()[-1])["code"]) == (2, "XE562")


def test_a_declared_order_of_classes_is_kept(tmp_path):
    names = pd.Categorical(["owl", "dog", "cat", "dog"], categories=["owl", "cat", "dog"])
    frame = pd.DataFrame({"id": [4, 2, 3, 1], "label": names, "split": ["test", "test", "train", "test"]})
    frame.to_parquet(tmp_path / "y.parquet")
    frame[frame.split == "test"].to_parquet(tmp_path / "test.parquet")
    scores = pd.DataFrame({"id": [4, 2, 1], "p0": [0.5, 0.125, 0.25], "p1": 0.25, "p2": [0.25, 0.625, 0.5]})
    scores.to_csv(tmp_path / "p.csv", index=False)
    plain, kept = (
        inside("loss", tmp_path / name, tmp_path / "p.csv", "--on", "id", *more, "-f", "value")
        for name, more in (("test.parquet", ()), ("y.parquet", ("--where", "split=test")))
    )
    assert float(plain.stdout) == pytest.approx(-np.log([0.5, 0.625, 0.5]).mean(), rel=1e-14), plain.stderr
    assert kept.stdout == plain.stdout, kept.stderr
