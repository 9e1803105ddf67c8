"""Numbers and text in every type of Arrow: the values are those of the plain types, bit for bit."""

import uuid
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import ipc, orc, parquet
from running import inside

from xentcli.io.open_table import open_table
from xentcli.io.table import Cells, ReadOptions

NAMES = ("emu", "cat", "dog")
RANDOM = np.random.default_rng(7)
Y = RANDOM.integers(0, 3, 40)
P = RANDOM.dirichlet([1, 1, 1], 40).round(6)
F32 = pa.float32()
WRITERS = {
    "parquet": lambda table, path: parquet.write_table(table, path, row_group_size=13),
    "arrow": lambda table, path: _ipc(ipc.new_file, table, path),
    "arrows": lambda table, path: _ipc(ipc.new_stream, table, path),
    "orc": orc.write_table,
}


def _ipc(opened, table, path):
    with pa.OSFile(str(path), "wb") as file, opened(file, table.schema) as writer:
        writer.write_table(table, max_chunksize=11)


def decimals(values, kind):
    return pa.array([Decimal(str(value)) for value in values.tolist()], kind)


def runs(array):
    return pa.RunEndEncodedArray.from_arrays(pa.array(np.arange(1, len(array) + 1), pa.int32()), array)


def tensors(shape, **more):
    kind = pa.fixed_shape_tensor(F32, shape, **more)
    flat = pa.array(P.astype("f4").reshape(-1))
    return pa.ExtensionArray.from_storage(kind, pa.FixedSizeListArray.from_arrays(flat, 3))


def columns(make):
    return {f"p{k}": make(P[:, k]) for k in range(3)}


def lists(kind):
    return {"p": pa.array(P.tolist(), kind)}


DECIMALS = [pa.decimal128(9, 6), pa.decimal256(60, 30)]
DECIMALS += [getattr(pa, name)(9, 6) for name in ("decimal32", "decimal64") if hasattr(pa, name)]
EXACT = {
    **{str(kind): columns(lambda p, kind=kind: decimals(p, kind)) for kind in DECIMALS},
    "lists of decimals": {
        "p": pa.array([[Decimal(str(v)) for v in r] for r in P.tolist()], pa.list_(DECIMALS[0]))
    },
    "float64": columns(pa.array),
    "dictionaries of numbers": columns(lambda p: pa.array(p).dictionary_encode()),
    "runs": columns(lambda p: runs(pa.array(p))),
    "list": lists(pa.list_(pa.float64())),
    "large list": lists(pa.large_list(pa.float64())),
    "fixed list": lists(pa.list_(pa.float64(), 3)),
    "list view": lists(pa.list_view(pa.float64())),
    "large list view": lists(pa.large_list_view(pa.float64())),
    "rows of a matrix": {"p": pa.array([[row] for row in P.tolist()])},
    "columns of a matrix": {"p": pa.array([[[v] for v in row] for row in P.tolist()])},
}
SINGLE = {
    "float32": columns(lambda p: pa.array(p.astype("f4"))),
    "tensor": {"p": tensors([3])},
    "tensor of one row": {"p": tensors([1, 3])},
    "tensor of one column": {"p": tensors([3, 1], permutation=[1, 0])},
}
ONLY_ARROW = {
    "runs",
    "list view",
    "large list view",
    "decimal32(9, 6)",
    "decimal64(9, 6)",
    "decimal256(60, 30)",
}
CASES = [
    (form, name)
    for form in WRITERS
    for name in {**EXACT, **SINGLE}
    if form[:5] == "arrow" or name not in ONLY_ARROW
]
CASES = [(form, name) for form, name in CASES if form != "orc" or not name.startswith(("dict", "tensor"))]


def loss(*words):
    done = inside("loss", *words, "-f", "value")
    assert done.returncode == 0, done.stderr
    return float(done.stdout)


@pytest.mark.parametrize(("form", "name"), CASES, ids=lambda word: word.replace(" ", "-"))
def test_predictions_of_every_type_give_the_loss_of_their_numbers(form, name, tmp_path):
    values = P if name in EXACT else P.astype("f4").astype(float)
    path = tmp_path / f"p.{form}"
    WRITERS[form](pa.table({"label": Y, **{**EXACT, **SINGLE}[name]}), path)
    assert loss(path) == pytest.approx(-np.log(values[np.arange(40), Y]).mean(), rel=1e-13)


