"""Two files whose records hold one row per token: lists of labels, and lists of scores."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from xentcli.core.errors import DataError, Place
from xentcli.inputs.selection import LABEL_ARRAYS, PREDICTION_ARRAYS
from xentcli.io.columnar.tokens.lists import UNKNOWN
from xentcli.io.source.open import AGAIN

if TYPE_CHECKING:
    from xentcli.inputs.selection import ColumnNames, Inputs, Opener
    from xentcli.io.table import Table


def by_token(table: Table, beside: Table, inputs: Inputs, names: ColumnNames) -> tuple[Table, Table]:
    """Return both tables with one row per token, or as they are if the labels are not lists as well."""
    if inputs.predictions is None or not hasattr(table, "tokens"):
        return table, beside
    mine = _split(table, inputs.labels, names.labels, LABEL_ARRAYS)
    if getattr(mine, "tokens", None) is None:
        return table, beside
    theirs = _split(beside, inputs.predictions, names.predictions, PREDICTION_ARRAYS)
    if getattr(theirs, "tokens", None) is None:
        return table, beside
    _check(mine, theirs)
    return mine, theirs


def _split(table: Any, opened: Opener, member: str | None, usual: tuple[str, ...]) -> Any:
    """Return a table with one row per token, opened again if it is none yet."""
    if table.tokens is not None:
        return table
    token = AGAIN.set(True)
    try:
        return opened(member=member, usual=usual, tokens=True)
    finally:
        AGAIN.reset(token)


def _check(mine: Any, theirs: Any) -> None:
    """Raise unless each record has as many labels as lists of scores."""
    for record, (labels, scores) in enumerate(zip_longest(mine.sizes(), theirs.sizes()), 1):
        if UNKNOWN in {labels, scores}:
            continue  # the error of this record is raised when it is read
        if labels != scores:
            raise _uneven(mine, theirs, record, labels, scores)


def _uneven(mine: Any, theirs: Any, record: int, labels: int | None, scores: int | None) -> DataError:
    line = record if getattr(mine, "has_lines", False) else None
    place = Place(mine.name, line, None if line else record)
    hint = "each token needs one label in the first file and one list of scores in the second"
    said = "no labels" if labels is None else f"{labels:,} label{'s' * (labels != 1)}"
    lists = "no record" if scores is None else f"{scores:,} list{'s' * (scores != 1)} of scores"
    message = f"record {record:,} has {said}, but {lists} in {theirs.name}"
    return DataError(message, hint, code="XE316", place=place)
