"""The conventions by framework: one module for each name in `Like`, loaded when it is first used.

Keras 3.15, PyTorch 2.13, scikit-learn 1.9 and optax 0.2.8, as their source has it and their runs print it.
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
    """Return why a framework has no number for this and the way out, or None where it has one."""
    convention = CONVENTIONS[settings.like]
    for condition, reason, fix in convention.unsupported:
        if condition(case, settings):
            return f"{convention.title} {reason}", fix
    if settings.reduction not in {Reduction.SUM, Reduction.NONE, *convention.divisors(case)}:
        return f"{convention.title} has no reduction '{settings.reduction}'", "take mean, sum or none"
    for condition, reason, fix in convention.unsupported_weights if weighted else ():
        if condition(case, settings):
            return f"{convention.title} {reason}", fix
    return None
