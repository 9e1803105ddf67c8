"""What rows say about the kind of labels and the scale of predictions: values that merge in any order.

Nothing here decides. Evidence of a whole file equals the sum of the evidence of its parts, so a decision made
from it is a function of the whole input and of nothing else.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

import numpy as np

from xentcli.bits import Bits, bits_in
from xentcli.facts import Facts
from xentcli.merging import Merged
from xentcli.sightings import UNSEEN, Sighting, seen_cells, seen_everywhere, seen_rows, seen_rows_of
from xentcli.simplex import on_log_simplex, on_simplex
from xentcli.tally import EMPTY, Tally, count_values
from xentcli.values import Value

if TYPE_CHECKING:
    from xentcli.layout import Layout
    from xentcli.types import Block, Mask, Numbers

_NUMBER = re.compile(r"[ \t]*[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?[ \t]*", re.ASCII)
_MISSING = frozenset({"nan", "na", "n/a", "null", "none", "-nan", "<na>", "nat"})
FIRST = 4
"""Rows of a block that are looked at one by one before all of them."""
_TRUTH = frozenset({"true", "false"})


class LabelEvidence(Merged):
    """What labels are made of: cells by their sort, rows by what they sum to, classes by how often they
    came."""

    rows: int = 0
    whole: Sighting = UNSEEN
    fractions: Sighting = UNSEEN
    names: Sighting = UNSEEN
    truths: Sighting = UNSEEN
    missing: Sighting = UNSEEN
    missing_words: Sighting = UNSEEN
    infinite: Sighting = UNSEEN
    beyond_bit: Sighting = UNSEEN
    """Cells that are neither 0 nor 1."""
    beyond_unit: Sighting = UNSEEN
    """Cells outside [0, 1]."""
    one_hot: Sighting = UNSEEN
    not_one_hot: Sighting = UNSEEN
    simplex: Sighting = UNSEEN
    not_simplex: Sighting = UNSEEN
    ones: int = 0
    minimum: float = np.inf
    maximum: float = -np.inf
    classes: Tally = EMPTY


class PredictionEvidence(Merged):
    """What predictions are numbers of: their range, and which rows are distributions."""

    rows: int = 0
    minimum: float = np.inf
    maximum: float = -np.inf
    nan: Sighting = UNSEEN
    plus_infinity: Sighting = UNSEEN
    minus_infinity: Sighting = UNSEEN
    dead: Sighting = UNSEEN
    """Rows that are -inf throughout."""
    beyond_unit: Sighting = UNSEEN
    simplex: Sighting = UNSEEN
    not_simplex: Sighting = UNSEEN
    log_simplex: Sighting = UNSEEN
    not_log_simplex: Sighting = UNSEEN
    percent: Sighting = UNSEEN
    not_percent: Sighting = UNSEEN


def observe_labels(block: Block, layout: Layout, ignore: int | None = None, most: int = 0) -> LabelEvidence:
    """The evidence of one block of labels; rows with the ignore mark say nothing, and `most` classes are
    counted."""
    if block.categories is not None:
        return _observe_names(block, most)
    values = block.values
    keep = None if ignore is None or layout.vectors else values != ignore
    if layout.vectors and layout.width > 1:
        return _observe_vectors(block, layout)
    return _observe_ids(block, keep, most)


class CellSorts(Value):
    """What each category of a block of text is by itself: one truth a category and sort."""

    whole: Mask
    names: Mask
    truths: Mask
    missing: Mask


def cell_sorts(block: Block) -> CellSorts | None:
    """The sorts of a block's categories; None where its values are numbers."""
    if block.categories is None:
        return None
    lower = [name.strip().lower() for name in block.categories]
    number = np.array([bool(_NUMBER.fullmatch(n)) for n in block.categories], dtype=np.bool_)
    gap = np.array([low in _MISSING for low in lower], dtype=np.bool_)
    truth = np.array([low in _TRUTH for low in lower], dtype=np.bool_)
    return CellSorts(number, ~(number | gap | truth), truth, gap)


def _observe_names(block: Block, most: int) -> LabelEvidence:
    """Names, and cells that look like numbers or gaps among them: told apart category by category."""
    sorts, codes = cell_sorts(block), block.values
    assert sorts is not None
    pairs = zip(block.categories or (), sorts.whole.tolist(), strict=True)
    no_bits = np.array([number and float(name) not in {0.0, 1.0} for name, number in pairs], dtype=np.bool_)
    return LabelEvidence(
        rows=len(block),
        whole=seen_cells(block, sorts.whole[codes]),
        beyond_bit=seen_cells(block, no_bits[codes]),
        names=seen_cells(block, sorts.names[codes]),
        truths=seen_cells(block, sorts.truths[codes]),
        missing_words=seen_cells(block, sorts.missing[codes]),
        classes=count_values(codes, block.categories, most),
    )


