"""Scores that leave out a column of their kind, although little shows that they are all of the scores."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.inputs.roles.rivals import is_feature
from xentcli.inputs.roles.rules import MARKS, NO_SCORES
from xentcli.io.table import Cells
from xentcli.numerics.row_sums import row_sums

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentcli.core.types import Floats
    from xentcli.inputs.roles.column import Column
    from xentcli.inputs.roles.reading import Reading
    from xentcli.inputs.roles.readings import Rated
    from xentcli.inputs.roles.series import Series
    from xentcli.io.table import Table

LEVEL = 0.02
"""The least probability with which random columns may sum to one as nearly as these do."""
EXACT = 1e-6
"""The largest difference from one that is no rounding of the digits shown."""
MOST_DECIMALS = 7


def wider_than(best: Reading, found: Sequence[Rated], table: Table) -> Reading | None:
    """Return the reading whose scores have more columns and may be meant instead, or None.

    That is so if a label has no column among the scores, or if their rows sum to one by rounding only, as
    few random columns do.
    """
    own = best.scores
    if best.label is None or not own.sums or (own.pattern is not None and own.pattern.scores):
        return None
    wider = [one.reading for one in found if _contains(one.reading, best)]
    whole = max(wider, key=lambda reading: len(reading.scores), default=None)
    if whole is None or not (_lacks_id(best) > _lacks_id(whole) or _may_be_chance(table, own)):
        return None
    return whole


def _contains(reading: Reading, best: Reading) -> bool:
    """Return whether a reading adds only columns of fractions that may be scores."""
    more = {*reading.scores.columns} - {*best.scores.columns}
    if reading.labels != best.labels or len(reading.scores) - len(more) < len(best.scores) or not more:
        return False
    return all(map(_may_be_score, more))


def _may_be_score(column: Column) -> bool:
    return column.stats.fractions > 0 and column.hint not in NO_SCORES and not is_feature(column)


def _lacks_id(reading: Reading) -> bool:
    """Return whether some label is an id beyond the columns, counted from 0 or from 1."""
    ids = {c for c in reading.classes or () if isinstance(c, int)} - MARKS
    width = len(reading.scores)
    return not (ids <= {*range(width)} or ids <= {*range(1, width + 1)})


def _may_be_chance(table: Table, series: Series) -> bool:
    """Return whether random columns with as many digits may sum to one as nearly, in all rows."""
    block = next(iter(table.blocks(series.indices, Cells.NUMBERS)), None)
    if block is None:
        return False
    values = np.asarray(block.values, np.float64)
    off = np.abs(row_sums(values[~np.isnan(values).any(axis=1)]) - 1)
    if not (off > EXACT).any():
        return False
    return float(np.minimum(2 * off + _unit(values), 1).prod()) > LEVEL


def _unit(values: Floats) -> float:
    """Return the unit of the last decimal that some number has."""
    known = values[np.isfinite(values)]
    whole = (d for d in range(MOST_DECIMALS) if np.allclose(known, np.round(known, d), rtol=0, atol=1e-9))
    return float(10.0 ** -next(whole, MOST_DECIMALS))
