"""Find the code in a text, such as the output of xentcli."""

from __future__ import annotations

import re

CODE = re.compile(r"\bXE\d{3}\b", re.IGNORECASE)
PRINTED = re.compile(r"\[(XE\d{3})\]\s*$", re.MULTILINE)
"""The code at the end of an error or a warning."""


def code_of(text: str) -> str | None:
    """Return the code of the last error or warning in a text, or the first code in it, or None.

    >>> code_of("xentcli: error: y.csv:4: 3 is not a class of 0..2 [XE112]"), code_of("what is xe804?")
    ('XE112', 'XE804')
    >>> code_of("nothing of that kind") is None
    True
    """
    printed = PRINTED.findall(text)
    named = printed[-1:] or CODE.findall(text)
    return named[0].upper() if named else None
