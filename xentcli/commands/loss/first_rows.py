"""The first rows of an input, which are looked at again for a warning."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentcli.core.blocks import Block
    from xentcli.core.types import Floats
    from xentcli.inputs.dataset import Dataset

MOST = 1 << 16
"""The largest number of rows that are looked at."""


def first_rows(data: Dataset) -> Iterator[tuple[Block, Floats]]:
    """Yield the labels and the scores (n, K) of the first rows, in blocks."""
    count = 0
    for labels, predictions, *_ in data.parts():
        values = np.asarray(predictions.load().values, np.float64)[: MOST - count]
        yield labels.load()[: len(values)], values.reshape(len(values), -1)
        count += len(values)
        if count >= MOST:
            return
