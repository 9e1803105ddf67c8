"""Build settings from the keyword arguments of a Python call."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, SupportsFloat, SupportsIndex, TypedDict, TypeVar

from xentcli.core.errors import UsageError
from xentcli.core.frozen import fields, replace
from xentcli.core.names import id_or_name
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
NUMBERS = frozenset((*WHOLE, *FRACTIONS))
SCALES = {
    "from_probs": Scale.PROBABILITIES,
    "from_logits": Scale.LOGITS,
    "from_log_probs": Scale.LOG_PROBABILITIES,
}
"""The switches that select a scale."""
USUAL = {"weight": "sample_weight", "weights": "sample_weight", "framework": "like", "normalise": "normalize"}
"""Arguments that other libraries have, and the settings that do the same."""
SWITCHES = (*SCALES, "from_percent", "normalize")
LISTS = ("pos_weight", "focal_alpha", "class_weight", "classes", "unknown")


class ReadingKeywords(TypedDict, total=False):
    """The keyword arguments for all settings except ``dtype``, which `convert` defines itself.

    N is the number of rows and K the number of classes. Every key may be left out; an unknown key raises
    TypeError, an invalid value UsageError.
    """

    loss: str
    """``"auto"`` (default), ``"binary"``, ``"categorical"``, ``"sparse"`` or another `LossName`."""
    labels_kind: str | None
    """A `Kind`: sparse, one-hot, multi-label, binary or soft. Default None: detected."""
    scale: str | None
    """A `Scale`: probabilities, logits or log-probabilities. Default None: detected."""
    from_probs: bool
    """The same as ``scale="probabilities"``. Default False."""
    from_logits: bool
    """The same as ``scale="logits"``. Default False."""
    from_log_probs: bool
    """The same as ``scale="log-probabilities"``. Default False."""
    from_percent: bool
    """The predictions are percentages, and divided by 100. Default False."""
    normalize: bool
    """Divide each row of predictions, such as counts or votes, by its sum. Default False."""
    reduction: str
    """A `Reduction`: mean (default), sum, none, sum_over_batch_size or mean_with_sample_weight (Keras)."""
    like: str
    """The framework to reproduce, a `Like`. Default ``"exact"``: the formula in float64, nothing clipped.

    Source: ``keras.losses`` (keras), ``torch.nn.functional.cross_entropy``, ``nll_loss`` and
    ``binary_cross_entropy`` (torch), ``sklearn.metrics.log_loss`` (sklearn), ``optax.losses`` (optax).
    """
    label_offset: SupportsIndex
    """An int64 added to every class id; -1 for ids from 1. Default 0."""
    classes: str | Iterable[Any] | None
    """The K classes in column order: a list, a map to or from indices, ``"a,b"`` or ``"@file"``."""
    num_classes: SupportsIndex | None
    """The number of classes K, at least 1. Default None: from the data."""
    max_classes: SupportsIndex
    """The maximum number of classes that are counted separately. Default 1,000,000."""
    label_separator: str | None
    """The separator of several labels in a cell, as in ``"a|b"``. Default None: detected."""
    unknown: str | Iterable[str] | None
    """Cells that mean an unknown label, which is left out: ``""``, ``"NA"``; always NaN. Default None."""
    raw_type: str | None
    """The type of raw values in files of arrays: ``"bfloat16"``, ``"float8_e4m3fn"`` or another one of
    ml_dtypes. Default None: values of two bytes are bfloat16."""
    class_axis: SupportsIndex | None
    """The axis of the classes in arrays of higher rank. Default None: the last; 1 with ``like="torch"``."""
    epsilon: SupportsFloat | None
    """Clip probabilities to [epsilon, 1 - epsilon]; from 0 to below 0.5. Default None: as ``like`` does."""
    label_smoothing: SupportsFloat
    """Move targets y by a towards all classes: y (1 - a) + a / K (binary: a / 2), 0 to 1. Default 0."""
    class_weight: str | Iterable[Any] | None
    """Weights (K,), a map from class to weight, text, or ``"balanced"``: n / (K n_k). Default None.

    Source: ``sklearn.utils.class_weight.compute_class_weight`` (balanced).
    """
    pos_weight: SupportsFloat | Iterable[Any] | None
    """The weight of positives in binary losses: one, or one per output (K,). Default None: 1.

    Source: ``torch.nn.BCEWithLogitsLoss``.
    """
    ignore_index: SupportsIndex | str | None
    """A label whose rows are left out, an id or a name. Default None; with ``like="torch"`` and ids -100."""
    focal_gamma: SupportsFloat | None
    """The power of 1 - p in focal losses, at least 0. Default None: 2 with ``focal_alpha``, else none."""
    focal_alpha: SupportsFloat | Iterable[Any] | None
    """Focal loss: the weight of positives, or of each class (K,). Default None: as ``like`` does.

    Source: ``keras.losses.BinaryFocalCrossentropy``, ``optax.losses.sigmoid_focal_loss``.
    """
    base: SupportsFloat | None
    """The base of the logarithms, above 1; 2 gives bits. Default None: e, for nats."""


class Keywords(ReadingKeywords, total=False):
    """The keyword arguments for all settings."""

    dtype: str
    """The precision of predictions: float64, float32, float16 or auto (default).

    ``auto`` is the dtype of the framework, float32 for Keras, or else that of the predictions.
    """


def settings_from(keywords: ReadingKeywords) -> Settings:
    """Return the checked settings for keyword arguments.

    >>> settings_from({"like": "keras", "pos_weight": 2}).pos_weight
    (2.0,)
    """
    given: dict[str, Any] = {name: value for name, value in keywords.items() if value is not None}
    known = {*fields(Settings), *SCALES}
    unknown = next((name for name in given if name not in known), None)
    if unknown is not None:
        others = ("sample_weight", "labels_column", "prediction_columns", "on", "by", "where", "top", "jobs")
        meant = USUAL.get(unknown, unknown)
        hint = did_you_mean(meant, sorted({*known, *others}), f"the arguments are {', '.join(sorted(known))}")
        raise TypeError(f"unexpected keyword argument {unknown!r}; {hint}")
    named = {n: word(CLOSED[n], n, value) for n, value in given.items() if n in CLOSED and value is not None}
    lists = {name: _tuple(name, given[name]) for name in LISTS if name in given}
    numbers = {n: _number(n, value) for n, value in given.items() if n in NUMBERS}
    for name in SWITCHES:
        if not isinstance(given.get(name, False), bool):
            message = f"{name}: {shown(str(given[name]))} is neither True nor False"
            raise UsageError(message, f"for example {name}=True", value=str(given[name]))
    given |= _scale({name: given.pop(name) for name in SCALES if name in given}, named)
    if "loss" in given:
        given["loss"] = loss_name(given["loss"])
    settings = replace(Settings(), **(given | lists | named | numbers))
    check_settings(settings)
    return settings


def _scale(switches: Mapping[str, bool], named: Mapping[str, Any]) -> dict[str, Scale]:
    """Return the scale that switches ask for; raise UsageError if they contradict each other."""
    asked = {SCALES[name] for name, wanted in switches.items() if wanted}
    if len(asked | {named[name] for name in ("scale",) if name in named}) > 1:
        raise UsageError(
            "the arguments name several scales", "keep only one of scale, from_logits and similar arguments"
        )
    return dict.fromkeys(("scale",), asked.pop()) if asked else {}


def word(closed: type[Word], name: str, value: str) -> Word:
    """Return the enum member for a value; raise UsageError with the nearest value as a hint.

    >>> word(Kind, "expect", "one-hot").name
    'ONE_HOT'
    """
    words = [str(choice) for choice in closed]
    if str(value) in words:
        return closed(str(value))
    if (name, value) == ("like", "all"):
        message = "like: all gives more than one number"
        raise UsageError(message, "use losses_like_all for the loss of every framework", value=value)
    message = f"{name}: {shown(value)} is not one of {', '.join(words)}"
    raise UsageError(message, did_you_mean(str(value), words, f"for example {words[0]}"), value=value)


def loss_name(name: str) -> LossName:
    """Return the loss with the given name; raise UsageError with the nearest name as a hint.

    >>> loss_name("BCELoss").scale.name
    'PROBABILITIES'
    """
    if name in set(LossName):
        return LossName(name)
    hint = did_you_mean(name, LossName, f"the losses are {', '.join(LossName)}")
    raise UsageError(f"unknown loss {shown(name)}", hint)


def _number(name: str, value: Any) -> Any:
    """Return an int or float for a setting, or None; raise UsageError for anything else."""
    if value is None:
        return None
    if name == "ignore_index" and isinstance(value, str) and isinstance(id_or_name(value), str):
        return value
    number = _float(name, value)
    if name in WHOLE and number.is_integer():
        return _within(name, int(value))
    if name in FRACTIONS and not math.isnan(number):
        return number
    what = "a whole number" if name in WHOLE else "a number"
    hint = f"for example {name}=1" if name in WHOLE else f"for example {name}=0.1"
    raise UsageError(f"{name}: {shown(str(value))} is not {what}", hint, value=str(value))


def whole_number(name: str, value: Any, least: int = 0) -> int:
    """Return an argument as an int of at least ``least``; raise UsageError for anything else.

    >>> whole_number("top", 3.0)
    3
    """
    number = _float(name, value)
    if not number.is_integer():
        hint = f"for example {name}={max(least, 1)}"
        raise UsageError(f"{name}: {shown(str(value))} is not a whole number", hint, value=str(value))
    if number < least:
        what = "negative" if least == 0 else f"below {least}"
        raise UsageError(
            f"{name}: {shown(str(value))} is {what}", f"the minimum is {name}={least}", value=str(value)
        )
    return int(value)


def finite_number(name: str, value: Any) -> float:
    """Return an argument as a finite float; raise UsageError for anything else."""
    number = _float(name, value)
    if not math.isfinite(number):
        hint = f"for example {name}=0.5"
        raise UsageError(f"{name}: {shown(str(value))} is not a number", hint, value=str(value))
    return number


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
    return UsageError(f"{name}: the number is out of range", f"for example {name}=1")


def _is_one(value: Any) -> bool:
    """Return whether a value is a single Python or NumPy number."""
    return not isinstance(value, Iterable) or getattr(value, "shape", None) == ()


def _weight(name: str, value: Any) -> float:
    """Return one of several weights; NaN is kept for `check_settings` to reject."""
    number = _float(name, value)
    if math.isnan(number) and not isinstance(value, SupportsFloat):
        raise UsageError(f"{name}: {shown(value)} is not a number", f"for example {name}=0.1")
    return number


def _tuple(name: str, value: Any) -> Any:
    """Return the value of a list setting: classes, weights in order, or (class, weight) pairs."""
    if name == "classes" and value is not None:
        return parse_classes(value) if isinstance(value, str) else classes_of(value)
    if name == "unknown":
        return (value,) if isinstance(value, str) else tuple(map(str, value))
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return tuple((str(key), _weight(name, weight)) for key, weight in value.items())
    if _is_one(value):
        return (_weight(name, value),)
    return tuple(v if isinstance(v, str) else _weight(name, v) for v in value)
