"""Convert values of JSON lines to numbers, names or vectors."""

from __future__ import annotations

from contextlib import suppress
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np

from xentcli.core.errors import DataError, XentError
from xentcli.core.text import shown
from xentcli.io.columnar.fields import Taken, listed_texts, ragged
from xentcli.io.columnar.json_lines import LinePiece, parsed, quickly_parsed
from xentcli.io.columnar.ranking_items import number_in
from xentcli.io.json.steps import reshaped
from xentcli.io.text.label_column import mixed_truth
from xentcli.io.text.numbers import LARGEST_CLASS, as_float, coded

if TYPE_CHECKING:
    from xentcli.core.types import Codes, Numbers
    from xentcli.io.columnar.fields import Field
    from xentcli.io.columnar.rankings import Ranking
    from xentcli.io.json.steps import Step

    Wrong = dict[int, DataError]

ABSENT = object()
NUMBERS = frozenset({int, float})
GAPS = frozenset({"", "NaN", "nan", "None", "null", "NA", "N/A"})
"""Texts that mean a missing number among numbers in quotes."""
FILL = "fill it in, or remove the row from all files"


class JsonRows:
    """A piece of JSON lines, parsed on first use."""

    def __init__(
        self, piece: LinePiece, steps: tuple[Step, ...] = (), *, numbered: bool = True, gappy: bool = False
    ) -> None:
        """``steps`` give the rows their shape; ``numbered`` is whether the lines are those of the file.

        With ``gappy``, NaN is a missing value; otherwise it is an error.
        """
        self.data, self._line, self._rows, self._steps = piece.data, piece.line, piece.rows(), steps
        self._numbered, self._gappy = numbered, gappy
        self._found: list[Any] | None = None
        self._broken: Wrong = {}

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def lines(self) -> int | Codes | None:
        """Return the line of the first row, or of every row, or None."""
        return self._line if self._numbered else None

    def take(self, field: Field) -> Taken:
        """Return the values of a field."""
        wrong: Wrong = {}
        values = self._values(field, wrong)
        if field.listed:
            return self._listed(values, wrong)
        if field.quoted:
            values = [_unquoted(value) for value in values]
        make = _scalars if field.width is None else _named if field.titles is not None else _lists
        taken, missing = make(values, field, wrong)
        missing += _not_numbers(taken[0], wrong, gappy=self._gappy)
        for row in self._broken:
            wrong.pop(row, None)
        gaps = np.zeros(len(values), np.bool_)
        gaps[[row for row in missing if row not in self._broken]] = True
        return Taken(*taken, gaps if gaps.any() else None, tuple(wrong.items()), tuple(self._broken.items()))

    def _listed(self, values: list[Any], wrong: Wrong) -> Taken:
        taken = listed_texts(None if value is ABSENT else value for value in values)
        left = {row: error for row, error in wrong.items() if row not in self._broken}
        return Taken(taken.values, taken.categories, None, tuple(left.items()), tuple(self._broken.items()))

    def fits(self, field: Field) -> bool:
        """Return whether all values of a field are numbers, whether in quotes or not."""
        rows = (row for row in self.found() if field.is_row or isinstance(row, dict))
        values = (row if field.is_row else row.get(field.name) for row in rows)
        items = chain.from_iterable(value if isinstance(value, list) else [value] for value in values)
        return not any(isinstance(item, str) and isinstance(_unquoted(item), str) for item in items)

    def found(self) -> list[Any]:
        """Return the value of each line."""
        if self._found is None:
            quick = quickly_parsed(self.data, self._rows)
            if quick is None or self._steps:
                quick = [self._parsed(row, line, quick) for row, line in enumerate(self._rows)]
            self._found = quick
        return self._found

    def _parsed(self, row: int, line: bytes, quick: list[Any] | None) -> Any:
        try:
            return reshaped(parsed(line) if quick is None else quick[row], self._steps)
        except DataError as error:
            self._broken[row] = error
        except XentError as error:
            error.at(line=self._line + row if self._numbered else None)
            raise
        return ABSENT

    def _values(self, field: Field, wrong: Wrong) -> list[Any]:
        """Return the value of a field in each row, and record errors for rows without one."""
        rows = self.found()
        if not (self._broken or field.is_row) and set(map(type, rows)) == {dict}:
            with suppress(KeyError):
                return [row[field.name] for row in rows]
        return [self._value(row, found, field, wrong) for row, found in enumerate(rows)]

    def _value(self, row: int, found: Any, field: Field, wrong: Wrong) -> Any:
        if found is ABSENT or field.is_row:
            return found
        name = field.name
        if not isinstance(found, dict):
            message = f"{_kind(found)}, but the first row is an object"
            self._broken.setdefault(row, DataError(message, "write one object per line", code="XE045"))
        elif name not in found:
            wrong[row] = DataError(f"missing key: '{shown(name)}'", FILL, code="XE042", value=name)
        return found.get(name, ABSENT) if isinstance(found, dict) else ABSENT


