"""Find codes in a text, such as the output of xentcli."""

from __future__ import annotations

import re

CODE = re.compile(r"\bXE\d{3}\b", re.IGNORECASE)
PRINTED = re.compile(r"\[(XE\d{3})\](?=\s*$|; )")
"""The code of a message: at the end of its line, or before its hint."""
LEVEL = re.compile(r"\b(error|warning|note): ")
COLOR = re.compile(r"\x1b\[[0-9;]*m")


def codes_of(text: str) -> tuple[str, ...]:
    """Return the code of the last error in a text, else those of its warnings, else those of its notes.

    If the text has no message of xentcli, return all codes in it.

    >>> codes_of("xentcli: error: y.csv:4: 3 is not a class of 0..2 [XE112]"), codes_of("what is xe804?")
    (('XE112',), ('XE804',))
    >>> codes_of("xentcli: note: a [XE856]\\nxentcli: warning: b [XE821]\\nxentcli: warning: c [XE830]\\ninf")
    ('XE821', 'XE830')
    >>> codes_of("no code here")
    ()
    """
    plain = COLOR.sub("", text)
    found: dict[str, list[str]] = {"error": [], "warning": [], "note": []}
    for line in plain.splitlines():
        codes = PRINTED.findall(line)
        if codes:
            level = LEVEL.search(line)
            found[level[1] if level else "error"].append(codes[-1])
    known = found["error"][-1:] or found["warning"] or found["note"] or CODE.findall(plain)
    return tuple(dict.fromkeys(code.upper() for code in known))
