"""Sparse matrices as dense rows: the checked arrays of compressed rows, or those converted to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.errors import InputError, Place
from xentcli.core.frozen import Frozen
from xentcli.io.arrays.base import Arrays

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentcli.core.types import Codes, Numbers
    from xentcli.io.table import ReadOptions

DAMAGED = "save it again with scipy.sparse.save_npz"


class CompressedRows(Frozen, eq=False):
    """A matrix (N, K). Row i has the values ``data[starts[i]:starts[i + 1]]`` in their ``columns``."""

    shape: tuple[int, int]
    starts: Codes
    columns: Codes
    data: Numbers

    def dense(self, first: int, stop: int) -> Numbers:
        """Return rows as an array. Values with the same place are added, as in SciPy."""
        start, end = int(self.starts[first]), int(self.starts[stop])
        rows = np.repeat(np.arange(stop - first), np.diff(self.starts[first : stop + 1]))
        block = np.zeros((stop - first, self.shape[1]), self.data.dtype)
        np.add.at(block, (rows, self.columns[start:end]), self.data[start:end])
        return block


def from_rows(
    shape: tuple[int, int], starts: Numbers, columns: Numbers, data: Numbers, name: str
) -> CompressedRows:
    """Return the matrix of compressed rows; raise unless every value has a place in it.

    >>> from_rows((2, 3), [0, 1, 3], [2, 0, 1], [1, 1, 1], "y").dense(0, 2).tolist()
    [[0, 0, 1], [1, 1, 0]]
    """
    starts, columns, data = (np.asarray(values) for values in (starts, columns, data))
    if any(values.ndim != 1 for values in (starts, columns, data)) or not _are_whole(starts, columns):
        raise _damaged(name, "has indices that are not lists of whole numbers")
    if len(columns) != len(data) or len(starts) != shape[0] + 1:
        raise _damaged(name, "has numbers of values, indices and rows that do not match")
    starts = starts.astype(np.int64)
    if starts[0] != 0 or starts[-1] != len(data) or (np.diff(starts) < 0).any():
        raise _damaged(name, "has rows out of order")
    if len(columns) and (columns.min() < 0 or columns.max() >= shape[1]):
        raise _damaged(name, f"has values beyond its {shape[1]} columns")
    return CompressedRows(shape, starts, columns.astype(np.int64), data)


def from_columns(
    shape: tuple[int, int], starts: Numbers, rows: Numbers, data: Numbers, name: str
) -> CompressedRows:
    """Return the matrix of compressed columns."""
    other = from_rows((shape[1], shape[0]), starts, rows, data, name)
    columns = np.repeat(np.arange(shape[1]), np.diff(other.starts))
    return from_places(shape, other.columns, columns, other.data, name)


def from_places(
    shape: tuple[int, int], rows: Numbers, columns: Numbers, data: Numbers, name: str
) -> CompressedRows:
    """Return the matrix of values with a row and a column each, in any order."""
    rows, columns, data = (np.asarray(values) for values in (rows, columns, data))
    if len({values.shape for values in (rows, columns, data)}) != 1 or not _are_whole(rows, columns):
        raise _damaged(name, "has different numbers of values and indices")
    if len(rows) and (rows.min() < 0 or rows.max() >= shape[0]):
        raise _damaged(name, f"has values beyond its {shape[0]} rows")
    order = np.argsort(rows, kind="stable")
    starts = np.concatenate([[0], np.cumsum(np.bincount(rows.astype(np.int64), minlength=shape[0]))])
    return from_rows(shape, starts, columns[order], data[order], name)


class SparseTable(Arrays):
    """A sparse matrix in memory. Its rows are dense when they are read."""

    def __init__(self, matrix: CompressedRows, name: str, options: ReadOptions) -> None:
        """Raise if there are too many columns."""
        if matrix.shape[1] > options.max_columns:
            message = f"{matrix.shape[1]} columns, more than --max-columns"
            raise InputError(
                message, "use --max-columns N to raise the limit", code="XE623", place=Place(name)
            )
        self._matrix = matrix
        super().__init__(name, matrix.shape, matrix.data.dtype, options)

    def rows(self, columns: tuple[int, ...] | None, step: int) -> Iterator[Numbers]:
        """Yield the requested columns, ``step`` rows at a time."""
        for start in range(0, self.count, step):
            block = self._matrix.dense(start, min(start + step, self.count))
            yield block if columns is None else block[:, list(columns)]


def _are_whole(*arrays: Numbers) -> bool:
    return all(values.dtype.kind in "iu" for values in arrays)


def _damaged(name: str, message: str) -> InputError:
    return InputError(f"is not a sparse matrix: it {message}", DAMAGED, code="XE691", place=Place(name))
