"""Tables from Parquet files, a few thousand rows at a time, with page checksums verified."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from contextlib import contextmanager
from copy import copy
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from xentcli.core.errors import InputError, Place, XentError
from xentcli.core.text import shown
from xentcli.io.arrays.base import BYTES, ROWS
from xentcli.io.columnar.arrow_records import ArrowRecords
from xentcli.io.columnar.arrow_types import is_text
from xentcli.io.columnar.arrow_values import checked
from xentcli.io.columnar.compute import pool
from xentcli.io.columnar.pandas_index import index_of
from xentcli.io.columnar.schema_fields import fields_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentcli.io.columnar.arrow_values import Batch
    from xentcli.io.columnar.fields import Field
    from xentcli.io.source.file import Source
    from xentcli.io.table import ReadOptions, Table

BUFFERED = 1 << 23
"""Bytes buffered at a time, over all columns that are read."""
PEEKED = 1024
"""Number of rows searched for the first list that is not empty, or for the classes that it lists."""


def open_parquet(source: Source, options: ReadOptions, _member: str | None, _usual: tuple[str, ...]) -> Table:
    """Open a file, and read its metadata."""
    return ParquetTable(source.whole(), options)


class ParquetTable(ArrowRecords):
    """A Parquet file."""

    def __init__(self, source: Source, options: ReadOptions) -> None:
        """Read and check the footer."""
        self._source = source
        self._groups: range | None = None
        if source.read_at(0, 4) == b"PARE":
            hint = "decrypt it with its key first"
            raise InputError("is encrypted Parquet", hint, code="XE651", place=Place(source.name))
        with undamaged(source.name, "Parquet"):
            self._metadata = self._file(()).metadata
            schema = self._by_token(self._metadata.schema.to_arrow_schema(), options)
            fields = fields_of(schema, source.name, self._head)
        index = index_of(self._metadata.metadata, self._metadata.num_rows)
        self.counter = index if isinstance(index, range) else None
        name = index if isinstance(index, str) else None
        rows = self._metadata.num_rows
        super().__init__(source.name, fields, rows, options, name)

    @property
    def by_group(self) -> ParquetTable | None:
        """Return the table itself, which can be split at row groups unless its rows are tokens."""
        return self if self.tokens is None else None

    def chunks(self, fields: tuple[Field, ...]) -> Iterator[Batch]:
        """Yield all rows, decoded on demand."""
        left = self._metadata.num_rows if self.shape[0] is None else self.shape[0]
        first = 0
        with self._source.steady(), undamaged(self.name, "Parquet"):
            for rows in self._batches(fields):
                left -= rows.num_rows
                yield self._chunk(rows, first)
                first += rows.num_rows
            if left:
                raise InputError(
                    "is damaged (Parquet): rows are missing",
                    "copy the file again",
                    code="XE650",
                    place=Place(self.name),
                )

    def verify(self) -> None:
        """Raise if the file changed since it was opened."""
        self._source.verify()

    @property
    def starts(self) -> tuple[int, ...]:
        """Return the first row of each row group."""
        groups = range(self._metadata.num_row_groups)
        counts = [self._metadata.row_group(number).num_rows for number in groups]
        return (0, *accumulate(counts[:-1])) if counts else ()

    def groups_of(self, first: int, stop: int) -> tuple[ParquetTable, int]:
        """Return the row groups that contain these rows as a table, and the number of rows before them."""
        starts = self.starts
        low, high = bisect_right(starts, first) - 1, bisect_left(starts, stop)
        table = copy(self)
        table._groups = range(low, high)
        rows = (*starts, self._metadata.num_rows)[high] - starts[low]
        table.shape = (rows, *self.shape[1:])
        return table, starts[low]

    def _batches(self, fields: tuple[Field, ...]) -> Iterator[Any]:
        names = self._tops(fields)
        step = self.options.block_rows or self._step(fields)
        groups = self._groups if self._groups is None else list(self._groups)
        for rows in self._file(names).iter_batches(step, row_groups=groups, columns=names):
            if rows.nbytes > self.options.max_memory:
                message = f"{rows.num_rows} rows take {rows.nbytes} bytes, more than --max-memory"
                hint = "use --max-memory BYTES to raise the limit"
                raise InputError(message, hint, code="XE658", place=Place(self.name))
            yield rows

    def _step(self, fields: tuple[Field, ...]) -> int:
        """Return the number of rows that take about as many bytes as a block of an array."""
        row = sum((field.width or 1) * field.dtype.itemsize for field in fields if field.dtype is not None)
        tokens = 1 if self.tokens is None else self.tokens.longest
        return max(1, min(BYTES // max(row, self._longest(fields)), ROWS) // tokens)

    def _longest(self, fields: tuple[Field, ...]) -> int:
        """Return the bytes of text per row in the row group with the longest text."""
        words = {".".join(field.path) or field.name for field in fields if field.dtype is None}
        most = 1
        for number in range(self._metadata.num_row_groups if words else 0):
            group = self._metadata.row_group(number)
            columns = map(group.column, range(group.num_columns))
            size = sum(c.total_uncompressed_size for c in columns if c.path_in_schema in words)
            most = max(most, size // max(group.num_rows, 1))
        return most

    def _file(self, names: list[str] | tuple[str, ...]) -> Any:
        from pyarrow import PythonFile, parquet, set_memory_pool

        set_memory_pool(pool())
        known = getattr(self, "_metadata", None)
        words = [] if known is None else [name for name in names if self._is_text(name)]
        return parquet.ParquetFile(
            PythonFile(self._source.open(), mode="r"),
            metadata=known,
            read_dictionary=words or None,
            buffer_size=max(1 << 16, BUFFERED // max(1, len(names))),
            pre_buffer=False,
            page_checksum_verification=True,
        )

    def _is_text(self, name: str) -> bool:
        return is_text(self._metadata.schema.to_arrow_schema().field(name).type)

    def _keeps_order(self, name: str) -> bool:
        """Return whether all row groups store the dictionary of a column instead of its texts.

        Without a dictionary page, pyarrow lists the values in the order of the rows instead.
        """
        groups = map(self._metadata.row_group, range(self._metadata.num_row_groups))
        columns = (group.column(place) for group in groups for place in range(group.num_columns))
        return all(column.has_dictionary_page for column in columns if column.path_in_schema == name)

    def _arrow_schema(self) -> Any:
        return self._metadata.schema.to_arrow_schema()

    def _head(self, name: str) -> Any:
        """Return the first cells of a column."""
        rows = next(self._file([name]).iter_batches(PEEKED, columns=[name]), None)
        if rows is None:
            return ()
        checked(rows.column(0), name)
        return self._items(name, rows.column(0))


@contextmanager
def undamaged(name: str, title: str) -> Iterator[None]:
    """Convert pyarrow's errors for damaged files to InputError."""
    import pyarrow as pa

    try:
        yield
    except XentError as error:
        error.at(file=error.place.file or name)
        raise
    except (pa.ArrowException, OSError, ValueError, RuntimeError, OverflowError) as error:
        said = " ".join(str(error).split())
        locked = "encrypt" in said.lower()
        code, what = ("XE651", "is encrypted Parquet") if locked else ("XE650", f"is damaged ({title})")
        hint = "copy or save the file again"
        raise InputError(f"{what}: {shown(said)}", hint, code=code, place=Place(name)) from error
