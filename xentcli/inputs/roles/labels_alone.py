"""Decide which column holds the labels of a table without predictions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.errors import DataError, Place
from xentcli.core.text import listed, shown
from xentcli.inputs.doubts.footers import refuse_footer
from xentcli.inputs.roles.column import columns_of
from xentcli.inputs.roles.names import Role
from xentcli.inputs.roles.readings import may_label, possible_vector
from xentcli.inputs.roles.rules import NO_LABELS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentcli.inputs.roles.column import Column
    from xentcli.io.table import Table

MOST_ASKED = 3


def labels_alone(table: Table, taken: Sequence[str | None] = ()) -> tuple[int, ...] | None:
    """Return the columns of the labels, or None if their names and cells do not show it.

    Columns called like one of ``taken`` have another role. Raise a question if several columns fit.
    """
    own = columns_of(table, "labels")
    refuse_footer(own, table, alone=True)
    free = [c for c in own if not (_has_role(c, taken) or _is_key(c))]
    usual = [c for c in free if c.hint is Role.LABEL]
    if len(usual) == 1:
        return (usual[0].index,)
    if usual:
        raise ask_for_label(table, usual)
    possible = possible_vector(free)
    if len(possible) > 1 and any(_is_near(c) for c in possible):
        return None
    vector = [c for c in possible if c.stats.inside]
    single = [c for c in free if may_label(c) and c.hint not in NO_LABELS]
    if len(vector) > 1 and all(c in vector for c in free if c.hint not in NO_LABELS):
        return tuple(c.index for c in vector)
    others = [c for c in single if len(vector) < 2 or not (c in vector or _is_unique_text(c))]
    if len(vector) > 1 and not others:
        return tuple(c.index for c in vector)
    if len(others) == 1 and len(vector) < 2:
        return (others[0].index,)
    if not others or all(c.numeric for c in free if c.hint not in NO_LABELS):
        return None
    raise ask_for_label(table, others, vector)


def _is_near(column: Column) -> bool:
    """Return whether numbers are near [0, 1]; wrong ones among shares are reported when read."""
    stats = column.stats
    return not (stats.inside or stats.is_whole) and stats.minimum > -1 and stats.maximum < 2


def _is_unique_text(column: Column) -> bool:
    return bool(column.stats.texts) and column.stats.keys is not None


def _has_role(column: Column, taken: Sequence[str | None]) -> bool:
    return column.name in taken and column.hint is not Role.LABEL


def _is_key(column: Column) -> bool:
    return column.hint is Role.KEY and (column.stats.keys is not None or not column.name)


def ask_for_label(table: Table, some: Sequence[Column], vector: Sequence[Column] = ()) -> DataError:
    """Return the question which column holds the labels, with the option for each."""
    names = [shown(c.name) for c in (*some, *vector)]
    ways = [{"labels_column": c.spec} for c in some[:MOST_ASKED]]
    if len(vector) > 1:
        ways = [*ways[: MOST_ASKED - 1], {"labels_column": ",".join(c.spec for c in vector)}]
    message = f"several columns could be the labels: {listed(names, 6)}"
    hint = f"choose one with --labels-column {ways[0]['labels_column']}"
    return DataError(message, hint, code="XE305", place=Place(table.name), ways=ways)
