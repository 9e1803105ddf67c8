"""Jobs of a loss on arrays, as the Python API makes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.commands.loss.run import prepared_job
from xentcli.execution.fold import ALONE
from xentcli.inputs.from_python import from_python
from xentcli.inputs.selection import ColumnNames

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from xentcli.commands.loss.job import Job
    from xentcli.losses.spec import Breakdown
    from xentcli.settings.settings import Settings


def array_job(
    labels: ArrayLike,
    predictions: ArrayLike,
    weights: ArrayLike | None,
    settings: Settings,
    wanted: Breakdown,
) -> Job:
    data = from_python((labels, predictions, weights), ColumnNames(), settings, paired=True)
    return prepared_job(data, settings, wanted, ALONE)
