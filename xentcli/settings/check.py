"""Reject invalid settings before any input is read."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from xentcli.core.errors import UsageError
from xentcli.core.text import shown
from xentcli.core.types import RAW_TYPES, Scale
from xentcli.settings.settings import Like

if TYPE_CHECKING:
    from collections.abc import Callable

    from xentcli.core.errors import Way
    from xentcli.settings.settings import Settings

    Refusal = tuple[str, str] | tuple[str, str, tuple[Way, ...]]
    """The message, the hint, and the possible fixes, if any."""

NO_SCALE: Way = dict.fromkeys(("from_probs", "from_logits", "from_log_probs"))
"""The fix that leaves the scale of the predictions to the loss or the data."""
DTYPES = ("auto", "float64", "float32", "float16")


def _scale(s: Settings) -> Refusal | None:
    fixed = s.loss.scale
    if s.scale is None or fixed is None or s.scale is fixed:
        return None
    plain = s.loss.formula or "auto"
    message, hint = f"{s.loss} takes {fixed}, not {s.scale}", f"use --loss {plain} for {s.scale}"
    return message, hint, ({"loss": plain}, NO_SCALE)


def _rescaling(s: Settings) -> Refusal | None:
    said = s.loss.scale or s.scale
    if not s.rescales or said in {None, Scale.PROBABILITIES}:
        return None
    option = "--from-percent" if s.from_percent else "--normalize"
    logits = "--from-logits" if said is Scale.LOGITS else "--from-log-probs"
    by = logits if s.loss.scale is None else f"--loss {s.loss}"
    return f"{option} makes probabilities, but {by} takes {said}", f"remove {option} or {by}"


def _smoothing(s: Settings) -> Refusal | None:
    low = -math.inf if s.like is Like.TORCH else 0.0
    if low <= s.label_smoothing <= 1:
        return None
    return (
        f"--label-smoothing {s.label_smoothing:g} is not between 0 and 1",
        "for example --label-smoothing 0.1",
    )


def _epsilon(s: Settings) -> Refusal | None:
    if s.epsilon is None or 0 <= s.epsilon < 0.5:
        return None
    return f"--epsilon {s.epsilon:g} is not from 0 to below 0.5", "for example --epsilon 1e-7"


def _base(s: Settings) -> Refusal | None:
    if s.base is None or (s.base > 1 and math.isfinite(s.base)):
        return None
    return (
        f"--base {s.base:g} is not a base of a logarithm",
        "use e for nats, 2 for bits, or another number above 1",
    )


def _dtype(s: Settings) -> Refusal | None:
    if s.dtype in DTYPES:
        return None
    return f"--dtype {shown(s.dtype)} is not one of {', '.join(DTYPES)}", "for example --dtype float32"


def _raw_type(s: Settings) -> Refusal | None:
    if s.raw_type is None or s.raw_type in RAW_TYPES:
        return None
    message = f"--raw-type {shown(str(s.raw_type))} is not one of {', '.join(RAW_TYPES)}"
    return message, "for example --raw-type bfloat16"


def _classes(s: Settings) -> Refusal | None:
    if s.num_classes is not None and s.num_classes < 1:
        return f"--num-classes {s.num_classes} is not positive", "for example --num-classes 10"
    if s.classes is not None and s.num_classes not in {None, len(s.classes)}:
        named = f"--classes names {len(s.classes)} classes, but --num-classes is {s.num_classes}"
        return named, "remove --num-classes", ({"num_classes": None},)
    return None


def _focal(s: Settings) -> Refusal | None:
    if s.focal_gamma is not None and not (s.focal_gamma >= 0 and math.isfinite(s.focal_gamma)):
        return f"--focal-gamma {s.focal_gamma:g} is not 0 or above", "for example --focal-gamma 2"
    return _positive("--focal-alpha", s.focal_alpha, "0.25")


def _pos_weight(s: Settings) -> Refusal | None:
    return _positive("--pos-weight", s.pos_weight, "2")


def _positive(option: str, weights: tuple[float, ...] | None, example: str) -> Refusal | None:
    bad = [w for w in weights or () if not (w >= 0 and math.isfinite(w))]
    return (f"{option} {bad[0]:g} is not 0 or above", f"for example {option} {example}") if bad else None


CHECKS: tuple[Callable[[Settings], Refusal | None], ...] = (
    _scale,
    _rescaling,
    _smoothing,
    _epsilon,
    _base,
    _dtype,
    _raw_type,
    _classes,
    _focal,
    _pos_weight,
)
"""All checks; the first one that fails is reported."""


def check_settings(settings: Settings) -> None:
    """Raise UsageError if the settings are invalid, with the first reason."""
    for check in CHECKS:
        refusal = check(settings)
        if refusal is not None:
            raise UsageError(*refusal[:2], ways=refusal[2] if len(refusal) > 2 else ())