def _unquoted(value: Any) -> Any:
    """Return numbers in quotes as numbers, and texts that mean a missing number as None."""
    if isinstance(value, list):
        return [_unquoted(item) for item in value]
    if not isinstance(value, str):
        return value
    number = number_in(value)
    return value if number is None and value not in GAPS else number


def listed_scores(cells: list[Any], field: Field, ranking: Ranking) -> Taken:
    """Return the scores of cells that list the classes with their scores."""
    wrong: Wrong = {}
    values: list[Any] = []
    for row, cell in enumerate(cells):
        try:
            values.append(ranking.reshaped({field.name: cell}).get(field.name))
        except DataError as error:
            wrong[row] = error
            values.append(ABSENT)
    taken, missing = _named(values, field, wrong)
    _not_numbers(taken[0], wrong, gappy=False)
    gaps = np.zeros(len(values), np.bool_)
    gaps[missing] = True
    return Taken(*taken, gaps if gaps.any() else None, tuple(wrong.items()))


def _kind(value: Any) -> str:
    """Describe the type of a value for messages."""
    words = {dict: "an object", list: "a list", str: "a text", bool: "a truth value", type(None): "null"}
    return words.get(type(value), "a number")


Values = tuple[tuple["Numbers", "tuple[str, ...] | None"], list[int]]


def _scalars(values: list[Any], field: Field, wrong: Wrong) -> Values:
    """Return one value per row, and record errors for rows without one."""
    types, text = set(map(type, values)), field.dtype is None
    if text and types == {str}:
        return coded(values), []
    if not text and field.dtype != np.bool_ and (types == {float} or (types == {int} and _are_small(values))):
        return (np.array(values, np.float64 if types == {float} else np.int64), None), []
    missing = [row for row, value in enumerate(values) if value is None]
    for row, value in enumerate(values):
        error = None if value is None or value is ABSENT else _misplaced(value, text, field)
        if error is not None:
            wrong[row] = error
    word = next((value for value in values if isinstance(value, str)), "")
    blank: Any = word if text else False if field.dtype == np.bool_ else 0
    bad = {*wrong, *missing}
    right = [blank if row in bad or value is ABSENT else value for row, value in enumerate(values)]
    if text:
        return coded(right), missing
    kind = np.bool_ if field.dtype == np.bool_ else np.float64 if float in set(map(type, right)) else np.int64
    numbers = np.array(right, kind)
    return (numbers, None), missing


def _are_small(values: list[int]) -> bool:
    return min(values) > -LARGEST_CLASS and max(values) < LARGEST_CLASS


def _misplaced(value: Any, text: bool, field: Field) -> DataError | None:
    """Return the error for a value of another type than the first one."""
    if isinstance(value, (list, dict)):
        hint = "write one value, or the same number of numbers, in every row"
        return DataError(f"{_kind(value)}, but the first row has one value", hint, code="XE045")
    if text or isinstance(value, str):
        if text and isinstance(value, str):
            return None
        others = "text" if text else "numbers"
        message, hint = f"{shown(str(value))} is among {others}", "use one kind of label"
        return DataError(message, hint, code="XE103")
    if isinstance(value, bool) is not (field.dtype == np.bool_):
        word = str(value).lower()
        return mixed_truth(word, "true and false" if field.dtype == np.bool_ else "numbers")
    if isinstance(value, int) and abs(value) >= (2**63 if field.any_size else LARGEST_CLASS):
        message, hint = (
            f"{shown(str(value))} is too large for a class id",
            "wrong column? use --labels-column NAME",
        )
        return DataError(message, hint, code="XE025", value=str(value))
    return None


