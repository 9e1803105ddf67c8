"""Long tables with a 1 for the true candidate of each sample, and probabilities that sum to one over them."""

import json

import numpy as np
import pandas as pd
import pytest
from running import inside

RANDOM = np.random.default_rng(8)
SAMPLES, OPTIONS = 7, 3
SHARES = RANDOM.dirichlet(np.ones(OPTIONS), SAMPLES).round(3)
SHARES[:, 0] = (1 - SHARES[:, 1:].sum(axis=1)).round(3)
TRUE = RANDOM.integers(0, OPTIONS, SAMPLES)
RIGHT = -np.log(SHARES[np.arange(SAMPLES), TRUE]).mean()
NAMES = [
    ("qid", "option", "label", "prob"),
    ("query", "choice", "y", "score"),
    ("id", "class", "target", "p"),
]
SAMPLE, OPTION = np.repeat(np.arange(SAMPLES), OPTIONS), np.tile(np.arange(OPTIONS), SAMPLES)


def table(key, option, label, score, options):
    cells = {key: [f"q{n}" for n in SAMPLE], option: [options[n] for n in OPTION]}
    return pd.DataFrame({**cells, label: (TRUE[SAMPLE] == OPTION).astype(int), score: SHARES.reshape(-1)})


def told(folder, *tables, options=()):
    names = [f"{n}.csv" for n in range(len(tables))]
    for name, one in zip(names, tables, strict=True):
        one.to_csv(folder / name, index=False)
    done = inside("loss", *[str(folder / name) for name in names], "-f", "json", *options)
    return done.returncode, json.loads(done.stdout or done.stderr.splitlines()[0])


@pytest.mark.parametrize("options", ["ABC", ["1", "2", "3"], ["0", "1", "2"], ["no", "yes", "may be"]])
@pytest.mark.parametrize("names", NAMES)
@pytest.mark.parametrize("order", [None, 3])
def test_the_same_options_in_each_sample_are_classes(tmp_path, options, names, order):
    some = table(*names, options)
    some = some if order is None else some.sample(frac=1, random_state=order)
    assert told(tmp_path, some)[1]["value"] == pytest.approx(RIGHT)
    assert told(tmp_path, some, options=["--prediction-columns", names[3]])[1]["value"] == pytest.approx(
        RIGHT
    )


REFUSED = {
    "other options in some samples": lambda t: [t.assign(option=[f"a{n}" for n in range(len(t))])],
    "samples of other sizes": lambda t: [pd.concat([t, t.iloc[:1].assign(qid="new", label=1, prob=1.0)])],
    "two files": lambda t: [t.drop(columns="prob"), t.drop(columns="label")],
    "a flag of another name": lambda t: [t.rename(columns={"label": "is_correct"})],
}


@pytest.mark.parametrize("made", REFUSED.values(), ids=REFUSED)
def test_candidates_are_never_taken_one_by_one(tmp_path, made):
    tables = made(table("qid", "option", "label", "prob", "ABC"))
    named = ["--labels-column", "is_correct"] if "is_correct" in tables[0] else []
    code, found = told(tmp_path, *tables, options=named)
    assert found.get("value") == pytest.approx(RIGHT) if named else (code, found["code"]) == (1, "XE325")


def test_probabilities_that_do_not_sum_to_one_stay_rows_of_their_own(tmp_path):
    some = table("qid", "option", "label", "prob", "ABC")
    some["prob"] = RANDOM.uniform(0.05, 0.95, len(some)).round(3)
    truth = np.where(some["label"] == 1, some["prob"], 1 - some["prob"])
    assert told(tmp_path, some)[1]["value"] == pytest.approx(-np.log(truth).mean())
