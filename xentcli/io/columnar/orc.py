"""Tables from ORC files, a few thousand rows at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xentcli.core.errors import InputError, Place
from xentcli.io.columnar.arrow_values import Batch, checked
from xentcli.io.columnar.base import Records
from xentcli.io.columnar.compute import pool
from xentcli.io.columnar.parquet import undamaged
from xentcli.io.columnar.schema_fields import fields_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentcli.io.columnar.fields import Field
    from xentcli.io.source.file import Source
    from xentcli.io.table import ReadOptions, Table

PEEKED = 1024
"""Number of rows searched for the first list that is not empty, or for the classes that it lists."""


def open_orc(source: Source, options: ReadOptions, _member: str | None, _usual: tuple[str, ...]) -> Table:
    """Open a file, and read its footer."""
    return OrcTable(source.whole(), options)


class OrcTable(Records):
    """An ORC file."""

    def __init__(self, source: Source, options: ReadOptions) -> None:
        """Read the footer, and the first rows for the lengths of lists."""
        self._source = source
        with undamaged(source.name, "ORC"):
            rows = self._count()
            fields = fields_of(self._fragment().physical_schema, source.name, self._head)
        super().__init__(source.name, fields, rows, options)

    def chunks(self, fields: tuple[Field, ...]) -> Iterator[Batch]:
        """Yield all rows, in batches no larger than a block of an array."""
        names = [*dict.fromkeys(field.top for field in fields)]
        step = self._rows_at_once(fields)
        left = self.shape[0] or 0
        with self._source.steady(), undamaged(self.name, "ORC"):
            for rows in self._batches(names, step):
                self._bounded(rows)
                left -= rows.num_rows
                yield Batch(rows)
            if left:
                message, hint = "is damaged (ORC): rows are missing", "copy the file again"
                raise InputError(message, hint, code="XE650", place=Place(self.name))

    def verify(self) -> None:
        """Raise if the file changed since it was opened."""
        self._source.verify()

    def _bounded(self, rows: Any) -> None:
        if rows.nbytes > self.options.max_memory:
            message = f"{rows.num_rows} rows take {rows.nbytes} bytes, more than --max-memory"
            hint = "use --max-memory BYTES to raise the limit"
            raise InputError(message, hint, code="XE658", place=Place(self.name))

    def _count(self) -> int:
        """Return the number of rows in the footer."""
        from pyarrow import PythonFile, orc

        count: int = orc.ORCFile(PythonFile(self._source.open(), mode="r")).nrows
        return count

    def _fragment(self) -> Any:
        from pyarrow import PythonFile, dataset

        return dataset.OrcFileFormat().make_fragment(PythonFile(self._source.open(), mode="r"))

    def _batches(self, names: list[str], step: int) -> Iterator[Any]:
        from pyarrow import dataset

        columns = {name: dataset.field(name) for name in names}
        scanner = self._fragment().scanner(
            columns=columns,
            batch_size=step,
            batch_readahead=0,
            fragment_readahead=0,
            use_threads=False,
            memory_pool=pool(),
        )
        return (rows for rows in scanner.to_batches() if rows.num_rows)

    def _head(self, name: str) -> Any:
        """Return the first cells of a column."""
        rows = next(self._batches([name], PEEKED), None)
        if rows is None:
            return ()
        checked(rows.column(0), name)
        return rows.column(0)
