"""Prepare text for messages and terminals: escape, mask secrets, truncate."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SHOWN = 80
"""The longest value shown in a message, in characters."""


def printable(text: str) -> str:
    """Return the text with control characters, line breaks and invisible characters escaped.

    >>> printable("caf\\u00e9 \\x1b[31m\\n")
    'café \\\\x1b[31m\\\\n'
    """
    if text.isascii() and text.isprintable() and "://" not in text:
        return text
    known = discreet(text)
    return "".join(c if _harmless(c) else c.encode("unicode_escape", "surrogatepass").decode() for c in known)


def all_printable(texts: Iterable[str]) -> list[str]:
    """Return each text escaped with `printable`."""
    return [printable(text) for text in texts]


def discreet(text: str) -> str:
    """Return the text with passwords and signatures in URLs replaced by asterisks.

    >>> discreet("https://me:secret@host/y.npy?v=2&X-Amz-Signature=ab12")
    'https://me:***@host/y.npy?v=2&X-Amz-Signature=***'
    """
    if "://" not in text:
        return text
    import re

    text = re.sub(r"(://[^/?#\s:@]*):[^/?#\s]*@", r"\1:***@", text)
    return re.sub(rf"(?i)([?&][\w%.-]*(?:{_SECRET})=)[^&#\s]*", r"\1***", text)


_SECRET = "sig|signature|token|credential|secret|password|key|accesskeyid"
"""The endings of query parameter names that hold secrets."""


def _harmless(char: str) -> bool:
    if char.isascii():
        return char.isprintable()
    unseen = unicodedata.category(char) in {"Cf", "Co", "Zs"} or is_blank(char)
    return char.isprintable() and not unseen


def is_blank(char: str) -> bool:
    """Return whether a character is invisible although Unicode classifies it as a letter, symbol or mark.

    >>> [is_blank(char) for char in ("\u3164", "\ufe0f", "a", "\u0301")]
    [True, True, False, False]
    """
    return char in _BLANK or "\U000e0100" <= char <= "\U000e01ef"


_BLANK = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0"
    "\ufe00\ufe01\ufe02\ufe03\ufe04\ufe05\ufe06\ufe07\ufe08\ufe09\ufe0a\ufe0b\ufe0c\ufe0d\ufe0e\ufe0f"
)
"""Fillers, joiners and variation selectors, which Unicode classifies as letters and marks."""


def lines(level: str, text: str, code: str, hint: str | None = None) -> str:
    """Return an error or warning for stderr: one line that ends with the code, and a line with the hint.

    >>> lines("error", "y.csv: no such file", "XE601", "did you mean z.csv?")
    'xentcli: error: y.csv: no such file [XE601]\\nhint: did you mean z.csv?\\n'
    """
    more = f"hint: {printable(hint)}\n" if hint else ""
    return f"xentcli: {level}: {printable(text)} [{code}]\n{more}"


def shown(value: object) -> str:
    """Return a value as text for messages, escaped and truncated to `SHOWN` characters.

    >>> shown("x" * 100)[-2:]
    'x…'
    """
    text = value if isinstance(value, str) else repr(value)
    cut = printable(discreet(text)[: SHOWN + 1])
    return cut if len(cut) <= SHOWN else cut[: SHOWN - 1] + "…"


def listed(names: Sequence[object], most: int = 6, total: int | None = None) -> str:
    """Return the first ``most`` names separated by commas, and the number of remaining names.

    ``total`` is the number of all names, if only the first ones are given.

    >>> listed(("cat", "dog")), listed("abcdefgh", 3), listed((0, 1), total=10)
    ('cat, dog', 'a, b, c and 5 more', '0, 1 and 8 more')
    """
    first = [shown(str(name)) for name in names[:most]]
    more = (len(names) if total is None else total) - len(first)
    return ", ".join(first) + (f" and {more:,} more" if more else "")


def counted(count: int, one: str, many: str | None = None) -> str:
    """Return a number with the noun that it counts; ``many`` is the plural, if it is not formed with s.

    >>> counted(1, "row"), counted(1_797, "row"), counted(2, "class", "classes")
    ('1 row', '1,797 rows', '2 classes')
    """
    return f"{count:,} {one if count == 1 else many or f'{one}s'}"


def spanned(low: float, high: float, digits: int = 6) -> str:
    """Return the least and the largest of some numbers in words.

    >>> spanned(0.5, 2), spanned(0.5, 0.5000000001)
    ('from 0.5 to 2', 'equal to 0.5')
    """
    first, last = f"{low:.{digits}g}", f"{high:.{digits}g}"
    return f"equal to {first}" if first == last else f"from {first} to {last}"
