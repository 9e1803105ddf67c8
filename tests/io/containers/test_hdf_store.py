"""Frames of pandas in HDF5, in the fixed and the table format, made as PyTables makes them."""

import h5py
import numpy as np
import pytest
from known_pair import IDS, NAMES, PROBS, K, N, refusal, sparse_loss, value

WANTED = pytest.approx(sparse_loss(), rel=1e-12)
INDEX = np.arange(N)
COLUMNS = [f"p_{name}" for name in NAMES]


def text(words):
    return np.array(words, "S")


def axis(group, name, values, kind):
    group[name] = values
    group[name].attrs.update({"kind": np.bytes_(kind), "name": np.bytes_("N."), "transposed": np.uint8(1)})


def fixed(store, key, blocks, index=INDEX, types=()):
    """A frame: the columns of each type are a matrix."""
    group = store.create_group(key)
    group.attrs.update({"pandas_type": np.bytes_("frame"), "nblocks": len(blocks), "ndim": 2})
    axis(group, "axis0", text([name for names, _ in blocks for name in names]), "string")
    axis(group, "axis1", index, "integer")
    for place, (names, values) in enumerate(blocks):
        axis(group, f"block{place}_items", text(names), "string")
        group[f"block{place}_values"] = values
        group[f"block{place}_values"].attrs["transposed"] = np.uint8(1)
        if place < len(types):
            group[f"block{place}_values"].attrs["value_type"] = np.bytes_(types[place])


def pickled(names):
    """A list of texts as PyTables pickles it, with protocol 0."""
    return np.bytes_(
        "(lp0\n" + "".join(f"V{name}\np{place + 1}\na" for place, name in enumerate(names)) + "."
    )


def table(store, key, fields, index=INDEX):
    """A frame: a field for each type, with the names of its columns in an attribute."""
    group = store.create_group(key)
    group.attrs.update({"pandas_type": np.bytes_("frame_table"), "levels": 1})
    kinds = [("index", "i8"), *((name, values.dtype, values.shape[1:]) for name, _, values, _ in fields)]
    rows = np.zeros(len(index), kinds)
    rows["index"] = index
    for name, _, values, _ in fields:
        rows[name] = values
    group["table"] = rows
    group["table"].attrs["index_kind"] = np.bytes_("integer")
    for name, titles, _, kind in fields:
        group["table"].attrs.update({f"{name}_kind": pickled(titles), f"{name}_meta": np.bytes_(kind)})
    group.create_group("_i_table/index")["sorted"] = np.zeros((0, 4))
    return group


@pytest.fixture
def path(tmp_path):
    return tmp_path / "x.h5"


def test_the_fixed_format(path):
    with h5py.File(path, "w") as store:
        fixed(store, "df", [(["label"], IDS[:, None]), (COLUMNS, PROBS)])
    assert value(path, "--classes", ",".join(NAMES)) == WANTED


def test_the_table_format_with_columns_of_a_type_together(path):
    fields = [
        ("values_block_0", ["label"], text(NAMES[IDS])[:, None], "str"),
        ("values_block_1", COLUMNS, PROBS, "N."),
    ]
    with h5py.File(path, "w") as store:
        table(store, "a/b", fields)
    assert value(path) == WANTED


def test_the_table_format_with_a_field_for_each_column(path):
    fields = [("label", ["label"], IDS, "N."), *((f"p{k}", [f"p{k}"], PROBS[:, k], "N.") for k in range(K))]
    with h5py.File(path, "w") as store:
        table(store, "df", fields)
    assert value(path) == WANTED


def test_categories_have_the_order_of_the_frame(path, tmp_path):
    np.save(tmp_path / "p.npy", PROBS)
    with h5py.File(path, "w") as store:
        group = table(store, "df", [("label", ["label"], IDS.astype("i1"), "category")])
        rows = np.zeros(K, [("index", "i8"), ("values", "S4")])
        rows["values"] = text(NAMES)
        group.create_group("meta/label/meta")["table"] = rows
    assert value(path, tmp_path / "p.npy") == WANTED


def test_an_index_in_another_order_pairs_the_rows(tmp_path):
    order = np.random.default_rng(2).permutation(N)
    with h5py.File(tmp_path / "y.h5", "w") as store:
        fixed(store, "y", [(["label"], IDS[order][:, None])], index=order)
    with h5py.File(tmp_path / "p.h5", "w") as store:
        fixed(store, "p", [([f"p{k}" for k in range(K)], PROBS)])
    assert value(tmp_path / "y.h5", tmp_path / "p.h5") == WANTED


def test_a_series_is_an_array(tmp_path, path):
    np.save(tmp_path / "p.npy", PROBS)
    with h5py.File(path, "w") as store:
        group = store.create_group("labels")
        group.attrs.update({"pandas_type": np.bytes_("series"), "name": np.bytes_("label")})
        axis(group, "index", INDEX, "integer")
        group["values"] = IDS
    assert value(path, tmp_path / "p.npy") == WANTED


def test_pickled_columns_are_refused_and_others_read(path):
    with h5py.File(path, "w") as store:
        fixed(store, "df", [(COLUMNS, PROBS)])
        group = store["df"]
        group.attrs["nblocks"] = 2
        axis(group, "block1_items", text(["label"]), "string")
        group.create_dataset("block1_values", (1,), h5py.vlen_dtype("u1"))[0] = np.frombuffer(b"cos\n.", "u1")
        del group["axis0"]
        axis(group, "axis0", text([*COLUMNS, "label"]), "string")
    found = refusal(path)
    assert (found["code"], "pickle" in found["message"], "format='table'" in found["hint"]) == (
        "XE690",
        True,
        True,
    )


def test_dates_are_no_numbers(path):
    dates = np.arange(N)[:, None] * 10**9
    blocks = [(["when"], dates), (["label"], IDS[:, None]), (COLUMNS, PROBS)]
    with h5py.File(path, "w") as store:
        fixed(store, "df", blocks, types=["datetime64[ns]"])
    assert value(path, "--classes", ",".join(NAMES)) == WANTED
    assert refusal(path, "--labels-column", "when", "--prediction-columns", "/^p_/")["code"] == "XE031"


def test_of_several_frames_one_is_named(path):
    with h5py.File(path, "w") as store:
        for key in ("train", "test"):
            fixed(store, key, [(["label"], IDS[:, None]), ([f"p{k}" for k in range(K)], PROBS)])
    assert refusal(path)["code"] == "XE648"
