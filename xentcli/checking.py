"""Settings that cannot be, refused before anything is read."""

from __future__ import annotations

import difflib
import math
from typing import TYPE_CHECKING

from xentcli.errors import UsageError, shown
from xentcli.settings import LOSS_NAMES, Like

if TYPE_CHECKING:
    from collections.abc import Callable

    from xentcli.settings import Settings

DTYPES = ("auto", "float64", "float32", "float16")


def _loss(s: Settings) -> str | None:
    if s.loss in LOSS_NAMES:
        return None
    near = difflib.get_close_matches(s.loss, LOSS_NAMES, 1)
    return f"no loss is called {shown(s.loss)}" + (f"; did you mean {near[0]}?" if near else "")


def _scale(s: Settings) -> str | None:
    fixed = s.name.scales
    if s.scale is None or not fixed or s.scale in fixed:
        return None
    return f"{s.loss} takes {fixed[0]}, not {s.scale}"


def _smoothing(s: Settings) -> str | None:
    low = -math.inf if s.like is Like.TORCH else 0.0
    fine = low <= s.label_smoothing <= 1 and not math.isnan(s.label_smoothing)
    return None if fine else f"--label-smoothing {s.label_smoothing:g} is not between 0 and 1"


def _epsilon(s: Settings) -> str | None:
    return None if s.epsilon is None or 0 <= s.epsilon < 0.5 else f"--epsilon {s.epsilon:g} is not from 0 to below 0.5"


def _base(s: Settings) -> str | None:
    if s.base is None or (s.base > 1 and math.isfinite(s.base)):
        return None
    return f"--base {s.base:g} is no base of a logarithm; it must be e, or above 1"


def _dtype(s: Settings) -> str | None:
    return None if s.dtype in DTYPES else f"--dtype {shown(s.dtype)} is none of {', '.join(DTYPES)}"


def _classes(s: Settings) -> str | None:
    if s.num_classes is not None and s.num_classes < 1:
        return f"--num-classes {s.num_classes} is not positive"
    if s.classes is not None and s.num_classes not in {None, len(s.classes)}:
        return f"--classes names {len(s.classes)} classes, --num-classes says {s.num_classes}"
    return None


def _focal(s: Settings) -> str | None:
    if s.focal_gamma is not None and not (s.focal_gamma >= 0 and math.isfinite(s.focal_gamma)):
        return f"--focal-gamma {s.focal_gamma:g} is not zero or above"
    return _positive("--focal-alpha", s.focal_alpha)


def _pos_weight(s: Settings) -> str | None:
    return _positive("--pos-weight", s.pos_weight)


def _positive(option: str, weights: tuple[float, ...] | None) -> str | None:
    bad = [w for w in weights or () if not (w >= 0 and math.isfinite(w))]
    return f"{option} {bad[0]:g} is not zero or above" if bad else None


CHECKS: tuple[Callable[[Settings], str | None], ...] = (
    _loss,
    _scale,
    _smoothing,
    _epsilon,
    _base,
    _dtype,
    _classes,
    _focal,
    _pos_weight,
)
"""Every check, in the order in which they speak."""


def check_settings(settings: Settings) -> None:
    """Refuse settings that cannot be, with the first reason."""
    for check in CHECKS:
        reason = check(settings)
        if reason is not None:
            raise UsageError(reason, "see xentcli loss --help")
