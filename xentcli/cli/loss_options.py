"""The options for reading inputs and computing the loss, and their conversion to settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.cli.command import Option, under
from xentcli.cli.options import unknown_cells
from xentcli.cli.param_types import Checked, Choice, Columns, Count, File, base, number, numbers, whole
from xentcli.core.errors import UsageError
from xentcli.core.frozen import replace
from xentcli.core.names import id_or_name
from xentcli.core.types import Kind, Scale
from xentcli.settings.check import DTYPES, NO_SCALE, check_settings
from xentcli.settings.settings import REFERENCE, Like, LossName, Reduction, Settings

if TYPE_CHECKING:
    from xentcli.cli.params import LabelParams, LossParams, PairParams

LIKE = {alias: str(like) for like in Like for alias in like.aliases}
"""Aliases of the frameworks."""
KINDS = {
    "onehot": "one-hot",
    "one_hot": "one-hot",
    "multilabel": "multi-label",
    "multi_label": "multi-label",
    "multi-hot": "multi-label",
    "multihot": "multi-label",
    "ids": "sparse",
    "names": "sparse",
    "integer": "sparse",
}
"""Other names of the kinds of labels."""


_NUMBER, _WHOLE, _LABEL, _NUMBERS = (
    Checked("X", number, "a number", "0.1"),
    Checked("N", whole, "a whole number", "-1"),
    Checked("ID|NAME", id_or_name, "a class", "-1"),
    Checked("X[,X…]", numbers, "a number", "1,2"),
)

READING_OPTIONS = under(
    "Reading options",
    Option(
        ["--labels-column"],
        metavar="COL",
        type=Columns("labels"),
        help="The label column or array, by name or index.",
    ),
    Option(
        ["--prediction-columns"],
        metavar="COLS",
        type=Columns("predictions", "labels"),
        help="The score columns: names, 2-11, /regex/, !name.",
    ),
    Option(
        ["--loss"],
        type=Choice(LossName, "NAME"),
        default="auto",
        help="auto, binary, categorical, sparse, or a name such as BCELoss.",
    ),
    Option(
        ["--labels-kind"],
        type=Choice(("auto", *Kind), "KIND", KINDS),
        default="auto",
        help="auto, sparse, one-hot, multi-label, binary, soft.",
    ),
    Option(["--from-probs"], is_flag=True, help="The predictions are probabilities."),
    Option(["--from-logits"], is_flag=True, help="The predictions are logits."),
    Option(["--from-log-probs"], is_flag=True, help="The predictions are log-probabilities."),
    Option(["--from-percent"], is_flag=True, help="The predictions are percentages; divide them by 100."),
    Option(["--normalize"], is_flag=True, help="Divide each row by its sum, as for counts or votes."),
    Option(["--classes"], metavar="A,B|@FILE", help="The classes, in the order of the score columns."),
    Option(["--num-classes"], type=Count(1), help="The number of classes."),
    Option(
        ["--label-offset"], type=_WHOLE, default="0", help="Add N to every class id; -1 if they start at 1."
    ),
    Option(["--label-separator"], metavar="S", help="What separates several labels in a cell, such as '|'."),
    Option(["--unknown"], metavar="TEXT[,…]", help="Texts that mean the label is not known, such as NA,?."),
    Option(["--ignore-index"], type=_LABEL, help="Leave out rows or positions with this label."),
    Option(["--on"], metavar="COL", type=Columns("labels"), help="Join the rows of both files by this key."),
    Option(
        ["--where"],
        metavar="COL=VALUE",
        multiple=True,
        help="Keep only rows with VALUE in COL; can be repeated.",
    ),
    Option(["--join"], type=Choice(("inner",)), help="Leave out rows with a key that only one file has."),
    Option(["--class-axis"], type=_WHOLE, help="The axis of the classes in arrays. Default: detected."),
)
"""How labels and predictions are interpreted."""

LOSS_OPTIONS = under(
    "Loss options",
    Option(
        ["--like"],
        type=Choice((*Like, "all"), "NAME", LIKE),
        default=REFERENCE,
        help=f"Compute the loss as in: {', '.join(Like)} or all. Default: {REFERENCE}.",
    ),
    Option(["--reduction"], type=Choice(Reduction, "NAME"), default="mean", help=f"{', '.join(Reduction)}."),
    Option(
        ["--dtype"],
        type=Choice(DTYPES),
        default="auto",
        help="The precision of the predictions in the framework.",
    ),
    Option(["--epsilon"], type=_NUMBER, help="Clip probabilities to [X, 1 - X]."),
    Option(
        ["--label-smoothing"], type=_NUMBER, default="0", help="Spread X of each target over all classes."
    ),
    Option(["--class-weight"], metavar="W", help="1,2,0.5 or name=2,… or balanced or @FILE."),
    Option(
        ["--sample-weight"],
        metavar="FILE",
        type=File(),
        help="A file with a weight per row, or per element.",
    ),
    Option(
        ["--sample-weight-column"],
        metavar="COL",
        type=Columns("labels"),
        help="The column of LABELS with a weight per row.",
    ),
    Option(["--pos-weight"], type=_NUMBERS, help="The weight of the positives in binary cross-entropy."),
    Option(["--focal-gamma"], type=_NUMBER, help="Focal loss: the power of 1 - p."),
    Option(
        ["--focal-alpha"], type=_NUMBERS, help="Focal loss: the weight of the positives, or of each class."
    ),
    Option(
        ["--base"],
        type=Checked("BASE", base, "e or a number above 1", "2"),
        default="e",
        help="The base of the logarithms: e, 2 or any number above 1. Default: e.",
    ),
)
"""How the loss is computed."""


def _classes(text: str | None) -> tuple[str, ...] | None:
    if text is None:
        return None
    from xentcli.settings.class_list import parse_classes

    return parse_classes(text)


def _separator(text: str | None) -> str | None:
    if text == "":
        raise UsageError("--label-separator is empty", "for example --label-separator '|', or ' '")
    if text is None:
        return None
    from xentcli.io.text.sniff import SPOKEN

    return SPOKEN.get(text, text)


def label_settings(params: LabelParams) -> Settings:
    """Return the checked settings for labels."""
    return _checked(_of_labels(params))


def reading_settings(params: PairParams) -> Settings:
    """Return the checked settings for labels and predictions."""
    return _checked(_of_pair(params))


def loss_settings(params: LossParams) -> Settings:
    """Return the checked settings of a loss; `--like all` counts as `REFERENCE`."""
    return _checked(
        replace(
            _of_pair(params),
            like=REFERENCE if params["like"] == "all" else Like(params["like"]),
            reduction=Reduction(params["reduction"]),
            dtype=params["dtype"],
            epsilon=params["epsilon"],
            label_smoothing=params["label_smoothing"],
            class_weight=params["class_weight"],
            pos_weight=params["pos_weight"],
            focal_gamma=params["focal_gamma"],
            focal_alpha=params["focal_alpha"],
            base=params["base"],
        )
    )


def _checked(settings: Settings) -> Settings:
    check_settings(settings)
    return settings


def _of_pair(params: PairParams) -> Settings:
    scale = _scale(params)
    return replace(
        _of_labels(params),
        scale=scale,
        from_percent=params["from_percent"],
        normalize=params["normalize"],
        loss=LossName(params["loss"]),
        class_axis=params["class_axis"],
        ignore_index=params["ignore_index"],
    )


def _of_labels(params: LabelParams) -> Settings:
    kind = params["labels_kind"]
    return Settings(
        labels_kind=None if kind == "auto" else Kind(kind),
        classes=_classes(params["classes"]),
        num_classes=params["num_classes"],
        label_offset=params["label_offset"],
        label_separator=_separator(params["label_separator"]),
        unknown=unknown_cells(params["unknown"]),
        max_classes=params["max_classes"],
    )


def _scale(params: PairParams) -> Scale | None:
    given = {
        Scale.PROBABILITIES: params["from_probs"],
        Scale.LOGITS: params["from_logits"],
        Scale.LOG_PROBABILITIES: params["from_log_probs"],
    }
    said = [scale for scale, asked in given.items() if asked]
    if len(said) > 1:
        raise UsageError(
            f"the predictions cannot be both {said[0]} and {said[1]}",
            "use only one of the options",
            code="XE504",
            ways=(NO_SCALE,),
        )
    return said[0] if said else None
