"""What a loss is computed of, and how."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from xentcli.core.frozen import Frozen
from xentcli.execution.fold import ALONE
from xentcli.losses.spec import Breakdown

if TYPE_CHECKING:
    from xentcli.execution.fold import Execution
    from xentcli.inputs.dataset import Dataset
    from xentcli.losses.block_losses import AlignedBlock, Measured
    from xentcli.losses.spec import LossSpec
    from xentcli.settings.settings import Settings


class Sink(Protocol):
    """Takes every block's losses, in row order."""

    def __call__(self, spec: LossSpec, pair: AlignedBlock, done: Measured) -> None:
        """Take one block's losses."""


class Sinks:
    """Several sinks as one."""

    def __init__(self, *sinks: Sink) -> None:
        """Take the sinks, each of which is given every block."""
        self.sinks = sinks

    def __call__(self, spec: LossSpec, pair: AlignedBlock, done: Measured) -> None:
        """Pass one block's losses to all."""
        for sink in self.sinks:
            sink(spec, pair, done)


class Job(Frozen):
    """Inputs and settings of a loss, and who computes it."""

    data: Dataset
    settings: Settings
    wanted: Breakdown = Breakdown()
    execution: Execution = ALONE
