"""Everything except the data that defines a loss, as one picklable value."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli._version import __version__
from xentcli.core.frozen import Frozen, lazily
from xentcli.core.types import Kind, Loss, Scale
from xentcli.losses.frameworks.registry import CONVENTIONS
from xentcli.numerics.row_stats import RowStats
from xentcli.numerics.simplex import most_of
from xentcli.settings.settings import cell_marks, marks_of

if TYPE_CHECKING:
    from xentcli.core.blocks import Block
    from xentcli.core.class_map import ClassMap
    from xentcli.core.row_layout import RowLayout
    from xentcli.core.types import Floats, Mask, Numbers
    from xentcli.losses.frameworks.convention import Convention, Guard, LossCase
    from xentcli.settings.settings import Settings

MAX_LISTED_NAMES = 100
"""The longest list of classes or weights, in characters, that a signature holds as it is."""


class Breakdown(Frozen):
    """The requested details: the number of rows in each list, and statistics by class or by a column."""

    top: int = 10
    first: int = 5
    by_class: bool = False
    by_column: str | None = None


def ignored_label(settings: Settings) -> int | str | None:
    """Return the label whose rows are left out: the requested one, or the framework's default.

    Args:
        settings: The framework and the requested class.

    Returns:
        The id or name of the class, or None if no rows are left out.

    Examples:
        >>> from xentcli.settings.settings import Like, Settings
        >>> ignored_label(Settings(like=Like("torch"))), ignored_label(Settings())
        (-100, None)
    """
    return CONVENTIONS[settings.like].ignore_index if settings.ignore_index is None else settings.ignore_index


class LossSpec(Frozen):
    """Everything except the data that defines a loss."""

    case: LossCase
    settings: Settings
    layout: RowLayout
    classes: ClassMap
    dtype: str
    """float64, float32 or float16: the precision in which the framework saw the predictions."""
    class_weight: tuple[float, ...] | None = None
    wanted: Breakdown = Breakdown()

    @lazily
    def convention(self) -> Convention:
        """Return the convention of the framework."""
        return CONVENTIONS[self.settings.like]

    @lazily
    def ignore(self) -> int | str | None:
        """Return the label that is left out; some frameworks leave one out of class ids by default."""
        return ignored_label(self.settings) if self.case.loss is Loss.SPARSE else self.settings.ignore_index

    @lazily
    def marks(self) -> tuple[int | str, ...]:
        """Return the labels that are left out: the id or name, and the name of the class with that index."""
        return marks_of(self.ignore, self.settings.classes)

    def ignored(self, labels: Block) -> Mask | None:
        """Find the labels that are left out.

        Args:
            labels: The labels of a block, ids or names.

        Returns:
            A mask in the shape of the labels, or None if all are kept.
        """
        return None if self.ignore is None else labels.are(self.marks)

    @lazily
    def masked(self) -> bool:
        """Return whether single outputs of a row can be without a label."""
        settings, several = self.settings, self.layout.vectors and self.layout.width > 1
        told = settings.unknown is not None or bool(cell_marks(settings.marks))
        return told and several and self.case.loss is Loss.BINARY

    @lazily
    def by_output(self) -> bool:
        """Return whether the losses of each output are wanted, where a row has several labels."""
        several = self.layout.vectors and self.layout.width > 1 and self.case.loss is Loss.BINARY
        return self.wanted.by_class and several and self.case.kind is not Kind.ONE_HOT

    @lazily
    def guard(self) -> Guard:
        """Return what is done to probabilities before the logarithm."""
        return self.convention.guard(self.case, self.settings, float(np.finfo(self.dtype).eps))

    @lazily
    def scale(self) -> Scale:
        """Return the scale for the formulas: some frameworks read log-probabilities as logits."""
        logs = self.case.scale is Scale.LOG_PROBABILITIES
        normalised = logs and self.case.loss in self.convention.normalises_logs
        return Scale.LOGITS if normalised else self.case.scale

    @lazily
    def focal(self) -> tuple[float, Floats | None] | None:
        """Return gamma and alpha with the framework's defaults, or None without a focal loss."""
        s = self.settings
        if s.focal_gamma is None and s.focal_alpha is None:
            return None
        alpha, default = s.focal_alpha, self.convention.focal_alpha
        if alpha is None and default is not None and self.case.loss is Loss.CATEGORICAL:
            alpha = (default,)
        gamma = 2.0 if s.focal_gamma is None else s.focal_gamma
        if alpha is not None and len(set(alpha)) == 1:
            alpha = alpha[:1]
        return gamma, None if alpha is None else np.asarray(alpha, dtype=np.float64)

    @lazily
    def pos_weight(self) -> Floats | float:
        """Return the weight of the positives: one for all, or (outputs,)."""
        given = self.settings.pos_weight or (1.0,)
        return given[0] if len(set(given)) == 1 else np.asarray(given, dtype=np.float64)

    @lazily
    def class_weights(self) -> Floats | None:
        """Return the weight of each class, (K,), or None."""
        return None if self.class_weight is None else np.asarray(self.class_weight, dtype=np.float64)

    @lazily
    def plain(self) -> bool:
        """Return whether the loss of a row is -log p of its class: no weights, smoothing or focal factors."""
        return not self.settings.label_smoothing and self.focal is None and self.class_weight is None

    def rows(self, predictions: Numbers) -> Numbers:
        """Convert predictions to canonical shape and to the dtype at work.

        Args:
            predictions: Predictions as read, any numeric dtype.

        Returns:
            Predictions, (N, K) or (N,), float32 or float64; float16 values are returned as float32.
        """
        return self._cast(self._at_most_one(RowStats(self.layout.predictions(predictions))).rows)

    def facts(self, facts: RowStats) -> RowStats:
        """Cast predictions to the dtype at work, and keep their statistics if they have that dtype.

        Args:
            facts: Predictions in canonical shape, with their statistics.

        Returns:
            ``facts`` itself if nothing was cast, otherwise new statistics.
        """
        facts = self._at_most_one(facts)
        rows = self._cast(facts.rows)
        return facts if rows is facts.rows else RowStats(rows)

    def _at_most_one(self, facts: RowStats) -> RowStats:
        """Return probabilities that float32 rounding put above one as one."""
        if self.scale is not Scale.PROBABILITIES or not facts.span[1] > 1:
            return facts
        rows, most = facts.rows, most_of(self.layout.width)
        if not facts.span[1] > most:
            return RowStats(np.minimum(rows, rows.dtype.type(1)))
        return RowStats(np.where((rows > 1) & (rows <= most), rows.dtype.type(1), rows))

    def _cast(self, x: Numbers) -> Numbers:
        if x.dtype.name != self.dtype:
            with np.errstate(over="ignore"):
                x = x.astype(self.dtype)
        return x.astype(np.float32) if x.dtype == np.float16 else x

    def clipped(self, q: Floats) -> Floats:
        """Clip probabilities to [epsilon, 1 - epsilon], both computed in the dtype at work.

        In float32 Keras' upper bound is 1 - 2^-23. That is why it prints 15.942385 where float64
        gives 16.118096.

        Args:
            q: Probabilities, float64, any shape.

        Returns:
            Clipped probabilities, float64; ``q`` itself if there is no epsilon.
        """
        if self.guard.epsilon is None:
            return q
        kind = np.dtype(self.dtype).type
        low, high = kind(self.guard.epsilon), kind(1) - kind(self.guard.epsilon)
        return np.clip(q, np.float64(low), np.float64(high))

    def rounded(self, q: Floats) -> Floats:
        """Round values to the dtype at work.

        Args:
            q: Values, float64, any shape.

        Returns:
            The rounded values, float64.
        """
        return q if self.dtype == "float64" else q.astype(self.dtype).astype(np.float64)


