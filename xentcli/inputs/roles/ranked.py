"""Recognize columns of the best classes and their scores by their names: `top1,conf1,top2,conf2`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xentcli.inputs.roles.names import Role, suggested, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentcli.inputs.ranked_columns import Ranked
    from xentcli.io.table import Table

    Group = tuple[str, tuple[int, ...]]

MOST_COLUMNS = 64
_NUMBER = re.compile(r"\d{1,18}")


def ranked_scores(table: Table) -> Ranked | None:
    """Return the predictions with one column per class, or None if they hold no ranked classes."""
    if table.dtype is not None or table.columns is None or len(table.columns) > MOST_COLUMNS or table.vectors:
        return None
    groups = list(_groups(table.columns))
    scores = [g for g in groups if suggested(g[0]) is Role.SCORE and all(table.numeric[c] for c in g[1])]
    classes = [g for g in groups if g not in scores and _may_be_classes(table, g)]
    if len(scores) != 1 or len(classes) != 1 or len(scores[0][1]) != len(classes[0][1]):
        return None
    from xentcli.inputs.ranked_columns import unranked

    return unranked(table, classes[0][1], scores[0][1])


def _groups(names: tuple[str, ...]) -> Iterator[Group]:
    """Yield the names without numbers that are numbered from 0 or 1, with their columns in that order."""
    found: dict[str, dict[int, int]] = {}
    for column, name in enumerate(names):
        numbers = _NUMBER.findall(name)
        if len(numbers) == 1:
            found.setdefault(_NUMBER.sub(" ", name), {})[int(numbers[0])] = column
    for name, columns in found.items():
        ranks = sorted(columns)
        if len(ranks) > 1 and ranks in (list(range(len(ranks))), list(range(1, len(ranks) + 1))):
            yield name, tuple(columns[rank] for rank in ranks)


def _may_be_classes(table: Table, group: Group) -> bool:
    name, columns = group
    if not any(table.numeric[column] for column in columns):
        return True
    return suggested(name) in {Role.LABEL, Role.PREDICTED_CLASS} or words(name) == ("top",)
