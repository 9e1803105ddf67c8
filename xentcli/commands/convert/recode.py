"""Convert blocks of labels from any kind to any other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.commands.convert.conversion import IDS, VECTORS, Plan, Target
from xentcli.commands.convert.scores import above, largest, scored
from xentcli.core.errors import DataError
from xentcli.core.suggest import meant
from xentcli.core.text import shown
from xentcli.core.types import Kind

if TYPE_CHECKING:
    from xentcli.core.blocks import Block
    from xentcli.core.errors import Way
    from xentcli.core.types import Codes, Numbers
    from xentcli.numerics.binary_rows import BinaryRows


def convert_block(plan: Plan, block: Block, bits: BinaryRows | None = None) -> Numbers:
    """Return the block's labels as the plan requires; `bits` are its ones, if already known."""
    if plan.target in VECTORS and not plan.one_each:
        return _rows(plan, block).astype(plan.dtype, copy=False)
    if plan.target is not Target.BINARY:
        places = _places(plan, block, bits)
        return places.astype(plan.dtype, copy=False) if plan.target is Target.SPARSE else places
    if plan.one_each:
        return np.asarray(_places(plan, block, bits) == plan.positive, dtype=plan.dtype)
    return np.asarray(_switched(plan, block)[:, plan.positive], dtype=plan.dtype)


def _places(plan: Plan, block: Block, bits: BinaryRows | None) -> Codes:
    """Return the class index of every row, shape (n,)."""
    if plan.source in IDS:
        return _known(plan, block)
    if plan.source is Kind.ONE_HOT:
        return bits.columns if bits is not None and bits.one_hot else _only_ones(plan, block)
    if plan.accepted.argmax:
        return largest(block, plan.layout, plan.accepted)
    return _switched(plan, block).astype(np.int64)[:, 0]


def _known(plan: Plan, block: Block) -> Codes:
    places = plan.classes.indices(block).reshape(-1)
    bad = places < 0
    if bad.any():
        at = np.unravel_index(int(np.argmax(bad)), block.values.shape)
        row, *inner = map(int, at)
        value = block.value(row, *inner)
        message = f"{shown(value)} is not a class of {plan.classes.describe()}"
        hint, ways = _fix(plan, value)
        raise DataError(message, hint, code="XE112", place=block.place(row), value=value, ways=ways)
    return places


def _fix(plan: Plan, value: object) -> tuple[str, tuple[Way, ...]]:
    """Return a hint for a label that is not a known class, and the ways out."""
    if isinstance(value, str):
        near = plan.classes.nearest(value)
        return meant(*near) if near else "list all of them in order with --classes", ()
    if not isinstance(value, int | float) or not float(value).is_integer():
        return "class ids are whole numbers; for another column, use --labels-column NAME", ()
    if value < 0:
        return (
            "if it marks rows without a label, remove them first; if ids start at -1, use --label-offset 1",
            (),
        )
    more, offset = "use --num-classes N if there are more", plan.classes.offset
    all_seen: Way = {"num_classes": None}
    if value != plan.classes.size - offset:
        return more, (all_seen,)
    hint = f"use --label-offset {offset - 1} if the labels start at {1 - offset}; {more}"
    return hint, ({"label_offset": offset - 1}, all_seen)


def _only_ones(plan: Plan, block: Block) -> Codes:
    """Return the column of the 1 in each row, shape (n,); raise unless a row has exactly one 1 and zeros."""
    rows = plan.layout.labels(block.values)
    at, columns = np.divmod(np.flatnonzero(rows), rows.shape[1])
    bad = (np.bincount(at, minlength=len(rows)) != 1) | (rows.max(axis=1) != 1)
    if bad.any():
        first = int(np.argmax(bad))
        row = first // plan.layout.per_row
        message, hint = (
            f"{shown(rows[first].tolist())} does not have exactly one 1",
            "--argmax takes the largest value",
        )
        raise DataError(message, hint, code="XE121", place=block.place(row), ways=({"argmax": True},))
    return columns


def _switched(plan: Plan, block: Block) -> Numbers:
    """Return the (n, K) mask of values above the threshold, for multi-label input of nonzero values."""
    if plan.source is Kind.MULTI_LABEL:
        return np.asarray(plan.layout.labels(block.values) != 0)
    return above(scored(block, plan.layout, plan.accepted), plan.accepted.threshold)


def _rows(plan: Plan, block: Block) -> Numbers:
    """Return the rows after softmax, sigmoid or threshold; for two classes a column p becomes (1 - p, p)."""
    if plan.source is None:
        rows = scored(block, plan.layout, plan.accepted)
        rows = rows if plan.accepted.threshold is None else above(rows, plan.accepted.threshold)
    else:
        rows = plan.layout.labels(block.values)
    if plan.layout.vectors:
        return rows
    column = rows.reshape(-1)
    return column if plan.classes.size == 1 else np.stack([1 - column, column], axis=1)
