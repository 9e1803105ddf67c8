"""Numbers outside [0, 1] in columns that are called probabilities, such as `prob` or `p`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xentcli.core.text import listed, shown
from xentcli.detection.nearly_unit import is_called_probability
from xentcli.detection.refusal import Refusal, refused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentcli.core.errors import Way
    from xentcli.detection.evidence import PredictionEvidence

FEWEST = 4
"""The fewest rows of several columns without a number below 0 that are rarely logits."""
_P = re.compile(r"(?i)(?:y[\W_]?)?(?:p|pr|p[\W_]?hat)[\W_]?\d*")


def outside(names: Sequence[str], seen: PredictionEvidence) -> Refusal | None:
    """Return the question what numbers outside [0, 1] are whose columns are called probabilities, or None.

    A single `p` may hold logits if some numbers are below 0, and so may several columns.
    """
    if not names or not seen.beyond_unit:
        return None
    sure = all(map(is_called_probability, names))
    alone = len(names) == 1
    if not (sure or (alone and _P.fullmatch(names[0]))) or (not (alone and sure) and seen.minimum < 0):
        return None
    if not alone and seen.rows < FEWEST:
        return None
    return _asked(names, seen)


def _asked(names: Sequence[str], seen: PredictionEvidence) -> Refusal:
    some = listed(list(map(shown, names)), 4)
    what, name = ("column", "name") if len(names) == 1 else ("columns", "names")
    message = (
        f"judging by the {name}, {what} {some} should hold probabilities, but the numbers are from "
        f"{seen.minimum:g} to {seen.maximum:g}"
    )
    hint = "divide the numbers such that 1 is certain; if they are logits, use --from-logits"
    ways: tuple[Way, ...] = ({"from_logits": True},) if seen.minimum < 0 < seen.maximum else ()
    return refused(seen.beyond_unit, message, hint, "XE212", ways)
