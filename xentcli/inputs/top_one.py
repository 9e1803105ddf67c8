"""Predictions with one class per row and its score, read as the probabilities of two classes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.blocks import Block, Origin
from xentcli.core.errors import DataError, Note, Place
from xentcli.core.frozen import replace
from xentcli.core.names import natural
from xentcli.core.text import listed, shown
from xentcli.inputs.extended import Extended
from xentcli.inputs.top_one_scores import Span, owner_of, pairs, spans_of
from xentcli.inputs.two_classes import class_key, matched

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from xentcli.core.class_map import Class
    from xentcli.core.errors import Way
    from xentcli.core.types import Mask
    from xentcli.inputs.two_classes import Agreement, Matched
    from xentcli.io.table import Complain, Table

DOUBTFUL = "XE323"
"""The code of scores with an unknown class."""
ONLY = "only the score of the predicted class is known, but the loss needs that of the true class"
EXPORT = "export the scores of all classes, as with predict_proba or top_k=None"


def top_one(
    table: Table,
    predicted: int,
    score: int,
    labels: Collection[Class] = (),
    given: Sequence[str] | None = None,
    agree: Agreement | None = None,
    *,
    said: bool = False,
    whole: float = 1.0,
) -> TopOne:
    """Return the table with two more columns, the probabilities of two classes.

    The score is the probability of the predicted class, or of the same class in all rows if the rows show
    it. Raise if there are more classes, if the rows or names leave it open, or if a score is not a
    probability.

    Args:
        table: The table of the predictions.
        predicted: The column of predicted classes.
        score: The column of scores.
        labels: The classes that occur in the labels: ids or names.
        given: The classes that the user gave, in order.
        agree: Counts the rows with each predicted name and label; called if there is a question.
        said: Whether an option says that the score is that of the predicted class.
        whole: The score of certainty, such as 100 for percentages.
    """
    spans = spans_of(table, predicted, score, whole)
    names = [span.name for span in spans.values()]
    found = matched(names, labels, given, agree, place=Place(table.name, column=_name(table, predicted)))
    if found is None:
        raise more_than_two(table, predicted, sorted({*map(str, labels), *names}, key=natural))
    keys = tuple(map(class_key, found.classes))
    owner = None if said else owner_of(spans, keys, whole)
    if isinstance(owner, Span):
        raise _doubtful(table, (predicted, score), owner, tuple(found.classes.values()))
    return TopOne(table, (predicted, score), found, owner, whole)


class TopOne(Extended):
    """A table of predicted classes and scores, with two more columns: the probabilities of both classes."""

    def __init__(
        self, table: Table, pair: tuple[int, int], found: Matched, owner: str | None, whole: float
    ) -> None:
        """``owner`` is the key of the class whose probability the score is; None for the predicted class."""
        super().__init__(table, tuple(map(str, found.classes.values())))
        self.pair, self.owner, self._whole = pair, owner, whole
        self._names, self._keys = tuple(found.classes), tuple(map(class_key, found.classes))
        self.are_ids = all(isinstance(c, int) for c in found.classes.values())
        self.notes = (Note("XE864", self._note()), *((found.note,) if found.note else ()))

    def made(self, complain: Complain | None) -> Iterator[Block]:
        """Yield the probabilities of both classes."""
        for names, scores in pairs(self.table, *self.pair, complain):
            values = np.asarray(scores.values[:, 0], np.float64)
            second = self._is_second(names)
            first = np.where(second, self._whole - values, values)
            both = np.stack([first, np.where(second, values, self._whole - values)], axis=1)
            yield replace(scores, values=both, origin=Origin(self.name, self.titles))

    def _is_second(self, names: Block) -> Mask:
        """Return the rows whose score is that of the second class."""
        if self.owner is not None:
            return np.full(len(names), self.owner == self._keys[1])
        second = np.array([class_key(name) == self._keys[1] for name in names.categories or ()], np.bool_)
        return second[names.values.reshape(-1)]

    @property
    def is_plain(self) -> bool:
        """Whether the score is the probability of the higher id, as a single column of scores is read."""
        return self.are_ids and self.owner == self._keys[1]

    def _note(self) -> str:
        predicted, score = (_called(self.table, column) for column in self.pair)
        of = f"the class in {predicted}"
        if self.owner is not None:
            of = f"class '{shown(self._names[self._keys.index(self.owner)])}'"
        return f"{self.name}: {score} is the probability of {of}; the other class has the rest"


def more_than_two(table: Table, predicted: int, classes: list[str]) -> DataError:
    """Return the error for scores of the predicted class alone, of more than two classes."""
    message = f"{ONLY}; {_called(table, predicted)} has {len(classes)} classes: {listed(classes, 4)}"
    return DataError(message, EXPORT, code="XE321", place=Place(table.name))


def _doubtful(table: Table, pair: tuple[int, int], span: Span, classes: tuple[Class, ...]) -> DataError:
    predicted, score = (_called(table, column) for column in pair)
    message = (
        f"{score} is below 1/2 for the class in {predicted}, one of two: is it the score of that "
        "class, or of a fixed class?"
    )
    only = _spec(table, pair[1])
    both = f"{_spec(table, pair[0])},{only}"
    hint = (
        f"if it is the score of the predicted class, use --prediction-columns {both}; "
        f"if it is always the score of {shown(str(classes[-1]))}, use only {only}"
    )
    ids = all(isinstance(c, int) for c in classes)
    alone: Way = (
        {"prediction_columns": only} if ids else {"prediction_columns": only, "classes": _list(classes)}
    )
    ways = (alone, {"prediction_columns": both})
    return DataError(message, hint, code=DOUBTFUL, place=span.first, value=span.minimum, ways=ways)


def _list(classes: tuple[Class, ...]) -> str:
    return ",".join(map(str, classes))


def _spec(table: Table, column: int) -> str:
    """Return the column spec of one column."""
    name = _name(table, column)
    return '"{}"'.format(name.replace('"', '""')) if set(name) & set(',"!/-') else name


def _called(table: Table, column: int) -> str:
    """Return the name of a column, for messages."""
    return f"'{shown(table.columns[column])}'" if table.columns else f"column {column}"


def _name(table: Table, column: int) -> str:
    return table.columns[column] if table.columns else str(column)