def _observe_ids(block: Block, keep: Mask | None, most: int) -> LabelEvidence:
    values = block.values
    if values.dtype.kind in "iu" and keep is None:
        return _observe_integers(block, most)
    if values.dtype.kind == "b":
        return LabelEvidence(
            rows=len(block), truths=seen_cells(block, np.ones(values.shape, bool)), minimum=0.0, maximum=1.0,
            ones=int(values.sum()), classes=count_values(values.astype(np.int64)),
        )  # fmt: skip
    whole, nan, infinite = _sorts(values)
    kept = whole if keep is None else whole & keep
    outside = (values < 0) | (values > 1)
    usual = values[kept]
    return LabelEvidence(
        rows=len(block),
        whole=seen_cells(block, whole),
        fractions=seen_cells(block, ~(whole | nan | infinite)),
        missing=seen_cells(block, nan),
        infinite=seen_cells(block, infinite),
        beyond_bit=seen_cells(block, _but(keep, (values != 0) & (values != 1))),
        beyond_unit=seen_cells(block, _but(keep, outside)),
        ones=int((values == 1).sum()),
        minimum=float(usual.min()) if usual.size else np.inf,
        maximum=float(usual.max()) if usual.size else -np.inf,
        classes=count_values(usual, most=most),
    )


def _observe_integers(block: Block, most: int) -> LabelEvidence:
    """Class ids of an integer dtype, most often all in a narrow range."""
    values = block.values
    low, high = int(values.min()), int(values.max())
    beyond = UNSEEN if low >= 0 and high <= 1 else seen_cells(block, (values < 0) | (values > 1))
    return LabelEvidence(
        rows=len(block), whole=seen_everywhere(block), beyond_bit=beyond, beyond_unit=beyond,
        ones=int(np.count_nonzero(values == 1)), minimum=float(low), maximum=float(high),
        classes=count_values(values, most=most),
    )  # fmt: skip


def observe_bits(block: Block, bits: Bits, *, counted: bool = True) -> LabelEvidence:
    """The evidence of label vectors that are bytes of 0 and 1; of a row's positions all must be one-hot.

    ``counted``: whether the classes of one-hot rows are counted, too.
    """
    each = bits.n // len(block)
    hot = np.ones(len(block), np.bool_) if bits.one_hot else every(bits.hot().reshape(len(block), each))
    on = seen_rows(block, hot)
    off = UNSEEN if bits.one_hot else seen_rows(block, ~hot)
    ones = len(bits.rows)
    low, high = float(ones == block.values.size), float(ones > 0)
    return LabelEvidence(
        rows=len(block), whole=seen_everywhere(block), one_hot=on, not_one_hot=off, simplex=on,
        not_simplex=off, ones=ones, minimum=low, maximum=high,
        classes=count_values(bits.classes()) if counted else EMPTY,
    )  # fmt: skip


def _observe_vectors(block: Block, layout: Layout) -> LabelEvidence:
    quick = bits_in(block, layout)
    if quick is not None:
        return observe_bits(block, quick)
    values = block.values
    whole, nan, infinite = _sorts(values)
    rows = layout.labels(values)
    bits = every((rows == 0) | (rows == 1))
    hot = bits & (np.count_nonzero(rows == 1, axis=1) == 1)
    simplex = hot | (on_simplex(rows) if not bits.all() else np.zeros(len(rows), bool))
    hot_rows, soft_rows = _each_row(block, hot), _each_row(block, simplex)
    low, high = _range(values)
    return LabelEvidence(
        rows=len(block),
        whole=seen_cells(block, whole),
        fractions=seen_cells(block, ~(whole | nan | infinite)),
        missing=seen_cells(block, nan),
        infinite=seen_cells(block, infinite),
        beyond_bit=seen_cells(block, (values != 0) & (values != 1)),
        beyond_unit=seen_cells(block, (values < 0) | (values > 1)),
        one_hot=seen_rows(block, hot_rows),
        not_one_hot=seen_rows(block, ~hot_rows),
        simplex=seen_rows(block, soft_rows),
        not_simplex=seen_rows(block, ~soft_rows),
        ones=int((values == 1).sum()),
        minimum=low,
        maximum=high,
        classes=count_values(rows.argmax(axis=1)[hot]),
    )


