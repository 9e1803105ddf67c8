"""Match the names of two predicted classes to the classes of the labels."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xentcli.core.errors import DataError, Note, Place
from xentcli.core.frozen import Frozen
from xentcli.core.names import OPPOSITES, look
from xentcli.core.text import listed, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from xentcli.core.class_map import Class

    Known = dict[str, Class]
    Pairs = list[tuple[str, int]]
    Agreement = Callable[[], Mapping[tuple[str, Class], int]]

_ID = re.compile(r"([+-]?\d{1,18})(\.0*)?", re.ASCII)
_NUMBERED = re.compile(r"(?i)(?:label|class)[\W_]?(\d{1,18})", re.ASCII)


class Matched(Frozen):
    """Both classes by their names in the predictions, and a note if the meaning of the names decided."""

    classes: Mapping[str, Class]
    note: Note | None = None


def matched(
    predicted: Collection[str],
    labels: Collection[Class],
    given: Sequence[str] | None = None,
    agree: Agreement | None = None,
    *,
    place: Place,
) -> Matched | None:
    """Return the class of the labels for each predicted name, or None if there are more than two.

    Raise if the names do not show which one is which.

    Args:
        predicted: The names of the predicted classes that occur.
        labels: The classes that occur in the labels: ids or names; empty if there are not labels.
        given: The classes that the user gave, in order.
        agree: Counts the rows with each predicted name and label; called if there is a question.
        place: The place of the predicted classes.

    >>> matched(["pos"], ["neg", "pos"], place=Place("p.csv")).classes
    {'neg': 'neg', 'pos': 'pos'}
    >>> matched(["No", "Yes"], [0, 1], place=Place("p.csv")).classes
    {'No': 0, 'Yes': 1}
    """
    own: dict[str, str] = {class_key(name): name for name in predicted}
    mine: Known = {class_key(c): c for c in labels}
    if max(len(own), len(mine), len(given or ())) > 2:
        return None
    if not mine or _are_ids(own) == _are_ids(mine):
        return _alike(own, mine, given, place)
    names: Known = mine if _are_ids(own) else dict(own)
    pairs, note = _by_meaning(names, own if names is mine else mine, given, place)
    if pairs is None:
        raise _asked(own, mine, agree() if agree else {}, place)
    if names is not mine:
        return Matched({str(own.get(name, name)): i for name, i in pairs}, note)
    return Matched({own.get(str(i), str(i)): mine.get(name, name) for name, i in pairs}, note)


def class_key(name: Class) -> str:
    """Return a key that is equal for two spellings of a class; `LABEL_1` is 1.

    >>> class_key(" Yes"), class_key("1.0"), class_key("LABEL_1")
    ('yes', '1', '1')
    """
    text = str(name).strip()
    whole = _ID.fullmatch(text) or _NUMBERED.fullmatch(text)
    return str(int(whole[1])) if whole else " ".join(re.split(r"[\s_]+", look(str(name))))


def _are_ids(classes: Collection[str]) -> bool:
    return all(_ID.fullmatch(key) for key in classes)


def _alike(own: dict[str, str], mine: Known, given: Sequence[str] | None, place: Place) -> Matched | None:
    """Return the classes of predictions and labels that use the same names, or both use ids."""
    both = own.keys() | mine.keys()
    order = [class_key(name) for name in given or ()]
    if not both <= set(order):
        order = sorted(both, key=lambda key: (int(key) if _ID.fullmatch(key) else 0, key))
    if len(order) == 1:
        order = _with_other(order[0])
    if len(order) > 2:
        if _are_ids(both) or not own.keys() & mine.keys():
            raise _asked(own, mine, {}, place)
        return None
    spelled = dict(zip(map(class_key, given or ()), given or (), strict=True))
    ids = _are_ids(both)
    classes = ((key, spelled.get(key, key), int(key) if ids else None) for key in order)
    return Matched(
        {
            own.get(key, name): mine.get(key, own.get(key, name) if i is None else i)
            for key, name, i in classes
        }
    )


def _with_other(key: str) -> list[str]:
    """Return the only class that occurs and its opposite, in order."""
    if key in {"0", "1"}:
        return ["0", "1"]
    return next((list(pair) for pair in OPPOSITES if key in pair), [f"not {key}", key])


def _by_meaning(
    names: Known, ids: Collection[str], given: Sequence[str] | None, place: Place
) -> tuple[Pairs | None, Note | None]:
    """Return the names with their ids, from the classes that the user gave or from what the names mean."""
    found = sorted(map(int, ids)) if len(ids) == 2 else [0, 1]
    if not set(map(int, ids)) <= set(found):
        return None, None
    told = [class_key(name) for name in given or ()]
    if told and names.keys() <= set(told):
        return list(zip(told, found, strict=True)), None
    usual = next((pair for pair in OPPOSITES if names.keys() <= set(pair)), None)
    if usual is None:
        return None, None
    said = " and ".join(
        f"'{shown(names.get(name, name))}' is {i}" for name, i in zip(usual, found, strict=True)
    )
    note = Note("XE865", f"{place.file}: {said}, by their names; if not, use --classes")
    return list(zip(usual, found, strict=True)), note


def _asked(
    own: dict[str, str], mine: Known, agree: Mapping[tuple[str, Class], int], place: Place
) -> DataError:
    """Return the error that asks which predicted class is which label."""
    theirs, labels = (listed(sorted(map(str, some.values())), 4) for some in (own, mine))
    message = f"the predicted classes are {theirs}, but the labels are {labels}: which one is which?"
    if _are_ids(own) and _are_ids(mine):
        shift = min(map(int, own)) - min(map(int, mine))
        hint = f"if they are the same classes, counted from another number, use --label-offset {shift}"
        return DataError(message, hint, code="XE324", place=place, ways=({"label_offset": shift},))
    names = sorted(own.values() if _are_ids(mine) else map(str, mine.values()))
    if len(names) < 2 or not (_are_ids(own) or _are_ids(mine)):
        hint = "use the same names in both, or list the classes in the order of their ids with --classes"
        return DataError(message, hint, code="XE324", place=place)
    orders = sorted((names, names[::-1]), key=lambda order: -_agreeing(order, own, mine, agree))
    hint = f"list them in the order of the ids: --classes {','.join(orders[0])}, or {','.join(orders[1])}"
    ways = tuple({"classes": ",".join(order)} for order in orders)
    return DataError(message, hint, code="XE324", place=place, ways=ways)


def _agreeing(
    order: list[str], own: dict[str, str], mine: Known, agree: Mapping[tuple[str, Class], int]
) -> int:
    """Return the number of rows whose label is the predicted class, if the classes have this order."""
    ids = sorted(map(int, own if _are_ids(own) else mine))
    matches = zip(order, ids if len(ids) == 2 else (0, 1), strict=True)
    if _are_ids(own):
        return sum(agree.get((own.get(str(i), ""), name), 0) for name, i in matches)
    return sum(agree.get((name, i), 0) for name, i in matches)
