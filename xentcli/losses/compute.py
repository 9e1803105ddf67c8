"""Compute the losses of a block of labels and predictions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.frozen import replace
from xentcli.core.types import Loss
from xentcli.losses.binary import element_hits, measure_binary
from xentcli.losses.categorical import measure_categorical
from xentcli.losses.nll import wide
from xentcli.losses.sparse import measure_sparse

if TYPE_CHECKING:
    from xentcli.losses.block_losses import AlignedBlock, Measured
    from xentcli.losses.spec import LossSpec
    from xentcli.numerics.row_stats import RowStats


def measure(spec: LossSpec, pair: AlignedBlock, known: RowStats) -> Measured:
    """Compute the losses of a block.

    Args:
        spec: What to compute.
        pair: Labels, predictions, and sample weights if there are any.
        known: The predictions in canonical shape, with the statistics known so far.

    Returns:
        Losses, (N,), in nats or in units of the base, with weights and hits.
    """
    facts = spec.facts(known)
    if spec.case.loss is Loss.SPARSE:
        return _in_base(spec, measure_sparse(spec, pair, facts))
    if spec.case.loss is Loss.CATEGORICAL:
        return _in_base(spec, measure_categorical(spec, pair, facts))
    if _sums_positives(spec):
        done = measure_categorical(spec, pair, facts)
        hits = element_hits(spec, pair, wide(facts.rows))
        return _in_base(spec, replace(done, elements_correct=hits))
    return _in_base(spec, measure_binary(spec, pair, wide(facts.rows)))


def _sums_positives(spec: LossSpec) -> bool:
    """Return whether the loss is the sum of -y log p over the outputs of a row, without terms for zeros."""
    return spec.convention.sums_positives and spec.layout.vectors and spec.layout.width > 1


def _in_base(spec: LossSpec, done: Measured) -> Measured:
    if spec.settings.base is None:
        return done
    unit = np.log(spec.settings.base)
    elements = None if done.elements is None else done.elements / unit
    return replace(done, losses=done.losses / unit, elements=elements)
