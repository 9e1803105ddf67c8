"""Two arrays that name the classes in different orders: one for the labels, one for the scores."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.errors import DataError, Note, Place
from xentcli.core.frozen import replace
from xentcli.core.text import listed, shown
from xentcli.io.arrays.class_order import class_orders, is_of_scores

if TYPE_CHECKING:
    from xentcli.inputs.dataset import Dataset
    from xentcli.settings.settings import Settings


def in_order_of_labels(data: Dataset, settings: Settings) -> Dataset:
    """Return the dataset with the scores in the order of the classes that an array says for the labels.

    Raise if it is not clear which array is that of the scores.
    """
    labels, scores = data.pair
    names, width = scores.names, scores.shape[-1] if scores.shape else 0
    if settings.classes is not None or scores.columns is not None or not names or len(names) != width:
        return data
    if labels.shape not in {(), (1,), (width,)} or (labels.names is not None and labels.shape == (width,)):
        return data
    apart = labels.table.name.partition("[")[0] != scores.table.name.partition("[")[0]
    own = class_orders(labels.table, width) if apart else []
    found = [*own, *class_orders(scores.table, width)]
    others = {n: name for name, n in reversed(found) if {*n} == {*names} and n != tuple(names)}
    if not others:
        return data
    sure = len(others) == 1 and (own or any(is_of_scores(name) for name, n in found if n == tuple(names)))
    if not sure:
        raise _ask(data, tuple(names), others)
    wanted, name = next(iter(others.items()))
    note = Note("XE860", f"{labels.table.name}: its classes follow '{shown(name)}': {listed(wanted, 6)}")
    columns = tuple(names.index(one) for one in wanted)
    return replace(data, predictions=replace(scores, columns=columns, notes=(*scores.notes, note)))


def _ask(data: Dataset, names: tuple[str, ...], others: dict[tuple[str, ...], str]) -> DataError:
    labels, scores = data.pair
    own = next((name for name, n in class_orders(scores.table, len(names)) if n == names), "classes")
    other, orders = next(iter(others.values())), [names, *others]
    message = (
        f"'{shown(own)}' and '{shown(other)}' hold the classes in different orders: "
        "which one is that of the scores?"
    )
    hint = "save the scores in the order of the labels, and keep one array of names"
    ways = [{"classes": ",".join(order)} for order in orders[:3]] if labels.shape == () else []
    return DataError(message, hint, code="XE355", place=Place(scores.table.name), ways=ways)
