"""The inputs of the benchmarks, one function each.

They are made in a separate process, because the memory of a parent counts in the peak of its children.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from makers import PIECE, array, csv, knowing, labels, logits, npy, probabilities

if TYPE_CHECKING:
    from numpy.typing import NDArray


def tiny(folder: Path, _scale: float) -> None:
    """100 rows of 10 classes."""
    npy(folder, "tiny", 100, 10, probabilities, "p")
    csv(folder, "tiny", 100, 10)


def npy_probs(folder: Path, scale: float) -> None:
    """480 MB."""
    npy(folder, "probs", int(10_000_000 * scale), 10, probabilities, "p")


def npy_logits(folder: Path, scale: float) -> None:
    """4 GB."""
    npy(folder, "logits", int(1_000_000 * scale), 1000, logits, "z")


def csv_narrow(folder: Path, scale: float) -> None:
    """About 110 MB."""
    csv(folder, "narrow", int(1_000_000 * scale), 10)


def csv_wide(folder: Path, scale: float) -> None:
    """About 170 MB."""
    csv(folder, "wide", int(15_000 * scale), 1000)


def ids(folder: Path, scale: float) -> None:
    """A million class ids."""
    y = labels(int(1_000_000 * scale), 1000)
    array(folder / "ids_y.npy", y.shape, "<i8", lambda a, b: y[a:b])
    (folder / "mib").write_text(str(len(y) * 1000 >> 20))


def one_hot(folder: Path, scale: float) -> None:
    """1 GB of zeros and ones."""
    y = labels(int(1_000_000 * scale), 1000)
    array(folder / "judged.npy", (len(y), 1000), "|u1", lambda a, b: np.eye(1000, dtype=np.uint8)[y[a:b]])


def vectors(folder: Path, scale: float, kind: str) -> None:
    """One-hot or soft labels, 50 and 200 MB, with 200 MB of probabilities."""
    n = int(5_000_000 * scale)
    array(folder / "vectors_p.npy", (n, 10), "<f4", lambda a, b: probabilities(a, b - a, 10))
    if kind == "soft":

        def soft(start: int, stop: int) -> NDArray[np.float32]:
            return (probabilities(start, stop - start, 10) + np.float32(0.1)) / 2

        array(folder / "soft_y.npy", (n, 10), "<f4", soft)
        return
    y = labels(n, 10)
    array(folder / "onehot_y.npy", (n, 10), "|u1", lambda a, b: np.eye(10, dtype=np.uint8)[y[a:b]])


def binary(folder: Path, scale: float) -> None:
    """30 MB of labels, 120 MB of logits and of probabilities."""
    n = int(30_000_000 * scale)
    y, z = labels(n, 2), np.random.default_rng(3).standard_normal(n, dtype=np.float32) * 3
    z += (4 * y - 2).astype(np.float32)
    array(folder / "binary_y.npy", (n,), "|u1", lambda a, b: y[a:b])
    array(folder / "binary_z.npy", (n,), "<f4", lambda a, b: z[a:b])
    array(folder / "binary_p.npy", (n,), "<f4", lambda a, b: 1 / (1 + np.exp(-z[a:b])))


SHAPES = {
    "narrow": (10_000_000, 10, "<f4"),
    "wide": (20_000, 50_000, "<f4"),
    "double": (300_000, 1000, "<f8"),
}
"""Rows, classes and type of other logits: 0.4, 4 and 2.4 GB."""


def more_logits(folder: Path, scale: float, name: str) -> None:
    """Logits of another shape or dtype."""
    n, classes, dtype = SHAPES[name]
    n = int(n * scale)

    def fill(start: int, stop: int) -> NDArray[np.float32]:
        rng = np.random.default_rng(start)
        return knowing(rng.standard_normal((stop - start, classes), dtype=np.float32) * 2, start)

    array(folder / f"{name}_z.npy", (n, classes), dtype, fill)
    y = labels(n, classes)
    array(folder / f"{name}_y.npy", (n,), "<i8", lambda a, b: y[a:b])


GROWN = {"npy": 2_500_000, "csv": 250_000}
"""Rows at the first size: 120 and 30 MB."""


def grown_npy(folder: Path, scale: float, times: str) -> None:
    """The same rows, repeated this many times."""
    n = int(GROWN["npy"] * scale)
    y, p = labels(n, 10), probabilities(0, min(n, PIECE), 10)
    many = n * int(times)
    array(folder / f"grown{times}_y.npy", (many,), "<i8", lambda a, b: y[np.arange(a, b) % len(p)])
    array(folder / f"grown{times}_p.npy", (many, 10), "<f4", lambda a, b: p[np.arange(a, b) % len(p)])


def grown_csv(folder: Path, scale: float, times: str) -> None:
    """The same rows, repeated this many times."""
    csv(folder, "grown", int(GROWN["csv"] * scale), 10)
    for part in "yp":
        header, rows = (folder / f"grown_{part}.csv").read_bytes().split(b"\n", 1)
        with (folder / f"grown{times}_{part}.csv").open("wb") as file:
            file.write(header + b"\n")
            file.writelines([rows] * int(times))


if __name__ == "__main__":
    globals()[sys.argv[1]](Path(sys.argv[2]), float(sys.argv[3]), *sys.argv[4:])
