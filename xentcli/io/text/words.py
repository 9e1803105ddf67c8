"""The words that stand for a truth value, a missing value or an infinity, in every format alike."""

from __future__ import annotations

TRUTHS = {"True": True, "true": True, "TRUE": True, "False": False, "false": False, "FALSE": False}
"""The words that pandas, JSON and spreadsheets write for 1 and 0."""
MISSING = frozenset({"NA", "N/A", "n/a", "#N/A", "<NA>", "NaT", "NULL", "null", "None", "none", "?", "-"})
"""Words for a missing value; among numbers they are one, among names they are names."""
NAN = frozenset({"nan", "+nan", "-nan"})
"""What is read as NaN, in lower case."""
INFINITY = frozenset({"inf", "+inf", "-inf", "infinity", "+infinity", "-infinity"})
"""What is read as an infinity, in lower case."""

_TRUTHS = frozenset(map(str.lower, TRUTHS))
_MISSING = frozenset(map(str.lower, MISSING))


def is_truth(word: str) -> bool:
    """Return whether a word stands for a truth value, in whatever case.

    >>> is_truth("tRUE"), is_truth("yes")
    (True, False)
    """
    return word.strip().lower() in _TRUTHS


def is_missing(word: str) -> bool:
    """Return whether a word stands for a missing value, in whatever case.

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
