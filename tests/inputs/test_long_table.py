"""Long tables become one row per sample: scores with one column per class, labels with zeros and ones."""

import itertools
import random

import pyarrow as pa
import pytest
from pyarrow import parquet

from xentcli.core.errors import DataError
from xentcli.inputs import long_labels, take
from xentcli.inputs.long_labels import grouped
from xentcli.inputs.long_table import pivoted
from xentcli.io.open_table import open_table
from xentcli.io.table import Cells, ReadOptions

SCORES = {"s2": {"cat": 0.5, "dog": 0.25, "fox": 0.25}, "s1": {"cat": 0.125, "dog": 0.75, "fox": 0.125}}
ROWS = [(key, name, p) for key, row in SCORES.items() for name, p in row.items()]
TAGS = [("1", "red"), ("1", "blue"), ("3", "red"), ("2", "green"), ("1", "green")]


def opened(folder, names, rows):
    (folder / "t.csv").write_text("".join(",".join(map(str, row)) + "\n" for row in [names, *rows]))
    return open_table(str(folder / "t.csv"), ReadOptions())


def long(folder, rows):
    return pivoted(opened(folder, ["id", "class", "prob"], rows), 0, 1, 2, named=True)


def values(table):
    return [row for block in table.blocks(table.added) for row in block.values.tolist()]


def keys(table):
    return [name for block in table.blocks((0,), Cells.NAMES) for name in block.texts(range(len(block)))]


def test_each_sample_is_a_row_and_each_class_a_column(tmp_path):
    table = long(tmp_path, ROWS)
    assert (table.shape, table.vectors["prob"].names) == ((2, 4), ("cat", "dog", "fox"))
    assert keys(table) == ["s2", "s1"]
    assert values(table) == [[0.5, 0.25, 0.25], [0.125, 0.75, 0.125]]
    assert [block.place(1).line for block in table.blocks(table.added)] == [5]


@pytest.mark.parametrize("seed", range(5))
def test_no_order_of_rows_changes_a_sample(seed, tmp_path):
    rows = random.Random(seed).sample(ROWS, len(ROWS))
    table = long(tmp_path, rows)
    titles = table.vectors["prob"].names
    found = {
        key: dict(zip(titles, row, strict=True)) for key, row in zip(keys(table), values(table), strict=True)
    }
    assert found == SCORES


def test_an_order_that_all_samples_share_is_kept_and_another_is_natural(tmp_path):
    names = ["c10", "c9", "c1"]
    rows = [(key, name, 0.5) for key in "ab" for name in names]
    assert long(tmp_path, rows).vectors["prob"].names == ("c10", "c9", "c1")
    assert long(tmp_path, rows[:3] + rows[:2:-1]).vectors["prob"].names == ("c1", "c9", "c10")


def test_columns_that_differ_within_a_sample_are_left_out(tmp_path):
    rows = [(key, name, p, key * 2, place) for place, (key, name, p) in enumerate(ROWS)]
    table = pivoted(opened(tmp_path, ["id", "class", "prob", "truth", "place"], rows), 0, 1, 2)
    assert table.columns == ("id", "truth", "prob.cat", "prob.dog", "prob.fox")
    assert [b.texts(range(len(b))) for b in table.blocks((1,), Cells.LABELS)] == [["s2s2", "s1s1"]]


@pytest.mark.parametrize(("rows", "line", "text"), [
    (ROWS[:-1], 5, "s1 has no row of class 'fox': each sample needs one row per class"),
    (ROWS[1:], 2, "s2 has no row of class 'cat'"),
    ([*ROWS, ROWS[1]], 8, "s2 has class 'dog' more than once (1 of 6 pairs repeat)"),
])  # fmt: skip
def test_a_missing_or_repeated_class_is_told_with_its_place(rows, line, text, tmp_path):
    with pytest.raises(DataError) as caught:
        long(tmp_path, rows)
    assert (caught.value.code, caught.value.place.line) == ("XE325", line)
    assert text in caught.value.message


def test_parquet_tables_are_pivoted_too(tmp_path):
    columns = dict(zip(["id", "class", "prob"], map(list, zip(*ROWS, strict=True)), strict=True))
    parquet.write_table(pa.table(columns), tmp_path / "t.parquet")
    table = pivoted(open_table(str(tmp_path / "t.parquet"), ReadOptions()), 0, 1, 2)
    assert values(table) == [[0.5, 0.25, 0.25], [0.125, 0.75, 0.125]]


@pytest.mark.parametrize("step", [1, 2, 100])
def test_labels_of_a_key_become_zeros_and_ones(step, tmp_path, monkeypatch):
    monkeypatch.setattr(long_labels, "STEP", step)
    monkeypatch.setattr(take, "STEP", step)
    table = grouped(opened(tmp_path, ["id", "tag"], TAGS), 0, 1)
    titles = table.vectors["tag"].names
    found = [{t for t, on in zip(titles, row, strict=True) if on} for row in values(table)]
    assert keys(table) == ["1", "3", "2"]
    assert found == [{"red", "blue", "green"}, {"red"}, {"green"}]
    assert list(itertools.chain(*(b.numbers.tolist() for b in table.blocks(table.added)))) == [0, 2, 3]
    assert "5 rows are the labels of 3 samples, because 'id' repeats" in table.notes[0].text


def test_keys_that_occur_once_are_left_as_they_are(tmp_path):
    table = opened(tmp_path, ["id", "tag"], TAGS[1:4])
    assert grouped(table, 0, 1) is table


def test_a_label_that_a_key_has_twice_makes_rows_samples(tmp_path):
    with pytest.raises(DataError, match="1 has class 'blue' twice") as caught:
        grouped(opened(tmp_path, ["id", "tag"], [*TAGS, TAGS[1]]), 0, 1)
    assert (caught.value.code, caught.value.place.line) == ("XE326", 7)
