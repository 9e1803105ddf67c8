"""Structured arrays are tables: fields with names, vectors in a field, text, nested fields."""

import gzip

import ml_dtypes
import numpy as np
import pandas as pd
import pytest
from known_pair import IDS, LOGITS, NAMES, PROBS, K, N, codes, logits_loss, loss, refusal, sparse_loss, value

import xentcli

WIDE = [("id", "i8"), ("label", "U4"), *((f"p_{name}", "f4") for name in NAMES)]
SINGLE = sparse_loss(PROBS.astype("f4"))


def wide(dtype=WIDE):
    rows = np.zeros(N, dtype)
    rows["id"], rows["label"] = np.arange(N) + 100, NAMES[IDS]
    for place, name in enumerate(NAMES):
        rows[f"p_{name}"] = PROBS[:, place]
    return rows


def vector(kind="f8"):
    rows = np.zeros(N, [("label", "i4"), ("probs", kind, (K,))])
    rows["label"], rows["probs"] = IDS, PROBS
    return rows


BIG = [("id", ">i8"), ("label", ">U4"), *((f"p_{name}", ">f4") for name in NAMES)]
LAYOUTS = {
    "plain": wide(),
    "big-endian": wide(BIG),
    "aligned": wide(np.dtype(WIDE, align=True)),
    "bytes": wide([("id", "i8"), ("label", "S4"), *WIDE[2:]]),
    "one column": wide().reshape(N, 1),
    "Fortran": np.asfortranarray(wide().reshape(N, 1)),
}


@pytest.mark.parametrize("rows", LAYOUTS.values(), ids=LAYOUTS)
@pytest.mark.parametrize("way", ["npy", "npy.gz", "npz"])
def test_fields_are_columns_with_names(rows, way, tmp_path):
    path = tmp_path / f"t.{way}"
    if way == "npz":
        np.savez_compressed(path, rows=rows)
    else:
        with (gzip.open if way.endswith("gz") else open)(path, "wb") as file:
            np.save(file, rows)
    assert value(path) == pytest.approx(SINGLE, rel=1e-9)


def test_vectors_in_a_field_are_as_many_columns(tmp_path):
    np.save(tmp_path / "t.npy", vector())
    assert value(tmp_path / "t.npy") == pytest.approx(sparse_loss(), rel=1e-9)
    words = ["--labels-column", "label", "--prediction-columns", "probs"]
    assert value(tmp_path / "t.npy", *words) == pytest.approx(sparse_loss(), rel=1e-9)


@pytest.mark.parametrize("rows", [1, 7])
def test_rows_are_the_same_however_many_are_read(rows, tmp_path):
    np.save(tmp_path / "t.npy", vector())
    assert value(tmp_path / "t.npy", "--block-rows", rows) == pytest.approx(sparse_loss(), rel=1e-9)


def test_nested_fields_have_a_path(tmp_path):
    rows = np.zeros(N, [("truth", [("class", "i4")]), ("probs", "f8", (K,)), ("when", "M8[s]"), ("z", "c8")])
    rows["truth"]["class"], rows["probs"] = IDS, PROBS
    np.save(tmp_path / "t.npy", rows)
    words = ["--labels-column", "truth.class", "--prediction-columns", "probs"]
    assert value(tmp_path / "t.npy", *words) == pytest.approx(sparse_loss(), rel=1e-9)
    assert refusal(tmp_path / "t.npy", *words[:3], "z")["code"] == "XE030"


def test_records_of_pandas_are_read_without_their_index(tmp_path):
    frame = pd.DataFrame({"y": IDS, **{f"p{k}": PROBS[:, k] for k in range(K)}})
    np.save(tmp_path / "t.npy", frame.to_records())
    assert value(tmp_path / "t.npy") == pytest.approx(sparse_loss(), rel=1e-9)


def test_bfloat16_in_a_field_is_told(tmp_path):
    rows = np.zeros(N, [("label", "i1"), ("logits", ml_dtypes.bfloat16, (K,))])
    rows["label"], rows["logits"] = IDS, LOGITS
    np.save(tmp_path / "t.npy", rows)
    found = loss(tmp_path / "t.npy", "--from-logits")
    assert found["value"] == pytest.approx(logits_loss(LOGITS.astype(ml_dtypes.bfloat16)), rel=1e-6)
    assert "XE876" in codes(found)


def test_of_several_arrays_the_field_names_the_one(tmp_path):
    np.savez(tmp_path / "t.npz", rows=vector(), other=PROBS)
    found = value(tmp_path / "t.npz", "--labels-column", "label", "--prediction-columns", "probs")
    assert found == pytest.approx(sparse_loss(), rel=1e-9)


@pytest.mark.parametrize(
    ("rows", "code"),
    {
        "no rows": (vector()[:0], "XE013"),
        "two axes": (np.zeros((2, 3), [("a", "i4")]), "XE032"),
        "an empty vector": (np.zeros(3, [("label", "i4"), ("p", "f4", (0,))]), "XE034"),
        "long doubles": (np.zeros(3, [("label", "i4"), ("p", np.longdouble)]), "XE033"),
    }.values(),
)
def test_what_is_no_table_is_refused(rows, code, tmp_path):
    np.save(tmp_path / "t.npy", rows)
    assert (
        refusal(tmp_path / "t.npy", "--labels-column", "label", "--prediction-columns", "p")["code"] == code
    )


def test_a_truth_value_beyond_one_is_an_error_with_its_row(tmp_path):
    rows = np.zeros(3, [("label", "?"), ("p", "f8")])
    rows["label"].view("u1")[1] = 2
    rows["p"] = 0.5
    np.save(tmp_path / "t.npy", rows)
    found = refusal(tmp_path / "t.npy", "--labels-column", "label", "--prediction-columns", "p")
    assert (found["code"], found["row"], found["column"]) == ("XE036", 2, "label")


def test_arrays_from_python_are_tables_too():
    assert xentcli.loss(wide()).value == pytest.approx(SINGLE, rel=1e-9)
    assert xentcli.loss(vector()[::-1]).value == pytest.approx(sparse_loss(), rel=1e-9)
