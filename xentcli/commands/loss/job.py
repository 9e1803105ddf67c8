"""The inputs and settings of a loss, and the interface for consumers of its blocks."""

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
    """Receive the losses of every block, in row order."""

    def __call__(self, spec: LossSpec, pair: AlignedBlock, done: Measured) -> None:
        """Receive the losses of one block."""


class Sinks:
    """Pass each block on to several sinks."""

    def __init__(self, *sinks: Sink) -> None:
        self.sinks = sinks

    def __call__(self, spec: LossSpec, pair: AlignedBlock, done: Measured) -> None:
        """Pass the losses of one block to every sink."""
        for sink in self.sinks:
            sink(spec, pair, done)


class Job(Frozen):
    """Inputs, settings and execution of a loss."""

    data: Dataset
    settings: Settings
    wanted: Breakdown = Breakdown()
    execution: Execution = ALONE
