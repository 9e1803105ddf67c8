"""Labels as dummy columns without the first class, beside a prediction column for every class."""

import json

import numpy as np
import pandas as pd
import pytest
from running import inside

NAMES = np.array(["setosa", "versicolor", "virginica"])
IDS = np.array([1, 2, 0, 1, 0, 2, 1])
RANDOM = np.random.default_rng(0)
SHARES = np.round(RANDOM.dirichlet(np.ones(3), len(IDS)), 3)
SHARES[:, 0] = np.round(1 - SHARES[:, 1] - SHARES[:, 2], 3)
LOSS = -np.log(SHARES[np.arange(len(IDS)), IDS]).mean()
KEYS = RANDOM.permutation(100)[: len(IDS)]


def saved(folder, labels, scores):
    labels.to_csv(folder / "y.csv", index=False)
    scores.to_csv(folder / "p.csv", index=False)
    return folder / "y.csv", folder / "p.csv"


@pytest.mark.parametrize("lost", range(3))
@pytest.mark.parametrize("keyed", [False, True])
def test_a_row_of_zeros_is_the_class_without_a_column(tmp_path, lost, keyed):
    labels = pd.get_dummies(pd.Series(NAMES[IDS]), prefix="species", dtype=int)
    labels = labels.drop(columns=f"species_{NAMES[lost]}")
    scores = pd.DataFrame(SHARES, columns=NAMES)
    if keyed:
        labels, scores = labels.assign(id=KEYS), scores.assign(id=KEYS).sample(frac=1, random_state=1)
    done = inside("loss", *saved(tmp_path, labels, scores), "-f", "json")
    fields = json.loads(done.stdout)
    assert fields["value"] == pytest.approx(LOSS, rel=1e-14)
    assert "XE869" in [message["code"] for message in fields["messages"]]


def test_rows_with_several_ones_are_no_dummies(tmp_path):
    labels = pd.DataFrame({"versicolor": [1, 1, 0], "virginica": [0, 1, 0]})
    done = inside("loss", *saved(tmp_path, labels, pd.DataFrame(SHARES[:3], columns=NAMES)))
    assert (done.returncode, "XE302" in done.stderr) == (1, True)
