"""The order of classes that a column of categories declares."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.feather
import pyarrow.parquet
import pytest

import xentcli
from xentcli.core.errors import DataError

NAMES = ["owl", "dog", "cat", "dog"]
ORDER = ["dog", "cat", "owl"]
P = np.array([[0.1, 0.2, 0.7], [0.6, 0.3, 0.1], [0.2, 0.7, 0.1], [0.8, 0.1, 0.1]])
RIGHT = -np.log([0.7, 0.6, 0.7, 0.8]).mean()


def frame(ordered, order=ORDER, names=NAMES):
    return pd.DataFrame({"label": pd.Categorical(names, categories=order, ordered=ordered)})


@pytest.mark.parametrize("ordered", [True, False])
@pytest.mark.parametrize("form", ["frame", "parquet", "feather"])
def test_columns_without_names_are_in_the_declared_order(form, ordered, tmp_path):
    labels, path = frame(ordered), tmp_path / f"y.{form}"
    if form == "parquet":
        labels.to_parquet(path)
    elif form == "feather":
        labels.to_feather(path)
    found = xentcli.loss(labels if form == "frame" else str(path), P)
    assert found.value == pytest.approx(RIGHT)
    assert [note.code for note in found.notes] == ["XE859"]


def test_names_of_columns_win(tmp_path):
    p = tmp_path / "p.csv"
    p.write_text("owl,cat,dog\n" + "".join(f"{c},{b},{a}\n" for a, b, c in P))
    found = xentcli.loss(frame(True), str(p))
    assert (found.value, found.notes) == (pytest.approx(RIGHT), ())


def test_the_last_of_two_categories_is_positive():
    labels = frame(True, ["sick", "fit"], ["fit", "sick", "fit"])
    assert xentcli.loss(labels, np.array([0.9, 0.2, 0.8])).value == pytest.approx(
        -np.log([0.9, 0.8, 0.8]).mean()
    )


def test_a_dictionary_in_the_order_of_its_rows_declares_nothing(tmp_path):
    path = tmp_path / "y.parquet"
    pa.parquet.write_table(pa.table({"label": pa.array(NAMES).dictionary_encode()}), path)
    with pytest.raises(DataError, match="which column is which class"):
        xentcli.loss(str(path), P)


def test_categories_of_another_number_are_asked_about():
    with pytest.raises(DataError, match="which column is which class"):
        xentcli.loss(frame(True, [*ORDER, "fox"]), P)


def test_categories_without_a_dictionary_page_are_asked_about(tmp_path):
    path = tmp_path / "y.parquet"
    frame(True).to_parquet(path, use_dictionary=False)
    with pytest.raises(DataError, match="which column is which class"):
        xentcli.loss(str(path), P)


@pytest.mark.parametrize("first", [0, 1])
@pytest.mark.parametrize("order", [[0, 1, 2], [2, 0, 1], [1, 0, 2]])
def test_numbered_columns_in_any_order_are_those_of_the_declared_classes(tmp_path, order, first):
    p = tmp_path / "p.csv"
    pd.DataFrame({f"p_{k + first}": P[:, k] for k in order}).to_csv(p, index=False)
    assert xentcli.loss(frame(True), str(p)).value == pytest.approx(RIGHT)


@pytest.mark.parametrize("start", [0, 1, 4])
def test_numbers_of_columns_are_the_places_in_the_declared_order(start, tmp_path):
    path = tmp_path / "p.csv"
    order = [2, 0, 1]
    rows = [",".join(f"p_{start + k}" for k in order), *(",".join(str(row[k]) for k in order) for row in P)]
    path.write_text("\n".join(rows))
    assert xentcli.loss(frame(True), str(path)).value == pytest.approx(RIGHT)
