"""Make inputs piece by piece, unless they exist: the same bytes every time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

PIECE = 20_000
"""Rows made at once, and fewer of wide ones."""
MOST = 20_000_000
"""Numbers made at once."""


def _step(width: int) -> int:
    return max(1, min(PIECE, MOST // width))


def array(path: Path, shape: tuple[int, ...], dtype: str, fill: object) -> None:
    """An NPY file written piece by piece; `fill` makes rows [start, stop)."""
    if path.exists() and np.load(path, mmap_mode="r").shape == shape:
        return
    with path.open("wb") as file:
        header = {"descr": np.dtype(dtype).str, "fortran_order": False, "shape": shape}
        np.lib.format.write_array_header_1_0(file, header)
        step = _step(shape[1] if len(shape) > 1 else 1)
        for start in range(0, shape[0], step):
            rows = fill(start, min(start + step, shape[0]))  # type: ignore[operator]
            file.write(np.ascontiguousarray(rows, dtype=dtype).tobytes())


def labels(n: int, classes: int, start: int = 0) -> NDArray[np.int64]:
    """Class ids: the numbers of rows, mixed."""
    mixed = np.arange(start, start + n, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
    return np.asarray((mixed >> np.uint64(20)) % np.uint64(classes), dtype=np.int64)


def logits(start: int, n: int, classes: int) -> NDArray[np.float32]:
    """Normal logits, the same for the same rows; the logits of the labels are higher."""
    z = np.random.default_rng(start).normal(size=(n, classes)).astype(np.float32) * 2
    return knowing(z, start)


def knowing(z: NDArray[np.float32], start: int) -> NDArray[np.float32]:
    """Logits of rows from this row on, of a model that knows something about their labels."""
    z[np.arange(len(z)), labels(len(z), z.shape[1], start)] += 4
    return z


def probabilities(start: int, n: int, classes: int) -> NDArray[np.float32]:
    """Their softmax."""
    z = np.exp(logits(start, n, classes))
    return z / z.sum(axis=1, keepdims=True)


def npy(folder: Path, name: str, n: int, classes: int, scores: object, letter: str) -> None:
    """Class ids and their scores, two NPY files."""
    array(folder / f"{name}_{letter}.npy", (n, classes), "<f4", lambda a, b: scores(a, b - a, classes))  # type: ignore[operator]
    y = labels(n, classes)
    array(folder / f"{name}_y.npy", (n,), "<i8", lambda a, b: y[a:b])


def csv(folder: Path, name: str, n: int, classes: int) -> None:
    """Class ids and their probabilities, two CSV files."""
    target, column = folder / f"{name}_p.csv", folder / f"{name}_y.csv"
    told = "label\n" + "\n".join(map(str, labels(n, classes).tolist())) + "\n"
    if target.exists() and column.exists() and column.stat().st_size == len(told):
        return
    column.write_text(told)
    with target.open("w") as file:
        file.write(",".join(f"p{k}" for k in range(classes)) + "\n")
        for start in range(0, n, PIECE):
            rows = probabilities(start, min(PIECE, n - start), classes)
            file.writelines(",".join(map(str, row)) + "\n" for row in rows)
