"""From what a user has before them, a code or a message of xentcli, to the code that explains it."""

from __future__ import annotations

import re

from xentcli.commands.explain.codes.phrases import PHRASES

CODE = re.compile(r"\bXE\d{3}\b", re.IGNORECASE)


def code_of(text: str) -> str | None:
    """The code that a text names, or that the last line with a message of xentcli is about.

    >>> code_of("names that look the same [XE804]"), code_of("y.csv:4: 3 is not a class of 0..2")
    ('XE804', 'XE112')
    >>> code_of("nothing of that kind") is None
    True
    """
    named = CODE.search(text)
    if named is not None:
        return named[0].upper()
    lines = reversed(text.lower().splitlines())
    told = (code for line in lines for pattern, code in PHRASES.items() if re.search(pattern, line))
    return next(told, None)
