"""Where the ones of label vectors are, against the plain way to find them."""

import numpy as np
import pytest

from xentcli.core.blocks import Block, Origin
from xentcli.core.row_layout import lay_out
from xentcli.numerics.binary_rows import bits_of

RNG = np.random.default_rng(4)


def found(rows):
    """The ones of (n, K) rows."""
    return bits_of(Block(rows, 0, Origin("labels.npy")), lay_out(rows.shape[1:], None))


@pytest.mark.parametrize("width", [2, 7, 8, 9, 100])
@pytest.mark.parametrize("share", [0, 0.01, 0.5, 1])
@pytest.mark.parametrize("start", [0, 3])
def test_ones_are_found_at_every_density_and_place_in_memory(width, share, start):
    for n in range(1, 12):
        rows = np.zeros(n * width + start, np.uint8)[start:].reshape(n, width)
        rows[:] = RNG.random((n, width)) < share
        bits = found(rows)
        np.testing.assert_array_equal((bits.rows, bits.columns), np.nonzero(rows))
        assert bits.one_hot == (rows.sum(axis=1) == 1).all()


def test_as_many_ones_as_rows_are_not_one_hot_rows_yet():
    rows = np.zeros((9, 64), np.uint8)
    rows[[0, 2, 3, 4, 5, 6, 7, 8, 8], [5, 1, 1, 1, 1, 1, 1, 63, 0]] = 1
    bits = found(rows)
    assert len(bits.rows) == bits.n
    assert not bits.one_hot
    assert bits.columns.tolist() == [5, 1, 1, 1, 1, 1, 1, 0, 63]


@pytest.mark.parametrize("share", [0, 0.5])
@pytest.mark.parametrize("cell", range(0, 27, 13))
def test_a_cell_that_is_no_bit_is_never_missed(share, cell):
    rows = (RNG.random((3, 9)) < share).astype(np.uint8)
    for value in (2, 128, 255):
        rows.flat[cell] = value
        assert found(rows) is None
        assert found(rows.view(np.int8)) is None
