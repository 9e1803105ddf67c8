"""Columns that are called after a shorter form of the classes: `p_neg` for negative, `p3` for class_3."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xentcli.core.names import look

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST = 500
"""The number of classes up to which their beginnings are compared."""
SHORTEST = 3
"""The fewest letters that stand for a word."""
_NUMBERED = re.compile(r"(\D+)(\d{1,18})", re.ASCII)
_OF_CLASSES = re.compile(r"(?i)(class|cls|label|category|cat|cluster|type|c)[\W_]*")


def by_short_forms(bare: Sequence[str], names: Sequence[str]) -> tuple[str, ...] | None:
    """Return the class of each column, if each is the beginning of one class, and each class has a column.

    >>> by_short_forms(["neg", "neu", "pos"], ["positive", "negative", "neutral"])
    ('negative', 'neutral', 'positive')
    >>> by_short_forms(["neg", "pos"], ["negative", "neglected"]), by_short_forms(["no", "ye"], ["no", "yes"])
    (None, None)
    """
    if len(bare) != len(names) or len(names) > MOST:
        return None
    found = [
        [n for n in names if look(n).startswith(look(one))] if len(one) >= SHORTEST else [] for one in bare
    ]
    if any(len(some) != 1 for some in found) or len({some[0] for some in found}) < len(bare):
        return None
    return tuple(some[0] for some in found)


def by_numbers(numbers: Sequence[int] | None, names: Sequence[str]) -> tuple[str, ...] | None:
    """Return the classes of numbered columns, if all names are numbered as well, such as `class_3`.

    >>> by_numbers((0, 1, 2), ["class_2", "class_0"]), by_numbers((0, 1), ["class_1", "class_2"])
    (('class_0', 'class_1', 'class_2'), None)
    """
    found = [_NUMBERED.fullmatch(name.strip()) for name in names]
    stems = {match[1] for match in found if match is not None}
    if numbers is None or None in found or len(stems) != 1 or not _OF_CLASSES.fullmatch(stem := stems.pop()):
        return None
    own = {int(match[2]): name for match, name in zip(found, names, strict=True) if match is not None}
    if len(own) < len(names) or not own.keys() <= {*numbers}:
        return None
    return tuple(own.get(number, f"{stem}{number}") for number in numbers)
