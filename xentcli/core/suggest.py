"""What a user may have meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def nearest(word: str, choices: Iterable[str]) -> str | None:
    """The choice that was most likely meant, or None.

    >>> nearest("jsn", ["json", "csv"]), nearest("--label", ["--label-offset"]), nearest("x", ["json"])
    ('json', '--label-offset', None)
    """
    from difflib import get_close_matches

    known = list(choices)
    begun = [choice for choice in known if len(word) > 2 and choice.startswith(word)]
    close = get_close_matches(word, known, n=1) or get_close_matches(word.lower(), known, n=1)
    return next(iter([*begun[:1], *close]), None)


def did_you_mean(word: str, choices: Iterable[str], otherwise: str) -> str:
    """A hint: the nearest choice, or else what is said otherwise."""
    near = nearest(word, choices)
    return f"did you mean {near}?" if near else otherwise
