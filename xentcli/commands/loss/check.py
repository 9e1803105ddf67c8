"""What is checked before a loss, and after: rows that belong together, and that every row went into it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.commands.loss.job import Job
from xentcli.core.errors import DataError, Place
from xentcli.core.text import shown
from xentcli.detection.classes import fix_for_stranger
from xentcli.detection.gather import prepared

if TYPE_CHECKING:
    from xentcli.detection.decide import Evidence
    from xentcli.detection.evidence import LabelEvidence
    from xentcli.execution.fold import Execution
    from xentcli.inputs.dataset import Dataset
    from xentcli.losses.spec import Breakdown, LossSpec
    from xentcli.losses.state import LossState
    from xentcli.settings.settings import Settings


def prepared_job(data: Dataset, settings: Settings, wanted: Breakdown, execution: Execution) -> Job:
    """Return the job; rows with different keys are an error."""
    return Job(prepared(data, execution), settings, wanted, execution)


def check_state(spec: LossSpec, seen: Evidence, state: LossState) -> None:
    """Refuse a number that not every row went into."""
    if state.strangers:
        raise _stranger(spec, seen.labels, state)
    convention = spec.convention
    if not state.samples and convention.needs_losses:
        mark = spec.ignore
        raise DataError(
            f"every row is ignored (label {mark})",
            "is --ignore-index the right mark?",
            code="XE111",
            place=Place(seen.labels.whole.place.file),
        )
    if state.samples and not state.weights.units and convention.needs_losses and state.weights.finite:
        option = "" if spec.class_weight is None else "--class-weight: "
        hint = "a mean needs at least one weight above zero"
        raise DataError(f"{option}all weights are zero", hint, code="XE403")


def _stranger(spec: LossSpec, labels: LabelEvidence, state: LossState) -> DataError:
    bad = state.strangers
    message = f"{shown(bad.value)} is not a class of {spec.classes.describe()}"
    counted = message + (f" ({bad.times('row')})" if bad.count > 1 else "")
    many = (
        f"the predictions have {spec.classes.size} classes; --label-offset shifts ids, --classes names them"
    )
    hint = fix_for_stranger(spec.classes, labels, bad.value, many)
    return DataError(counted, hint, code="XE112", place=bad.place, value=bad.value)
