"""Words that stand for steps of a scale, in order: low, medium, high; Jan to Dec; one, two, three."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from xentcli.core.class_columns import bare_names
from xentcli.core.names import look

if TYPE_CHECKING:
    from collections.abc import Sequence

_SCALES = (
    "very low|lowest, low, low medium|below average, medium|mid|med|moderate|average|middle, "
    "medium high|above average, high, very high|highest|extreme",
    "terrible|awful, very poor|very bad, poor|bad, fair|average|okay|ok, good, very good, excellent|great",
    "none|normal|healthy|no dr|absent, minimal|very mild, mild|slight|low, moderate|medium, "
    "severe|serious|high, very severe|critical|extreme|proliferative|proliferative dr",
    "minor, moderate|major, severe|critical|fatal",
    "debug, info, warning|warn, error, critical|fatal",
    "extra small|xs, small|s, medium|m|mid, large|l|big, extra large|xl, xxl",
    "tiny, small, medium, large, huge",
    "short, medium, long|tall",
    "light, medium, heavy",
    "slow, medium|normal, fast",
    "cold|cool, warm|mild, hot",
    "young, middle|adult, old|senior",
    "child|kid, teen|teenager, adult, senior|elderly",
    "never, rarely|seldom, sometimes|occasionally, often|frequently, always",
    "strongly disagree, disagree, neutral|undecided, agree, strongly agree",
    "very dissatisfied, dissatisfied|unsatisfied, neutral, satisfied, very satisfied",
    "very negative, negative|neg, neutral|neu|neut, positive|pos, very positive",
    "very unlikely, unlikely, neutral|possible, likely, very likely",
    "unacceptable|unacc, acceptable|acc, good, very good|vgood",
    "zero|zeroth, one|first|1st, two|second|2nd, three|third|3rd, four|fourth|4th, five|fifth|5th, "
    "six|sixth|6th, seven|seventh|7th, eight|eighth|8th, nine|ninth|9th, ten|tenth|10th",
    "i, ii, iii, iv, v, vi, vii, viii, ix, x",
    "january|jan, february|feb, march|mar, april|apr, may, june|jun, july|jul, august|aug, "
    "september|sep|sept, october|oct, november|nov, december|dec",
    "monday|mon|mo, tuesday|tue|tues|tu, wednesday|wed|we, thursday|thu|thur|thurs|th, friday|fri|fr, "
    "saturday|sat|sa, sunday|sun|su",
    "spring, summer, autumn|fall, winter",
    "morning, noon|midday, afternoon, evening, night",
    "beginner|novice|basic, intermediate, advanced, expert",
    "easy, medium, hard|difficult",
    "bronze, silver, gold, platinum",
    "red, yellow|amber|orange, green",
    "primary, secondary, tertiary",
    "elementary, middle, high",
    "loss|lose|away, draw|tie, win|home",
    "down|decrease|sell, flat|same|stable|hold|neutral, up|increase|buy",
    "before, during, after",
    "past, present, future",
    "left, center|centre|middle, right",
)
_PLACES = tuple(
    {word: place for place, words in enumerate(scale.split(", ")) for word in words.split("|")}
    for scale in _SCALES
)
"""The place of each word on its scale."""


_BIN = re.compile(
    r"(?i)(?:.*?[^\d.<>=≤≥\s-])??\s*(?:(?P<below><=?|≤|under|below|less than|up to)\s*(?P<high>\d+(?:\.\d+)?)"
    r"|(?P<above>>=?|≥|over|above|more than)\s*(?P<low>\d+(?:\.\d+)?)"
    r"|(?P<first>\d+(?:\.\d+)?)\s*(?:-|–|_|to|\.\.|,)\s*(?P<last>\d+(?:\.\d+)?)"
    r"|(?P<least>\d+(?:\.\d+)?)\s*(?:\+|plus|and (?:over|more|above))|(?P<only>\d+(?:\.\d+)?))[^\d<>+]*"
)
"""A range of numbers: <10, 10-50, >50, 50+."""


def _bins(columns: Sequence[str]) -> list[int] | None:
    """Return the rank of each column if the names are ranges of numbers that follow each other, or None.

    >>> _bins(["10-50", "<10", ">50"]), _bins(["0-5", "5-10", "10+"]), _bins(["a-1", "b-2"])
    ([1, 0, 2], [0, 1, 2], None)
    """
    found = [_BIN.fullmatch(name.strip()) for name in columns]
    if not all(found) or all(one is not None and one["only"] is not None for one in found):
        return None
    ends = [_ends(one) for one in found if one is not None]
    order = sorted(range(len(ends)), key=ends.__getitem__)
    if any(ends[a][1] > ends[b][0] for a, b in pairwise(order)) or len({*ends}) < len(ends):
        return None
    return [order.index(place) for place in range(len(ends))]


def _ends(found: re.Match[str]) -> tuple[float, float]:
    """Return the smallest and the largest number of a range."""
    if found["high"] is not None:
        return float("-inf"), float(found["high"])
    if found["low"] is not None or found["least"] is not None:
        return float(found["low"] or found["least"]), float("inf")
    first = found["first"] or found["only"]
    return float(first), float(found["last"] or first)


def steps_of(columns: Sequence[str]) -> list[int] | None:
    """Return the rank of each column on the scale that their names are words of, or None.

    >>> steps_of(["p_high", "p_low", "p_medium"]), steps_of(["Apr", "Aug", "Jan"]), steps_of(["cat", "dog"])
    ([2, 0, 1], [1, 2, 0], None)
    """
    if len(columns) < 2:
        return None
    bins = _bins(columns)
    if bins is not None:
        return bins
    for names in (columns, bare_names(columns)):
        words = [" ".join(re.split(r"[\W_]+", look(name))).strip() for name in names]
        for places in _PLACES:
            found = [places[word] for word in words if word in places]
            if len(found) == len(words) == len(set(found)):
                ranks = sorted(found)
                return [ranks.index(place) for place in found]
    return None
