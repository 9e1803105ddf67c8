"""Weights: of samples, with what their numbers say; of classes, from a list, names, a file or the shares."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from xentcli.classes import read_lines
from xentcli.errors import DataError, Place, UsageError, shown
from xentcli.merging import Merged
from xentcli.settings import Like
from xentcli.sightings import UNSEEN, Sighting, seen_cells
from xentcli.types import Loss

if TYPE_CHECKING:
    from xentcli.classes import ClassMap
    from xentcli.evidence import LabelEvidence
    from xentcli.layout import Layout
    from xentcli.types import Block


class WeightEvidence(Merged):
    """What sample weights are."""

    rows: int = 0
    unusable: Sighting = UNSEEN
    """NaN and infinite ones."""
    negative: Sighting = UNSEEN
    positive: Sighting = UNSEEN
    not_one: Sighting = UNSEEN
    maximum: int = 0
    """The most weights of a row."""


def observe_weights(block: Block) -> WeightEvidence:
    """The evidence of one block of sample weights."""
    values = block.values
    return WeightEvidence(
        rows=len(block),
        unusable=seen_cells(block, ~np.isfinite(values)),
        negative=seen_cells(block, values < 0),
        positive=seen_cells(block, values > 0),
        not_one=seen_cells(block, values != 1),
        maximum=values[:1].size,
    )


def check_weights(seen: WeightEvidence, like: Like) -> None:
    """Refuse weights that mean nothing: NaN always, negative or all zero where no framework has them."""
    if seen.unusable:
        bad = seen.unusable
        raise DataError(
            f"{shown(bad.value)} is not a weight ({bad.times('cell')})",
            "weights must be finite numbers",
            code="XE401",
            place=bad.place,
            value=bad.value,
        )
    if like in {Like.KERAS, Like.TORCH}:
        return
    if seen.negative:
        bad = seen.negative
        hint = "weights must not be negative; --like keras or torch computes with them as those do"
        raise DataError(
            f"{shown(bad.value)} is negative ({bad.times('weight')})",
            hint,
            code="XE402",
            place=bad.place,
            value=bad.value,
        )
    if not seen.positive:
        place = Place(seen.not_one.place.file)
        raise DataError(
            "all weights are zero", "a mean needs at least one weight above zero", code="XE403", place=place
        )


def check_weight_count(seen: WeightEvidence, layout: Layout, loss: Loss) -> None:
    """Refuse weights that do not go with the losses of a row: one a row, a position, or a binary output."""
    fitting = {1, layout.per_row}
    if loss is Loss.BINARY and layout.vectors:
        fitting.add(layout.per_row * layout.width)
    if seen.maximum in fitting:
        return
    place = Place((seen.positive or seen.negative or seen.not_one).place.file)
    message = f"{seen.maximum} weights a row, where {' or '.join(map(str, sorted(fitting)))} would fit"
    hint = "give a file of one column, or with one called weight"
    raise DataError(message, hint, code="XE404", place=place)


def class_weights(
    asked: str | tuple[float, ...] | None,
    classes: ClassMap,
    labels: LabelEvidence,
    like: Like,
    ignore: int | None,
) -> tuple[float, ...] | None:
    """The weight of every class, in the classes' order.

    ``asked`` is a list `1,2,0.5`, pairs `name=2,other=1`, `@file` with either, one a line, or `balanced`:
    n / (K n_k), scikit-learn's, over the classes that occur.
    """
    if asked is None:
        return None
    if isinstance(asked, tuple):
        weights = asked
    elif asked == "balanced":
        return _balanced(classes, labels, ignore)
    else:
        entries = _entries(asked)
        weights = (
            _by_name(entries, classes)
            if all("=" in e for e in entries)
            else tuple(_weight(e) for e in entries)
        )
    return _checked(weights, classes, like)


def _checked(weights: tuple[float, ...], classes: ClassMap, like: Like) -> tuple[float, ...]:
    if len(weights) != classes.size:
        raise UsageError(
            f"--class-weight has {len(weights)} weights for {classes.size} classes: {classes.describe()}",
            "give one weight a class, in the classes' order, or name=weight pairs",
        )
    if not all(math.isfinite(w) for w in weights):
        raise UsageError("--class-weight has a weight that is no number", "weights must be finite")
    if like is not Like.TORCH and any(w < 0 for w in weights):
        raise UsageError(
            f"--class-weight has a negative weight: {min(weights):g}", "weights must not be negative"
        )
    return weights


def _entries(asked: str) -> list[str]:
    if not asked.startswith("@"):
        return [e.strip() for e in asked.split(",")]
    lines = read_lines(
        asked[1:], "--class-weight", "name a file with one weight a line, or lines such as cat=2"
    )
    return [e.strip() for line in lines for e in line.split(",") if e.strip()]


def _by_name(entries: list[str], classes: ClassMap) -> tuple[float, ...]:
    titles = [classes.title(k) for k in range(classes.size)]
    weights: dict[str, float] = {}
    for entry in entries:
        name, _, weight = entry.rpartition("=")
        if name not in titles:
            near = classes.nearest(name)
            hint = f"did you mean {shown(near)}?" if near else f"the classes are {classes.describe()}"
            raise UsageError(f"--class-weight names {shown(name)}, which is no class", hint)
        if name in weights:
            raise UsageError(f"--class-weight names {shown(name)} twice", "give every class one weight")
        weights[name] = _weight(weight)
    missing = [t for t in titles if t not in weights]
    if missing:
        hint = f"name every class once: {classes.describe()}"
        raise UsageError(f"--class-weight has no weight for class {shown(missing[0])}", hint)
    return tuple(weights[t] for t in titles)


def _weight(text: str) -> float:
    try:
        weight = float(text)
    except ValueError:
        weight = math.nan
    if not math.isfinite(weight):
        import difflib

        near = difflib.get_close_matches(text, ["balanced"], 1)
        hint = "did you mean balanced?" if near else "as in --class-weight 1,2,0.5 or cat=2,dog=1 or balanced"
        raise UsageError(f"--class-weight: {shown(text)} is not a weight", hint)
    return weight


def _balanced(classes: ClassMap, labels: LabelEvidence, ignore: int | None) -> tuple[float, ...]:
    """n / (K n_k) over the classes that occur; a class that never does costs nothing, and weighs one."""
    counts = [0] * classes.size
    for label, n in labels.classes.counts.items():
        k = _index(classes, label)
        if k >= 0 and label != ignore:
            counts[k] += n
    total, present = sum(counts), sum(map(bool, counts))
    return tuple(total / (present * n) if n else 1.0 for n in counts)


def _index(classes: ClassMap, label: int | str) -> int:
    if classes.classes is None:
        found = label + classes.offset if isinstance(label, int) else -1
        return found if 0 <= found < classes.size else -1
    titles = [str(c) for c in classes.classes]
    return titles.index(str(label)) if str(label) in titles else -1
