"""Combine columns of numbers into one array."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from xentcli.core.types import Numbers


def gathered(columns: list[tuple[Numbers, int]]) -> Numbers:
    """Return the columns as one C-ordered matrix.

    Each column is an array (N,), or an array (N, K) and the place of the column in it.

    >>> gathered([(np.array([1, 2]), 0), (np.array([[3, 4], [5, 6]]), 1)]).tolist()
    [[1, 4], [2, 6]]
    """
    first = columns[0][0]
    places = [place for values, place in columns if values is first]
    if first.ndim == 2 and len(places) == len(columns):
        whole = places == list(range(first.shape[1]))
        return np.ascontiguousarray(first if whole else first[:, places])
    matrix = np.empty((len(first), len(columns)), common_type([values.dtype for values, _ in columns]))
    for column, (values, place) in enumerate(columns):
        matrix[:, column] = values if values.ndim == 1 else values[:, place]
    return matrix


def common_type(types: list[np.dtype[Any]]) -> np.dtype[Any]:
    """Return the common dtype of all."""
    return np.result_type(*dict.fromkeys(types))
