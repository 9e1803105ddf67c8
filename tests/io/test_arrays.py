"""Arrays in memory are tables like any other, and are not copied."""

import numpy as np
import pytest

from xentcli.core.errors import DataError, UsageError
from xentcli.io.arrays.base import BYTES, ROWS, ArrayTable
from xentcli.io.table import Cells, ReadOptions


def test_blocks_are_slices_of_the_array():
    array = np.arange(12.0).reshape(6, 2)
    blocks = list(ArrayTable(array, "p", ReadOptions(block_rows=4)).blocks())
    assert [block.first_row for block in blocks] == [0, 4]
    assert all(np.shares_memory(block.values, array) for block in blocks)


def test_a_block_holds_about_as_many_bytes_whatever_the_shape():
    size = BYTES // 4
    for shape in ((3 * 1024, size // 1024), (3, size)):
        blocks = list(ArrayTable(np.zeros(shape, "f4"), "p").blocks())
        assert [block.values.size for block in blocks] == [size] * 3


@pytest.mark.parametrize("shape", [(3 * ROWS,), (3 * ROWS, 2)], ids=str)
def test_a_block_of_short_rows_holds_no_more_than_so_many(shape):
    assert [len(block) for block in ArrayTable(np.zeros(shape, "u1"), "p").blocks()] == [ROWS] * 3


@pytest.mark.parametrize(
    "array", [np.arange(4, dtype=">i8"), np.arange(8)[::2], np.asfortranarray(np.ones((3, 2)))]
)
def test_other_orders_are_made_the_machine_s(array):
    (block,) = ArrayTable(array, "y").blocks()
    assert block.values.dtype.isnative
    assert block.values.flags.c_contiguous
    assert (block.values == array).all()


def test_text_objects_are_names():
    (block,) = ArrayTable(np.array(["b", "a"], object), "y").blocks(None, Cells.LABELS)
    assert [block.value(row) for row in range(2)] == ["b", "a"]


def test_grids_come_in_their_own_rank():
    (block,) = ArrayTable(np.zeros((2, 3, 4)), "p").blocks()
    assert block.values.shape == (2, 3, 4)


@pytest.mark.parametrize(
    "array",
    [
        np.array([1, None], object),
        np.zeros(3, complex),
        np.array(1.0),
        np.zeros(0),
        np.ma.array([1, 2], mask=[0, 1]),
    ],
    ids=["objects", "complex", "a scalar", "no rows", "masked"],
)
def test_what_is_no_label_is_a_data_error(array):
    with pytest.raises(DataError) as caught:
        ArrayTable(array, "labels")
    assert caught.value.place.file == "labels"


@pytest.mark.parametrize(("shape", "columns"), [((3, 2), (2,)), ((3,), (1,)), ((3, 2, 2), (0,))])
def test_columns_that_are_not_there_are_a_usage_error(shape, columns):
    with pytest.raises(UsageError):
        list(ArrayTable(np.zeros(shape), "p").blocks(columns))


def test_column_0_of_a_vector_is_the_vector():
    (block,) = ArrayTable(np.arange(3), "y").blocks((0,), Cells.LABELS)
    assert block.values.tolist() == [0, 1, 2]
