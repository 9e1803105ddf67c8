"""Pairs of files as they would be saved: every kind of labels, scale, format and precision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from plants.data import ANIMALS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from plants.data import Array
    from plants.models import Trained

Header = tuple[str, ...] | None


@dataclass(frozen=True)
class Form:
    """How a pair is saved."""

    kind: str
    scale: str
    format: str
    digits: int | None = None
    dtype: str = "float64"
    header: bool = True

    def __str__(self) -> str:
        """In a few words."""
        exact = f"{self.digits} digits" if self.digits else self.dtype
        return f"{self.kind} {self.scale} {self.format} {exact}{'' if self.header else ' no header'}"


@dataclass(frozen=True)
class Pair:
    """Labels and scores, ready to be saved, with the model's own say, and options that the files need."""

    made: Trained
    form: Form
    labels: Array
    scores: Array
    labels_header: Header = None
    scores_header: Header = None
    options: tuple[str, ...] = ()


PRECISIONS = (
    ("csv", None, "float64", True),
    ("csv", 4, "float64", False),
    ("tsv", 6, "float64", True),
    ("npy", None, "float32", False),
    ("npy", None, "float64", False),
    ("npz", None, "float32", False),
    ("csv", 5, "float64", True),
)


def forms(made: Trained) -> Iterator[Form]:
    """Every way to save what a model said."""
    for kind in kinds(made):
        for scale in scales(made, kind):
            for format_, digits, dtype, header in PRECISIONS:
                if kind != "names" or header:
                    yield Form(kind, scale, format_, digits, dtype, header)


def kinds(made: Trained) -> tuple[str, ...]:
    """The kinds of labels that fit."""
    if made.tagged:
        return ("multi-label",)
    more = ("binary one column", "binary two columns") if made.classes == 2 else ("sparse",)
    return (*more, "names", "one-hot", "soft")


def scales(made: Trained, kind: str) -> tuple[str, ...]:
    """The scales that a model has; the logarithm of a probability, where all classes have a column."""
    logits = () if made.logits is None else ("logits",)
    columns = kind not in {"multi-label", "binary one column"} and made.model in {"naive_bayes", "logistic"}
    return ("probabilities", *logits, *(("log-probabilities",) if columns else ()))


def healthy(made: Trained, form: Form) -> Pair:
    """The pair as a careful user saves it."""
    names = _names(made) if form.kind == "names" else tuple(map(str, range(made.classes)))
    labels, head = _labels(made, form.kind, names)
    scores = _scores(made, form)
    columns = tuple(f"p_{name}" for name in names) if scores.ndim == 2 else ("p",)
    text = form.format in {"csv", "tsv"} and form.header
    said = ("--from-logits",) if form.scale == "logits" and _like_probabilities(scores) else ()
    return Pair(made, form, labels, scores, head if text else None, columns if text else None, said)


def _like_probabilities(scores: Array) -> bool:
    """Whether logits all are in [0, 1]: a careful user says then what they are."""
    return bool(scores.min() >= 0 and scores.max() <= 1)


def _names(made: Trained) -> tuple[str, ...]:
    return tuple(ANIMALS[: made.classes])


def _labels(made: Trained, kind: str, names: tuple[str, ...]) -> tuple[Array, Header]:
    y, columns = made.y, tuple(f"class_{name}" for name in names)
    if kind == "multi-label":
        return y.astype(np.int64), columns
    hot = (y[:, None] == np.arange(made.classes)).astype(np.int64)
    if kind == "one-hot":
        return hot, columns
    if kind == "soft":
        return 0.75 * hot + 0.25 / made.classes, columns
    return (np.array(names)[y] if kind == "names" else y.astype(np.int64)), ("label",)


def _scores(made: Trained, form: Form) -> Array:
    one = form.kind == "binary one column"
    if form.scale == "logits":
        assert made.logits is not None
        return made.logits[:, 1] - made.logits[:, 0] if one else made.logits
    if form.scale == "log-probabilities":
        with np.errstate(divide="ignore"):
            return np.log(made.p)
    return made.p[:, 1] if one else made.p


def write(pair: Pair, folder: Path) -> tuple[Path, Path]:
    """Save a pair; the paths of its labels and of its predictions."""
    suffix, form = pair.form.format, pair.form
    paths = folder / f"y.{suffix}", folder / f"p.{suffix}"
    cells = pair.scores if form.digits is None else np.round(pair.scores, form.digits)
    for path, values, head in zip(
        paths, (pair.labels, cells), (pair.labels_header, pair.scores_header), strict=True
    ):
        if suffix == "npy":
            np.save(path, _typed(values, form))
        elif suffix == "npz":
            np.savez(path, _typed(values, form))
        else:
            _text(path, values, head, "," if suffix == "csv" else "\t")
    return paths


def _typed(values: Array, form: Form) -> Array:
    return values.astype(form.dtype) if values.dtype.kind == "f" else values


def _text(path: Path, values: Array, head: Header, delimiter: str) -> None:
    rows = values[:, None] if values.ndim == 1 else values
    lines = [] if head is None else [delimiter.join(head)]
    lines += [delimiter.join(map(str, row)) for row in rows.tolist()]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
