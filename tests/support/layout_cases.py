"""Random labels and predictions in the layouts of images, volumes and sentences, with their loss by NumPy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

SCALES = ("logits", "probabilities", "log-probabilities")
LABELS = ("ids", "one-hot", "soft", "bits")


class LayoutCase(NamedTuple):
    """Labels, predictions, the options that they need, and the mean loss that is right."""

    labels: Array
    predictions: Array
    options: dict[str, Any]
    loss: float
    told: str


def layout_case(rng: np.random.Generator) -> LayoutCase:
    """Return random labels and predictions of the same positions, in a random layout."""
    n, k = int(rng.integers(1, 7)), int(rng.integers(2, 7))
    inner = tuple(int(size) for size in rng.integers(1, 7, rng.integers(0, 4)))
    kind = str(rng.choice(LABELS))
    return _bits(rng, (n, *inner)) if kind == "bits" else _classes(rng, (n, *inner), k, kind)


def _classes(rng: np.random.Generator, shape: tuple[int, ...], k: int, kind: str) -> LayoutCase:
    z = np.round(rng.normal(size=(*shape, k)) * 2, 3)
    logs = z - np.log(np.exp(z).sum(-1, keepdims=True))
    ids, scale = rng.integers(0, k, shape), str(rng.choice(SCALES))
    shares = np.eye(k)[ids] if kind != "soft" else rng.dirichlet(np.ones(k), shape)
    losses, options = -(shares * logs).sum(-1), {}
    axis = int(rng.integers(1, z.ndim))
    seen = {"logits": z, "log-probabilities": logs, "probabilities": np.exp(logs)}[scale]
    if kind == "ids":
        labels, losses, options = _ids(rng, ids, losses, axis)
    else:
        moved = axis if scale == "logits" or rng.random() < 0.8 else int(rng.integers(1, z.ndim))
        labels = np.moveaxis(shares, -1, moved)
        labels = labels.astype(rng.choice(["uint8", "bool", "float32"])) if kind == "one-hot" else labels
    told = f"{kind} {labels.shape} beside {scale} of {k} classes on axis {axis} of {shape}"
    return LayoutCase(labels, np.moveaxis(seen, -1, axis), options, float(losses.mean()), told)


def _ids(
    rng: np.random.Generator, ids: Array, losses: Array, axis: int
) -> tuple[Array, Array, dict[str, Any]]:
    """Return ids, some of them marked, in any dtype, and with or without an axis of length 1."""
    options: dict[str, Any] = {}
    labels = ids.astype(rng.choice(["uint8", "int64", "float64", "int16"]))
    if rng.random() < 0.3 and ids.size > 1:
        mark = int(rng.choice([255, -1, -100]))
        labels = ids.astype("int64")
        out = rng.random(ids.shape) < 0.2
        if not out.all():
            labels[out], losses, options = mark, losses[~out], {"ignore_index": mark}
    return np.expand_dims(labels, axis) if rng.random() < 0.3 else labels, losses, options


def _bits(rng: np.random.Generator, shape: tuple[int, ...]) -> LayoutCase:
    z = np.round(rng.normal(size=shape) * 2, 3)
    z.flat[0] = 1.5  # probabilities are not above 1
    bits = (rng.random(shape) < rng.choice([0.2, 0.5])).astype(rng.choice(["uint8", "bool", "float32"]))
    p = 1 / (1 + np.exp(-z))
    loss = -np.where(bits == 1, np.log(p), np.log1p(-p)).mean()
    seen = z if rng.random() < 0.6 else p
    flat = z.ndim > 2 and z.size > 200 and rng.random() < 0.5
    channel = None if flat else int(rng.integers(1, z.ndim + 1))
    if channel is not None:
        bits, seen = np.expand_dims(bits, channel), np.expand_dims(seen, channel)
    return LayoutCase(bits, seen, {}, float(loss), f"bits {bits.shape}, channel {channel}")
