"""Find the scale of the predictions from the evidence of all rows."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from xentcli.core.frozen import replace
from xentcli.core.text import shown
from xentcli.core.types import Kind, Loss, Scale
from xentcli.detection.refusal import MIXED, ONE_SUM, PERCENT_OR_LOGIT, UNNORMALISED, Refusal, refused
from xentcli.losses.frameworks.convention import LossCase
from xentcli.losses.frameworks.registry import CONVENTIONS
from xentcli.settings.check import NO_SCALE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentcli.core.errors import Way
    from xentcli.detection.evidence import PredictionEvidence
    from xentcli.numerics.occurrences import Occurrences
    from xentcli.settings.settings import Settings

HUNDRED = 100
LARGE_LOGIT = 20
"""Logits above this are rare: their probability misses one by less than 1e-8."""
FEWEST, SAME, ROUNDED = 2, 1e-3, 4
"""The rows, and the relative and absolute differences, with which sums count as the same."""
MANY = 9
"""How many times more rows cannot be probabilities than can, if they are logits."""
CLAIMS = frozenset({"XE203", "XE204"})
"""Codes of predictions that are not on the scale that an option or the loss claims."""
NUMBER = "every prediction must be a number; only logits and log-probabilities may be -inf"


def find_scale(
    predictions: PredictionEvidence,
    kind: Kind,
    loss: Loss,
    columns: int,
    settings: Settings,
    names: Sequence[str] = (),
) -> Scale | Refusal:
    """Return the scale of the predictions, given by an option or detected from all rows and the names."""
    bad = no_number(predictions)
    if bad is not None:
        return bad
    said = settings.said_scale
    if said is not None:
        found = _checked_scale(predictions, said)
        if isinstance(found, Refusal) and found.code in CLAIMS:
            return replace(found, ways=(_unclaimed(settings),))
        return found
    scale = _shown_scale(predictions, kind, loss, columns, settings, names)
    if scale is Scale.PROBABILITIES and predictions.minus_infinity:
        return _bad_number(predictions.minus_infinity)
    return scale if scale is Scale.PROBABILITIES else _alive(predictions, scale)


def no_number(seen: PredictionEvidence) -> Refusal | None:
    """Return the refusal of NaN or +inf, which are invalid on any scale, or None."""
    bad = seen.nan or seen.plus_infinity
    return _bad_number(bad) if bad else None


def _bad_number(bad: Occurrences) -> Refusal:
    return refused(bad, f"{shown(bad.value)} is not a prediction ({bad.times('cell')})", NUMBER, "XE201")


def _alive(seen: PredictionEvidence, scale: Scale | Refusal) -> Scale | Refusal:
    """Return ``scale``, or a refusal if every prediction of some row is -inf."""
    if isinstance(scale, Refusal) or not seen.dead:
        return scale
    hint = "a row needs at least one finite logit"
    return refused(seen.dead, "every score of the row is -inf", hint, "XE202")


def _checked_scale(seen: PredictionEvidence, said: Scale) -> Scale | Refusal:
    if said is Scale.PROBABILITIES and seen.beyond_unit:
        bad = seen.beyond_unit
        message = f"{shown(bad.value)} is not a probability ({bad.times('cell')} outside [0, 1])"
        return refused(bad, message, _what_instead(seen), "XE203")
    if said is Scale.LOG_PROBABILITIES and seen.maximum > 0:
        hint = "use --from-probs for probabilities, or --from-logits for logits"
        message = f"the largest prediction is {seen.maximum:.6g}, but log-probabilities are at most 0"
        return Refusal("XE204", message, hint)
    return said if said is Scale.PROBABILITIES else _alive(seen, said)


def _unclaimed(settings: Settings) -> Way:
    """Return the options that leave the scale to the data."""
    return NO_SCALE if settings.scale is not None else {"loss": str(settings.loss.formula or "auto")}


def _what_instead(seen: PredictionEvidence) -> str:
    """Return the hint on what numbers outside [0, 1] may be."""
    if seen.log_simplex and not seen.not_log_simplex:
        return "for log-probabilities, use --from-log-probs"
    if seen.percent and not seen.not_percent:
        return "for percentages, use --from-percent"
    return "for logits, use --from-logits instead"


_VECTORS = {Kind.ONE_HOT, Kind.MULTI_LABEL, Kind.SOFT}


def _shown_scale(
    seen: PredictionEvidence, kind: Kind, loss: Loss, columns: int, settings: Settings, names: Sequence[str]
) -> Scale | Refusal:
    if columns == 1 or (loss is Loss.BINARY and kind in _VECTORS):
        if not seen.beyond_unit:
            return Scale.PROBABILITIES
        return _nearly_unit(seen, names) or _in_hundred(seen) or Scale.LOGITS
    if not seen.not_simplex:
        return Scale.PROBABILITIES
    if not seen.simplex:
        return _off_simplex(seen, kind, loss, settings)
    return Scale.LOGITS if _are_called_logits(seen, names) else _mixed(seen, kind)


def _are_called_logits(seen: PredictionEvidence, names: Sequence[str]) -> bool:
    """Return whether the names say logits, and most rows can be nothing else."""
    if not (names and seen.beyond_unit and seen.not_simplex.count > seen.simplex.count):
        return False
    from xentcli.detection.nearly_unit import is_called_logit

    return all(map(is_called_logit, names))


def _off_simplex(seen: PredictionEvidence, kind: Kind, loss: Loss, settings: Settings) -> Scale | Refusal:
    """Return the scale of predictions without rows that sum to one."""
    if seen.log_simplex and not seen.not_log_simplex:
        return Scale.LOG_PROBABILITIES
    if seen.percent and not seen.not_percent:
        return _percentages(seen.percent)
    if _has_constant_sum(seen):
        return _one_sum(seen)
    return Scale.LOGITS if seen.beyond_unit else _inside_off_simplex(seen, kind, loss, settings)


def _mixed(seen: PredictionEvidence, kind: Kind) -> Refusal:
    """Return the refusal of predictions with only some rows that are distributions."""
    bad, good = seen.not_simplex, seen.simplex
    verb = "is" if good.count == 1 else "are"
    message = f"{bad.value} is not a distribution ({bad.times('row')}), but {good.times('row')} {verb}"
    if seen.beyond_unit:
        hint = "if all rows are logits, use --from-logits; probabilities lie in [0, 1] and sum to one"
    elif kind is Kind.ONE_HOT:
        hint = "use --loss binary for independent sigmoids, or --from-probs to accept such rows"
    else:
        hint = "use --from-probs to accept such rows, or --from-logits if all are logits"
    logits = bool(seen.beyond_unit) and bad.count >= MANY * good.count
    return refused(bad, message, hint, MIXED, ({"from_logits": True},) if logits else ())


def _percentages(seen: Occurrences) -> Refusal:
    hint = "use --from-percent for percentages, or --from-logits for logits"
    message = f"{seen.value} sums to 100 ({seen.times('row')}): percentages?"
    return refused(seen, message, hint, "XE207", ({"from_percent": True}, {"from_logits": True}))


def _in_hundred(seen: PredictionEvidence) -> Refusal | None:
    """Return the refusal of numbers from 0 to 100 that may be percentages, or None.

    Logits of both classes have both signs, and most are not whole.
    """
    if not seen.minimum >= 0 or seen.maximum > HUNDRED or not (seen.is_whole or seen.maximum > LARGE_LOGIT):
        return None
    numbers = "whole numbers" if seen.is_whole else "numbers"
    message = f"{numbers} from {seen.minimum:g} to {seen.maximum:g}: percentages, or logits?"
    hint = "use --from-percent for percentages, or --from-logits for logits"
    return refused(
        seen.beyond_unit, message, hint, PERCENT_OR_LOGIT, ({"from_percent": True}, {"from_logits": True})
    )


def _nearly_unit(seen: PredictionEvidence, names: Sequence[str]) -> Refusal | None:
    """Return the refusal of numbers that are probabilities with a few exceptions, or None."""
    if seen.is_whole or 2 * seen.beyond_unit.count > seen.cells:
        return None
    from xentcli.detection.nearly_unit import nearly_unit

    return nearly_unit(seen, names)


def _has_constant_sum(seen: PredictionEvidence) -> bool:
    """Return whether all of several rows are without negative numbers and sum to the same number above zero.

    Whole numbers may miss it by rounding, if they are scaled to a large sum.
    """
    low, high = seen.least_sum, seen.most_sum
    if seen.rows < FEWEST or seen.minimum == seen.maximum or not 0 < low <= high < math.inf:
        return False
    return high - low <= SAME * high or (seen.is_whole and low >= HUNDRED and high - low <= ROUNDED)


def _one_sum(seen: PredictionEvidence) -> Refusal:
    total = f"{(seen.least_sum + seen.most_sum) / 2:.4g}"
    what = "counts, or logits?" if seen.is_whole else "shares of that sum, or logits?"
    message = f"no number is negative, and each of {seen.rows:,} rows sums to {total}: {what}"
    hint = (
        "use --normalize to divide each row by its sum, --from-logits for logits, "
        "or --from-probs to keep the numbers"
    )
    ways = ({"normalize": True}, {"from_logits": True})
    return refused(seen.not_simplex, message, hint, ONE_SUM, ways)


def _inside_off_simplex(
    seen: PredictionEvidence, kind: Kind, loss: Loss, settings: Settings
) -> Scale | Refusal:
    """Return the scale of predictions in [0, 1] without rows that sum to one.

    They are probabilities if the requested loss takes or normalizes such rows, otherwise a refusal.
    """
    case = LossCase(loss, Scale.PROBABILITIES, kind)
    divided = CONVENTIONS[settings.like].guard(case, settings, 0.0).normalise
    if settings.loss.formula is not None and (loss is Loss.BINARY or divided):
        return Scale.PROBABILITIES
    bad = seen.not_simplex
    if kind is Kind.ONE_HOT and settings.loss.formula is None:
        readings = "independent sigmoids, or scores to normalize?"
        hint = "use --normalize to divide each row by its sum, or --loss binary for independent sigmoids"
        ways: tuple[Way, ...] = ({"normalize": True}, {"loss": "binary"})
    else:
        readings = "logits, or scores to normalize?"
        hint = (
            "use --normalize to divide each row by its sum, --from-logits for logits, "
            "or --from-probs to keep the numbers"
        )
        ways = ({"normalize": True}, {"from_logits": True})
    message = f"{bad.value} lies in [0, 1] but does not sum to one ({bad.times('row')}): {readings}"
    return refused(bad, message, hint, UNNORMALISED, ways)
