"""Commands to type, as lines on stderr that can be copied into a shell."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from xentcli.core.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def in_lines(tries: Iterable[Sequence[str]]) -> str:
    """Return the commands as lines for stderr, quoted for a shell.

    >>> in_lines([("loss", "my y.csv", "p.csv")])
    "try: xentcli loss 'my y.csv' p.csv\\n"
    """
    return "".join(f"try: xentcli {' '.join(map(quoted, words))}\n" for words in tries)


def quoted(word: str) -> str:
    r"""Return a word quoted for a shell; characters that a terminal would obey or hide are escaped.

    >>> print(quoted("it's"), quoted("a\tb"))
    'it'"'"'s' $'a\tb'
    """
    if printable(word) == word:
        return shlex.quote(word)
    return "$'" + "".join(map(_escaped, word)) + "'"


def _escaped(char: str) -> str:
    if char in "'\\":
        return f"\\{char}"
    if "\udc80" <= char <= "\udcff":  # a byte of a file name that is not UTF-8
        return f"\\x{ord(char) - 0xDC00:02x}"
    return f"\\u{ord(char):04x}" if "\x7f" < char < "\u0100" else printable(char)
