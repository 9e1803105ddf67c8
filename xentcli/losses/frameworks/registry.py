"""The conventions by framework: one module for each name in `Like`, loaded on first use.

They follow the source and the output of Keras 3.15, PyTorch 2.13, scikit-learn 1.9 and optax 0.2.8.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from xentcli.settings.settings import Like, Reduction

if TYPE_CHECKING:
    from xentcli.losses.frameworks.convention import Convention, LossCase
    from xentcli.settings.settings import Settings


class _Conventions(dict[Like, "Convention"]):
    """The conventions loaded so far."""

    def __missing__(self, like: Like) -> Convention:
        """Load the module of a framework."""
        module = import_module(f"xentcli.losses.frameworks.{like}")
        found: Convention = module.CONVENTION
        self[like] = found
        return found


CONVENTIONS = _Conventions()
"""Every framework's convention, by its name in `--like`."""


def refusal(case: LossCase, settings: Settings, weighted: bool = False) -> tuple[str, str] | None:
    """Return the reason and the fix if the framework does not support a case.

    Args:
        case: The loss, the scale and the kind of labels.
        settings: The framework, the reduction and other settings.
        weighted: Whether there are sample weights.

    Returns:
        The reason and the fix, or None if the case is supported.

    Examples:
        >>> from xentcli.core.types import Kind, Loss, Scale
        >>> from xentcli.losses.frameworks.convention import LossCase
        >>> from xentcli.settings.settings import Settings
        >>> case = LossCase(Loss.SPARSE, Scale.LOGITS, Kind.SPARSE)
        >>> refusal(case, Settings(like=Like("optax"), base=2.0))
        ('optax answers in nats', 'remove --base, or use --like exact')
    """
    convention = CONVENTIONS[settings.like]
    for condition, reason, fix in convention.unsupported:
        if condition(case, settings):
            return f"{convention.title} {reason}", fix
    if settings.reduction not in {Reduction.SUM, Reduction.NONE, *convention.divisors(case)}:
        return f"{convention.title} has no reduction '{settings.reduction}'", "use mean, sum or none"
    for condition, reason, fix in convention.unsupported_weights if weighted else ():
        if condition(case, settings):
            return f"{convention.title} {reason}", fix
    return None
