"""The loss of class ids from logits, at the cost of one exponential a number.

loss = log1p(rest * exp(-z_y)), where rest is the sum of exp(z_j) over all classes but y. No largest logit
is looked for first: where an exponential overflows, or so few are left that what was flushed to zero might
count, the row is done again with its largest logit subtracted. All of it is in float64, good to 1e-13
relatively, whatever the logits' own dtype.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.losses.formulas import sparse_logit_terms
from xentcli.numerics.exact_sum import scratch
from xentcli.numerics.row_sums import row_sums

if TYPE_CHECKING:
    from xentcli.core.types import Codes, Floats, Numbers

FLOOR = 1e-270
"""A rest below this may lack terms that were flushed to zero: what is below 1e-308, times the number of
classes."""
SMALLEST = 1e-290
"""A factor or a product below this has lost digits."""
TILE = 1 << 16
"""Numbers in a tile."""


def quick_sparse_logits(z: Numbers, classes: Codes, chosen: Numbers) -> Floats:
    """-log softmax(z)_y of logits (n, K) in float32 or float64, and class indices (n,), in float64.

    ``chosen`` are the logits of those classes, (n,).

    >>> z = np.array([[0.0, 0.0], [1000.0, 0.0]])
    >>> quick_sparse_logits(z, np.array([0, 1]), z[[0, 1], [0, 1]]).tolist()
    [0.6931471805599453, 1000.0]
    """
    with np.errstate(over="ignore", under="ignore", invalid="ignore", divide="ignore"):
        rest = _rest(z, classes)
        own = np.exp(-chosen.astype(np.float64))
        product = rest * own
    good = (rest > FLOOR) & (own > SMALLEST) & (product > SMALLEST) & (product < np.inf)
    losses = np.log1p(product)
    again = np.flatnonzero(~good)
    if again.size:
        losses[again] = sparse_logit_terms(z[again].astype(np.float64), classes[again])
    return np.asarray(losses)


def _rest(z: Numbers, classes: Codes) -> Floats:
    """Return the sum of exp(z_j) over the other classes, (n,).

    Rows are processed in tiles that stay in cache between passes.
    """
    n, width = z.shape
    rest, step = np.empty(n), max(1, TILE // width)
    buffer = scratch("logits", min(step, n), width)
    for start in range(0, n, step):
        rows = z[start : start + step]
        mass = np.exp(rows, out=buffer[: len(rows)], dtype=np.float64)
        mass[np.arange(len(rows)), classes[start : start + step]] = 0
        rest[start : start + step] = row_sums(mass)
    return rest
