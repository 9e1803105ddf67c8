"""Two models' scores in one table are asked about, whatever one of them is called; features are not."""

import json

import numpy as np
import pandas as pd
import pytest
from running import inside

RANDOM = np.random.default_rng(3)
ROWS = 40
Y = RANDOM.integers(0, 2, ROWS)
A, B = (np.clip(RANDOM.uniform(0, 0.5, ROWS) + 0.4 * Y, 0.02, 0.98).round(4) for _ in "ab")
CLASSES = RANDOM.integers(0, 3, ROWS)
SHARES = [RANDOM.dirichlet(np.ones(3), ROWS) for _ in "ab"]


def binary(p):
    return -np.log(np.where(Y == 1, p, 1 - p)).mean()


def told(path, *options):
    done = inside("loss", str(path), "-f", "json", *options)
    return json.loads(done.stdout or done.stderr.splitlines()[-1])


def written(folder, table):
    table.to_csv(folder / "t.csv", index=False)
    return folder / "t.csv"


@pytest.mark.parametrize(
    "names", [("raw_score", "calibrated"), ("prob", "xgb"), ("prob", "model_b"), ("p", "q")]
)
@pytest.mark.parametrize("order", [1, -1])
def test_two_probabilities_are_asked_about(tmp_path, names, order):
    table = pd.DataFrame({"label": Y, names[0]: A, names[1]: B})
    found = told(written(tmp_path, table[[*table.columns[:1], *table.columns[1:][::order]]]))
    assert found["code"] == "XE306"
    values = [told(one[1], *one[2:])["value"] for one in found["tries"]]
    # raw scores in [0, 1] may be logits too
    logits = [np.log1p(np.exp((1 - 2 * np.asarray(Y)) * A)).mean()] if names[0] == "raw_score" else []
    assert sorted(values) == pytest.approx(sorted([binary(A), binary(B), *logits]))


FEATURES = {
    "unrelated": ("humidity", RANDOM.uniform(0, 1, ROWS)),
    "called a feature": ("x1", B),
    "a ratio": ("click_ratio", B),
    "whole": ("is_new", RANDOM.integers(0, 2, ROWS)),
    "a weight": ("weight", B),
    "the confidence": ("sure", np.maximum(A, 1 - A)),
}


@pytest.mark.parametrize("name", FEATURES)
def test_other_columns_are_no_rivals(tmp_path, name):
    title, cells = FEATURES[name]
    table = pd.DataFrame({"label": Y, "prob": A, title: cells})
    assert told(written(tmp_path, table))["value"] == pytest.approx(binary(A))


def test_two_series_are_asked_about(tmp_path):
    series = {f"{name}_{k}": p[:, k] for name, p in zip(("p", "xgb"), SHARES, strict=True) for k in range(3)}
    found = told(written(tmp_path, pd.DataFrame({"label": CLASSES, **series})))
    assert found["code"] == "XE306"
    right = [-np.log(p[np.arange(ROWS), CLASSES]).mean() for p in SHARES]
    assert [told(one[1], *one[2:])["value"] for one in found["tries"]] == pytest.approx(right)