def signature(spec: LossSpec, weighted: bool) -> str:
    """Return all settings that affect the loss in one line, without file names, formats or thread counts.

    Args:
        spec: What was computed.
        weighted: Whether there are sample weights.

    Returns:
        ``name:value`` pairs separated by ``|``, the version last.
    """
    s, case = spec.settings, spec.case
    parts = {
        "loss": case.loss,
        "labels": case.kind,
        "predictions": case.scale,
        "classes": spec.layout.width,
    }
    parts |= {"like": s.like, "reduction": s.reduction, "dtype": spec.dtype}
    more = {
        "rescaled": _rescaled(s),
        "epsilon": s.epsilon,
        "label-smoothing": s.label_smoothing or None,
        "class-weight": "balanced" if s.class_weight == "balanced" else _listed(spec.class_weight),
        "sample-weight": "yes" if weighted else None,
        "pos-weight": _listed(s.pos_weight),
        "ignore-index": spec.ignore if spec.case.loss is Loss.SPARSE or spec.masked else None,
        "unknown-cells": "left out" if spec.masked and s.unknown is not None else None,
        "label-offset": s.label_offset or None,
        "class-order": _cut(",".join(s.classes)) if s.classes else None,
        "focal-gamma": spec.focal[0] if spec.focal else None,
        "focal-alpha": _listed(tuple(spec.focal[1])) if spec.focal and spec.focal[1] is not None else None,
        "class-axis": s.class_axis,
        "base": s.base,
    }
    parts |= {name: value for name, value in more.items() if value is not None}
    return "|".join(f"{name}:{value}" for name, value in parts.items()) + f"|version:{__version__}"


def _rescaled(s: Settings) -> str | None:
    done = [name for name, on in (("percent", s.from_percent), ("sum", s.normalize)) if on]
    return "+".join(done) or None


def _listed(weights: tuple[float, ...] | None) -> str | None:
    if weights is None:
        return None
    return _cut(",".join(f"{w:g}" if w == float(f"{w:g}") else repr(float(w)) for w in weights))


def _cut(listed: str) -> str:
    """Return a short list unchanged; cut a long one and add a digest of the whole.

    >>> _cut("cat,dog"), len(_cut("cat,dog," * 1000))
    ('cat,dog', 100)
    """
    if len(listed) <= MAX_LISTED_NAMES:
        return listed
    from hashlib import sha256

    digest = sha256(listed.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return f"{listed[: MAX_LISTED_NAMES - 25]}…,sha256:{digest}"
