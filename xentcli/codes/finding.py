"""From what a user has before them, a code or a message, to the code that explains it."""

from __future__ import annotations

import re

from xentcli.codes.phrases import PHRASES

CODE = re.compile(r"\bXE\d{3}\b", re.IGNORECASE)


def code_of(text: str) -> str | None:
    """The code that a text names, or that its message is about: one of xentcli's, or of a framework's.

    >>> code_of("names that look the same [XE804]"), code_of("IndexError: Target 3 is out of bounds.")
    ('XE804', 'XE112')
    >>> code_of("nothing of that kind") is None
    True
    """
    named = CODE.search(text)
    if named is not None:
        return named[0].upper()
    return next((code for pattern, code in PHRASES.items() if re.search(pattern, text.lower())), None)
