"""Check class names for leading zeros, look-alikes, and spreadsheet formulas."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from xentcli.core.errors import Caution
from xentcli.core.text import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


OPPOSITES = (
    ("no", "yes"), ("n", "y"), ("false", "true"), ("f", "t"), ("neg", "pos"), ("negative", "positive"),
    ("off", "on"), ("-", "+"),
)  # fmt: skip
"""Names of two classes; the second one is 1 by its meaning."""
OF_LANGUAGES = (
    ("nein", "ja"), ("non", "oui"), ("no", "sí"), ("no", "si"),
    ("não", "sim"), ("nao", "sim"), ("nee", "ja"), ("nej", "ja"),
    ("nie", "tak"), ("нет", "да"), ("否", "是"), ("いいえ", "はい"), ("아니오", "예"),
    ("无", "有"), ("負", "正"), ("负", "正"), ("阴性", "阳性"), ("陰性", "陽性"),
    ("ne", "ano"), ("nem", "igen"), ("hayir", "evet"),
)  # fmt: skip
"""No and yes in other languages."""
LIKELY_OPPOSITES = (
    *OPPOSITES, *OF_LANGUAGES, ("bad", "good"), ("absent", "present"), ("ham", "spam"), ("q", "p"),
    ("fail", "pass"), ("failure", "success"), ("died", "survived"), ("dead", "alive"),
)  # fmt: skip
"""The same, and names with a second one that is likely 1: enough for a question, not for an answer."""
LONG = 1000
"""The number of digits from which a name is compared as text: Python refuses longer numbers."""


class NamesByRow(tuple[str, ...]):
    """Names of columns in an order that means nothing, because each row names the classes of its scores."""

    __slots__ = ()


class NamesInOrder(tuple[str, ...]):
    """Names of columns in the order of the classes' ids, as the input itself declares."""

    __slots__ = ()


def is_padded(name: str) -> bool:
    """Return whether a name is a number with leading zeros.

    >>> is_padded("007"), is_padded("-01"), is_padded("0"), is_padded("70")
    (True, True, False, False)
    """
    digits = name.lstrip("+-")
    return digits.isdecimal() and len(digits) > 1 and digits.startswith("0")


def id_or_name(text: str) -> int | str:
    """Return a class given as text: plain whole numbers are ids, other text is a name.

    >>> id_or_name("-1"), id_or_name("void"), id_or_name("007")
    (-1, 'void', '007')
    """
    digits = text.removeprefix("-")
    plain = digits.isascii() and digits.isdecimal() and len(text) <= 18
    return int(text) if plain and not is_padded(digits) else text


def look(name: str) -> str:
    """Return a name normalized to NFKC, case-folded, without invisible characters or extra whitespace.

    >>> look("Cat ") == look("cat"), look("caf\\u00e9") == look("cafe\\u0301"), look("a\\u200bb")
    (True, True, 'ab')
    """
    if not (name.isascii() and name.isprintable()):
        composed = unicodedata.normalize("NFKC", name)
        name = "".join(c for c in composed if c.isspace() or unicodedata.category(c) not in {"Cf", "Cc"})
    return " ".join(name.casefold().split())


def natural(name: str) -> list[tuple[int, str]]:
    """Return a sort key that compares the numbers in names by their value.

    >>> sorted(["p_10", "p_2", "a"], key=natural)
    ['a', 'p_2', 'p_10']
    """
    parts = re.split(r"(\d+)", name)
    return [(int(part) if part.isdecimal() and len(part) < LONG else -1, part) for part in parts]


def look_alikes(names: Iterable[str]) -> list[list[str]]:
    """Return the groups of names that look the same, each sorted.

    >>> look_alikes(["dog", "cat", "Cat"])
    [['Cat', 'cat']]
    """
    by_look: dict[str, list[str]] = {}
    for name in names:
        by_look.setdefault(look(name), []).append(name)
    return sorted(sorted(group) for group in by_look.values() if len(group) > 1)


FORMULA = tuple("=+-@\t\r＝＋－＠")
"""Characters at the start of a cell that make a spreadsheet treat it as a formula."""
FORMULA_HINT = "a spreadsheet would run it: import the file as text"


def starts_like_formula(cell: str) -> bool:
    """Return whether a spreadsheet would run the cell as a formula; numbers and lone signs are safe.

    >>> [starts_like_formula(cell) for cell in ("=1+1", "@SUM(A1)", "-1", "-", "a-b")]
    [True, True, False, False, False]
    """
    return cell.startswith(FORMULA) and len(cell) > 1 and not _is_number(cell)


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return cell.isascii()


def formula_warnings(names: Iterable[str]) -> Iterator[Caution]:
    """Yield a warning for the first class name that a spreadsheet would run as a formula.

    >>> next(formula_warnings(["cat", "=1+1"])).text
    'class =1+1 starts like a formula'
    """
    for name in filter(starts_like_formula, names):
        yield Caution("XE809", f"class {shown(name)} starts like a formula", FORMULA_HINT)
        return
