"""Pair the columns of label vectors with those of the predictions: by name, by place, or ask which."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xentcli.core.class_columns import bare_names, classes_of, core_names, numbers_of
from xentcli.core.errors import DataError, Note, Place
from xentcli.core.frozen import replace
from xentcli.core.names import look
from xentcli.core.text import listed, shown
from xentcli.inputs.select_columns import as_spec

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from xentcli.core.errors import Way
    from xentcli.inputs.dataset import Dataset
    from xentcli.inputs.selection import Selection

    Names = Sequence[str]

MOST_LISTED = 16
"""The number of columns that a proposed command lists."""
MOST_COMPARED = 256
"""The number of columns whose names are compared with the beginnings of others."""
SHORTEST = 3
"""The length of a name that may be the beginning of a longer one."""


def by_names(data: Dataset, mine: Names, theirs: Names) -> Dataset:
    """Return the dataset with the prediction columns in the order of the label columns.

    Columns are matched by name if all names are the same apart from case, marks and decoration. Otherwise
    they are matched by position, unless a name or a number contradicts it; a note says so.
    """
    predictions = data.pair[1]
    order = _order(mine, theirs, short=not predictions.listed)
    if order is None:
        return _by_place(data, mine, theirs)
    if order == list(range(len(mine))):
        return data
    note = Note("XE853", f"{predictions.table.name}: columns matched to the label columns by name")
    return _placed(data, order, note)


def _placed(data: Dataset, order: Sequence[int], *notes: Note) -> Dataset:
    predictions = data.pair[1]
    columns = tuple((predictions.columns or ())[place] for place in order)
    return replace(
        data, predictions=replace(predictions, columns=columns, notes=(*predictions.notes, *notes))
    )


def _order(mine: Names, theirs: Names, *, short: bool) -> list[int] | None:
    """Return the place of each label's name among those of the predictions, or None unless all have one.

    ``short`` is whether a name may be the beginning of another one.
    """
    for wanted, given in _spellings(mine, theirs, short=short):
        places = {name: place for place, name in enumerate(given)}
        if len({*wanted}) == len(wanted) and {*wanted} == places.keys():
            return [places[name] for name in wanted]
    return None


def _spellings(mine: Names, theirs: Names, *, short: bool) -> Iterator[tuple[list[str], list[str]]]:
    """Yield the names of both sides in every form in which they may be the same, the strictest first."""
    forms: tuple[Callable[[Names], Names], ...] = (bare_names, core_names, list)
    for fold in (str, look, _letters):
        for form in forms:
            yield [fold(name) for name in form(mine)], [fold(name) for name in form(theirs)]
    for form in forms if short else ():
        wanted, given = list(form(mine)), list(form(theirs))
        for called, names in ((theirs, wanted), (mine, given)):
            found = [str(name) for name in classes_of(called, names) or ()]
            yield (names, found) if called is theirs else (found, names)


def _letters(name: str) -> str:
    """Return the letters and digits of a name in lower case."""
    return re.sub(r"[\W_]+", "", look(name))


def _by_place(data: Dataset, mine: Names, theirs: Names) -> Dataset:
    """Return the dataset with its column order unchanged; raise if names or numbers contradict it."""
    predictions = data.pair[1]
    wanted, given = [*map(_letters, bare_names(mine))], [*map(_letters, bare_names(theirs))]
    if not predictions.listed:
        likely = _likely_order(mine, theirs, wanted, given)
        if likely is not None and not getattr(data.labels.table, "in_order", False):
            raise _ask(predictions, mine, theirs, likely)
    lost = next((name for name, own in zip(bare_names(mine), wanted, strict=True) if own not in given), None)
    if not {*wanted} & {*given}:
        return _of_other_names(data, mine, theirs)
    if lost is None:
        return data
    note = Note(
        "XE810",
        f"{predictions.table.name}: columns matched by position, because none is named '{shown(lost)}'",
    )
    return _placed(data, range(len(mine)), note)


def _of_other_names(data: Dataset, mine: Names, theirs: Names) -> Dataset:
    """Return the dataset with a note that columns of other names go by position, unless numbers name them."""
    predictions = data.pair[1]
    wanted, given = bare_names(mine), bare_names(theirs)
    if any(any(map(str.isdigit, name)) for name in (*wanted, *given)):
        return data
    pairs = listed([f"{shown(b)} is {shown(a)}" for a, b in zip(wanted, given, strict=True)], 3)
    note = Note(
        "XE810", f"{predictions.table.name}: columns matched by position, because no name is in both: {pairs}"
    )
    return _placed(data, range(len(mine)), note)


def _likely_order(mine: Names, theirs: Names, wanted: Names, given: Names) -> list[int] | None:
    """Return the order that the names suggest in place of that of the columns, or None."""
    numbers = numbers_of(theirs), numbers_of(mine)
    if any(some is not None for some in numbers):
        return _by_number(*numbers)
    once = {name: place for place, name in enumerate(given)}
    longer = given if len(given) <= MOST_COMPARED else ()
    places = [once[name] if name in once else _place_of(name, longer) for name in wanted]
    if all(place in {None, own} for own, place in enumerate(places)):
        return None
    free = iter([place for place in range(len(given)) if place not in places])
    return [next(free) if place is None else place for place in places]


def _by_number(theirs: Sequence[int] | None, mine: Sequence[int] | None) -> list[int] | None:
    """Return the order of the predictions by the numbers in the names, or None if that is their place."""
    given, wanted = (
        sorted(range(len(some)), key=some.__getitem__) if some is not None else None
        for some in (theirs, mine)
    )
    count = range(len(given or wanted or ()))
    given, wanted = given or list(count), wanted or list(count)
    if given == wanted:
        return None
    ranks = {place: rank for rank, place in enumerate(wanted)}
    return [given[ranks[place]] for place in count]


def _place_of(name: str, given: Names) -> int | None:
    """Return the place of the only name that begins with another, or with which another begins."""
    found = [
        place
        for place, other in enumerate(given)
        if min(len(name), len(other)) >= SHORTEST and (name.startswith(other) or other.startswith(name))
    ]
    return found[0] if len(found) == 1 else None


def _ask(predictions: Selection, mine: Names, theirs: Names, likely: Sequence[int]) -> DataError:
    message = (
        f"the label columns are {listed([*map(shown, mine)], 4)}, the prediction columns "
        f"{listed([*map(shown, theirs)], 4)}: which belong together?"
    )
    orders = [as_spec([theirs[place] for place in likely]), as_spec(theirs)]
    hint = "list the predictions in the order of the labels with --prediction-columns"
    ways: list[Way] = []
    if len(theirs) <= MOST_LISTED:
        ways = [{"prediction_columns": order} for order in orders]
        hint = f"use --prediction-columns {orders[0]} to go by the names, or {orders[1]} to go by position"
    return DataError(message, hint, code="XE128", place=Place(predictions.table.name), ways=ways)
