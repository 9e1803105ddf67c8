"""Check whether labels hold numbers other than the given ones."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from xentcli.execution.fold import adding, fold

if TYPE_CHECKING:
    from xentcli.execution.fold import Execution
    from xentcli.inputs.dataset import Dataset, Part


def holds_others(data: Dataset, levels: tuple[int, ...], execution: Execution) -> bool:
    """Return whether the labels hold a number that is not in ``levels``."""
    return fold(partial(_others, levels), data, execution, adding(0)) > 0


def _others(levels: tuple[int, ...], parts: tuple[Part, ...]) -> int:
    values = parts[0].load().values
    return values.size - int(np.count_nonzero(np.isin(values, levels)))