def _not_numbers(numbers: Numbers, wrong: Wrong, *, gappy: bool) -> list[int]:
    """Return the rows that are NaN if these are gaps; record errors for all others, and for infinity.

    A number too large for float64 is infinity as well. Minus infinity can be a logarithm.
    """
    if numbers.dtype.kind != "f" or np.isfinite(numbers).all():
        return []
    rows = numbers.reshape(len(numbers), -1)
    for row in np.flatnonzero(np.isposinf(rows).any(axis=1)).tolist():
        message = "Infinity, or a number too large for float64"
        wrong[row] = DataError(
            message, "use a smaller number, or remove the row from all files", code="XE024"
        )
    nan = [row for row in np.flatnonzero(np.isnan(rows).any(axis=1)).tolist() if row not in wrong]
    if gappy:
        return nan if numbers.ndim == 1 else []
    for row in nan:
        message, hint = "NaN is not a valid number", "write a number, or remove the row from all files"
        wrong[row] = DataError(message, hint, code="XE044", value="NaN")
    return []


def _named(values: list[Any], field: Field, wrong: Wrong) -> Values:
    """Convert objects of numbers to lists, in the key order of the first row."""
    titles = field.titles or ()
    rows = []
    for row, value in enumerate(values):
        if isinstance(value, dict) and value.keys() != set(titles):
            lost = next((t for t in titles if t not in value), None)
            extra = next((t for t in value if t not in titles), "")
            text = (
                f"missing key: '{shown(lost)}'" if lost is not None else f"unexpected key: '{shown(extra)}'"
            )
            wrong[row] = DataError(text, "every row needs the same keys as the first", code="XE042")
        fits = isinstance(value, dict) and row not in wrong
        rows.append([value[title] for title in titles] if fits else value)
    return _lists(rows, field, wrong)


def _lists(values: list[Any], field: Field, wrong: Wrong) -> Values:
    """Return lists of numbers as an array (N, width), and record errors for rows without one."""
    width = field.width or 0
    missing = [row for row, value in enumerate(values) if value is None]
    alike = not wrong and set(map(type, values)) == {list} and set(map(len, values)) == {width}
    for row, value in enumerate(() if alike else values):
        if isinstance(value, list):
            if len(value) != width:
                wrong[row] = ragged(len(value), width)
        elif value is not ABSENT and value is not None and row not in wrong:
            hint = "every row needs a list of numbers"
            wrong[row] = DataError(f"{_kind(value)}, but the first row has a list", hint, code="XE045")
    lists = (
        list(values)
        if alike
        else [v if isinstance(v, list) and row not in wrong else None for row, v in enumerate(values)]
    )
    types = set(map(type, chain.from_iterable(v for v in lists if v is not None)))
    if not (types <= NUMBERS or types == {bool}):
        _blame(lists, wrong)
        types = {float}
    kind = np.bool_ if types == {bool} else np.float64 if float in types else np.int64
    numbers = _array(lists, width, kind)
    return (numbers, None), missing


def _blame(lists: list[list[Any] | None], wrong: Wrong) -> None:
    """Remove lists that hold anything but numbers, and record their errors."""
    for row, values in enumerate(lists):
        place = next((p for p, v in enumerate(values or ()) if type(v) not in NUMBERS), None)
        if values is not None and place is not None:
            code = "XE016" if values[place] is None else "XE020"
            text = (
                "a missing number: null"
                if values[place] is None
                else f"{_kind(values[place])} is not a number"
            )
            wrong[row] = DataError(f"{text} (item {place} of the list)", FILL, code=code)
            lists[row] = None


def _array(lists: list[list[Any] | None], width: int, kind: Any) -> Numbers:
    blank = [kind(0).item()] * width
    flat = list(chain.from_iterable(blank if v is None else v for v in lists))
    try:
        return np.array(flat, kind).reshape(len(lists), width)
    except OverflowError:  # integers beyond int64
        return np.array(list(map(as_float, flat)), np.float64).reshape(len(lists), width)
