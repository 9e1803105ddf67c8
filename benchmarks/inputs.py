"""The inputs of the benchmarks, made once a folder; the same bytes every time.

Made in a process of its own: what the parent holds in memory would count as its children's peak.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

PIECE = 20_000


def _array(path: Path, shape: tuple[int, ...], dtype: str, fill: object) -> None:
    """An NPY file written piece by piece; `fill` makes rows [start, stop)."""
    if path.exists() and np.load(path, mmap_mode="r").shape == shape:
        return
    with path.open("wb") as file:
        header = {"descr": np.dtype(dtype).str, "fortran_order": False, "shape": shape}
        np.lib.format.write_array_header_1_0(file, header)
        for start in range(0, shape[0], PIECE):
            rows = fill(start, min(start + PIECE, shape[0]))  # type: ignore[operator]
            file.write(np.ascontiguousarray(rows, dtype=dtype).tobytes())


def labels(n: int, classes: int) -> NDArray[np.int64]:
    """Class ids."""
    return np.random.default_rng(7).integers(0, classes, n)


def logits(start: int, n: int, classes: int) -> NDArray[np.float32]:
    """Normal logits, the same for the same rows."""
    return np.random.default_rng(start).normal(size=(n, classes)).astype(np.float32) * 2


def probabilities(start: int, n: int, classes: int) -> NDArray[np.float32]:
    """Their softmax."""
    z = np.exp(logits(start, n, classes))
    return z / z.sum(axis=1, keepdims=True)


def _npy(folder: Path, name: str, n: int, classes: int, scores: object, letter: str) -> None:
    _array(folder / f"{name}_{letter}.npy", (n, classes), "<f4", lambda a, b: scores(a, b - a, classes))  # type: ignore[operator]
    y = labels(n, classes)
    _array(folder / f"{name}_y.npy", (n,), "<i8", lambda a, b: y[a:b])


def _csv(folder: Path, name: str, n: int, classes: int) -> None:
    target = folder / f"{name}_p.csv"
    if target.exists():
        return
    (folder / f"{name}_y.csv").write_text("label\n" + "\n".join(map(str, labels(n, classes).tolist())) + "\n")
    with target.open("w") as file:
        file.write(",".join(f"p{k}" for k in range(classes)) + "\n")
        for start in range(0, n, PIECE):
            rows = probabilities(start, min(PIECE, n - start), classes)
            file.writelines(",".join(map(str, row)) + "\n" for row in rows)


def tiny(folder: Path, _scale: float) -> None:
    """100 rows of 10 classes."""
    _npy(folder, "tiny", 100, 10, probabilities, "p")
    _csv(folder, "tiny", 100, 10)


def npy_probs(folder: Path, scale: float) -> None:
    """480 MB."""
    _npy(folder, "probs", int(10_000_000 * scale), 10, probabilities, "p")


def npy_logits(folder: Path, scale: float) -> None:
    """4 GB."""
    _npy(folder, "logits", int(1_000_000 * scale), 1000, logits, "z")


def csv_narrow(folder: Path, scale: float) -> None:
    """About 110 MB."""
    _csv(folder, "narrow", int(1_000_000 * scale), 10)


def csv_wide(folder: Path, scale: float) -> None:
    """About 170 MB."""
    _csv(folder, "wide", int(15_000 * scale), 1000)


def ids(folder: Path, scale: float) -> None:
    """A million class ids."""
    y = labels(int(1_000_000 * scale), 1000)
    _array(folder / "ids_y.npy", y.shape, "<i8", lambda a, b: y[a:b])
    (folder / "mib").write_text(str(len(y) * 1000 >> 20))


def one_hot(folder: Path, scale: float) -> None:
    """1 GB of zeros and ones."""
    y = labels(int(1_000_000 * scale), 1000)
    _array(folder / "judged.npy", (len(y), 1000), "|u1", lambda a, b: np.eye(1000, dtype=np.uint8)[y[a:b]])


if __name__ == "__main__":
    globals()[sys.argv[1]](Path(sys.argv[2]), float(sys.argv[3]))
