"""Inputs for property tests: floats of every size, rows of predictions, and ways to split and merge."""

from __future__ import annotations

from functools import reduce
from operator import add
from typing import TYPE_CHECKING, Any

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

finite = st.floats(allow_nan=False, allow_infinity=False)
"""Every finite float64, denormals and the largest included."""

edges = st.sampled_from([0.0, -0.0, 5e-324, -5e-324, 2.0**-99, 1.7e308, -1.7e308, 1e308, 1.0, 2.0**-53, 1e16])
"""Where sums go wrong."""


seeds = st.integers(0, 2**32 - 1).map(np.random.default_rng)
"""Chance, where hypothesis' own draws would most often take the simplest way."""


@st.composite
def cuts(draw: st.DrawFn, n: int) -> list[slice]:
    """Slices that cut n rows into one to seven consecutive parts, none of them empty."""
    rng = draw(seeds)
    parts = int(rng.integers(1, min(n, 7) + 1))
    places = np.sort(rng.choice(n - 1, parts - 1, replace=False) + 1).tolist() if parts > 1 else []
    return [slice(a, b) for a, b in zip([0, *places], [*places, n], strict=True)]


@st.composite
def merge_trees(draw: st.DrawFn, parts: Sequence[Any]) -> Any:
    """The parts added up as some tree, in some order."""
    rng = draw(seeds)
    left = [parts[i] for i in rng.permutation(len(parts))]
    while len(left) > 1:
        at = int(rng.integers(len(left) - 1))
        left[at : at + 2] = [left[at] + left[at + 1]]
    return left[0]


def in_order(parts: Sequence[Any]) -> Any:
    """The parts added up from the left."""
    return reduce(add, parts)


def grid(low: int, high: int, unit: float = 0.0625) -> st.SearchStrategy[float]:
    """Multiples of a power of two: sums and differences of them are exact."""
    return st.integers(round(low / unit), round(high / unit)).map(lambda n: n * unit)


def matrices(
    rows: st.SearchStrategy[int], columns: st.SearchStrategy[int], cells: st.SearchStrategy[float]
) -> st.SearchStrategy[NDArray[np.float64]]:
    """Arrays (n, K) of such cells."""
    return st.tuples(rows, columns).flatmap(lambda shape: hnp.arrays(np.float64, shape, elements=cells))


def softmax(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rows that sum to one, as closely as float64 can."""
    mass = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(mass / mass.sum(axis=-1, keepdims=True))


def one_hot(ids: NDArray[np.int64], classes: int) -> NDArray[np.int64]:
    """One column a class."""
    return (np.arange(classes) == ids[:, None]).astype(np.int64)


@st.composite
def classified(
    draw: st.DrawFn, most_rows: int = 8, least_classes: int = 3, most_classes: int = 7, spread: int = 30
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Class ids (n,) and logits (n, K) on a grid of sixteenths, no row of them on a simplex."""
    rows, classes = draw(st.integers(1, most_rows)), draw(st.integers(least_classes, most_classes))
    logits = draw(hnp.arrays(np.float64, (rows, classes), elements=grid(-spread, spread)))
    ids = draw(hnp.arrays(np.int64, rows, elements=st.integers(0, classes - 1)))
    return ids, logits
