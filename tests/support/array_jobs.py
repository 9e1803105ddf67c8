"""Jobs of a loss on arrays, as the Python API makes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.inputs.from_python import PLAIN, loss_job

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
    return loss_job((labels, predictions, weights), PLAIN, settings, wanted, 1)
