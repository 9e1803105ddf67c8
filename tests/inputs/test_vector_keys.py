"""Rows of tables with lists, structures and the index of pandas are paired by their keys."""

import json

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from pyarrow import ipc
from running import inside

RANDOM = np.random.default_rng(3)
ROWS = 12
P = RANDOM.dirichlet([1, 1, 1], ROWS).round(6)
P[:, 2] = 1 - P[:, 0] - P[:, 1]
Y = RANDOM.integers(0, 3, ROWS)
EXPECTED = -np.log(P[np.arange(ROWS), Y]).mean()
ORDER = RANDOM.permutation(ROWS)
KEYS = {
    "image": [f"img_{row}.png" for row in range(ROWS)],
    "idx": [7 * row + 3 for row in range(ROWS)],
    "text": [f"words and {'x' * row} more" for row in range(ROWS)],
    "pid": [f"p{row}" for row in range(ROWS)],
    "sample": [f"case {row:03d}" for row in range(ROWS)],
}


def saved(path, name, keys, **columns):
    rows = pd.DataFrame({name: keys, **columns})
    if path.suffix == ".parquet":
        rows.to_parquet(path, index=False)
    elif path.suffix == ".csv":
        rows.to_csv(path, index=False)
    else:
        rows.to_json(path, orient="records", lines=True)
    return path


def loss(*paths):
    done = inside("loss", *paths, "-f", "json")
    assert done.returncode == 0, done.stderr
    fields = json.loads(done.stdout)
    return fields["value"], {message["code"] for message in fields["messages"]}


@pytest.mark.parametrize("name", KEYS)
@pytest.mark.parametrize("suffix", [".jsonl", ".parquet", ".csv"])
@pytest.mark.parametrize("step", [1, -1, 0])
def test_any_column_of_both_pairs_lists(tmp_path, name, suffix, step):
    order = ORDER if step == 0 else np.arange(ROWS)[::step]
    keys = np.array(KEYS[name], object)
    labels = saved(tmp_path / f"y{suffix}", name, keys[order], label=Y[order])
    scores = saved(tmp_path / f"p{suffix}", name, keys, probs=P.tolist())
    value, codes = loss(labels, scores)
    assert value == pytest.approx(EXPECTED, rel=1e-9)
    assert ("XE857" in codes) == (step != 1)
    assert inside("validate", labels, scores).returncode == 0


def test_structures_are_paired_as_well(tmp_path):
    named = [dict(zip("abc", row, strict=True)) for row in P.tolist()]
    keys = np.array(KEYS["image"], object)
    labels = saved(tmp_path / "y.jsonl", "image", keys[ORDER], label=np.array(list("abc"))[Y[ORDER]])
    scores = saved(tmp_path / "p.jsonl", "image", keys, probs=named)
    assert loss(labels, scores)[0] == pytest.approx(EXPECTED, rel=1e-9)


@pytest.mark.parametrize("name", ["image", "idx", "pid", "tag"])
@pytest.mark.parametrize("lists", [True, False])
def test_keys_of_other_rows_are_an_error(tmp_path, name, lists):
    mine = [f"q{row}" for row in range(ROWS)] if name != "idx" else list(range(900, 900 + ROWS))
    theirs = KEYS["pid" if name == "tag" else name]
    columns = {"probs": P.tolist()} if lists else dict(zip("abc", P.T, strict=True))
    labels = saved(tmp_path / "y.jsonl", name, mine, label=Y)
    done = inside("loss", labels, saved(tmp_path / "p.jsonl", name, theirs, **columns))
    assert (done.returncode, done.stdout) == (1, "")
    assert "[XE310]" in done.stderr


# ------------------------------------------------------------------ the index of pandas


def frames():
    return pd.DataFrame({"label": Y}), pd.DataFrame(P, columns=list("012"))


def stored(path, rows):
    if path.suffix == ".parquet":
        rows.to_parquet(path)
    elif path.suffix == ".csv":
        rows.to_csv(path)
    else:
        table = pa.Table.from_pandas(rows)
        with ipc.new_file(path, table.schema) as file:
            file.write_table(table)
    return path


@pytest.mark.parametrize("mine", [".parquet", ".csv", ".arrow"])
@pytest.mark.parametrize("theirs", [".parquet", ".arrow"])
@pytest.mark.parametrize("turned", ["labels", "predictions", "reversed"])
def test_a_stored_index_pairs_with_a_declared_one(tmp_path, mine, theirs, turned):
    labels, scores = frames()
    labels = labels.iloc[ORDER] if turned == "labels" else labels
    scores = scores.iloc[ORDER] if turned == "predictions" else scores
    scores = scores[::-1] if turned == "reversed" else scores
    paths = stored(tmp_path / f"y{mine}", labels), stored(tmp_path / f"p{theirs}", scores)
    value, codes = loss(*paths)
    assert value == pytest.approx(EXPECTED, rel=1e-12)
    assert "XE857" in codes
    assert inside("validate", *paths).returncode == 0


def test_lists_are_paired_by_the_index_too(tmp_path):
    labels, _ = frames()
    scores = pd.DataFrame({"probs": P.tolist()})
    paths = stored(tmp_path / "y.parquet", labels.iloc[ORDER]), stored(tmp_path / "p.parquet", scores)
    assert loss(*paths)[0] == pytest.approx(EXPECTED, rel=1e-12)


def test_an_index_of_other_rows_says_nothing(tmp_path):
    labels, scores = frames()
    labels.index = RANDOM.permutation(1000)[:ROWS]
    paths = stored(tmp_path / "y.parquet", labels), stored(tmp_path / "p.parquet", scores)
    value, codes = loss(*paths)
    assert value == pytest.approx(EXPECTED, rel=1e-12)
    assert "XE857" not in codes


def test_a_key_of_both_in_order_is_stronger_than_the_index(tmp_path):
    labels, scores = frames()
    labels.insert(0, "id", KEYS["pid"])
    scores.insert(0, "id", KEYS["pid"])
    labels.index = ORDER
    paths = stored(tmp_path / "y.parquet", labels), stored(tmp_path / "p.parquet", scores)
    assert loss(*paths)[0] == pytest.approx(EXPECTED, rel=1e-12)


def test_on_decides_about_the_key(tmp_path):
    labels, scores = frames()
    labels, scores = labels.assign(code=KEYS["pid"]).iloc[ORDER], scores.assign(code=KEYS["pid"])
    paths = stored(tmp_path / "y.parquet", labels), stored(tmp_path / "p.parquet", scores)
    done = inside("loss", *paths, "--on", "code", "-f", "value")
    assert float(done.stdout) == pytest.approx(EXPECTED, rel=1e-12)
