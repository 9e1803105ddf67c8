"""The fields of an Arrow schema: numbers, text, vectors, or errors for unsupported types."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from xentcli.core.errors import DataError, Place
from xentcli.io.columnar.arrow_types import (
    NUMBERS,
    TEXT,
    WORDED,
    foreign,
    is_dictionary,
    is_list,
    is_struct,
    is_text,
    refusal,
)
from xentcli.io.columnar.buffers import flattened
from xentcli.io.columnar.fields import Field, are_ids
from xentcli.io.columnar.hugging_face import class_names, features_of
from xentcli.io.columnar.plain import EXTENSIONS, SHREDDED, children, is_variant, plain, plain_type

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from xentcli.core.errors import XentError
    from xentcli.io.table import ClassNames

    Head = Callable[[], Any]

FRACTIONS = frozenset({"halffloat", "float", "double"})
"""The types of scores; structures with whole numbers are ids or sizes."""
LONGEST = 100_000
"""The length of the longest vectors that are read as columns; hashed features are longer."""
SAMPLED = 101
"""Number of rows that are searched for the classes that they list."""


def fields_of(schema: Any, name: str, head: Callable[[str], Any]) -> list[Field]:
    """Return the fields of a schema. ``head`` returns the first cells of a column, checked."""
    features = features_of(schema.metadata)
    found: list[Field] = []
    for place in range(len(schema)):
        field = schema.field(place)
        cells = partial(first_cells, partial(head, field.name))
        found += _fields(_Column(name, field, cells, features.get(field.name)))
    return found


def has_nested_lists(schema: Any) -> bool:
    """Return whether the cells of some column are lists of lists."""
    kinds = [plain_type(field.type) for field in schema if not _is_foreign(field)]
    return any(is_list(kind) and is_list(kind.value_type) for kind in kinds)


def first_cells(head: Head) -> Any:
    """Return the first cells of a column in a basic type."""
    cells = head()
    if hasattr(cells, "chunks"):
        cells = next((chunk for chunk in cells.chunks if len(chunk)), ())
    return plain(cells) if len(cells) else cells


class _Column:
    """A column of a file, or a field of its structures: its type, first cells and feature."""

    def __init__(self, file: str, field: Any, head: Head, feature: Any, above: tuple[str, ...] = ()) -> None:
        self.file, self.field, self.head, self.feature = file, field, head, feature
        self.path = (*above, field.name)
        self.name = ".".join(self.path)
        self.names: ClassNames | None = class_names(feature)
        self.is_foreign = _is_foreign(field)
        self.kind = field.type if self.is_foreign else plain_type(field.type)

    def made(self, dtype: Any, width: int | None = None, **told: Any) -> Field:
        """Return a field for the column."""
        told["path"] = self.path if len(self.path) > 1 else ()
        return Field(self.name, None if dtype is None else np.dtype(dtype), width, **told)

    def refused(self, error: XentError | None = None, **told: Any) -> Field:
        """Return a field that cannot be read."""
        return self.made(None, refusal=error or refusal(self.field.type, self.file, self.name), **told)

    def wrong(self, code: str, message: str, hint: str) -> DataError:
        """Return an error of the column."""
        return DataError(message, hint, code=code, place=Place(self.file, column=self.name))


def _is_foreign(field: Any) -> bool:
    """Return whether a column has an unsupported extension type."""
    own = getattr(field.type, "extension_name", None)
    told = (field.metadata or {}).get(b"ARROW:extension:name", b"").decode("utf-8", "replace") or None
    return (own or told) is not None and (own or told) not in EXTENSIONS


def _fields(column: _Column) -> Iterator[Field]:
    """Yield the field of a column, or those of its structures."""
    kind = str(column.kind)
    if column.is_foreign:
        yield column.refused(foreign(column.file, column.name))
    elif is_variant(column.field.type) and SHREDDED not in _names(column.field.type):
        yield column.refused(_encoded(column))
    elif is_struct(column.kind):
        yield from _of_structure(column)
    else:
        yield _number(column, NUMBERS[kind]) if kind in NUMBERS else _other(column, kind)


def _other(column: _Column, kind: str) -> Field:
    """Return the field of text, lists or maps, or of an unsupported type."""
    if is_text(column.kind):
        return column.made(None)
    if is_list(column.kind):
        return _of_list(column)
    found = _ranking(column) if kind.startswith("map<") else None
    return found or column.refused(worded=kind.startswith(WORDED))


def _names(kind: Any) -> list[str]:
    return [kind.field(place).name for place in range(kind.num_fields)]


def _encoded(column: _Column) -> DataError:
    message = "a VARIANT in its own encoding is not supported"
    return column.wrong("XE071", message, f"save it as a number or text: CAST({column.name} AS DOUBLE)")


def _number(column: _Column, dtype: str) -> Field:
    """Return the field of numbers. Ids that have names are read as the names; decimals can be keys."""
    if column.names is not None and "int" in dtype:
        stored = np.dtype(dtype) if column.names.are_words else None
        return column.made(None if stored else dtype, class_names=column.names, stored=stored)
    return column.made(dtype, worded=str(column.field.type).startswith("decimal") and dtype == "float64")


# ------------------------------------------------------------------ lists


def _of_list(column: _Column) -> Field:
    """Return the field of lists: of numbers, of names, or of ids that differ in number."""
    item = column.kind
    while is_list(item):
        item = item.value_type
    if is_struct(item):
        return _ranking(column) or column.refused()
    dtype = NUMBERS.get(str(item))
    single = not is_list(column.kind.value_type)
    if single and _holds_labels(column, item, dtype):
        is_told = dtype is not None and column.names is not None and column.names.are_words
        return column.refused(worded=True, listed=True, class_names=column.names if is_told else None)
    if dtype is None:
        return column.refused()
    return _vector(column, dtype)


def _holds_labels(column: _Column, item: Any, dtype: str | None) -> bool:
    """Return whether lists hold names, or ids: ids with names, or in lists of different lengths."""
    if dtype is None:
        return str(item.value_type if is_dictionary(item) else item) in TEXT
    if "int" not in dtype:
        return False
    if column.names is not None:
        return True
    if str(column.field.type).startswith("fixed"):
        return False
    return are_ids([cell.as_py() for cell in column.head()[:SAMPLED] if cell.is_valid])


def _vector(column: _Column, dtype: str) -> Field:
    """Return the field of lists of numbers, as long as the first list that is not empty."""
    shape = [size for size in getattr(column.field.type, "shape", ()) if size != 1]
    cells = column.head()
    found = flattened(cells) if len(cells) else None
    is_matrix = found is not None and found.matrices is not None and bool(found.matrices.any())
    if len(shape) > 1 or is_matrix:
        message = "each cell holds a matrix, but one list of numbers is needed"
        hint = "write an array of all rows, as in numpy.save('p.npy', numpy.stack(cells))"
        return column.refused(column.wrong("XE072", message, hint))
    size = _fixed_size(column.field.type) or (
        0 if found is None else next((int(n) for n in found.sizes if n), 0)
    )
    return _sized(column, dtype, size)


def _sized(column: _Column, dtype: str, size: int, record: str = "") -> Field:
    """Return the field of vectors of a length; vectors of length 0 or a large length are not supported."""
    if size > LONGEST:
        message, hint = (
            f"vectors of {size:,} numbers are not supported",
            "name other columns, or write an array",
        )
        return column.refused(column.wrong("XE075", message, hint))
    return column.made(dtype, size, refusal=None if size else _empty(column), record=record)


def _fixed_size(kind: Any) -> int:
    kind = getattr(kind, "storage_type", kind)
    fixed = str(kind).startswith("fixed_size_list") and not is_list(kind.value_type)
    return int(kind.list_size) if fixed else 0


def _empty(column: _Column) -> DataError:
    message, hint = (
        "no columns: the first row's list is empty",
        "write the same number of numbers in every row",
    )
    return column.wrong("XE034", message, hint)


# ------------------------------------------------------------------ structures


def _of_structure(column: _Column) -> Iterator[Field]:
    """Yield one field for structures with a number for each class, else one for each of their fields."""
    from xentcli.io.columnar.structures import SPARK, width_of_spark

    names, kind = _names(column.kind), column.kind
    types = [str(kind.field(place).type) for place in range(kind.num_fields)]
    if sorted(names) == sorted(SPARK) and is_list(kind.field("values").type):
        yield _sized(column, "float64", width_of_spark(column.head()), "spark")
        return
    ranking = _ranking(column)
    if ranking is not None:
        yield ranking
    elif not names:
        yield column.refused()
    elif len(names) > 1 and all(one in FRACTIONS for one in types):
        dtype = np.result_type(*(NUMBERS[one] for one in types))
        yield column.made(dtype, len(names), titles=tuple(names), record="by name")
    else:
        for place, name in enumerate(names):
            yield from _fields(_part(column, place, name))


def _part(column: _Column, place: int, name: str) -> _Column:
    """Return a field of structures as a column."""
    features = column.feature if isinstance(column.feature, dict) else {}

    def head() -> Any:
        cells = column.head()
        return children(cells)[name] if len(cells) else cells

    return _Column(column.file, column.kind.field(place), head, features.get(name), column.path)


def _ranking(column: _Column) -> Field | None:
    """Return the field of cells that list all classes with their scores, or None."""
    from xentcli.io.columnar.rankings import ranking_of
    from xentcli.io.columnar.structures import cells_of

    cells = column.head()
    known = None if not len(cells) else ranking_of(column.name, cells_of(cells[:SAMPLED]), column.file)
    if known is None or (known.titles is None and known.refusal is None):
        return None
    titles = known.titles or ("",)
    return column.made(np.float64, len(titles), titles=titles, refusal=known.refusal, ranking=known)
