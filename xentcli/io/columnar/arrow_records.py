"""The base class of tables of Arrow record batches, whose records may hold one row per token."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xentcli.io.columnar.arrow_values import Batch
from xentcli.io.columnar.base import Records
from xentcli.io.columnar.schema_fields import first_cells, has_nested_lists

if TYPE_CHECKING:
    from xentcli.io.columnar.fields import Field
    from xentcli.io.table import ReadOptions


class ArrowRecords(Records):
    """Base class of Parquet and Arrow files."""

    def __init__(
        self, name: str, fields: list[Field], rows: int | None, options: ReadOptions, index: str | None = None
    ) -> None:
        """The number of tokens is not known before they are read."""
        super().__init__(name, fields, rows if self.tokens is None else None, options, index)
        if self.tokens is not None:
            self.counter, self.notes = None, (self.tokens.note(name),)

    def _by_token(self, schema: Any, options: ReadOptions) -> Any:
        """Return the schema of the rows, one per token if the records hold tokens."""
        if not options.tokens and not has_nested_lists(schema):
            return schema
        from xentcli.io.columnar.tokens.arrow_rows import arrow_tokens, schema_of

        self.tokens, self.nested = arrow_tokens(schema, self._head, forced=options.tokens)
        return schema if self.tokens is None else schema_of(self.tokens, schema)

    def _items(self, name: str, cells: Any) -> Any:
        """Return the first cells of a column, one per token if it holds tokens."""
        if self.tokens is None or name not in self.tokens.lists:
            return cells
        return first_cells(lambda: cells).flatten()

    def _chunk(self, rows: Any, first: int) -> Batch:
        """Return records as rows; ``first`` is the number of records before them."""
        if self.tokens is None:
            return Batch(rows)
        from xentcli.io.columnar.tokens.arrow_rows import batch_of

        return batch_of(self.tokens, rows, first)
