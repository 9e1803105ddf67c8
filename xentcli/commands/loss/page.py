"""The short page of a loss: the number, how good it is, how the files were read, and the hardest rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.commands.loss.grids import groups_grid, means_grid, right, statistic
from xentcli.core.frozen import replace
from xentcli.core.text import listed
from xentcli.report.cells import human
from xentcli.report.grid import Share
from xentcli.report.page import Block, Styled, facts, heading, table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xentcli.commands.loss.parts import RowResult
    from xentcli.commands.loss.result import LossResult
    from xentcli.report.page import Shown

BARS = "▁▂▃▄▅▆▇█"
FEWEST_BARS = 4
"""The bars on the narrowest terminal."""
NAMES = 4
"""The class names shown."""
GROUPS = 10
"""The classes or groups shown."""


def page_of(result: LossResult) -> Sequence[Block]:
    """Return the blocks of the page."""
    blocks = [_number(result), facts(*_quality(result)), facts(*_reading(result))]
    blocks += [table(means_grid(result.means))] if result.means else []
    blocks += [_groups(result)] if result.by is not None else []
    blocks += [_distribution(result)] if result.histogram is not None else []
    return [*blocks, _hardest(result)] if result.top[: result.shown] else blocks


def _number(result: LossResult) -> Block:
    unit = "nats" if result.base is None else "bits" if result.base == 2 else f"in base {result.base:g}"
    title = Styled(result.title, "title")
    if isinstance(result.value, list):
        return heading(title, f"{result.counted('row loss', 'row losses')}; -f value prints them")
    reduction = result.reduction.replace("_", " ")
    counted = Styled(f"{reduction} of {result.counted('sample', 'samples')}", "dim")
    return heading(title, Styled(result.value, "answer"), f"{unit}", counted)


def _quality(result: LossResult) -> Iterator[tuple[Shown, ...]]:
    known = result.statistics
    if known.skill is not None and known.class_entropy is not None:
        side = "below" if known.skill >= 0 else "above"
        remark = f"{side} {human(known.class_entropy)}, the loss of the class shares alone"
        yield "skill", Share(known.skill), remark
    if known.accuracy is not None:
        yield "accuracy", Share(known.accuracy), right(result.kind, result.classes)
    if known.accuracy_elementwise is not None:
        yield "", Share(known.accuracy_elementwise), "per output"
    if known.perplexity is not None:
        yield "perplexity", known.perplexity, "equally likely classes with the same loss"


def _reading(result: LossResult) -> Iterator[tuple[Shown, ...]]:
    yield "labels", f"{result.kind}: {'; '.join(result.evidence)}"
    columns = "one column" if result.classes == 1 else f"{result.classes:,} columns"
    names = "" if result.class_names is None else f": {listed(result.class_names, NAMES)}"
    yield "predictions", f"{result.scale}, {result.dtype}, {columns}{names}"


def _groups(result: LossResult) -> Block:
    every = result.by or ()
    more = f": the first {GROUPS} of {len(every):,}" if len(every) > GROUPS else ""
    grid = groups_grid(result.by_name, every[:GROUPS])
    return table(grid, f"{grid.title}{more}")


def _distribution(result: LossResult) -> Block:
    """Return a line of bars, one for each interval of losses."""
    found, known = result.histogram, result.statistics
    assert found is not None
    middle = "" if known.median is None else statistic("median", known.median, exact=known.median_exact)
    title = "Row losses" if middle == "" else f"Row losses, median {human(middle)}"
    ends = human(found.low), human(found.high)
    pictures = [_picture(ends, counts, title) for counts in _coarser(found.counts)]
    return replace(pictures[0], smaller=tuple(pictures[1:]))


def _picture(ends: tuple[str, str], counts: Sequence[int], title: str) -> Block:
    row = (ends[0], Styled(bars(counts), "answer"), ends[1])
    return Block((row,), title, 2, picture=True)


def _coarser(counts: Sequence[int]) -> Iterator[Sequence[int]]:
    """Yield the counts, then those of intervals twice as wide, and so on.

    >>> list(_coarser((8, 0, 1, 4, 1, 1, 2, 3)))
    [(8, 0, 1, 4, 1, 1, 2, 3), (8, 5, 2, 5)]
    """
    yield counts
    while len(counts) >= 2 * FEWEST_BARS and not len(counts) % 2:
        counts = tuple(map(sum, zip(counts[::2], counts[1::2], strict=True)))
        yield counts


def bars(counts: Sequence[int]) -> str:
    """Return a character per count; its height shows the count, and a blank none.

    >>> bars((8, 0, 1, 4))
    '█ ▁▄'
    """
    most, steps = max(counts), len(BARS)
    return "".join(BARS[-(-n * steps // most) - 1] if n else " " for n in counts)


def _hardest(result: LossResult) -> Block:
    rows = result.top[: result.shown]
    more = len(result.top) > len(rows)
    title = "Hardest rows" + (f", {len(rows)} of {len(result.top)}" if more else "")
    return Block(tuple(map(_row, rows)), title, 2)


def _row(row: RowResult) -> tuple[Shown, ...]:
    where = f"row {row.row:,}" + (f", position {row.position:,}" if row.position is not None else "")
    key = () if row.key is None else (row.key,)
    return (where, *key, row.label, f"predicted {row.predicted}", row.loss)
