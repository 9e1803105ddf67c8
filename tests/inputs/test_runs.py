"""Tables with the same samples once for each run are asked about; tables of other kinds are not."""

import json
from itertools import product

import numpy as np
import pandas as pd
import pytest
from running import inside

RANDOM = np.random.default_rng(5)
ROWS = 12
Y = RANDOM.permutation(np.arange(ROWS) % 2)
NUMBERS = range(7, 7 + ROWS)


def stacked(runs, *, key="id", keys=None, order=None):
    """A table of samples times runs, each run a dict of columns, with other scores in each."""
    keys = [f"s{n}" for n in range(ROWS)] if keys is None else keys
    rows = [{**run, key: keys[n], "y": Y[n]} for run, n in product(runs, range(ROWS))]
    table = pd.DataFrame(rows).assign(p=np.round(RANDOM.uniform(0.05, 0.95, len(rows)), 3))
    return table if order is None else table.sample(frac=1, random_state=order)


def loss(table):
    return -np.log(np.where(table["y"] == 1, table["p"], 1 - table["p"])).mean()


def told(folder, table, *more):
    table.to_csv(folder / "t.csv", index=False)
    done = inside("loss", str(folder / "t.csv"), "-f", "json", *more)
    return done.returncode, json.loads(done.stdout or done.stderr.splitlines()[0])


ASKED = {
    "epochs": ([{"epoch": e} for e in range(3)], {}),
    "rows in any order": ([{"mtry": e} for e in (2, 5, 9)], {"key": "rowIndex", "keys": NUMBERS, "order": 1}),
    "a parameter of fractions": ([{"cp": c} for c in (0.01, 0.5)], {"key": "row_id", "keys": NUMBERS}),
    "as many runs as classes": ([{"seed": c} for c in (0, 1)], {}),
    "words": ([{"checkpoint": c} for c in ("best", "last")], {"key": "filename"}),
    "models": ([{"model": c} for c in ("rf", "xgb", "nn")], {}),
    "models in a column called name": ([{"name": c} for c in ("rf", "xgb", "nn")], {}),
    "two parameters": ([{"depth": d, "eta": e} for d, e in product((3, 5), (0.1, 0.3))], {}),
    "more runs than are named": ([{"seed": e} for e in range(12)], {}),
}


@pytest.mark.parametrize(("runs", "options"), ASKED.values(), ids=ASKED)
def test_the_run_is_asked_for_and_each_can_be_kept(tmp_path, runs, options):
    table = stacked(runs, **options)
    code, found = told(tmp_path, table)
    assert (code, found["code"]) == (1, "XE329"), found
    assert len(found["tries"]) == min(3, len(runs))
    kept = table[np.all([table[name] == value for name, value in runs[-1].items()], axis=0)]
    where = [word for name, value in runs[-1].items() for word in ("--where", f"{name}={value}")]
    assert told(tmp_path, table, *where)[1]["value"] == pytest.approx(loss(kept))


@pytest.mark.parametrize("name", ["epoch", "model"])
def test_runs_that_are_reported_one_by_one_are_all_taken(tmp_path, name):
    table = stacked([{name: f"r{e}"} for e in range(3)])
    assert told(tmp_path, table, "--by", name)[1]["value"] == pytest.approx(loss(table))


def test_runs_beside_vectors(tmp_path):
    table = stacked([{"epoch": e} for e in range(3)])
    cells = table.to_numpy().tolist()
    rows = [{"epoch": e, "id": k, "label": y, "probs": [1 - p, p]} for e, k, y, p in cells]
    (tmp_path / "t.jsonl").write_text("\n".join(map(json.dumps, rows)) + "\n")
    done = inside("loss", str(tmp_path / "t.jsonl"), "-f", "json")
    assert json.loads(done.stderr.splitlines()[0])["code"] == "XE329"


def ordinary(**columns):
    some = {"y": RANDOM.integers(0, 2, 2 * ROWS), "p": np.round(RANDOM.uniform(0.05, 0.95, 2 * ROWS), 3)}
    return pd.DataFrame(some | columns)


SAMPLES, TURN = np.repeat(np.arange(ROWS), 2), np.arange(2 * ROWS) % 2
ANSWERED = {
    "a sample twice, and nothing tells which": ordinary(id=SAMPLES, y=Y[SAMPLES]),
    "folds": ordinary(id=SAMPLES, fold=SAMPLES % 3, y=Y[SAMPLES]),
    "labels that differ between months": ordinary(customer_id=SAMPLES, month=TURN, y=(TURN + SAMPLES) % 2),
    "a row too few": ordinary(id=SAMPLES, run=TURN, y=Y[SAMPLES]).iloc[:-1],
    "features that cross": ordinary(dose=SAMPLES, sex=TURN, y=Y[SAMPLES]),
}


@pytest.mark.parametrize("table", ANSWERED.values(), ids=ANSWERED)
def test_other_tables_are_not_asked_about(tmp_path, table):
    assert told(tmp_path, table)[1]["value"] == pytest.approx(loss(table))
