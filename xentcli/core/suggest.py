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
    >>> nearest("--lable", ["--table", "--labels-column"]), nearest("--like-al", ["--like", "--label"])
    (['--labels-column'], ['--like'])
    """
    from difflib import get_close_matches

    known = list(choices)
    begun = [choice for choice in known if len(word) > 2 and choice.startswith(word)]
    close = get_close_matches(word, known, n=most) or get_close_matches(word.lower(), known, n=most)
    cut = {choice[: len(word)]: choice for choice in reversed(known) if len(word) > 3}
    started = [cut[part] for part in get_close_matches(word, cut, n=3, cutoff=0.8)]
    return list(dict.fromkeys((*begun[:1], *_alike(word, [*started, *close]), *close)))[:most]


def _alike(word: str, choices: list[str]) -> list[str]:
    """Return the choices that have the same letters in their first part, in another order."""
    return [choice for choice in choices if sorted(choice[: len(word)]) == sorted(word)]


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
