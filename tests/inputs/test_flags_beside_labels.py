"""One-hot labels next to flags, scores next to their deviations, and a row of totals below scores."""

import json

import numpy as np
import pandas as pd
import pytest
from running import inside

P = np.array([[0.9, 0.06, 0.04], [0.2, 0.7, 0.1], [0.1, 0.3, 0.6], [0.1, 0.8, 0.1], [0.5, 0.25, 0.25]])
TRUTH = np.array([0, 1, 2, 1, 0])
NAMES = ["cat", "dog", "fox"]
RIGHT = -np.log(P[np.arange(5), TRUTH]).mean()
FLAGS = {"is_weekend": [1, 0, 1, 0, 0], "is_member": [1, 0, 0, 1, 1]}
STYLES = [("{}", "p_{}"), ("is_{}", "{}_prob"), ("y_{}", "prob_{}"), ("{}_label", "logit_{}")]


def tables(labels, scores, order):
    bits = {labels.format(NAMES[k]): (k == TRUTH).astype(int) for k in order}
    values = np.log(P) + 0.7 if scores.startswith("logit") else P
    return bits, {scores.format(name): values[:, k] for k, name in enumerate(NAMES)}


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1)])
@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_flags_beside_one_hot_labels_are_left_out(tmp_path, style, order, suffix):
    bits, scores = tables(*style, order)
    for columns in ({**FLAGS, **bits, **scores}, {**bits, **FLAGS, **scores}):
        path = tmp_path / f"t.{suffix}"
        frame = pd.DataFrame(columns)
        frame.to_csv(path, index=False) if suffix == "csv" else frame.to_parquet(path)
        done = inside("loss", path, "-f", "value")
        assert float(done.stdout) == pytest.approx(RIGHT), done.stderr
    pd.DataFrame({**FLAGS, **bits}).to_csv(tmp_path / "y.csv", index=False)
    pd.DataFrame(scores).to_csv(tmp_path / "p.csv", index=False)
    done = inside("loss", tmp_path / "y.csv", tmp_path / "p.csv", "-f", "value")
    assert float(done.stdout) == pytest.approx(RIGHT), done.stderr


def tried(path):
    """Return the value, or the values of the commands that the error names."""
    done = inside("loss", path, "-f", "json")
    if done.returncode == 0:
        return [float(json.loads(done.stdout)["value"])]
    tries = json.loads(done.stderr.splitlines()[-1])["tries"]
    return [float(json.loads(inside(*line[:1], *line[1:]).stdout)["value"]) for line in tries]


@pytest.mark.parametrize("ending", ["std", "err", "old_sd"])
@pytest.mark.parametrize("names", [NAMES, ["0", "1", "2"]])
def test_scores_that_sum_to_one_are_named_in_place_of_their_deviations(tmp_path, ending, names):
    columns = {"label": np.array(names)[TRUTH]}
    for k, name in enumerate(names):
        columns |= {f"p_{name}": P[:, k], f"p_{name}_{ending}": [0.05, 0.03, 0.02, 0.06, 0.01 + k / 100]}
    pd.DataFrame(columns).to_csv(tmp_path / "t.csv", index=False)
    assert all(value == pytest.approx(RIGHT) for value in tried(tmp_path / "t.csv"))


@pytest.mark.parametrize("last", ["Total,1,1.8,1.2", "sum,1,1.8,1.2"])
def test_a_row_of_totals_does_not_drop_a_column(tmp_path, last):
    (tmp_path / "t.csv").write_text(f"id,label,p_cat,p_dog\n1,0,0.9,0.1\n2,1,0.2,0.8\n3,0,0.7,0.3\n{last}\n")
    assert tried(tmp_path / "t.csv") == []


def test_ids_keep_the_numbers_of_the_columns(tmp_path):
    rows = [f"{y},{','.join(map(str, p))}" for y, p in zip([1, 2, 3, 0, 1], P, strict=True)]
    (tmp_path / "t.csv").write_text("\n".join(["label,p_1,p_2,p_3", *rows]) + "\n")
    right = -np.log(P[[0, 1, 2, 4], [0, 1, 2, 0]]).mean()
    assert tried(tmp_path / "t.csv") == [pytest.approx(right)]


@pytest.mark.parametrize("delimiter", ["\t", ";"])
def test_thousands_separators_are_no_decimal_commas(tmp_path, delimiter):
    text = "label,votes_cat,votes_dog\ncat,1#539,772\ndog,88,2#412\ncat,902,13\n"
    (tmp_path / "t.csv").write_text(text.replace(",", delimiter).replace("#", ","))
    said = inside("loss", tmp_path / "t.csv").stderr
    assert "[XE021]" in said
    assert "try:" not in said


def test_ranks_and_mixed_percentages_are_not_silent(tmp_path):
    (tmp_path / "t.csv").write_text("label,p_cat,p_dog\ncat,90,10\ndog,0.2,0.8\ncat,70,30\ndog,0.1,0.9\n")
    assert tried(tmp_path / "t.csv") == []