def facts_of(block: Block, layout: Layout) -> Facts:
    """The predictions of a block in canonical shape; True and False are 1 and 0."""
    values = block.values
    return Facts(layout.predictions(values.astype(np.float64) if values.dtype.kind == "b" else values))


def observe_predictions(
    block: Block, layout: Layout, facts: Facts | None = None, *, counted: bool = True
) -> PredictionEvidence:
    """The evidence of one block of predictions.

    ``facts`` are those of its rows, where they are at hand; ``counted`` says that the number of cells outside
    [0, 1] is wanted, and not only whether and where there is one.
    """
    facts = facts or facts_of(block, layout)
    values = facts.rows.reshape(block.values.shape) if block.values.dtype.kind == "b" else block.values
    rows = facts.rows[:, None] if facts.rows.ndim == 1 else facts.rows
    low, high = facts.span
    plain = math.isfinite(low) and math.isfinite(high)
    low, high = (low, high) if plain else _range(values)
    return PredictionEvidence(
        rows=len(block),
        minimum=low,
        maximum=high,
        nan=UNSEEN if plain else seen_cells(block, np.isnan(values)),
        plus_infinity=UNSEEN if plain else seen_cells(block, np.isposinf(values)),
        minus_infinity=UNSEEN if plain else seen_cells(block, np.isneginf(values)),
        dead=UNSEEN if plain else seen_rows(block, ~_each_row(block, ~every(np.isneginf(rows)))),
        beyond_unit=UNSEEN if plain and low >= 0 and high <= 1 else _beyond_unit(block, values, counted),
        **_distributions(block, facts if facts.rows.ndim > 1 else Facts(rows), low, high),
    )


def _beyond_unit(block: Block, values: Numbers, counted: bool) -> Sighting:
    """The cells that are not in [0, 1]; where they need no count, the first row that has one is enough."""
    for row in range(0 if counted else min(len(block), FIRST)):
        if not bool(((values[row] >= 0) & (values[row] <= 1)).all()):
            first = block[row : row + 1]
            return seen_cells(first, ~((first.values >= 0) & (first.values <= 1)))
    return seen_cells(block, ~((values >= 0) & (values <= 1)))


def _distributions(block: Block, facts: Facts, low: float, high: float) -> dict[str, Sighting]:
    """Rows on the simplex and on its logarithm; a block's range most often rules one of them out."""
    rows, none = facts.rows, np.zeros(len(facts.rows), dtype=np.bool_)
    with np.errstate(invalid="ignore"):
        flat = on_simplex(rows, facts=facts) if not high < 0 and not low > 1 else none
        logs = on_log_simplex(rows, facts) if low < 0 or rows.shape[1] == 1 else none
        cent = _percentages(facts, flat, high)
    on, log, percent = (_each_row(block, mask) for mask in (flat, logs, cent))
    over_one = ~_each_row(block, facts.tops <= 1) if percent.any() else percent
    names = ("simplex", "not_simplex", "log_simplex", "not_log_simplex", "percent", "not_percent")
    seen = seen_rows_of(block, on, ~on, log, ~log, percent & over_one, ~percent)
    return dict(zip(names, seen, strict=True))


def _percentages(facts: Facts, flat: Mask, high: float) -> Mask:
    """Rows that sum to 100, not to one; none does where K numbers are too small to come within K/2 of it."""
    near = facts.rows.shape[1] * (high + 0.5) >= 100
    if not near or flat.all():
        return np.zeros(len(flat), bool)
    return on_simplex(facts.rows, 100.0, facts) & ~flat


def every(mask: Mask) -> Mask:
    """Which rows of a mask are true throughout."""
    return np.asarray(mask.all(axis=1), dtype=np.bool_)


def _each_row(block: Block, positions: Mask) -> Mask:
    """Which rows have what all of their positions have."""
    return positions if len(positions) == len(block) else every(positions.reshape(len(block), -1))


def _range(values: Numbers) -> tuple[float, float]:
    """The smallest and the largest number, NaNs aside: beside them, the order of blocks would matter."""
    usual = values[~np.isnan(values)]
    return (float(usual.min()), float(usual.max())) if usual.size else (np.inf, -np.inf)


def _sorts(values: Numbers) -> tuple[Mask, Mask, Mask]:
    """Which cells are whole numbers, NaN, infinite."""
    none = np.zeros(values.shape, dtype=bool)
    if values.dtype.kind in "iub":
        return ~none, none, none
    nan, infinite = np.isnan(values), np.isinf(values)
    with np.errstate(invalid="ignore"):
        whole = (values == np.rint(values)) & ~infinite
    return whole, nan, infinite


def _but(keep: Mask | None, mask: Mask) -> Mask:
    return mask if keep is None else mask & keep
