"""Telling names of arrays, scales of 0 to 255, and label vectors that are transposed or have empty rows."""

import json

import numpy as np
import pytest
from running import inside

RNG = np.random.default_rng(6)
N, K = 60, 4
Y = RNG.integers(0, K, N)
HOT = np.eye(K)[Y]
Z = RNG.normal(size=(N, K)) + 1.5 * HOT
P = np.exp(Z) / np.exp(Z).sum(1, keepdims=True)
BITS = RNG.integers(0, 2, N)
Q = 1 / (1 + np.exp(-(RNG.normal(size=N) + 2 * BITS - 1)))
MAP = RNG.integers(0, 2, (3, 6, 5)).astype(np.uint8)


def code(out):
    return json.loads(out.stderr)["code"]


def tries(out):
    return [" ".join(some[3:]) for some in json.loads(out.stderr).get("tries", [])]


def of_arrays(folder, *options, **arrays):
    np.savez(folder / "c.npz", **arrays)
    return inside("loss", folder / "c.npz", *options, "-f", "json")


def of_files(folder, labels, scores, *options, name="p.npy"):
    np.save(folder / "y.npy", labels)
    np.save(folder / name, scores)
    return inside("loss", folder / "y.npy", folder / name, *options, "-f", "json")


@pytest.mark.parametrize("name", ["distances", "energies", "features"])
def test_wide_arrays_are_judged_by_their_name(tmp_path, name):
    out = of_arrays(tmp_path, "--prediction-columns", name, labels=Y, **{name: 9 - Z})
    assert code(out) in {"XE221", "XE227"}
    assert code(of_arrays(tmp_path, labels=Y, **{name: 9 - Z})) == "XE648"


@pytest.mark.parametrize(
    ("name", "numbers"),
    [("log_probs", np.log(Q)), ("logits", Q), ("odds", Q / (1 - Q)), ("p0", 1 - Q), ("raw_score", Q)],
)
def test_a_single_number_per_row_is_judged_by_its_name(tmp_path, name, numbers):
    out = of_arrays(tmp_path, "--prediction-columns", name, labels=BITS, **{name: numbers})
    assert code(out) in {"XE212", "XE119"}
    if name != "raw_score":
        assert code(of_files(tmp_path, BITS, numbers, name=f"{name}.npy")) in {"XE212", "XE119"}
    rows = [{"label": int(y), name: [float(one)]} for y, one in zip(BITS, numbers, strict=True)]
    (tmp_path / "c.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    assert code(inside("loss", tmp_path / "c.jsonl", "-f", "json")) in {"XE212", "XE119"}


def test_the_name_that_savez_gives_says_nothing(tmp_path):
    np.save(tmp_path / "y.npy", BITS)
    np.savez(tmp_path / "p.npz", Q)
    out = inside("loss", tmp_path / "y.npy", tmp_path / "p.npz", "-f", "json")
    wanted = -np.where(BITS == 1, np.log(Q), np.log1p(-Q)).mean()
    assert json.loads(out.stdout)["value"] == pytest.approx(wanted, rel=1e-12)


@pytest.mark.parametrize("name", ["prob_of_label", "p_true", "Exponent"])
def test_columns_that_may_be_of_the_label_or_odds_are_asked_about(tmp_path, name):
    numbers = Q / (1 - Q) if name == "Exponent" else np.where(BITS == 1, Q, 1 - Q)
    rows = "".join(f"{y},{float(p)}\n" for y, p in zip(BITS, numbers, strict=True))
    (tmp_path / "c.csv").write_text(f"label,{name}\n{rows}")
    assert code(inside("loss", tmp_path / "c.csv", "-f", "json")) == "XE212"


def test_maps_of_0_to_255_are_no_logits(tmp_path):
    maps = np.clip(np.round(255 * RNG.random(MAP.shape)), 1, 254).astype(np.uint8)
    out = of_files(tmp_path, MAP, maps)
    assert code(out) == "XE214"
    assert not tries(out)
    assert code(of_files(tmp_path, MAP.reshape(-1), maps.reshape(-1))) == "XE214"


def test_one_hot_vectors_of_0_and_255_are_divided_not_ignored(tmp_path):
    for options in ((), ("--ignore-index", "255")):
        out = of_files(tmp_path, (HOT * 255).astype(np.uint8), P, *options)
        assert code(out) == "XE105"
        assert "255" in json.loads(out.stderr)["hint"]
        assert not tries(out)


def test_as_many_ids_as_columns_are_all_classes(tmp_path):
    out = of_arrays(tmp_path, labels=np.array([0, 1, 3, 4])[Y], logits=Z)
    assert code(out) == "XE112"
    assert [one.split()[-1] for one in tries(out)] == ["0,1,3,4"]


@pytest.mark.parametrize("scores", [P, Z])
def test_transposed_vectors_are_asked_about(tmp_path, scores):
    out = of_files(tmp_path, HOT.T, scores.T)
    assert code(out) == "XE106"
    assert "a.T" in json.loads(out.stderr)["hint"]
    converted = inside("convert", tmp_path / "y.npy", "--to", "sparse").stderr
    assert "save a.T" in converted
    assert "try:" not in converted
    several = RNG.integers(0, 2, (4, 60))
    assert json.loads(of_files(tmp_path, several, scores.T).stdout)["loss"] == "binary"


def test_empty_rows_among_one_hot_rows_are_asked_about(tmp_path):
    some = np.where((np.arange(N) % 3 > 0)[:, None], HOT, 0)
    out = of_files(tmp_path, some, Z)
    assert code(out) == "XE106"
    assert json.loads(of_files(tmp_path, some, Z, "--labels-kind", "multi-label").stdout)["loss"] == "binary"
