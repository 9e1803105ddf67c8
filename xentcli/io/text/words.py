"""Words for truth values, missing values and infinities, shared by all formats."""

from __future__ import annotations

TRUTHS = {"True": True, "true": True, "TRUE": True, "False": False, "false": False, "FALSE": False}
"""Truth values as written by pandas, JSON and spreadsheets."""
MISSING = frozenset({"NA", "N/A", "n/a", "#N/A", "<NA>", "NaT", "NULL", "null", "None", "none", "?", "-"})
"""Words for a missing value among numbers. Among names they are names."""
NAN = frozenset({"nan", "+nan", "-nan"})
"""Spellings of NaN, in lower case."""
INFINITY = frozenset({"inf", "+inf", "-inf", "infinity", "+infinity", "-infinity"})
"""Spellings of infinity, in lower case."""
ONE_WAY = "write 1 and 0, or True and False, not both"
"""The hint for truth values among numbers."""

_TRUTHS = frozenset(map(str.lower, TRUTHS))
_MISSING = frozenset(map(str.lower, MISSING))


def is_truth(word: str) -> bool:
    """Return whether a word is a truth value, ignoring case.

    >>> is_truth("tRUE"), is_truth("yes")
    (True, False)
    """
    return word.strip().lower() in _TRUTHS


def is_missing(word: str) -> bool:
    """Return whether a word is a missing value, ignoring case.

    >>> [is_missing(word) for word in ("#N/A", "Null", "NaN", "?", "nothing")]
    [True, True, True, True, False]
    """
    return word.strip().lower() in _MISSING or is_nan(word)


def is_nan(word: str) -> bool:
    """Return whether a word is read as NaN.

    >>> is_nan("NaN"), is_nan("NA")
    (True, False)
    """
    return word.strip().lower() in NAN


def is_infinite(word: str) -> bool:
    """Return whether a word is read as an infinity.

    >>> is_infinite("-Inf"), is_infinite("infinite")
    (True, False)
    """
    return word.strip().lower() in INFINITY