def test_decimals_are_the_nearest_floats(tmp_path):
    texts = [f"0.{digits}" for digits in RANDOM.integers(10**17, 10**18, 400)]
    column = pa.array([Decimal(text) for text in texts], pa.decimal128(38, 18))
    parquet.write_table(pa.table({"p": column}), tmp_path / "p.parquet")
    table = open_table(str(tmp_path / "p.parquet"), ReadOptions())
    (block,) = table.blocks()
    assert block.values[:, 0].tolist() == [float(text) for text in texts]


LABELS = {
    "whole decimals": decimals(Y, pa.decimal128(18, 0)),
    "long decimals": decimals(Y, pa.decimal128(38, 0)),
    "decimals with zeros": decimals(Y, pa.decimal128(9, 3)),
    "dictionary of ids": pa.array(Y).dictionary_encode(),
    "uint8": pa.array(Y.astype("u1")),
}


@pytest.mark.parametrize("labels", LABELS.values(), ids=LABELS)
def test_labels_of_every_type_are_the_same_ids(labels, tmp_path):
    parquet.write_table(pa.table({"label": labels, **columns(pa.array)}), tmp_path / "p.parquet")
    assert loss(tmp_path / "p.parquet") == pytest.approx(-np.log(P[np.arange(40), Y]).mean())


def test_bool8_is_true_or_false(tmp_path):
    truths = pa.ExtensionArray.from_storage(pa.bool8(), pa.array(Y.astype("i1")))
    parquet.write_table(pa.table({"label": truths, "p": P[:, 0]}), tmp_path / "p.parquet")
    right = -np.log(np.where(Y > 0, P[:, 0], 1 - P[:, 0])).mean()
    assert loss(tmp_path / "p.parquet") == pytest.approx(right)


@pytest.mark.parametrize("kind", ["uuid", "decimal"])
def test_keys_keep_all_their_digits(kind, tmp_path):
    ids = (
        [uuid.UUID(int=k) for k in range(40)]
        if kind == "uuid"
        else [Decimal(f"{10**20 + k}.25") for k in range(40)]
    )
    stored = (
        pa.array([i.bytes for i in ids], pa.uuid()) if kind == "uuid" else pa.array(ids, pa.decimal128(30, 2))
    )
    parquet.write_table(pa.table({"id": stored, "label": Y}), tmp_path / "y.parquet")
    order = RANDOM.permutation(40)
    rows = (f"{ids[k]},{','.join(map(str, P[k]))}\n" for k in order.tolist())
    (tmp_path / "p.csv").write_text("id,p0,p1,p2\n" + "".join(rows))
    assert loss(tmp_path / "y.parquet", tmp_path / "p.csv") == pytest.approx(
        -np.log(P[np.arange(40), Y]).mean()
    )


def test_columns_that_are_not_read_stand_in_no_way(tmp_path):
    rest = {"none": pa.nulls(40), "raw": pa.array([b"x"] * 40), "day": pa.array([1] * 40, pa.date32())}
    rest["box"] = pa.array([[[1.0, 2.0], [3.0, 4.0]]] * 40)
    parquet.write_table(pa.table({"label": Y, **rest, **columns(pa.array)}), tmp_path / "p.parquet")
    assert loss(tmp_path / "p.parquet") == pytest.approx(-np.log(P[np.arange(40), Y]).mean())


def test_a_gap_among_decimals_has_its_row(tmp_path):
    column = pa.array([Decimal("0.5"), None], pa.decimal128(4, 2))
    _ipc(ipc.new_file, pa.table({"p": column}), tmp_path / "p.arrow")
    complaints = []
    table = open_table(str(tmp_path / "p.arrow"), ReadOptions())
    assert [len(block) for block in table.blocks(None, Cells.NUMBERS, complaints.append)] == [1]
    assert [(error.code, error.place.row) for error in complaints] == [("XE016", 2)]
