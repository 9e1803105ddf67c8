"""How names look: which ones have leading zeros, and which ones nobody can tell apart."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def is_padded(name: str) -> bool:
    """Whether a name begins with noughts, as no number does.

    >>> is_padded("007"), is_padded("-01"), is_padded("0"), is_padded("70")
    (True, True, False, False)
    """
    digits = name.lstrip("+-")
    return digits.isdecimal() and len(digits) > 1 and digits.startswith("0")


def look(name: str) -> str:
    """What a name looks like: composed, without case, invisible characters and surplus blanks.

    >>> look("Cat ") == look("cat"), look("caf\\u00e9") == look("cafe\\u0301"), look("a\\u200bb")
    (True, True, 'ab')
    """
    if not (name.isascii() and name.isprintable()):
        composed = unicodedata.normalize("NFKC", name)
        name = "".join(c for c in composed if c.isspace() or unicodedata.category(c) not in {"Cf", "Cc"})
    return " ".join(name.casefold().split())


def look_alikes(names: Iterable[str]) -> list[list[str]]:
    """The groups of names that look the same.

    >>> look_alikes(["dog", "cat", "Cat"])
    [['Cat', 'cat']]
    """
    by_look: dict[str, list[str]] = {}
    for name in names:
        by_look.setdefault(look(name), []).append(name)
    return sorted(sorted(group) for group in by_look.values() if len(group) > 1)
