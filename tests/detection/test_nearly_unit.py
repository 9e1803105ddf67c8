"""Probabilities with some cells outside [0, 1] are asked about, and never read as logits unasked."""

import json

import numpy as np
import pandas as pd
import pytest
from running import inside

RANDOM = np.random.default_rng(11)
ROWS = 40
BIT = RANDOM.integers(0, 2, ROWS)
P = np.where(BIT == 1, 0.75, 0.05) + RANDOM.uniform(0, 0.2, ROWS).round(3)
BITS = RANDOM.integers(0, 2, (ROWS, 3))
SEVERAL = np.where(BITS == 1, 0.75, 0.05) + RANDOM.uniform(0, 0.2, (ROWS, 3)).round(3)


def changed(values, *cells):
    """Return a copy with other values in its first cells."""
    values = values.copy()
    values.reshape(-1)[1 : 1 + len(cells)] = cells
    return values


def files(folder, labels, scores, name="p", suffix="csv"):
    paths = [folder / f"y.{suffix}", folder / f"p.{suffix}"]
    for path, values, title in zip(paths, (labels, scores), ("y", name), strict=True):
        if suffix == "npy":
            np.save(path, values)
        else:
            wide = values if values.ndim > 1 else values[:, None]
            names = [title] if values.ndim == 1 else list("abc")
            pd.DataFrame(wide, columns=names).to_csv(path, index=False)
    return paths


def asked(*paths):
    """Check that all commands say that the numbers may be probabilities; return the tries of `loss`."""
    done = inside("loss", *paths, "-f", "json")
    assert (done.returncode, done.stdout) == (1, "")
    error = json.loads(done.stderr)
    assert error["code"] == "XE213"
    judged = inside("validate", *paths)
    assert judged.returncode == 1
    assert "XE213" in judged.stdout
    assert inside("detect", *paths).returncode == 1
    advised = inside("advise", *paths, "-f", "json")
    assert "cells-outside" in advised.stdout
    return error


@pytest.mark.parametrize("suffix", ["csv", "npy"])
@pytest.mark.parametrize("cells", [(1.02,), (-0.0003,), (-0.1, 1.1, 1.05), (37.0,), (1.0001, -1e-5)], ids=str)
def test_a_few_cells_outside_are_asked_about(tmp_path, cells, suffix):
    paths = files(tmp_path, BIT, changed(P, *cells), suffix=suffix)
    error = asked(*paths)
    assert error["row"] == 2
    assert float(error["value"]) == cells[0]
    assert [words[-1] for words in error["tries"]] == ["--from-logits"]
    assert inside("loss", *paths, "--from-logits").returncode == 0


@pytest.mark.parametrize("mark", [-1, -9, -99, -100, -999, 9, 99, 255, 999, 9999])
@pytest.mark.parametrize("count", [1, 9])
def test_marks_of_missing_predictions_are_asked_about(tmp_path, mark, count):
    error = asked(*files(tmp_path, BIT, changed(P, *[mark] * count)))
    assert "missing predictions, or logits?" in error["message"]
    assert not error["tries"]


@pytest.mark.parametrize("suffix", ["csv", "npy"])
@pytest.mark.parametrize("cells", [(1.03,), (-1.0,) * 4, (99.0,)], ids=str)
def test_outputs_of_several_labels_are_asked_about(tmp_path, cells, suffix):
    asked(*files(tmp_path, BITS, changed(SEVERAL, *cells), suffix=suffix))


@pytest.mark.parametrize("name", ["prob", "probability", "score_prob", "y_proba", "prob_1", "fitted"])
def test_a_column_called_probability_may_have_more_cells_outside(tmp_path, name):
    assert not asked(*files(tmp_path, BIT, changed(P, *[1.3, -2.0] * 6), name))["tries"]


def test_all_orders_and_chunks_give_the_same_answer(tmp_path):
    for scores in (changed(P, 1.02), changed(P, -1, -1)):
        for step in (1, -1):
            paths = files(tmp_path, BIT[::step], scores[::step])
            for rows in ("1", "7", "64"):
                assert "XE213" in inside("loss", *paths, "--block-rows", rows).stderr


@pytest.mark.parametrize("name", ["p", "logit", "score"])
@pytest.mark.parametrize("scale", [0.2, 0.5, 2.0, 6.0])
def test_logits_stay_logits(tmp_path, name, scale):
    logits = np.where(BIT == 1, 0.3, -0.3) * scale + RANDOM.normal(0, scale, ROWS)
    done = inside("loss", *files(tmp_path, BIT, logits, name), "-f", "json")
    expected = np.logaddexp(0, np.where(BIT == 1, -logits, logits)).mean()
    assert json.loads(done.stdout)["value"] == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("name", ["logit", "log_odds", "y_logits", "margin"])
def test_a_column_called_logit_holds_logits_wherever_they_lie(tmp_path, name):
    logits = changed(P, 1.02)
    done = inside("loss", *files(tmp_path, BIT, logits, name), "-f", "json")
    expected = np.logaddexp(0, np.where(BIT == 1, -logits, logits)).mean()
    assert json.loads(done.stdout)["value"] == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("suffix", ["csv", "npy"])
@pytest.mark.parametrize("classes", [1, 3, 5, 10])
def test_int8_probabilities_are_asked_about(tmp_path, classes, suffix):
    shares = RANDOM.dirichlet([0.4] * max(classes, 2), ROWS)
    whole = np.floor(shares * 256)
    whole[np.arange(ROWS), shares.argmax(1)] += 256 - whole.sum(axis=1)
    whole = np.minimum(whole, 255)[:, :classes] - 128
    labels = shares.argmax(1)
    paths = [tmp_path / f"y.{suffix}", tmp_path / f"p.{suffix}"]
    for path, values in zip(paths, (labels, whole.astype(np.int8)), strict=True):
        if suffix == "npy":
            np.save(path, values.squeeze())
        else:
            np.savetxt(path, values, "%d", delimiter=",")
    done = inside("loss", *paths)
    assert (done.returncode, done.stdout) == (1, "")
    assert "[XE214]" in done.stderr
    assert "XE214" in inside("validate", *paths).stdout
    assert '"int8"' in inside("advise", *paths, "-f", "json").stdout
    assert inside("loss", *paths, "--from-logits").returncode == 0


def test_the_command_that_makes_probabilities_of_int8_gives_them(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    np.save("y.npy", np.array([0, 1, 2]))
    np.save("p.npy", np.array([[77, -102, -103], [-102, 51, -77], [-77, -77, 26]], np.int8))
    hint = inside("loss", "y.npy", "p.npy").stderr
    code = hint.partition('python -c "')[2].partition('"')[0]
    exec(code)
    expected = -np.log(np.array([205, 179, 154]) / 256).mean()
    done = inside("loss", "y.npy", "fixed.npy", "-f", "json")
    assert json.loads(done.stdout)["value"] == pytest.approx(expected, rel=1e-12)


def test_whole_logits_that_are_no_shares_stay_logits(tmp_path):
    for values in ([[3, -3], [-2, 2], [1, -1]], [[1, -9, 5], [-3, 4, 2], [8, -7, 1]]):
        scores = np.array(values)
        np.save(tmp_path / "y.npy", np.array([0, 1, 0]))
        np.save(tmp_path / "p.npy", scores)
        done = inside("loss", tmp_path / "y.npy", tmp_path / "p.npy", "-f", "json")
        rows = np.log(np.exp(scores).sum(axis=1)) - scores[[0, 1, 2], [0, 1, 0]]
        assert json.loads(done.stdout)["value"] == pytest.approx(rows.mean(), rel=1e-9)
