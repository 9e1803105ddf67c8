"""Write blocks to an unnamed file, so that they can be read again."""

from __future__ import annotations

import math
import os
from typing import TYPE_CHECKING, Any

import numpy as np

from xentcli.core.errors import DataError, Place
from xentcli.core.frozen import Frozen
from xentcli.io.arrays.base import Arrays, ArrayTable
from xentcli.io.columnar.arrow import ArrowTable
from xentcli.io.memory import PLAIN, as_array, as_arrow
from xentcli.io.source.file import Source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentcli.core.types import Numbers

HINT = "give every block the same columns, of numbers or text"


class _Piece(Frozen):
    """Rows of one dtype, and their position."""

    offset: int
    dtype: np.dtype[Any]
    rows: int


class ArraySpool:
    """Collects arrays in a file."""

    def __init__(self, name: str, file: Any) -> None:
        """The caller owns the file, and may close it after :meth:`table`."""
        self._name, self._file = name, file
        self._pieces: list[_Piece] = []
        self._rest: tuple[int, ...] = ()

    def add(self, block: Any) -> None:
        """Append a block. Blocks without rows are ignored."""
        array = as_array(block, self._name)
        if array.shape[:1] == (0,):
            return
        table = ArrayTable(array, self._name)
        values = np.ascontiguousarray(next(table.rows(None, table.count)))
        self._check(values)
        last = self._pieces.pop() if self._pieces and self._pieces[-1].dtype == values.dtype else None
        offset, rows = (self._file.tell(), 0) if last is None else (last.offset, last.rows)
        self._pieces.append(_Piece(offset, values.dtype, rows + len(values)))
        self._file.write(values.reshape(-1).view(np.uint8).data)

    def _check(self, values: Numbers) -> None:
        """Raise if the block does not fit the previous ones."""
        first = self._pieces[0].dtype if self._pieces else values.dtype
        self._rest = self._rest if self._pieces else values.shape[1:]
        if values.shape[1:] != self._rest or (first.kind in "US") != (values.dtype.kind in "US"):
            rows = sum(piece.rows for piece in self._pieces)
            mine = f"{values.dtype} of shape {values.shape}"
            message = (
                f"the block after {rows:,} rows is {mine}; these are {first} of shape {(rows, *self._rest)}"
            )
            raise DataError(message, HINT, code="XE037", place=Place(self._name, row=rows + 1))

    def table(self) -> KeptArrays:
        """Return all blocks as one table."""
        if not self._pieces:
            raise DataError("no rows", "every block is empty", code="XE013", place=Place(self._name))
        return KeptArrays(_source(self._file, self._name), tuple(self._pieces), self._rest)


class KeptArrays(Arrays):
    """Arrays on disk, read with their common dtype."""

    def __init__(self, source: Source, pieces: tuple[_Piece, ...], rest: tuple[int, ...]) -> None:
        """The pieces are already checked to have the same shape."""
        self._source, self._pieces = source, pieces
        dtype = np.result_type(*dict.fromkeys(piece.dtype for piece in pieces))
        super().__init__(source.name, (sum(piece.rows for piece in pieces), *rest), dtype, PLAIN)

    def rows(self, columns: tuple[int, ...] | None, step: int) -> Iterator[Numbers]:
        """Yield the requested columns, ``step`` rows at a time."""
        for piece in self._pieces:
            size = piece.dtype.itemsize * math.prod(self.rest)
            for start in range(0, piece.rows, step):
                data = self._source.read_at(piece.offset + start * size, min(step, piece.rows - start) * size)
                block = np.frombuffer(data, piece.dtype).reshape(-1, *self.rest)
                block = block.astype(self.dtype, copy=False)
                yield block if columns is None else block[:, list(columns)]


class FrameSpool:
    """Collects data frames in an Arrow stream. All must have the schema of the first."""

    def __init__(self, name: str, file: Any) -> None:
        """The caller owns the file, and may close it after :meth:`table`."""
        self._name, self._file = name, file
        self._writer: Any = None
        self._schema: Any = None

    def add(self, block: Any) -> None:
        """Append a block."""
        import pyarrow as pa

        rows = as_arrow(block, self._name)
        if self._writer is None:
            self._schema = rows.schema.remove_metadata()
            self._writer = pa.ipc.new_stream(self._file, self._schema)
        if sorted(rows.column_names) == sorted(self._schema.names):
            rows = rows.select(self._schema.names)
        try:
            self._writer.write_table(rows.cast(self._schema))
        except (pa.ArrowException, ValueError) as error:
            message = f"a block does not match the first: {str(error).splitlines()[0]}"
            raise DataError(message, HINT, code="XE037", place=Place(self._name)) from error

    def table(self) -> ArrowTable:
        """Return all blocks as one table."""
        self._writer.close()
        return ArrowTable(_source(self._file, self._name), PLAIN)


def _source(file: Any, name: str) -> Source:
    file.flush()
    return Source(os.dup(file.fileno()), name, watched=False)
