"""Peak memory as the data grow: files and pipes, once, four times and sixteen times."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contenders import Case, Contender, ours, piped

if TYPE_CHECKING:
    from collections.abc import Mapping

SIZES = (1, 4, 16)
GROWTH = 10
"""Percent at most, from the first size to the last."""
WAYS = {
    "NPY": ("npy", False, 60),
    "NPY from a pipe": ("npy", True, 60),
    "CSV": ("csv", False, 130),
    "CSV from a pipe": ("csv", True, 130),
}
"""Format, whether piped, and MiB at most."""


def case_of(way: str, size: int) -> str:
    """The name of a case."""
    return f"memory-{way.replace(' ', '-').lower()}-{size}x"


def _command(way: str, size: int) -> Contender:
    suffix, through, _ = WAYS[way]
    labels, predictions = (f"grown{size}_{part}.{suffix}" for part in "yp")
    if through:
        return piped(predictions, "loss", labels, "-", "-f", "value")
    return ours("loss", labels, predictions, "-f", "value")


MEMORY: tuple[Case, ...] = tuple(
    Case(case_of(way, size), f"{way}, {size}x", f"grown_{WAYS[way][0]} {size}", (_command(way, size),))
    for way in WAYS
    for size in SIZES
)
"""One case a way and size; nobody else runs."""


def _row(way: str, mebibytes: Mapping[str, float]) -> str:
    peaks = [mebibytes.get(case_of(way, size)) for size in SIZES]
    most = WAYS[way][2]
    cells = ["n/a" if peak is None else f"{peak:.0f}" for peak in peaks]
    known = [peak for peak in peaks if peak is not None]
    if len(known) < len(SIZES):
        return f"| {way} | {' | '.join(cells)} | n/a | ≤ {most}, ≤ {GROWTH}% | n/a |"
    growth = 100 * (known[-1] / known[0] - 1)
    met = max(known) <= most and 100 * (known[-1] - known[0]) <= GROWTH * known[0]
    target = f"≤ {most}, ≤ {GROWTH}%"
    return f"| {way} | {' | '.join(cells)} | {growth:+.0f}% | {target} | {'yes' if met else '**no**'} |"


def memory_table(mebibytes: Mapping[str, float]) -> str:
    """Return a Markdown table of peaks in MiB and their growth, from the peaks by name of case."""
    sizes = " | ".join(f"{size}x" for size in SIZES)
    lines = [f"| peak MiB | {sizes} | growth | target | met |", "|---|---|---|---|---|---|---|"]
    return "\n".join(lines + [_row(way, mebibytes) for way in WAYS])
