"""Predictions that are mostly probabilities: a few cells outside [0, 1] do not make them logits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xentcli.core.text import shown
from xentcli.detection.refusal import Refusal, refused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentcli.core.errors import Way
    from xentcli.detection.evidence import PredictionEvidence


def word_pattern(words: str) -> re.Pattern[str]:
    """Return a pattern that finds words in the name of a column."""
    return re.compile(rf"(?i)(?:^|[\W_])(?:{words})\d*(?:$|[\W_])")


_EXPONENTIALS = word_pattern(
    r"exp(?:onentials?)?(?:[\W_]?of)?[\W_]?(?:logits?|log[\W_]?odds|margins?|scores?|z)|exponent(?:ials?)?"
)
_LOGITS = word_pattern(
    r"logits?|log[\W_]?odds|margins?|decision[\W_]?function|link|linear[\W_]?predictor"
    r"|raw[\W_]?(?:scores?|predictions?|margins?|formula[\W_]?val)"
)
_ODDS = word_pattern(r"odds?|odds?[\W_]?ratios?|quotes?|quota")
FEWEST = 4
"""The fewest cells in [0, 1] that count as evidence without a telling column name."""
NEAR = (-0.5, 1.5)
"""Where most values lie that a regression fits to labels 0 and 1."""
FITTED, MOST = 3, 9
"""How many times as many cells lie in [0, 1] as outside: of fitted values, and of others."""
_PROBABILITY = re.compile(r"(?i)(?:^|[\W_\d])(?:probs?|probas?|probabilit\w*|fitted|sigmoid)(?:$|[\W_\d])")
_LOGARITHM = re.compile(r"(?i)log|(?:^|[\W_])ln(?:$|[\W_\d])|margin|raw")


def is_called_logit(column: str) -> bool:
    """Return whether the name of a column says that it holds logits.

    >>> is_called_logit("logit_cat"), is_called_logit("exp_logit")
    (True, False)
    """
    return _LOGITS.search(column) is not None and not is_called_exponential(column)


def is_called_odds(column: str) -> bool:
    """Return whether the name of a column says that it holds odds, and not their logarithms.

    >>> [is_called_odds(name) for name in ("odds_yes", "OddsRatio", "exp_logit", "log_odds", "logit_odds")]
    [True, True, True, False, False]
    """
    words = "_".join(re.split(r"[\W_\d]+|(?<=[a-z])(?=[A-Z])", column))
    log = is_called_logit(column) or _LOGARITHM.search(column)
    return is_called_exponential(column) or (_ODDS.search(words) is not None and not log)


def is_called_exponential(column: str) -> bool:
    """Return whether the name of a column says that it holds exponentials, such as `exp_logit`."""
    return _EXPONENTIALS.search(column) is not None


def is_called_probability(column: str) -> bool:
    """Return whether the name of a column says that it holds probabilities, and not their logarithms.

    >>> is_called_probability("y_prob"), is_called_probability("log_prob"), is_called_probability("p")
    (True, False, False)
    """
    return _PROBABILITY.search(column) is not None and _LOGARITHM.search(column) is None


def nearly_unit(seen: PredictionEvidence, names: Sequence[str]) -> Refusal | None:
    """Return the refusal of numbers that mostly lie in [0, 1], or None if they may be logits.

    Logits of a weak model are near 0, but about half of them are negative.
    """
    outside, inside = seen.beyond_unit.count, seen.cells - seen.beyond_unit.count
    if names and all(map(is_called_logit, names)):
        return None
    marks = outside == seen.marked
    called = bool(names) and all(map(_PROBABILITY.search, names))
    near = NEAR[0] <= seen.minimum and seen.maximum <= NEAR[1]
    enough = inside >= (FITTED if near else MOST) * outside or marks
    if not (inside >= outside if called else inside >= FEWEST and enough):
        return None
    return _outside(seen, inside, marks=marks, sure=called or marks)


def _outside(seen: PredictionEvidence, inside: int, *, marks: bool, sure: bool) -> Refusal:
    bad = seen.beyond_unit
    what = "missing predictions" if marks else "a few bad probabilities"
    message = (
        f"{shown(bad.value)} is not a probability, but {inside:,} of {seen.cells:,} predictions lie in "
        f"[0, 1]: {what}, or logits?"
    )
    out = "remove the rows with this mark from all files" if marks else "correct the cells outside [0, 1]"
    ways: tuple[Way, ...] = () if sure else ({"from_logits": True},)
    return refused(bad, message, f"{out}; if all are logits, use --from-logits", "XE213", ways)
