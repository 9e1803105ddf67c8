"""Each fast path against its plain formula in 60 digits, on the rows that could break its tricks."""

from __future__ import annotations

from typing import Any

import mpmath
import numpy as np
import pytest
from formulas import agrees, all_agree, mean, minus_log, minus_log_complement, of_logit, of_logits
from mpmath import mpf

import xentcli
from xentcli.losses.fast_logits import TILE, quick_sparse_logits

pytestmark = pytest.mark.filterwarnings("ignore::xentcli.XentWarning")  # such rows are warned of
WIDTHS = [2, 3, 50_000]
DTYPES = ["float16", "float32", "float64"]


@pytest.fixture(autouse=True)
def _sixty_digits():
    with mpmath.workdps(60):
        yield


def losses(labels: Any, predictions: Any, **options: Any) -> Any:
    return xentcli.loss(labels, predictions, reduction="none", **options).value


def quick(logits: Any, ids: Any) -> Any:
    """The fast path itself."""
    return quick_sparse_logits(logits, ids, logits[np.arange(len(ids)), ids])


# ------------------------------------------------------------------ logits


def peak(width: int, rest: float, top: float) -> Any:
    """A row of equal logits but one."""
    row = np.full(width, rest)
    row[width // 2] = top
    return row


def logit_rows(dtype: str, width: int) -> dict[str, Any]:
    """Rows in which something overflows, vanishes, cancels or is shared, by what it is."""
    info = np.finfo(dtype)
    least, edge = float(info.smallest_subnormal), float(np.log(info.max))
    two_left = np.full(width, -np.inf)
    two_left[[0, -1]] = [1.5, 1.5]
    signs = np.where(np.arange(width) % 2, -1.0, 1.0)
    return {
        "all zero": np.zeros(width),
        "all minus zero": np.full(width, -0.0),
        "all equal": np.full(width, 0.1),
        "all 1e4": np.full(width, 1e4),
        "all -1e4": np.full(width, -1e4),
        "one-hot, 1e4": peak(width, 0, 1e4),
        "one-hot, -1e4": peak(width, 0, -1e4),
        "1e4 among -1e4": peak(width, -1e4, 1e4),
        "-1e4 among 1e4": peak(width, 1e4, -1e4),
        "denormals": least * signs,
        "a one among denormals": peak(width, least, 1.0),
        "-inf but one": peak(width, -np.inf, -7.0),
        "-inf but two alike": two_left,
        "one -inf": peak(width, 2.0, -np.inf),
        "largest ones tie": 30 * signs,
        "where exp overflows": edge + 0.5 * signs,
        "where its sum overflows": np.full(width, edge - 1e-2),
        "where exp vanishes": -edge + 0.5 * signs,
        "where it has few digits": peak(width, -edge - 1.5, 0),
        "the smallest losses": peak(width, -300.0, 300.0),
        "the others' masses have few digits": peak(width, -740, -700),
        "the own factor has few digits": peak(width, 690, 735),
    }


def hard_logits(dtype: str, width: int) -> tuple[Any, Any, list[Any]]:
    """All of them together in one block, each with its peak, first and last class: labels, logits, losses."""
    rows = [row.astype(dtype) for row in logit_rows(dtype, width).values()]
    pairs = [(row, k) for row in rows for k in (width // 2, 0, width - 1)]
    wanted = [cost(row, k) for row, k in pairs]
    return np.array([k for _, k in pairs]), np.stack([row for row, _ in pairs]), wanted


def cost(row: Any, k: int) -> Any:
    """The formula; a class of logit -inf costs infinity."""
    return mpf("inf") if row[k] == -np.inf else of_logits(row.astype(np.float64), k)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("dtype", DTYPES)
def test_class_ids_beside_the_hardest_logits(dtype, width):
    ids, logits, wanted = hard_logits(dtype, width)
    found = losses(ids, logits, scale="logits", loss="sparse")
    assert all_agree(found, wanted)
    if dtype != "float16":
        assert quick(logits, ids).tolist() == found
    finite = [i for i, loss in enumerate(wanted) if not mpmath.isinf(loss)]
    value = xentcli.loss(ids[finite], logits[finite], scale="logits", loss="sparse").value
    assert agrees(value, mean([wanted[i] for i in finite]))


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("dtype", DTYPES)
def test_one_hot_labels_beside_the_hardest_logits(dtype, width):
    ids, logits, wanted = hard_logits(dtype, width)
    labels = (np.arange(width) == ids[:, None]).astype(np.int8)
    assert all_agree(losses(labels, logits, scale="logits", loss="categorical"), wanted)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("dtype", DTYPES)
def test_shared_labels_beside_the_hardest_logits(dtype, width):
    ids, logits, wanted = hard_logits(dtype, width)
    others = (ids + 1) % width
    labels = np.zeros(logits.shape)
    labels[np.arange(len(ids)), ids], labels[np.arange(len(ids)), others] = 0.75, 0.25
    more = [cost(row, k) for row, k in zip(logits, others, strict=True)]
    both = [(3 * a + b) / 4 for a, b in zip(wanted, more, strict=True)]
    assert all_agree(losses(labels, logits, scale="logits", labels_kind="soft"), both)


@pytest.mark.parametrize("dtype", DTYPES)
def test_one_column_of_the_hardest_logits(dtype):
    info = np.finfo(dtype)
    sizes = [0.0, float(info.smallest_subnormal), float(info.tiny), 1e-3, 30, 36.8, 709.7, 745.2, 1e4]
    z = np.array([sign * size for size in sizes for sign in (1, -1)], dtype)
    for y in (0, 1):
        wanted = [of_logit(v, y) for v in z.tolist()]
        labels = np.full(len(z), y)
        labels[-1] = 1 - y
        assert all_agree(losses(labels, z, scale="logits", loss="binary")[:-1], wanted[:-1])


@pytest.mark.parametrize("width", [2, 10, 1000, TILE + 1])
def test_rows_done_again_keep_their_places_in_every_tile(width):
    """Ordinary rows, and one in three that is not, over several tiles and part of another."""
    rng = np.random.default_rng(width)
    logits = rng.standard_normal((2 * max(1, TILE // width) + 1, width)).astype(np.float32)
    logits[::3] += 2000
    ids = rng.integers(0, width, len(logits))
    found = quick(logits, ids)
    for i in {0, 1, len(ids) // 2, len(ids) - 2, len(ids) - 1}:
        assert agrees(found[i], of_logits(logits[i].astype(np.float64), ids[i]))
        assert found[i] == quick(logits[i : i + 1], ids[i : i + 1])[0]


# ------------------------------------------------------------------ probabilities


def hard_chances(dtype: str) -> Any:
    """Zero, the smallest denormals, the smallest ordinary numbers, one half, the last below one, and one."""
    info = np.finfo(dtype)
    tiny, least = info.tiny, info.smallest_subnormal
    near = [np.nextafter(np.dtype(dtype).type(x), np.dtype(dtype).type(1)) for x in (0.5, 1 - info.eps)]
    return np.array([0, least, 3 * least, tiny - least, tiny, info.eps, 0.5, *near, 1], dtype)


def beside(p: Any, width: int, places: Any) -> Any:
    """Rows with these probabilities at their places, and what is left shared by the others."""
    rows = np.empty((len(p), width), p.dtype)
    rows[:] = ((1 - p.astype(np.float64)) / (width - 1))[:, None]
    rows[np.arange(len(p)), places] = p
    return rows


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("dtype", DTYPES)
def test_labels_of_every_kind_beside_the_hardest_probabilities(dtype, width):
    p = hard_chances(dtype)
    ids = np.arange(len(p)) * 7919 % width
    rows, wanted = beside(p, width, ids), [minus_log(float(v)) for v in p]
    assert all_agree(losses(ids, rows, scale="probabilities", loss="sparse"), wanted)
    hot = (np.arange(width) == ids[:, None]).astype(np.float64)
    assert all_agree(losses(hot, rows, scale="probabilities", loss="categorical"), wanted)
    others = (ids + 1) % width
    half = hot / 2
    half[np.arange(len(p)), others] = 0.5
    more = [minus_log(float(rows[i, k])) for i, k in enumerate(others)]
    both = [(a + b) / 2 for a, b in zip(wanted, more, strict=True)]
    assert all_agree(losses(half, rows, scale="probabilities", labels_kind="soft"), both)


@pytest.mark.parametrize("dtype", DTYPES)
def test_one_column_of_the_hardest_probabilities(dtype):
    p = hard_chances(dtype)
    labels = np.arange(2).repeat(len(p))
    wanted = [minus_log_complement(float(v)) for v in p] + [minus_log(float(v)) for v in p]
    assert all_agree(losses(labels, np.tile(p, 2), scale="probabilities", loss="binary"), wanted)
