"""Build settings from the keyword arguments of a Python call."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, SupportsFloat, SupportsIndex, TypedDict, TypeVar

from xentcli.core.errors import UsageError
from xentcli.core.frozen import fields, replace
from xentcli.core.suggest import did_you_mean
from xentcli.core.text import shown
from xentcli.core.types import Kind, Scale
from xentcli.settings.check import check_settings
from xentcli.settings.class_list import classes_of, parse_classes
from xentcli.settings.settings import Like, LossName, Reduction, Settings

if TYPE_CHECKING:
    from enum import StrEnum

    Word = TypeVar("Word", bound=StrEnum)

CLOSED: dict[str, type[StrEnum]] = {
    "like": Like,
    "reduction": Reduction,
    "labels_kind": Kind,
    "scale": Scale,
}
"""The settings with a fixed set of values, and their enums."""
WHOLE = ("label_offset", "ignore_index", "num_classes", "max_classes", "class_axis")
FRACTIONS = ("epsilon", "label_smoothing", "focal_gamma", "base")
LISTS = ("pos_weight", "focal_alpha", "class_weight", "classes")


class ReadingKeywords(TypedDict, total=False):
    """The keyword arguments for all settings except ``dtype``, which `convert` defines itself."""

    loss: str
    labels_kind: str | None
    scale: str | None
    reduction: str
    like: str
    label_offset: SupportsIndex
    classes: str | Iterable[Any] | None
    num_classes: SupportsIndex | None
    max_classes: SupportsIndex
    class_axis: SupportsIndex | None
    epsilon: SupportsFloat | None
    label_smoothing: SupportsFloat
    class_weight: str | Iterable[Any] | None
    pos_weight: SupportsFloat | Iterable[Any] | None
    ignore_index: SupportsIndex | None
    focal_gamma: SupportsFloat | None
    focal_alpha: SupportsFloat | Iterable[Any] | None
    base: SupportsFloat | None


class Keywords(ReadingKeywords, total=False):
    """The keyword arguments for all settings."""

    dtype: str


def settings_from(keywords: ReadingKeywords) -> Settings:
    """Return the checked settings for keyword arguments.

    >>> settings_from({"like": "keras", "pos_weight": 2}).pos_weight
    (2.0,)
    """
    given: dict[str, Any] = {**keywords}
    known = set(fields(Settings))
    unknown = next((name for name in given if name not in known), None)
    if unknown is not None:
        raise TypeError(f"unknown setting {unknown!r}; there are {', '.join(sorted(known))}")
    named = {n: word(CLOSED[n], n, value) for n, value in given.items() if n in CLOSED and value is not None}
    lists = {name: _tuple(name, given[name]) for name in LISTS if name in given}
    numbers = {n: _number(n, value) for n, value in given.items() if n in (*WHOLE, *FRACTIONS)}
    if "loss" in given:
        given["loss"] = loss_name(given["loss"])
    settings = replace(Settings(), **(given | lists | named | numbers))
    check_settings(settings)
    return settings


def word(closed: type[Word], name: str, value: str) -> Word:
    """Return the enum member for a value; raise UsageError with the nearest value as a hint.

    >>> word(Kind, "expect", "one-hot").name
    'ONE_HOT'
    """
    words = [str(choice) for choice in closed]
    if str(value) in words:
        return closed(str(value))
    if (name, value) == ("like", "all"):
        message = "like: all is not one number"
        raise UsageError(message, "losses_like_all gives that of every framework", value=value)
    message = f"{name}: {shown(value)} is not one of {', '.join(words)}"
    raise UsageError(message, did_you_mean(str(value), words, f"for example {words[0]}"), value=value)


def loss_name(name: str) -> LossName:
    """Return the loss with the given name; raise UsageError with the nearest name as a hint.

    >>> loss_name("BCELoss").scale.name
    'PROBABILITIES'
    """
    if name in set(LossName):
        return LossName(name)
    hint = did_you_mean(name, LossName, f"there are {', '.join(LossName)}")
    raise UsageError(f"no loss is called {shown(name)}", hint)


def _number(name: str, value: Any) -> Any:
    """Return an int or float for a setting, or None; raise UsageError for anything else."""
    if value is None:
        return None
    number = _float(name, value)
    if name in WHOLE and number.is_integer():
        return _within(name, int(value))
    if name in FRACTIONS and not math.isnan(number):
        return number
    what = "a whole number" if name in WHOLE else "a number"
    hint = f"hand over one, as in {name}=1" if name in WHOLE else f"hand over one, as in {name}=0.1"
    raise UsageError(f"{name}: {shown(str(value))} is not {what}", hint, value=str(value))


def _float(name: str, value: Any) -> float:
    """Return a number as a float, or NaN if it is not a number; raise UsageError if it overflows."""
    try:
        return math.nan if isinstance(value, str) else float(value)
    except (TypeError, ValueError):
        return math.nan
    except OverflowError:
        raise _out_of_range(name) from None


def _within(name: str, number: int) -> int:
    """Return the number; raise UsageError if it is a label offset outside int64."""
    if name == "label_offset" and not -(2**63) <= number < 2**63:
        raise _out_of_range(name)
    return number


def _out_of_range(name: str) -> UsageError:
    """Return the error for a number that is too large; the message omits it, since it may be very long."""
    return UsageError(f"{name}: the number is out of range", f"hand over a smaller one, as in {name}=1")


def _is_one(value: Any) -> bool:
    """Return whether a value is a single Python or NumPy number."""
    return not isinstance(value, Iterable) or getattr(value, "shape", None) == ()


def _weight(name: str, value: Any) -> float:
    """Return one of several weights; NaN is kept for `check_settings` to reject."""
    number = _float(name, value)
    if math.isnan(number) and not isinstance(value, SupportsFloat):
        raise UsageError(f"{name}: {shown(value)} is not a number", f"hand over one, as in {name}=0.1")
    return number


def _tuple(name: str, value: Any) -> Any:
    """Return the value of a list setting: classes, weights in order, or (class, weight) pairs."""
    if name == "classes" and value is not None:
        return parse_classes(value) if isinstance(value, str) else classes_of(value)
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return tuple((str(key), _weight(name, weight)) for key, weight in value.items())
    if _is_one(value):
        return (_weight(name, value),)
    return tuple(v if isinstance(v, str) else _weight(name, v) for v in value)
