"""Read predicted classes with their scores as the probabilities of two classes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from xentcli.core.errors import DataError
from xentcli.inputs.roles.predicted import find_pair, is_copy

if TYPE_CHECKING:
    from xentcli.inputs.roles.decide import Given
    from xentcli.inputs.top_one import TopOne
    from xentcli.io.table import Table
    from xentcli.settings.settings import Settings


def top_one_of(mine: Table, theirs: Table, given: Given, settings: Settings) -> TopOne | None:
    """Return the predictions with the probabilities of two classes, if they name one class per row."""
    pair = find_pair(mine, theirs, given)
    if pair is None:
        return None
    from xentcli.inputs.top_one import DOUBTFUL, top_one

    in_order = not given.joined and mine.shape[0] == theirs.shape[0]
    agree = partial(pair.agreement, mine, theirs) if in_order else None
    columns, classes = (pair.predicted, pair.score), settings.classes
    whole = 100.0 if settings.from_percent else 1.0
    try:
        found = top_one(theirs, *columns, pair.labels, classes, agree, said=pair.said, whole=whole)
    except DataError as error:
        if error.code == DOUBTFUL and pair.of_labels and agree is not None and is_copy(agree()):
            return None  # the labels themselves beside scores, not predicted classes
        raise
    of_one_class = found.is_plain or (pair.of_labels and found.are_ids and found.owner is not None)
    return None if of_one_class else found
