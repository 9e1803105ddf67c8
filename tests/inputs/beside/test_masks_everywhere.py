"""Masks and lengths in tables, lists, structured arrays and several files get the question of one file."""

import json

import numpy as np
import pytest
from running import inside

RNG = np.random.default_rng(7)
Y = RNG.integers(0, 6, (5, 8))
Z = RNG.normal(size=(5, 8, 6)) + 2 * np.eye(6)[Y]
LOSSES = -np.log(np.take_along_axis(np.exp(Z) / np.exp(Z).sum(-1, keepdims=True), Y[..., None], -1))[..., 0]
LENGTHS = np.array([8, 3, 5, 4, 8])
MASK = (np.arange(8) < LENGTHS[:, None]).astype(int)
ROWS = (np.arange(40) % 3 > 0).astype(int)
FLAT = Y.reshape(-1), Z.reshape(-1, 6), LOSSES.reshape(-1)


def records(folder, form, **columns):
    rows = [{k: v[i].tolist() for k, v in columns.items()} for i in range(len(next(iter(columns.values()))))]
    path = folder / f"c.{form}"
    if form == "parquet":
        pa = pytest.importorskip("pyarrow")
        pytest.importorskip("pyarrow.parquet").write_table(pa.Table.from_pylist(rows), path)
    else:
        path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def asked(path, *options, code="XE330"):
    error = json.loads(inside("loss", path, *options, "-f", "json").stderr)
    assert error["code"] == code
    return error


def value(path, *options):
    return json.loads(inside("loss", path, *options, "-f", "json").stdout)["value"]


@pytest.mark.parametrize("form", ["jsonl", "parquet"])
def test_masks_of_tokens_in_lists(tmp_path, form):
    path = records(tmp_path, form, labels=Y, logits=Z, attention_mask=MASK)
    asked(path)
    wanted = LOSSES[MASK == 1].mean()
    assert value(path, "--where", "attention_mask=1") == pytest.approx(wanted, rel=1e-12)
    assert value(path, "--where", "attention_mask=*") == pytest.approx(LOSSES.mean(), rel=1e-12)


def test_lengths_of_tokens_in_lists(tmp_path):
    asked(records(tmp_path, "jsonl", labels=Y, logits=Z, length=LENGTHS), code="XE353")


def test_masks_in_a_table_of_labels_beside_an_array(tmp_path):
    path = records(tmp_path, "parquet", labels=Y, attention_mask=MASK)
    np.save(tmp_path / "p.npy", Z)
    asked(path, tmp_path / "p.npy")


@pytest.mark.parametrize("form", ["jsonl", "parquet", "npy", "npz"])
def test_masks_of_rows(tmp_path, form):
    labels, logits, losses = FLAT
    path = tmp_path / f"c.{form}"
    if form == "npy":
        rows = np.zeros(40, [("labels", "i8"), ("logits", "f8", (6,)), ("mask", "i1")])
        rows["labels"], rows["logits"], rows["mask"] = labels, logits, ROWS
        np.save(path, rows)
    elif form == "npz":
        for part in (0, 1):
            own = slice(20 * part, 20 * part + 20)
            np.savez(
                tmp_path / f"s{part}.npz", labels=labels[own], logits=logits[own], mask=ROWS[own].astype(bool)
            )
        path = tmp_path / "s*.npz"
    else:
        path = records(tmp_path, form, label=labels, logits=logits, mask=ROWS)
    asked(path)
    assert value(path, "--where", "mask=1") == pytest.approx(losses[ROWS == 1].mean(), rel=1e-12)
