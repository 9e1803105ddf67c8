"""Names in the pickles that PyTables writes as attributes, found without unpickling: nothing is run."""

from __future__ import annotations

import pickletools
from typing import Any

TEXTS = frozenset(
    {"UNICODE", "BINUNICODE", "SHORT_BINUNICODE", "BINUNICODE8", "STRING", "BINSTRING", "SHORT_BINSTRING"}
)
LISTS = frozenset(
    {
        "PROTO",
        "FRAME",
        "MARK",
        "LIST",
        "EMPTY_LIST",
        "APPEND",
        "APPENDS",
        "PUT",
        "BINPUT",
        "LONG_BINPUT",
        "MEMOIZE",
    }
    | {"STOP", "INT", "BININT", "BININT1", "BININT2", "TUPLE", "TUPLE1", "TUPLE2", "TUPLE3"}
)
"""The opcodes in pickles of lists of texts, without the texts."""


def names_in(pickled: Any) -> list[str]:
    """Return the texts of a pickled list, in order; empty if the pickle holds anything else.

    >>> names_in(b"(lp0\\nVlabel\\np1\\naVp0\\np2\\na."), names_in(b"cos\\nsystem\\n.")
    (['label', 'p0'], [])
    """
    if not isinstance(pickled, bytes):
        return []
    found: list[str] = []
    try:
        for code, value, _ in pickletools.genops(bytes(pickled)):
            if code.name in TEXTS:
                found.append(str(value))
            elif code.name not in LISTS:
                return []
    except (ValueError, IndexError):
        return []
    return found
