"""Why a framework's number differs from the exact one: each reason is a function and a line in the table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.frozen import Frozen
from xentcli.core.types import Loss, Scale
from xentcli.losses.frameworks.convention import Divisor, RowWeight
from xentcli.losses.reduce import reduced
from xentcli.settings.settings import Reduction

if TYPE_CHECKING:
    from collections.abc import Callable

    from xentcli.commands.loss.run import Outcome
    from xentcli.losses.spec import LossSpec

SAME = "no difference"
ROUNDING = 1e-12
"""The relative difference from which two numbers differ by more than rounding."""


class Compared(Frozen):
    """The outcome of a framework beside the exact one, which may be missing."""

    outcome: Outcome
    exact: Outcome | None
    weighted: bool

    @property
    def spec(self) -> LossSpec:
        """The specification of the framework's loss."""
        return self.outcome.spec

    def differs(self, name: str) -> bool:
        """Return whether a field of the specification differs from that of the exact loss."""
        return self.exact is None or getattr(self.spec, name) != getattr(self.exact.spec, name)


def reason_of(compared: Compared) -> str:
    """Return how the framework's computation differs from the exact formula for this input."""
    spec = compared.spec
    if spec.convention.note:
        return spec.convention.note
    found = [text for text in (tell(compared) for tell in REASONS) if text is not None]
    return ", ".join(found) or (SAME if _is_same(compared) else "uses its own formula")


def _is_same(compared: Compared) -> bool:
    if compared.exact is None:
        return True
    own, exact = (reduced(o.spec, o.state, compared.spec.settings.reduction)
                  for o in (compared.outcome, compared.exact))  # fmt: skip
    return own == exact or abs(own - exact) <= ROUNDING * abs(exact)


def _loss(compared: Compared) -> str | None:
    case, exact = compared.spec.case, compared.exact
    if exact is None or (case.loss, case.kind) == (exact.spec.case.loss, exact.spec.case.kind):
        return None
    return f"{case.loss} cross-entropy of {case.kind} labels"


def _axis(compared: Compared) -> str | None:
    layout, exact = compared.spec.layout, compared.exact
    return None if exact is None or layout == exact.spec.layout else f"classes on axis {layout.axis}"


def _precision(compared: Compared) -> str | None:
    dtype = compared.spec.dtype
    return f"in {dtype}" if compared.differs("dtype") and dtype != "float64" else None


def _scale(compared: Compared) -> str | None:
    spec = compared.spec
    return None if spec.scale == spec.case.scale else "takes log-probabilities as logits"


def _columns(compared: Compared) -> str | None:
    known = compared.spec.classes.classes
    if known is None or not compared.spec.convention.ranks_labels or not compared.differs("classes"):
        return None
    return "takes columns in the order of the sorted labels" if known != tuple(range(len(known))) else None


def _on(compared: Compared) -> str | None:
    spec = compared.spec
    adds = spec.convention.sums_positives and spec.layout.vectors and spec.layout.width > 1
    return "adds -log p of the labels that are 1" if adds else None


def _normalised(compared: Compared) -> str | None:
    spec = compared.spec
    divides = spec.scale is Scale.PROBABILITIES and spec.guard.normalise
    return "rows divided by their sum" if divides else None


def _clipped(compared: Compared) -> str | None:
    spec, epsilon = compared.spec, compared.spec.guard.epsilon
    if not epsilon or not (spec.scale is Scale.PROBABILITIES or _saturates(spec)):
        return None
    return f"clipped to [{epsilon:.3g}, 1 - {epsilon:.3g}]"


def _saturates(spec: LossSpec) -> bool:
    return spec.focal is not None and spec.convention.saturating_focal


def _capped(compared: Compared) -> str | None:
    spec, most = compared.spec, compared.spec.guard.most
    return f"logarithms clipped at -{most:g}" if most and spec.scale is Scale.PROBABILITIES else None


def _nan(compared: Compared) -> str | None:
    return "0 times infinity gives NaN" if compared.outcome.state.nan else None


def _alpha(compared: Compared) -> str | None:
    default = compared.spec.convention.focal_alpha
    focal, asked = compared.spec.focal, compared.spec.settings.focal_alpha
    used = focal is not None and focal[1] is not None and asked is None
    return f"alpha {default:g} by default" if used else None


def _row_weight(compared: Compared) -> str | None:
    spec = compared.spec
    largest = spec.class_weight is not None and spec.convention.row_weight is RowWeight.LARGEST
    return "weights each row by its largest label" if largest and spec.layout.vectors else None


def _outputs(compared: Compared) -> str | None:
    spec = compared.spec
    apart = spec.case.loss is Loss.BINARY and spec.convention.elementwise and spec.layout.width > 1
    return "adds up the outputs" if apart and spec.settings.reduction is Reduction.SUM else None


def _mark(compared: Compared) -> str | None:
    if not compared.outcome.state.ignored or not compared.differs("ignore"):
        return None
    return f"rows with label {compared.spec.ignore} left out"


def _divisor(compared: Compared) -> str | None:
    spec, state = compared.spec, compared.outcome.state
    if spec.settings.reduction in {Reduction.SUM, Reduction.NONE}:
        return None
    divisor = _divisor_of(spec)
    if divisor is Divisor.ALL and state.ignored:
        return "ignored rows count as 0 in the mean"
    alike = compared.exact is not None and divisor is _divisor_of(compared.exact.spec)
    if alike or not (compared.weighted or spec.class_weight):
        return None
    return f"divided by the {'weights' if divisor is Divisor.WEIGHTS else 'count'}"


def _divisor_of(spec: LossSpec) -> Divisor:
    divisors = spec.convention.divisors(spec.case)
    return divisors.get(spec.settings.reduction, divisors[Reduction.MEAN])


REASONS: tuple[Callable[[Compared], str | None], ...] = (
    _loss,
    _axis,
    _precision,
    _scale,
    _columns,
    _on,
    _normalised,
    _clipped,
    _capped,
    _nan,
    _alpha,
    _row_weight,
    _outputs,
    _mark,
    _divisor,
)
"""Every reason, in the order in which they are told."""
