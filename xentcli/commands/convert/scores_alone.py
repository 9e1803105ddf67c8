"""Select the columns of scores in a file that has no labels beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.errors import DataError, Place
from xentcli.core.frozen import replace
from xentcli.core.text import listed, shown
from xentcli.inputs.defaults import left_out
from xentcli.inputs.roles.column import columns_of, spec_of
from xentcli.inputs.roles.names import Role
from xentcli.inputs.roles.readings import possible_scores
from xentcli.inputs.roles.rules import NO_SCORES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentcli.inputs.roles.column import Column
    from xentcli.inputs.roles.series import Series
    from xentcli.inputs.selection import Selection

OTHERS = {*NO_SCORES, Role.PREDICTED_CLASS, Role.PREDICTED_SCORE}


def scores_alone(side: Selection) -> Selection:
    """Return the selection without columns of numbers that are no scores; raise if it is not clear which are.

    The longest series of which all rows sum to one is taken, else the one that its names show; of several
    as long, the user is asked. Without either, columns of two kinds are asked about: whole numbers, or
    numbers outside [0, 1], and others.
    """
    if side.columns is None or len(side.columns) < 2 or side.names is None:
        return side
    columns = columns_of(side.table, "predictions", side.columns)
    if len(columns) < len(side.columns):
        return side  # vectors
    free = [c for c in columns if c.hint not in OTHERS]
    chosen = _series(side, free) or free
    if len(chosen) == len(columns) or len(chosen) < 2:
        return side
    indices = tuple(c.index for c in chosen)
    return replace(side, columns=indices, notes=left_out(side.table, indices))


def _series(side: Selection, free: Sequence[Column]) -> Sequence[Column] | None:
    found = [s for s in possible_scores(side.table, free, [()]) if len(s) > 1]
    sure = [s for s in found if s.sums] + [s for s in found if _is_named(s) and not s.sums]
    if not sure:
        _refuse_two_kinds(side, free)
        return None
    best = max(sure, key=lambda s: (s.sums, len(s)))
    rivals = [s for s in sure if len(s) == len(best) and s.members.isdisjoint(best.members)]
    if rivals:
        raise _asked(side, [one.columns for one in (best, *rivals)])
    return best.columns


def _is_named(series: Series) -> bool:
    return series.pattern is not None and series.pattern.scores


def _refuse_two_kinds(side: Selection, free: Sequence[Column]) -> None:
    """Raise if some columns hold whole numbers, or numbers outside [0, 1], and the others do not."""
    for apart in ([c for c in free if c.stats.is_whole], [c for c in free if not c.stats.inside]):
        rest = [c for c in free if c not in apart]
        if apart and len(rest) > 1:
            raise _asked(side, [rest, free])


def _asked(side: Selection, kinds: Sequence[Sequence[Column]]) -> DataError:
    told = "; ".join(listed([shown(c.name) for c in some], 4) for some in kinds)
    ways = [{"labels_column": spec_of(some)} for some in kinds]
    message = f"several columns could be the scores: {told}"
    hint = f"choose with --labels-column {ways[0]['labels_column']}"
    return DataError(message, hint, code="XE306", place=Place(side.table.name), ways=ways)
