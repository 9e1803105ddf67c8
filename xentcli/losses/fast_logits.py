"""Compute the loss of class ids from logits with one exponential per number.

loss = log1p(rest * exp(-z_y)), where rest is the sum of exp(z_j) over all classes except y. The largest logit
is not subtracted first. Rows where an exponential overflows, or where terms that were flushed to zero could
matter, are computed again with the largest logit subtracted. Everything is computed in float64, with a
relative error of about 1e-13, whatever the dtype of the logits.
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
"""A smaller rest may lack terms below 1e-308 that were flushed to zero."""
SMALLEST = 1e-290
"""A smaller factor or product has lost digits."""
TILE = 1 << 16
"""The number of values in a tile."""


def quick_sparse_logits(z: Numbers, classes: Codes, chosen: Numbers) -> Floats:
    """Compute -log softmax(z)_y of one class per row, with one exponential per logit.

    Args:
        z: Logits, (N, K), float32 or float64.
        classes: The class index y of each row, (N,), int64, in [0, K).
        chosen: The logits of these classes, (N,).

    Returns:
        -log softmax(z)_y in nats, (N,), float64.

    Examples:
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
