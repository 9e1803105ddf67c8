"""Convert between class names and column names, such that written headers read back as the same classes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xentcli.core.errors import DataError, XentError
from xentcli.core.text import shown
from xentcli.inputs.selection import KEY_NAMES, LABEL_NAMES, WEIGHT_NAMES
from xentcli.io.text.header import columns_of
from xentcli.io.text.numbers import Numerals

if TYPE_CHECKING:
    from collections.abc import Sequence

    Names = tuple[str, ...]

PREFIX = "class_"
"""Prefix for classes that cannot be column names themselves."""
_TAKEN = frozenset({*LABEL_NAMES, *WEIGHT_NAMES, *KEY_NAMES})
_SCORED = re.compile(r"(?:class|p|prob\w*?|pred\w*?|scores?|logits?)[_. -](?=.)", re.ASCII | re.IGNORECASE)


def check_words(titles: Sequence[str]) -> None:
    """Raise if a name cannot be stored in a text file: blank, or with a line break or NUL."""
    for title in titles:
        if not title.strip() or any(mark in title for mark in "\n\r\0"):
            message = f"class '{shown(title)}' cannot be read back from text"
            raise DataError(
                message, "rename it, or write an array with -o FILE.npy", code="XE133", value=title
            )


def class_columns(titles: Sequence[str]) -> Names:
    """Return the column names of classes: the names themselves, or with `class_` if they would be misread.

    >>> class_columns(["cat", "dog"]), class_columns(["0", "1"]), class_columns(["x", "y"])
    (('cat', 'dog'), ('class_0', 'class_1'), ('class_x', 'class_y'))
    """
    names, prefixed = tuple(titles), tuple(PREFIX + title for title in titles)
    if _plain(names):
        return names
    if is_read_back(prefixed):
        return prefixed
    lost = next((t for t in titles if t != t.strip()), titles[0])
    message = f"class '{shown(lost)}' cannot be read back as a column name in text"
    raise DataError(message, "rename it, or name the columns with --columns A,B", code="XE133", value=lost)


def _plain(names: Names) -> bool:
    """Whether names read back as these classes, without being mistaken for label, weight or key columns."""
    if all(n.startswith(PREFIX) for n in names) or any(n.strip().lower() in _TAKEN for n in names):
        return False
    return not all(n.lstrip("+-").isdecimal() for n in names) and is_read_back(names)


def is_read_back(names: Names) -> bool:
    """Return whether a file of zeros and ones with this header is read back with the same header.

    >>> is_read_back(("cat", "dog")), is_read_back(("0", "1")), is_read_back(("cat ", "dog"))
    (True, False, False)
    """
    rows = [names, *(["1" if c == row else "0" for c in range(len(names))] for row in (0, 1))]
    try:
        return columns_of(list(rows), None, Numerals()).names == names
    except XentError:
        return False


def column_classes(columns: Sequence[str] | None) -> Names | None:
    """Return the classes that columns are named after, or None if the columns are only numbered.

    >>> column_classes(["class_cat", "class_dog"]), column_classes(["class_0", "class_1"])
    (('cat', 'dog'), None)
    """
    if columns is None:
        return None
    prefixed = all(n.startswith(PREFIX) for n in columns)
    names = tuple(n.removeprefix(PREFIX) for n in columns) if prefixed else tuple(columns)
    return None if names == tuple(map(str, range(len(names)))) else names


def score_classes(columns: Sequence[str] | None) -> Names | None:
    """Return the classes of score columns, without a common prefix such as `prob_` or `logit_`.

    >>> score_classes(["prob_cat", "prob_dog"]), score_classes(["p_0", "p_1"])
    (('cat', 'dog'), None)
    """
    starts = {m[0] if m else "" for m in map(_SCORED.match, columns or ())}
    if len(starts) != 1:
        return column_classes(columns)
    return column_classes([n.removeprefix(next(iter(starts))) for n in columns or ()])


def is_numbered(names: Names) -> bool:
    """Return whether names are a common prefix followed by rising numbers, i.e. give only the order.

    >>> is_numbered(("c1", "c2", "c10")), is_numbered(("cat", "dog"))
    (True, False)
    """
    numbers = [name.removeprefix(names[0].rstrip("0123456789")) for name in names]
    return all(n.isdecimal() and n.isascii() for n in numbers) and numbers == sorted(numbers, key=int)
