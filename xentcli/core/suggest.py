"""Suggest corrections for misspelled words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.text import shown

if TYPE_CHECKING:
    from collections.abc import Iterable


def nearest(word: str, choices: Iterable[str], most: int = 1) -> list[str]:
    """Return up to ``most`` choices similar to the word, the most similar first.

    >>> nearest("jsn", ["json", "csv"]), nearest("--label", ["--label-offset"]), nearest("x", ["json"])
    (['json'], ['--label-offset'], [])
    """
    from difflib import get_close_matches

    known = list(choices)
    begun = [choice for choice in known if len(word) > 2 and choice.startswith(word)]
    close = get_close_matches(word, known, n=most) or get_close_matches(word.lower(), known, n=most)
    return list(dict.fromkeys((*begun[:1], *close)))[:most]


def meant(*names: str) -> str:
    """Return the names as a "did you mean" question.

    >>> meant("cat", "a b")
    "did you mean 'cat' or 'a b'?"
    """
    quoted = [f"'{shown(name)}'" for name in names]
    return f"did you mean {' or '.join(quoted)}?"


def did_you_mean(word: str, choices: Iterable[str], otherwise: str) -> str:
    """Return a hint with the nearest choice, or ``otherwise`` if no choice is near."""
    near = nearest(word, choices)
    return meant(*near) if near else otherwise
