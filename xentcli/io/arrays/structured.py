"""Tables of arrays with named fields: structured arrays of NumPy, compound types of HDF5."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from xentcli.core.blocks import Block, Origin
from xentcli.core.errors import DataError, Place, XentError
from xentcli.core.frozen import EMPTY_MAP, Frozen, replace
from xentcli.io.arrays.low_bits import as_float32, raw_type
from xentcli.io.arrays.values import READABLE, REFUSED, named, native, wrong_values
from xentcli.io.columnar.base import Records
from xentcli.io.columnar.fields import Field, Taken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from xentcli.core.errors import Note
    from xentcli.core.types import Numbers
    from xentcli.io.arrays.base import Arrays
    from xentcli.io.arrays.npy_header import Header
    from xentcli.io.table import ClassNames, ReadOptions

FLAT = (
    "XE032",
    "an array with fields needs one axis, not {axes}",
    "flatten it: a.ravel()",
)


def as_bytes(header: Header, name: str) -> Header:
    """Return the header of the same rows as bytes (N, size); raise unless the array has one axis."""
    shape = header.shape
    if not shape or math.prod(shape) != shape[0]:
        raise DataError(FLAT[1].format(axes=len(shape)), FLAT[2], code=FLAT[0], place=Place(name))
    return replace(header, dtype=np.dtype(np.uint8), shape=(shape[0], header.dtype.itemsize), fortran=False)


class StructuredTable(Records):
    """The rows of a structured array, each field a column, or several if it holds a vector."""

    def __init__(
        self,
        rows: Callable[[Header], Arrays],
        header: Header,
        name: str,
        options: ReadOptions,
        classes: Mapping[str, ClassNames] = EMPTY_MAP,
        refused: Sequence[Field] = (),
    ) -> None:
        """``rows`` opens the rows as bytes. ``classes`` are the names of ids, by field.

        ``refused`` are fields of the file that cannot be read.
        """
        self._dtype = header.dtype
        self._rows = rows(as_bytes(header, name))
        leaves = list(_leaves(header.dtype, ()))
        self._leaves = {".".join(path): _leaf(path, kind, options, name) for path, kind in leaves}
        fields = [_field(key, leaf, classes.get(key), name) for key, leaf in self._leaves.items()]
        super().__init__(name, [*fields, *refused], header.shape[0], options)
        self.notes = tuple(dict.fromkeys(note for leaf in self._leaves.values() for note in leaf.notes))

    def chunks(self, fields: tuple[Field, ...]) -> Iterator[Rows]:
        """Yield all rows, in batches no larger than a block of an array."""
        del fields
        for block in self._rows.blocks():
            yield Rows(block.values.view(self._dtype)[:, 0], self._leaves, self.name)

    def verify(self) -> None:
        """Raise if the file changed since it was opened."""
        self._rows.verify()


class Leaf(Frozen):
    """A field without further fields: its path, the type of its values, and their number in a cell."""

    path: tuple[str, ...]
    dtype: np.dtype[Any]
    width: int | None
    raw: str | None = None
    notes: tuple[Note, ...] = ()
    refusal: XentError | None = None

    @property
    def text(self) -> bool:
        """Return whether the values are text."""
        return self.dtype.kind in "US"


class Rows(Frozen, eq=False):
    """Consecutive rows of a structured array."""

    values: Numbers
    leaves: Mapping[str, Leaf]
    name: str
    lines: None = None

    def __len__(self) -> int:
        return len(self.values)

    def take(self, field: Field) -> Taken:
        """Return the values of a field."""
        leaf, values = self.leaves[field.name], self.values
        for part in leaf.path:
            values = values[part]
        if leaf.raw is not None:
            values = as_float32(values, leaf.raw, self.name)
        elif leaf.dtype.kind in "mM":
            values = values.astype(np.str_)
        values = native(values, self.name)
        if leaf.width is not None:
            values = values.reshape(len(values), leaf.width)
        block = Block(values, 0, Origin(self.name))
        if values.dtype.kind in "US":
            words = named(values, 0, block.origin)
            return Taken(words.values, words.categories)
        return Taken(values, wrong=tuple(wrong_values(block)))


def _leaves(dtype: np.dtype[Any], path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], np.dtype[Any]]]:
    """Yield the path and the type of each field that has no further fields."""
    for name in dtype.names or ():
        kind = dtype[name]
        if kind.names is not None:
            yield from _leaves(kind, (*path, name))
        else:
            yield (*path, name), kind


def _leaf(path: tuple[str, ...], kind: np.dtype[Any], options: ReadOptions, name: str) -> Leaf:
    base, shape = kind.subdtype or (kind, ())
    width = math.prod(shape) if shape else None
    try:
        if base.kind == "V" and base.names is None:
            raw, notes = raw_type(base, options.raw_type, name)
            return Leaf(path, np.dtype(np.float32), width, raw, notes)
        _check(base, width)
    except XentError as error:
        error.at(file=name, column=".".join(path))
        return Leaf(path, base, width, refusal=error)
    return Leaf(path, base, width)


def _check(base: np.dtype[Any], width: int | None) -> None:
    """Raise if values of this type cannot be read."""
    if base.kind not in READABLE or (base.kind == "f" and base.itemsize > 8):
        other = ("XE033", f"numbers of type {base} are not supported", "save them as float64")
        code, message, hint = REFUSED.get(base.kind, other)
        raise DataError(message, hint, code=code)
    if base.kind in "US" and width is not None:
        raise DataError("several texts in a cell are not supported", "save one field per text", code="XE033")


def _field(key: str, leaf: Leaf, classes: ClassNames | None, name: str) -> Field:
    if leaf.refusal is not None:
        worded = leaf.dtype.kind in "mM" and leaf.width is None
        return Field(key, None, refusal=leaf.refusal, worded=worded)
    if leaf.width == 0:
        place = Place(name, column=key)
        refusal = DataError(
            "no columns: the vector is empty", "is this the right file?", code="XE034", place=place
        )
        return Field(key, None, refusal=refusal)
    dtype = leaf.dtype.newbyteorder("=")
    if classes is not None and leaf.width is None and dtype.kind in "iu":
        return Field(key, None, class_names=classes, stored=dtype)
    return Field(key, None if leaf.text else dtype, leaf.width)
