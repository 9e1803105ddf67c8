"""Choose one of the arrays in a file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xentcli.core.errors import InputError, Place, UsageError
from xentcli.core.suggest import did_you_mean
from xentcli.core.text import listed, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from xentcli.core.errors import Way

MOST = 3
"""The maximum number of arrays to propose."""


_SCORES = re.compile(
    r"(?:^|_)(?:p|probs?|probas?|probabilit\w*|pred\w*|scores?|logits?|softmax|outputs?|y?hat)(?:$|_)"
)
_LABELS = re.compile(r"(?:^|_)(?:y|y?true|labels?|targets?|truth|gt|actual|class(?:es)?)(?:$|_)")
_SPLIT = re.compile(r"(.*?)[_/.-]?(train|test|validation|valid|val|dev|eval|holdout)[_/.-]?(.*)")
DECISIONS = frozenset({"y_pred", "y_hat", "yhat", "pred", "preds", "prediction", "predictions", "predicted"})
"""Usual names of predictions that may be predicted classes."""


def chosen(
    known: list[str],
    arrays: list[str],
    member: str | None,
    usual: tuple[str, ...],
    file: str,
    decided: Callable[[str], bool] | None = None,
    fields: Callable[[str], Sequence[str]] = lambda _: (),
) -> str:
    """Return the requested name in ``known``, else the only array, or the only one with a usual name.

    ``decided`` returns whether an array holds predicted classes; next to scores it is not the predictions.
    ``fields`` returns the named fields of an array, which are columns; ``member`` may be one of them.

    >>> chosen(["y", "p"], ["y", "p"], None, ("label", "y"), "data.npz")
    'y'
    >>> two = ["y_pred", "y_prob"]
    >>> chosen(two, two, None, ("y_pred", "y_prob", "logits"), "data.npz", {"y_pred": True}.get)
    'y_prob'
    """
    if member is not None:
        return member if member in known else _holder(known, arrays, member, file, fields)
    whole = [key for key in arrays if "/" in key and key.lower() in usual]
    likely = arrays if len(arrays) == 1 else whole or [key for key in arrays if _last(key) in usual]
    others: list[str] = []
    if decided is not None and "logits" in usual and len(arrays) > 1:
        likely, others = _scores(likely, arrays, decided)
    if len(likely) == 1 and not others:
        return likely[0]
    option = "labels_column" if "labels" in usual else "prediction_columns"
    hint = f"use --{option.replace('_', '-')} NAME to choose one"
    message = f"contains {len(arrays)} arrays: {listed(arrays, 12)}"
    ways = _by_split(arrays) or [{option: name} for name in _of_side([*others, *likely] or arrays, option)]
    raise InputError(message, hint, code="XE648", place=Place(file), ways=ways[:MOST])


def _of_side(arrays: Sequence[str], option: str) -> list[str]:
    """Return the arrays whose names do not say that they hold what the other option names."""
    other = option != "labels_column"
    return [key for key in arrays if _called_labels(key) is not other]


def _called_labels(key: str) -> bool | None:
    """Return whether the name of an array is one of labels, or of predictions; None if it says neither."""
    name = _last(key)
    return False if _SCORES.search(name) else True if _LABELS.search(name) else None


def _by_split(arrays: Sequence[str]) -> list[Way]:
    """Return the options for each part, such as train and test, that has labels and predictions."""
    parts: dict[str, dict[bool, list[str]]] = {}
    for key in arrays:
        found = _SPLIT.fullmatch(key.lower())
        labels = None if found is None else _called_labels(f"{found[1]}_{found[3]}".strip("_/."))
        if found is not None and labels is not None:
            parts.setdefault(found[2], {}).setdefault(labels, []).append(key)
    pairs = [(one.get(True, []), one.get(False, [])) for one in parts.values()]
    return [
        {"labels_column": labels[0], "prediction_columns": scores[0]}
        for labels, scores in pairs
        if len(pairs) > 1 and len(labels) == len(scores) == 1
    ]


def chosen_table(
    tables: list[str],
    table: str | None,
    member: str | None,
    usual: tuple[str, ...],
    kind: str,
    known: Callable[[str], str] = str,
) -> str:
    """Return the requested table of several, else the only one, or the only one with a usual name.

    ``member`` is a name of columns, and may be the name of a table. ``kind`` is what the tables are, and
    ``known`` returns the part of a name to compare with usual names.

    >>> chosen_table(["labels", "model A"], None, None, ("label", "labels"), "sheet")
    'labels'
    """
    if table is not None and table not in tables:
        hint = did_you_mean(table, tables, f"it contains {listed(tables, 12)}")
        raise UsageError(f"{kind} not found: '{shown(table)}'", hint, code="XE555", value=table)
    wanted = table if table is not None else member if member in tables else None
    if wanted is not None:
        return wanted
    likely = tables if len(tables) == 1 else [name for name in tables if known(name).lower() in usual]
    if len(likely) == 1:
        return likely[0]
    pairs = [tuple(tables), tuple(reversed(tables))] if len(tables) == 2 else []
    ways = [{"table": name} for name in [*(likely or tables)[:MOST], *pairs]]
    message = f"contains {len(tables)} {kind}s: {listed(tables, 12)}"
    raise InputError(message, "use --table NAME to choose one", code="XE693", ways=ways)


def _scores(
    likely: list[str], arrays: list[str], decided: Callable[[str], bool]
) -> tuple[list[str], list[str]]:
    """Return the arrays with usual names that hold scores, and the other arrays that may hold them.

    If all with usual names hold predicted classes, these are returned with the other arrays of fractions.
    """
    classes = [key for key in likely if _last(key) in DECISIONS and decided(key)]
    left = [key for key in likely if key not in classes]
    if left or not classes:
        return left, []
    return likely, [key for key in arrays if key not in likely and not decided(key)]


def _last(key: str) -> str:
    """Return the last part of a path in lower case."""
    return key.rpartition("/")[2].lower()


def _holder(
    known: list[str], arrays: list[str], member: str, file: str, fields: Callable[[str], Sequence[str]]
) -> str:
    """Return the only array with a column of this name, or the only one with columns."""
    tables = {key: fields(key) for key in arrays}
    tables = {key: names for key, names in tables.items() if names}
    first = member.partition(",")[0].lstrip("!").strip()
    owners = [key for key, names in tables.items() if first in names]
    found = owners or list(tables)
    if len(found) == 1:
        return found[0]
    hint = did_you_mean(member, known, f"it contains {listed(known, 12)}")
    raise UsageError(f"array not found: '{shown(member)}'", hint, code="XE555", place=Place(file))
