"""`convert` takes the scores of a file without labels, and no ids, ages or times beside them."""

import numpy as np
import pandas as pd
import pytest
from running import inside

RANDOM = np.random.default_rng(4)
SHARES = RANDOM.dirichlet([1, 1, 1], 40)
LOGITS = np.log(SHARES)[:, :] + 1.5
NAMES = np.array(["bird", "cat", "dog"])
BESIDE = {
    "age": RANDOM.integers(20, 80, 40),
    "id1000": np.arange(40) + 1000,
    "temperature": RANDOM.normal(20, 3, 40).round(2),
    "entropy": -(SHARES * np.log(SHARES)).sum(axis=1),
    "latency_ms": RANDOM.uniform(1, 9, 40),
    "fold": np.arange(40) % 5,
}


def saved(folder, scores, names, extra, first, suffix):
    columns = {name: scores[:, k] for k, name in enumerate(names)}
    frame = pd.DataFrame({**extra, **columns} if first else {**columns, **extra})
    path = folder / f"t.{suffix}"
    write = {"csv": frame.to_csv, "parquet": frame.to_parquet}[suffix]
    write(path, index=False)
    return path


def converted(path, *options):
    done = inside("convert", path, *options)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()[1:], done.stderr


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("name", BESIDE)
def test_probabilities_are_told_from_other_numbers(name, first, suffix, tmp_path):
    for names in (NAMES, [f"p_{c}" for c in NAMES]):
        path = saved(tmp_path, SHARES, names, {name: BESIDE[name]}, first, suffix)
        found, notes = converted(path, "--to", "names", "--argmax")
        assert found == NAMES[SHARES.argmax(axis=1)].tolist()
        assert f"left out column {name}" in notes
        found, _ = converted(path, "--to", "multi-label", "--threshold", "0.4")
        assert found == [",".join(map(str, row)) for row in (SHARES >= 0.4).astype(int).tolist()]


@pytest.mark.parametrize("first", [True, False])
def test_logits_are_told_by_their_names(first, tmp_path):
    path = saved(tmp_path, LOGITS, [f"logit_{c}" for c in NAMES], BESIDE, first, "csv")
    found, notes = converted(path, "--to", "names", "--argmax")
    assert found == NAMES[LOGITS.argmax(axis=1)].tolist()
    assert "left out columns age, id1000, temperature, entropy and 2 more" in notes


@pytest.mark.parametrize("name", ["age", "id1000"])
def test_logits_without_a_word_beside_whole_numbers_are_asked_about(name, tmp_path):
    path = saved(tmp_path, LOGITS, NAMES, {name: BESIDE[name]}, True, "csv")
    done = inside("convert", path, "--to", "names", "--argmax")
    assert (done.returncode, done.stdout) == (1, "")
    assert "[XE306]" in done.stderr
    assert "--labels-column bird,cat,dog" in done.stderr
    found, _ = converted(path, "--to", "names", "--argmax", "--labels-column", "bird,cat,dog")
    assert found == NAMES[LOGITS.argmax(axis=1)].tolist()


def test_scores_of_a_file_of_their_own_are_all_taken(tmp_path):
    for scores in (SHARES, LOGITS, SHARES.min(axis=1, keepdims=True) < SHARES, np.arange(120).reshape(40, 3)):
        path = saved(tmp_path, scores * 1, NAMES, {}, True, "csv")
        found, notes = converted(path, "--to", "names", "--argmax")
        assert found == NAMES[(scores * 1).argmax(axis=1)].tolist()
        assert "left out" not in notes


@pytest.mark.parametrize("other", [SHARES[:, ::-1], LOGITS[:, ::-1]])
def test_the_scores_of_two_models_are_asked_about(other, tmp_path):
    columns = {
        f"{model}_{c}": scores[:, k]
        for model, scores in (("p", SHARES), ("logit", other))
        for k, c in enumerate(NAMES)
    }
    pd.DataFrame(columns).to_csv(tmp_path / "t.csv", index=False)
    for way in ("--argmax", "--softmax"):
        target = "names" if way == "--argmax" else "soft"
        done = inside("convert", tmp_path / "t.csv", "--to", target, way)
        assert (done.returncode, done.stdout) == (1, "")
        assert "several columns could be the scores: p_bird, p_cat, p_dog; logit_bird" in done.stderr
    found, _ = converted(
        tmp_path / "t.csv", "--to", "names", "--argmax", "--labels-column", "logit_bird,logit_cat,logit_dog"
    )
    assert found == NAMES[other.argmax(axis=1)].tolist()
