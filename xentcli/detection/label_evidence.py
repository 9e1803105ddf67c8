"""Collect the evidence of a block of labels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.detection.evidence import LabelEvidence
from xentcli.detection.text_cells import cell_sorts
from xentcli.numerics.binary_rows import bits_in
from xentcli.numerics.counts import EMPTY, count_values
from xentcli.numerics.occurrences import UNSEEN, seen_everywhere, seen_rows, seen_where
from xentcli.numerics.row_stats import each_row, every, sorts_of, span_of
from xentcli.numerics.simplex import on_simplex
from xentcli.settings.settings import IGNORE_MARKS, cell_marks

if TYPE_CHECKING:
    from xentcli.core.blocks import Block
    from xentcli.core.row_layout import RowLayout
    from xentcli.core.types import Mask
    from xentcli.numerics.binary_rows import BinaryRows


def observe_labels(
    block: Block, layout: RowLayout, ignore: tuple[int | str, ...] = (), most: int = 0
) -> LabelEvidence:
    """Return the evidence of a block of labels.

    The labels in ``ignore`` do not count, and at most ``most`` classes are counted.
    """
    left_out = block.are(ignore) if ignore and not layout.vectors else None
    keep = None if left_out is None else ~left_out
    if block.categories is not None:
        return _observe_names(block, keep, most)
    if layout.vectors and layout.width > 1:
        return _observe_vectors(block, layout, ignore)
    return _observe_ids(block, keep, most)


def _observe_names(block: Block, keep: Mask | None, most: int) -> LabelEvidence:
    """Return the evidence of text cells, each category of which is classified once."""
    sorts, codes = cell_sorts(block), block.values
    assert sorts is not None
    pairs = zip(block.categories or (), sorts.whole.tolist(), strict=True)
    no_bits = np.array([number and float(name) not in {0.0, 1.0} for name, number in pairs], dtype=np.bool_)
    return LabelEvidence(
        rows=len(block),
        whole=seen_where(block, _but(keep, sorts.whole[codes])),
        beyond_bit=seen_where(block, _but(keep, no_bits[codes])),
        names=seen_where(block, _but(keep, sorts.names[codes])),
        truths=seen_where(block, _but(keep, sorts.truths[codes])),
        missing_words=seen_where(block, _but(keep, sorts.missing[codes])),
        nan_words=seen_where(block, _but(keep, sorts.nan[codes])),
        infinite_words=seen_where(block, _but(keep, sorts.infinite[codes])),
        classes=count_values(codes if keep is None else codes[keep], block.categories, most),
    )


def _observe_ids(block: Block, keep: Mask | None, most: int) -> LabelEvidence:
    values = block.values
    if values.dtype.kind in "iu" and keep is None:
        return _observe_integers(block, most)
    if values.dtype.kind == "b":
        return LabelEvidence(
            rows=len(block), truths=seen_where(block, np.ones(values.shape, bool)), minimum=0.0, maximum=1.0,
            ones=int(values.sum()), classes=count_values(values.astype(np.int64)),
        )  # fmt: skip
    whole, nan, infinite = sorts_of(values)
    kept = whole if keep is None else whole & keep
    outside = (values < 0) | (values > 1)
    usual = values[kept]
    return LabelEvidence(
        rows=len(block),
        whole=seen_where(block, whole),
        fractions=seen_where(block, ~(whole | nan | infinite)),
        missing=seen_where(block, nan),
        infinite=seen_where(block, infinite),
        beyond_bit=seen_where(block, _but(keep, (values != 0) & (values != 1))),
        beyond_unit=seen_where(block, _but(keep, outside)),
        ones=int((values == 1).sum()),
        minimum=float(usual.min()) if usual.size else np.inf,
        maximum=float(usual.max()) if usual.size else -np.inf,
        classes=count_values(usual, most=most),
    )


def _observe_integers(block: Block, most: int) -> LabelEvidence:
    """Return the evidence of class ids of an integer dtype."""
    values = block.values
    low, high = int(values.min()), int(values.max())
    beyond = UNSEEN if low >= 0 and high <= 1 else seen_where(block, (values < 0) | (values > 1))
    return LabelEvidence(
        rows=len(block), whole=seen_everywhere(block), beyond_bit=beyond, beyond_unit=beyond,
        ones=int(np.count_nonzero(values == 1)), minimum=float(low), maximum=float(high),
        classes=count_values(values, most=most),
    )  # fmt: skip


def observe_bits(block: Block, bits: BinaryRows, *, counted: bool = True) -> LabelEvidence:
    """Return the evidence of label vectors of 0 and 1; a row is one-hot if all its positions are.

    Set ``counted`` to count the classes of one-hot rows.
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


def _observe_vectors(block: Block, layout: RowLayout, ignore: tuple[int | str, ...]) -> LabelEvidence:
    """Return the evidence of label vectors; NaN and the marks in ``ignore`` have no label."""
    quick = bits_in(block, layout)
    if quick is not None:
        return observe_bits(block, quick)
    values = block.values
    whole, nan, infinite = sorts_of(values)
    rows = layout.labels(values)
    gaps = nan | np.isin(values, cell_marks(ignore))
    bits = every((rows == 0) | (rows == 1))
    hot = bits & (np.count_nonzero(rows == 1, axis=1) == 1)
    simplex = hot | (on_simplex(rows) if not bits.all() else np.zeros(len(rows), bool))
    hot_rows, soft_rows = each_row(block, hot), each_row(block, simplex)
    empty = each_row(block, every(layout.labels(gaps)))
    low, high = span_of(values[~gaps])
    marks = gaps | np.isin(values, IGNORE_MARKS)
    return LabelEvidence(
        rows=len(block),
        whole=seen_where(block, whole),
        fractions=seen_where(block, ~(whole | nan | infinite)),
        missing=seen_where(block, nan),
        infinite=seen_where(block, infinite),
        unknown=seen_where(block, gaps),
        marks=seen_where(block, marks & ~gaps),
        beyond_marks=seen_where(block, ~marks & (values != 0) & (values != 1)),
        beyond_bit=seen_where(block, ~gaps & (values != 0) & (values != 1)),
        beyond_unit=seen_where(block, ~gaps & ((values < 0) | (values > 1))),
        one_hot=seen_rows(block, hot_rows),
        not_one_hot=seen_rows(block, ~hot_rows & ~empty),
        simplex=seen_rows(block, soft_rows),
        not_simplex=seen_rows(block, ~soft_rows & ~empty),
        ones=int((values == 1).sum()),
        minimum=low,
        maximum=high,
        classes=count_values(rows.argmax(axis=1)[hot]),
    )


def _but(keep: Mask | None, mask: Mask) -> Mask:
    return mask if keep is None else mask & keep
