"""Relations between columns, from all rows: which series sum to one, and which column is their argmax."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.frozen import replace
from xentcli.inputs.dataset import aligned_parts
from xentcli.io.table import Cells
from xentcli.numerics.simplex import on_simplex

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xentcli.core.blocks import Block
    from xentcli.core.errors import XentError
    from xentcli.core.types import Numbers
    from xentcli.inputs.roles.column import Column
    from xentcli.inputs.roles.series import Series
    from xentcli.io.table import Table


def with_sums(table: Table, some: Sequence[Series]) -> list[Series]:
    """Return the series, each with whether all of its rows sum to one."""
    open_ = {place for place, series in enumerate(some) if _may_sum(series)}
    falling = set(open_)
    columns = tuple(sorted({c for place in open_ for c in some[place].indices}))
    lost: list[XentError] = []
    for block in table.blocks(columns, Cells.NUMBERS, lost.append) if columns else ():
        open_ = {p for p in open_ if _all_on_simplex(block, columns, some[p])}
        falling = {p for p in falling & open_ if _all_descend(_taken(block.values, columns, some[p]))}
        if not open_:
            break
    return [
        replace(series, sums=place in open_, descends=place in falling & open_)
        for place, series in enumerate(some)
    ]


def _all_descend(rows: Numbers) -> bool:
    return bool((np.diff(rows, axis=1) <= 0).all())


def _may_sum(series: Series) -> bool:
    return len(series) > 1 and all(c.stats.inside for c in series.columns)


def _all_on_simplex(block: Block, columns: Sequence[int], series: Series) -> bool:
    rows = _taken(block.values, columns, series)
    return bool(on_simplex(rows[~np.isnan(rows).any(axis=1)], slack=block.origin.slack).all())


def mostly_sums(table: Table, series: Series) -> bool:
    """Return whether most rows of a series, and at least two, sum to one."""
    good = rows = 0
    columns = tuple(sorted(series.indices))
    for block in table.blocks(columns, Cells.NUMBERS):
        found = on_simplex(_taken(block.values, columns, series), slack=block.origin.slack)
        good, rows = good + int(found.sum()), rows + len(block)
    return good >= 2 and 2 * good > rows


def _taken(values: Numbers, columns: Sequence[int], series: Series) -> Numbers:
    places = {column: place for place, column in enumerate(columns)}
    return np.ascontiguousarray(values[:, [places[c] for c in series.indices]])


def is_decided_by(table: Table, series: Series, column: Column) -> bool:
    """Return whether a column holds the class that the scores decide for, in all rows."""
    if len(series) > 1:
        return is_argmax(table, series, column)
    both = aligned(table, series.indices, column.index)
    cut = 0.5 if series.columns[0].stats.inside else 0.0
    return column.stats.is_bits and all(
        ((s.values[:, 0] >= cut) == b.values.reshape(-1)).all() for s, b in both
    )


def is_argmax(table: Table, series: Series, column: Column) -> bool:
    """Return whether a column holds the class with the largest score in all rows."""
    classes = series.classes or tuple(range(len(series)))
    places = {str(c).strip().casefold(): place for place, c in enumerate(classes)}
    for scores, block in aligned(table, series.indices, column.index):
        chosen = np.array([places.get(t, -1) for t in texts_of(block)])
        rows = np.arange(len(chosen))
        if (chosen < 0).any() or (scores.values[rows, chosen] < scores.values.max(axis=1)).any():
            return False
    return True


def is_largest(table: Table, series: Series, column: Column) -> bool:
    """Return whether a column holds the largest score in all rows."""
    both = aligned(table, series.indices, column.index)
    return all(np.allclose(s.values.max(axis=1), b.values.reshape(-1), rtol=1e-4) for s, b in both)


def aligned(table: Table, columns: tuple[int, ...], column: int) -> Iterator[tuple[Block, Block]]:
    """Yield the scores and the classes of the same rows."""
    streams = [table.parts(columns, Cells.NUMBERS), table.parts((column,), Cells.LABELS)]
    for first, second in aligned_parts(streams, ("scores", "classes")):
        yield first.load(), second.load()


def texts_of(block: Block) -> list[str]:
    """Return the labels of a block as text, to compare them."""
    values = block.values.reshape(-1)
    if block.categories is not None:
        names = [name.strip().casefold() for name in block.categories]
        return [names[code] for code in values.tolist()]
    whole = values.astype(np.int64) if values.dtype.kind != "b" else values
    return [str(v).casefold() for v in whole.tolist()]
