"""Tables from Arrow IPC files, Feather files and Arrow streams, validating every offset."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xentcli.core.errors import InputError, Place
from xentcli.io.columnar.arrow_records import ArrowRecords
from xentcli.io.columnar.arrow_sizes import FILE, check_sizes
from xentcli.io.columnar.arrow_values import checked
from xentcli.io.columnar.compute import pool
from xentcli.io.columnar.declared import named_fields
from xentcli.io.columnar.pandas_index import index_of
from xentcli.io.columnar.parquet import undamaged
from xentcli.io.columnar.schema_fields import fields_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentcli.io.columnar.arrow_values import Batch
    from xentcli.io.columnar.fields import Field
    from xentcli.io.source.file import Reader, Source
    from xentcli.io.table import ReadOptions, Table

END = b"\xff\xff\xff\xff\0\0\0\0"
"""The mark at the end of a stream. It may be missing by the format, but every usual writer sets it."""
BATCHES = 8
"""A record batch is decoded as a whole, and may take this many times --max-memory."""


def open_arrow(source: Source, options: ReadOptions, _member: str | None, _usual: tuple[str, ...]) -> Table:
    """Open a file or stream, and read its schema."""
    return ArrowTable(source.whole(), options)


class ArrowTable(ArrowRecords):
    """An Arrow IPC file or stream."""

    def __init__(self, source: Source, options: ReadOptions) -> None:
        """Read the schema, and the first batch for the lengths of lists."""
        self._source = source
        with undamaged(source.name, "Arrow"):
            check_sizes(source, BATCHES * options.max_memory)
            schema = self._reader(None).schema
            self._names: list[str] = schema.names
            self._first = next((rows for rows in self._batches(None) if rows.num_rows), None)
            schema = self._by_token(schema, options)
            fields = named_fields(schema, fields_of(schema, source.name, self._head))
        rows = 0 if self._first is None else None
        self._first = None
        index = index_of(schema.metadata, rows)
        self.counter = index if isinstance(index, range) else None
        name = index if isinstance(index, str) else None
        super().__init__(source.name, fields, rows, options, name)

    def chunks(self, fields: tuple[Field, ...]) -> Iterator[Batch]:
        """Yield all rows, in batches no larger than a block of an array."""
        names = self._tops(fields)
        chosen = [place for place, name in enumerate(self._names) if name in names]
        step = self._rows_at_once(fields)
        first = 0
        with self._source.steady(), undamaged(self.name, "Arrow"):
            for rows in self._batches(chosen):
                self._bounded(rows)
                for start in range(0, rows.num_rows, step):
                    yield self._chunk(rows.slice(start, step), first + start)
                first += rows.num_rows

    def verify(self) -> None:
        """Raise if the file changed since it was opened."""
        self._source.verify()

    def _bounded(self, rows: Any) -> None:
        if rows.nbytes > BATCHES * self.options.max_memory:
            message = f"a batch takes {rows.nbytes} bytes, more than {BATCHES} x --max-memory"
            hint = "use --max-memory BYTES to raise the limit, or write smaller batches"
            raise InputError(message, hint, code="XE658", place=Place(self.name))

    def _batches(self, chosen: list[int] | None) -> Iterator[Any]:
        file = self._source.open()
        reader = self._reader(chosen, file)
        if self._source.read_at(0, 6) != FILE:
            yield from reader
            self._ended(file.tell())
            return
        for number in range(reader.num_record_batches):
            yield reader.get_batch(number)

    def _ended(self, place: int) -> None:
        """Raise unless a stream ends with its mark and the file with it: pyarrow takes less and more."""
        if self._source.read_at(place - len(END), len(END)) != END:
            message, hint = "is cut: the end of the Arrow stream is missing", "copy or write it again"
        elif place != self._source.size:
            message, hint = (
                "has bytes after the end of the Arrow stream",
                "keep several streams in files of their own",
            )
        else:
            return
        raise InputError(message, hint, code="XE650", place=Place(self._source.name))

    def _reader(self, chosen: list[int] | None, opened: Reader | None = None) -> Any:
        from pyarrow import PythonFile, ipc

        options = ipc.IpcReadOptions(included_fields=chosen)
        file = PythonFile(opened or self._source.open(), mode="r")
        if self._source.read_at(0, 6) == FILE:
            return ipc.open_file(file, options=options, memory_pool=pool())
        return ipc.open_stream(file, options=options, memory_pool=pool())

    def _arrow_schema(self) -> Any:
        return self._reader(None).schema

    def _head(self, name: str) -> Any:
        """Return the first cells of a column."""
        first = self._first
        if first is None:
            first = next((rows for rows in self._batches(None) if rows.num_rows), None)
        if first is None:
            return ()
        column = first.column(first.schema.get_field_index(name))
        checked(column, name)
        return self._items(name, column)
