"""Read cells that hold several labels: Python and JSON lists, sets, arrays, tags, and separated texts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xentcli.core.frozen import Frozen
from xentcli.io.text.words import is_missing, is_nan

if TYPE_CHECKING:
    from collections.abc import Callable

    Parse = Callable[[str], "list[str] | None"]

_CALL = re.compile(
    r"(?:np\.|numpy\.)?(?:array|set|frozenset|list|tuple)\s*\((.*?)(?:,\s*dtype=[^(),]*)?\)", re.S
)
_PAIRS = {"[": "]", "(": ")", "{": "}"}
_QUOTED = r"""[bu]?(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")"""
_TOKEN = re.compile(
    rf"""\s*+(?:np\.str_\(\s*+)?(?:{_QUOTED}\)?|([^,;'"\[\](){{}}]+))(?:\s*+(?:[,;]|\Z|(?=['"]))|(?=\s))""",
    re.S,
)
_ESCAPED = re.compile(r"""\\(['"\\/])""")
_TAGS = re.compile(r"(?:<[^<>]+>\s*)+")
_HASHTAGS = re.compile(r"#[^\s,;#]+(?:[\s,;]+#[^\s,;#]+)*")
_WHOLE = re.compile(r"(\d{1,15})(?:\.0*)?", re.ASCII)


class Notation(Frozen):
    """A way to write several labels in one cell."""

    name: str
    """What a note calls it."""
    parse: Parse
    """Return the labels of a cell, or None for another notation."""
    bracketed: bool = False
    """Whether even a single label is in brackets."""

    def labels(self, cell: str) -> list[str] | None:
        """Return the labels of a cell, each once; None for a missing value, [] for an empty cell."""
        plain = cell.strip()
        if not plain:
            return []
        found = self.parse(plain)
        if is_nan(plain) or (self.bracketed and found is None and is_missing(plain)):
            return None
        return list(dict.fromkeys([plain] if found is None else found))


def list_items(cell: str) -> list[str] | None:
    r"""Return the items of a list, set, tuple or array as text, or None for other cells.

    >>> list_items("['a', \"b's\"]"), list_items('["x, y"]'), list_items("[0 3]"), list_items("{a,b}")
    (['a', "b's"], ['x, y'], ['0', '3'], ['a', 'b'])
    >>> list_items("[]"), list_items("set()"), list_items("['a' 'b']"), list_items("New York")
    ([], [], ['a', 'b'], None)
    """
    plain = cell.strip()
    call = _CALL.fullmatch(plain)
    if call is not None:
        plain = call[1].strip()
        if not plain:
            return []
    if _PAIRS.get(plain[:1]) != plain[-1:] or len(plain) < 2:
        return None
    inner = plain[1:-1].strip()
    if "'" in inner or '"' in inner:
        return _tokens(inner)
    if any(mark in inner for mark in "[](){}"):
        return None
    words = inner.split()
    if not re.search("[,;]", inner) and not all(map(_WHOLE.fullmatch, words)):
        return [inner]
    return (
        [item for item in map(str.strip, re.split(r"[,;]", inner)) if item]
        if re.search("[,;]", inner)
        else words
    )


def _tokens(inner: str) -> list[str] | None:
    """Return quoted and bare items."""
    found, at = [], 0
    while at < len(inner):
        token = _TOKEN.match(inner, at)
        if token is None or token.end() == at:
            return None
        single, double, bare = token.groups()
        quoted = single if single is not None else double
        found.append(bare.strip() if quoted is None else _unescaped(quoted))
        at = token.end()
    return [item for item in found if item]


def _unescaped(text: str) -> str:
    if "\\u" in text or "\\x" in text:
        import json

        try:
            return str(json.loads(f'"{text}"'))
        except ValueError:
            return text
    return _ESCAPED.sub(r"\1", text)


def tag_items(cell: str) -> list[str] | None:
    """Return the tags of a cell, or None if it holds anything else.

    >>> tag_items("<c++><python>"), tag_items("c++")
    (['c++', 'python'], None)
    """
    return re.findall(r"<([^<>]+)>", cell) if _TAGS.fullmatch(cell.strip()) else None


def hashtags(cell: str) -> list[str] | None:
    """Return the hashtags of a cell, or None if it holds anything else.

    >>> hashtags("#cats #dogs"), hashtags("C #1")
    (['cats', 'dogs'], None)
    """
    return re.findall(r"#([^\s,;#]+)", cell) if _HASHTAGS.fullmatch(cell.strip()) else None


LISTS = Notation("lists", list_items, bracketed=True)
TAGS = Notation("tags", tag_items, bracketed=True)
HASHTAGS = Notation("hashtags", hashtags)


class _Split(Frozen):
    """Split a cell at a separator, inside brackets if there are any."""

    separator: str

    def __call__(self, cell: str) -> list[str]:
        whole = list_items(cell)
        if whole is not None and len(whole) != 1:
            return whole
        text = cell if whole is None else whole[0]
        parts = (
            text.split()
            if not self.separator.strip() and self.separator != "\t"
            else text.split(self.separator)
        )
        return [part for part in map(str.strip, parts) if part]


def parted_by(separator: str) -> Notation:
    """Return the notation of labels with a separator between them.

    >>> parted_by("|").labels("a| b|a"), parted_by(" ").labels(" 3  0"), parted_by(",").labels("[1, 2]")
    (['a', 'b'], ['3', '0'], ['1', '2'])
    """
    return Notation(f"labels separated by {_spoken(separator)}", _Split(separator))


def _spoken(separator: str) -> str:
    return {" ": "a space", "\t": "a tab", "\n": "a line break"}.get(separator, f"'{separator.strip()}'")


def id_of(label: str) -> int | None:
    """Return a label as an id if it is written as a whole number without leading zeros, else None.

    >>> id_of("3"), id_of("3.0"), id_of("007"), id_of("-1"), id_of("a")
    (3, 3, None, None, None)
    """
    found = _WHOLE.fullmatch(label)
    return None if found is None or (len(found[1]) > 1 and found[1][0] == "0") else int(found[1])
