"""The options that change the number, and the settings that they make."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from xentcli.cli.complete import columns_of, files
from xentcli.cli.options import option, together
from xentcli.cli.param_types import Checked, Choice, Count
from xentcli.core.errors import UsageError
from xentcli.core.types import Kind, Scale
from xentcli.settings.check import DTYPES, check_settings
from xentcli.settings.settings import LOSS_NAMES, REFERENCE, Like, Reduction, Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

SCALES = {
    "from_probs": Scale.PROBABILITIES,
    "from_logits": Scale.LOGITS,
    "from_log_probs": Scale.LOG_PROBABILITIES,
}

LIKE = {alias: str(like) for like in Like for alias in like.aliases}
"""Other names of the frameworks."""


def number(text: str) -> float:
    """A finite number."""
    try:
        found = float(text)
    except ValueError:
        found = math.nan
    if not math.isfinite(found) or "_" in text:
        raise ValueError("a number")
    return found


def numbers(text: str) -> tuple[float, ...]:
    """Numbers with commas between."""
    return tuple(number(part) for part in text.split(","))


def whole(text: str) -> int:
    """A whole number, possibly negative."""
    if not text.lstrip("+-").isdecimal() or len(text) > 18:
        raise ValueError("a whole number")
    return int(text)


def base(text: str) -> float | None:
    """The base of the logarithms: e is None."""
    return None if text == "e" else number(text)


def _reading(*declarations: str, **attributes: Any) -> Callable[[Any], Any]:
    return option(*declarations, group="Reading options", **attributes)


def _loss(*declarations: str, **attributes: Any) -> Callable[[Any], Any]:
    return option(*declarations, group="Loss options", **attributes)


_NUMBER, _WHOLE, _NUMBERS = (
    Checked("X", number, "0.1"),
    Checked("N", whole, "-1"),
    Checked("X[,X…]", numbers, "1,2"),
)

reading_options = together(
    _reading(
        "--labels-column",
        metavar="COL",
        shell_complete=columns_of("labels"),
        help="Name or index of the label column, or array of an NPZ.",
    ),
    _reading(
        "--prediction-columns",
        metavar="COLS",
        shell_complete=columns_of("predictions", "labels"),
        help="Names, indexes, ranges 2-11, /regex/, !name.",
    ),
    _reading(
        "--loss",
        type=Choice(LOSS_NAMES, "NAME"),
        default="auto",
        help="auto, binary, categorical, sparse, or a framework's name.",
    ),
    _reading(
        "--labels-kind",
        type=Choice(("auto", *Kind), "KIND"),
        default="auto",
        help="auto, sparse, one-hot, multi-label, binary, soft.",
    ),
    _reading("--from-probs", is_flag=True, help="The predictions are probabilities."),
    _reading("--from-logits", is_flag=True, help="The predictions are logits."),
    _reading("--from-log-probs", is_flag=True, help="The predictions are log-probabilities."),
    _reading("--classes", metavar="A,B|@FILE", help="The classes in the columns' order (lines, JSON)."),
    _reading("--num-classes", type=Count(1), help="How many classes there are."),
    _reading("--label-offset", type=_WHOLE, default="0", help="Added to every id; -1 for labels from 1."),
    _reading("--ignore-index", type=_WHOLE, help="A label whose rows are left out."),
    _reading("--on", metavar="COL", shell_complete=columns_of("labels"), help="Join both files by this key."),
    _reading("--join", type=Choice(("inner",)), help="Leave out rows whose key has no partner."),
    _reading("--class-axis", type=_WHOLE, help="The classes' axis; default -1, under --like torch 1."),
)
"""How labels and predictions are to be understood."""

loss_options = together(
    _loss(
        "--like",
        type=Choice((*Like, "all"), also=LIKE),
        default=REFERENCE,
        help="Whose number; default exact.",
    ),
    _loss("--reduction", type=Choice(Reduction, "NAME"), default="mean", help=f"{', '.join(Reduction)}."),
    _loss(
        "--dtype",
        type=Choice(DTYPES),
        default="auto",
        help="The precision in which the framework saw the predictions.",
    ),
    _loss("--epsilon", type=_NUMBER, help="Clip probabilities to [X, 1 - X]."),
    _loss("--label-smoothing", type=_NUMBER, default="0", help="Move the targets by X towards all classes."),
    _loss("--class-weight", metavar="W", help="1,2,0.5 or name=2,… or balanced or @FILE (lines, CSV, JSON)."),
    _loss(
        "--sample-weight",
        metavar="FILE",
        shell_complete=files,
        help="Weights of the rows, or of all elements.",
    ),
    _loss(
        "--sample-weight-column",
        metavar="COL",
        shell_complete=columns_of("labels"),
        help="The same, from a column of LABELS.",
    ),
    _loss("--pos-weight", type=_NUMBERS, help="Weight of the positives in binary cross-entropy."),
    _loss("--focal-gamma", type=_NUMBER, help="Focal loss: the power of 1 - p."),
    _loss("--focal-alpha", type=_NUMBERS, help="Focal loss: the weight of positives, or of each class."),
    _loss(
        "--base", type=Checked("e|2", base, "2"), default="e", help="The base of the logarithms; default e."
    ),
)
"""What is computed."""


def _classes(text: str | None) -> tuple[str, ...] | None:
    if text is None:
        return None
    from xentcli.settings.class_list import parse_classes

    return parse_classes(text)


def settings_of(params: Mapping[str, Any]) -> Settings:
    """The settings that the options make, checked; `--like all` counts as the reference here."""
    given = {name: params[name] for name in _PLAIN if name in params}
    kind = params["labels_kind"]
    settings = Settings(
        labels_kind=None if kind == "auto" else Kind(kind),
        scale=_scale(params),
        classes=_classes(params["classes"]),
        like=_like(params),
        reduction=Reduction(params.get("reduction", "mean")),
        **given,
    )
    check_settings(settings)
    return settings


_PLAIN = (
    "loss",
    "label_offset",
    "num_classes",
    "max_classes",
    "class_axis",
    "ignore_index",
    "dtype",
    "epsilon",
    "label_smoothing",
    "class_weight",
    "pos_weight",
    "focal_gamma",
    "focal_alpha",
    "base",
)


def _like(params: Mapping[str, Any]) -> Like:
    like = params.get("like", REFERENCE)
    return REFERENCE if like == "all" else Like(like)


def _scale(params: Mapping[str, Any]) -> Scale | None:
    said = [scale for name, scale in SCALES.items() if params[name]]
    if len(said) > 1:
        raise UsageError(
            f"the predictions cannot be {said[0]} and {said[1]}", "say one of them", code="XE504"
        )
    return said[0] if said else None
