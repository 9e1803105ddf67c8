"""Suspicions about masks that were saved as pictures: in colour, or lossily."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xentcli.commands.advise.appearance import channel_axis
from xentcli.commands.advise.case import Diagnosis
from xentcli.commands.advise.fixes import rewritten
from xentcli.commands.advise.suspicions.suspicion import Suspicion
from xentcli.core.text import counted
from xentcli.core.types import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xentcli.commands.advise.case import Case
    from xentcli.inputs.selection import Selection

MOST_GREYS = 0.2
"""The largest share of greys in a mask of black and white."""
LEAST_WHITE = 0.01
"""The smallest share of black, and of white."""
FAR = 183
"""Greys from here on are not classes: the largest id of the usual data sets is 182."""


def rgb_mask(case: Case) -> Diagnosis | None:
    """Report pictures in colour whose channels are equal, in place of one label at each position.

    Three channels with different meanings are not equal at every position by chance.
    """
    seen, looks = case.seen.labels, case.clues.looks
    if looks.coloured or not seen.whole or seen.minimum >= seen.maximum:
        return None
    return equal_channels(case.labels)


def equal_channels(labels: Selection) -> Diagnosis | None:
    """Return the finding for labels with equal channels, or None if they have no axis of channels."""
    axis = channel_axis((1, *labels.shape))
    if axis is None:
        return None
    evidence: dict[str, Any] = {"axis": axis, "channels": labels.shape[axis - 1]}
    said = f"the channels on axis {axis} are equal at every position, as in a mask saved as an RGB image"
    one = "t[:, 0]" if axis == 1 else "t[..., 0]"
    return Diagnosis("rgb-mask", said, evidence, rewritten(labels, one))


RGB_MASK = Suspicion(
    "rgb-mask",
    title="a mask saved as an RGB image",
    meaning="All channels hold the same numbers, so every position has its label three times.",
    fix="Keep one channel: m[..., 0]. Save masks as images with one channel.",
    find=rgb_mask,
)


def grey_mask(case: Case) -> Diagnosis | None:
    """Report masks of 0 and 255 with a few other numbers, as lossy formats and interpolation leave them.

    Class ids do not look so by chance: at least 80% of the positions are 0 or 255, and the others include
    numbers that are no class of the predictions, or without predictions numbers above the ids of the usual
    data sets.
    """
    counts = case.seen.labels.classes.counts
    if case.reading.layout.vectors or case.seen.labels.classes.full or case.reading.kind is Kind.SOFT:
        return None
    greys = sorted(int(c) for c in counts if isinstance(c, int) and c not in {0, 255})
    least = FAR if case.predictions is None else max(case.width, 2)
    if not _is_black_and_white(counts) or not greys or greys[0] < 0 or not least <= greys[-1] < 255:
        return None
    positions = sum(counts[grey] for grey in greys)
    evidence: dict[str, Any] = {"greys": greys[:10], "positions": positions, "values": len(greys)}
    some = counted(positions, "label is", "labels are")
    said = f"{some} between 0 and 255, such as {greys[-1]}; all others are 0 or 255"
    said += "; the mask was saved with lossy compression"
    return Diagnosis("grey-mask", said, evidence, rewritten(case.labels, "(t > 127).astype('uint8')"))


def _is_black_and_white(counts: Mapping[Any, int]) -> bool:
    """Return whether most labels are 0 or 255, and neither of them is rare."""
    total = sum(counts.values())
    black, white = counts.get(0, 0), counts.get(255, 0)
    return min(black, white) >= LEAST_WHITE * total and black + white >= (1 - MOST_GREYS) * total > 0


GREY_MASK = Suspicion(
    "grey-mask",
    title="a black-and-white mask with grey values",
    meaning="JPEG compression and resizing with interpolation create new numbers at the edges of a "
    "mask. They are not classes.",
    fix="Save masks as PNG, resize them with nearest-neighbor interpolation, or threshold them: m > 127.",
    find=grey_mask,
    hides=("ignore-marks", "labels-out-of-range", "labels-0-255"),
)
