"""The role of every column, with the reason, as `detect` reports it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.class_columns import classes_of
from xentcli.core.frozen import replace
from xentcli.inputs.roles.column import Column, ColumnRole
from xentcli.inputs.roles.names import Role, suggested

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentcli.core.class_map import Class
    from xentcli.inputs.dataset import Dataset
    from xentcli.inputs.roles.decide import Chosen
    from xentcli.inputs.top_one import TopOne


def roles_of(chosen: Chosen, weights: str | None = None, top: TopOne | None = None) -> tuple[ColumnRole, ...]:
    """Return the role of every column that was looked at."""
    return tuple(_roles(chosen, weights) if top is None else _beside_scores(chosen, weights, top))


def _beside_scores(chosen: Chosen, weights: str | None, top: TopOne) -> Iterator[ColumnRole]:
    """Yield the roles of predicted classes, their scores, and all other columns of the inputs."""
    reasons = {
        top.pair[0]: (Role.PREDICTED_CLASS, "holds only classes"),
        top.pair[1]: (Role.PREDICTED_SCORE, "the only score next to a predicted class"),
    }
    for column, found in zip(chosen.columns, _roles(chosen, weights), strict=True):
        theirs = column.input == "predictions" or found.role not in {Role.KEY, Role.LABEL}
        if column.index in top.added and found.role is Role.SCORE:
            continue
        role, reason = (
            reasons.get(column.index, (found.role, found.reason)) if theirs else (found.role, found.reason)
        )
        yield replace(found, role=role, reason=reason)


def _roles(chosen: Chosen, weights: str | None) -> Iterator[ColumnRole]:
    reading = chosen.reading
    classes, labels = _classes(chosen), {*reading.labels}
    places = {column: place for place, column in enumerate(reading.scores.columns)}
    for column in chosen.columns:
        if column in labels:
            yield ColumnRole(column.name, column.input, Role.LABEL, None, _label_reason(column))
        elif column in places:
            class_ = classes[places[column]] if classes is not None else None
            yield ColumnRole(column.name, column.input, Role.SCORE, class_, _score_reason(chosen))
        elif column.named and column.name == weights:
            yield ColumnRole(column.name, column.input, Role.WEIGHT, None, "named by an option")
        else:
            yield _other(column, chosen)


def roles_by_names(data: Dataset) -> tuple[ColumnRole, ...]:
    """Return the roles of columns that their names settle, or that are the only ones."""
    found: list[ColumnRole] = []
    sides = (("labels", data.labels, Role.LABEL), ("predictions", data.predictions, Role.SCORE))
    for word, side, role in sides:
        if side is None or side.table.columns is None:
            continue
        chosen = range(len(side.table.columns)) if side.columns is None else side.columns
        one = data.predictions is not None and data.predictions.table is data.labels.table
        for index, name in enumerate(side.table.columns):
            if index in chosen:
                found.append(ColumnRole(name, word, role, None, _reason_by_name(role)))
            elif not one:
                found.append(ColumnRole(name, word, role_by_name(name), None, "suggested by its name"))
    return tuple(found)


def _reason_by_name(role: Role) -> str:
    return "the label column" if role is Role.LABEL else "one of the score columns"


def role_by_name(name: str) -> Role:
    """Return the role that the name of a column suggests if it is neither label nor score."""
    hint = suggested(name)
    return hint if hint in {Role.KEY, Role.WEIGHT, Role.GROUP, Role.SPLIT} else Role.OTHER


def _classes(chosen: Chosen) -> tuple[Class, ...] | None:
    scores, seen = chosen.reading.scores, chosen.reading.classes
    if len(scores) < 2 or not all(c.named for c in scores.columns):
        return None
    return classes_of([c.name for c in scores.columns], seen or (), partly=True) or scores.classes


def _label_reason(column: Column) -> str:
    return "it has a usual name" if column.hint is Role.LABEL else "its values are the classes"


def _score_reason(chosen: Chosen) -> str:
    scores = chosen.reading.scores
    if scores.sums:
        return f"{len(scores)} columns with rows that sum to one"
    return (
        "a column of scores"
        if len(scores) == 1
        else f"one of {len(scores)} columns with the same name pattern"
    )


def _other(column: Column, chosen: Chosen) -> ColumnRole:
    """Return the role of a column that is neither label nor score."""
    key = chosen.key
    if key is not None and column in {key.mine, key.theirs}:
        return ColumnRole(column.name, column.input, Role.KEY, None, "the same unique values in both inputs")
    if column.hint is Role.KEY and column.stats.keys is not None:
        return ColumnRole(column.name, column.input, Role.KEY, None, "each value occurs once")
    classes = {str(c) for c in chosen.reading.classes or ()}
    seen = column.stats.distinct
    if classes and not seen.many and {str(v) for v in seen.values} <= classes:
        return ColumnRole(column.name, column.input, Role.PREDICTED_CLASS, None, "holds only classes")
    if column.hint in {Role.WEIGHT, Role.GROUP, Role.SPLIT}:
        return ColumnRole(column.name, column.input, column.hint, None, "it has a usual name")
    return ColumnRole(column.name, column.input, Role.OTHER, None, "neither label nor score")
