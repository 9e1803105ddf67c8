"""Arrays and lists of scores whose name says that they hold other numbers, and numbers at many positions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.types import Scale
from xentcli.detection.doubts.by_name import no_score
from xentcli.detection.no_scores import no_scores, too_large
from xentcli.detection.odd_scales import named
from xentcli.detection.quantised import eight_bits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentcli.detection.decide import Evidence
    from xentcli.detection.refusal import Refusal
    from xentcli.losses.spec import LossSpec


def of_title(spec: LossSpec, seen: Evidence, title: Sequence[str]) -> Refusal | None:
    """Return the refusal of an array or a list by its name, as of a column; None if it may hold scores."""
    numbers = seen.predictions
    if spec.layout.width > 1:
        is_logits = bool(title) and spec.case.scale is Scale.LOGITS
        return (no_scores(title, seen) or no_score(title, numbers)) if is_logits else None
    if not spec.layout.positions:
        return None  # its name is that of a column
    found = named(title[0], numbers) if title else None
    if found is not None or not numbers.is_whole or spec.case.scale is not Scale.LOGITS:
        return found
    return eight_bits(numbers) or too_large(numbers)
