"""Every setting that made a number, in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli._version import __version__
from xentcli.core.types import Loss

if TYPE_CHECKING:
    from xentcli.losses.spec import LossSpec

MAX_LISTED_NAMES = 100
"""The longest list of classes or weights, in characters, that a signature holds as it is."""


def signature(spec: LossSpec, weighted: bool) -> str:
    """Every setting that made the number, in one line; never a file's name, format or thread."""
    s, case = spec.settings, spec.case
    parts = {
        "loss": case.loss,
        "labels": case.kind,
        "predictions": case.scale,
        "classes": spec.layout.width,
    }
    parts |= {"like": s.like, "reduction": s.reduction, "dtype": spec.dtype}
    more = {
        "epsilon": s.epsilon,
        "label-smoothing": s.label_smoothing or None,
        "class-weight": "balanced" if s.class_weight == "balanced" else _listed(spec.class_weight),
        "sample-weight": "yes" if weighted else None,
        "pos-weight": _listed(s.pos_weight),
        "ignore-index": spec.ignore if spec.case.loss is Loss.SPARSE else None,
        "label-offset": s.label_offset or None,
        "class-order": _cut(",".join(s.classes)) if s.classes else None,
        "focal-gamma": spec.focal[0] if spec.focal else None,
        "focal-alpha": _listed(tuple(spec.focal[1])) if spec.focal and spec.focal[1] is not None else None,
        "class-axis": s.class_axis,
        "base": s.base,
    }
    parts |= {name: value for name, value in more.items() if value is not None}
    return "|".join(f"{name}:{value}" for name, value in parts.items()) + f"|version:{__version__}"


def _listed(weights: tuple[float, ...] | None) -> str | None:
    if weights is None:
        return None
    return _cut(",".join(f"{w:g}" if w == float(f"{w:g}") else repr(float(w)) for w in weights))


def _cut(listed: str) -> str:
    """A list as it is, or its start and a digest of all of it where it is long.

    >>> _cut("cat,dog"), len(_cut("cat,dog," * 1000))
    ('cat,dog', 100)
    """
    if len(listed) <= MAX_LISTED_NAMES:
        return listed
    from hashlib import sha256

    digest = sha256(listed.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return f"{listed[: MAX_LISTED_NAMES - 25]}…,sha256:{digest}"
