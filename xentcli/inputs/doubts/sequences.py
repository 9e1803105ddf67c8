"""Lists of labels next to scores with positions: they are the labels of the positions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.errors import DataError, Place

if TYPE_CHECKING:
    from xentcli.inputs.dataset import Dataset
    from xentcli.inputs.selection import Selection


def have_positions(scores: Selection | None) -> bool:
    """Return whether each row has scores at several positions."""
    return scores is not None and len(scores.shape) > 1 and 1 not in scores.shape


def of_positions(data: Dataset, found: Selection) -> Selection:
    """Return the labels as they are if there is one for each position; raise if their cells are lists.

    ``found`` are the labels with one column for each class, if their cells hold several of them.
    """
    labels, scores = data.pair
    if found is labels or (labels.shape == scores.shape[:-1] and _is_even(labels)):
        return labels
    count = scores.shape[0]
    message = f"each row has scores at {count} positions, so each list needs {count} labels, one per position"
    hint = (
        f"fill short lists with -100: np.save('labels.npy', [row + [-100] * ({count} - len(row)) for row in "
        "lists]), and use --ignore-index -100"
    )
    raise DataError(message, hint, code="XE352", place=Place(labels.table.name))


def _is_even(labels: Selection) -> bool:
    """Return whether all lists have the same length."""
    try:
        for _ in labels.blocks():
            pass
    except DataError as error:
        return error.code != "XE043"
    return True
