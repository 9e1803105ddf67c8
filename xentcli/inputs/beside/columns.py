"""The arrays of a file with one value per row, as the columns of one table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from xentcli.core.errors import XentError
from xentcli.core.frozen import replace
from xentcli.inputs.extended import in_step
from xentcli.io.table import Cells, Plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from xentcli.core.blocks import Block
    from xentcli.io.table import ClassNames, Complain, Table


class ArrayColumns(Plain):
    """Arrays of one file with one value per row, each of them a column with the name of the array."""

    columns: tuple[str, ...]

    def __init__(self, name: str, arrays: Mapping[str, Table]) -> None:
        """All arrays have the same number of rows."""
        self.name, self.columns, self.arrays = name, tuple(arrays), tuple(arrays.values())
        kinds: list[Any] = [array.dtype for array in self.arrays]
        self.shape: tuple[int | None, ...] = (self.arrays[0].shape[0], len(self.arrays))
        self.numeric = tuple(kind.kind not in "US" for kind in kinds)
        self.types = tuple(kind if kind.kind not in "US" else None for kind in kinds)

    def declared(self, column: int) -> ClassNames | None:
        """Return the names of the classes that the file declares for an array, or None."""
        return self.arrays[column].declared(0)

    def blocks(
        self,
        columns: tuple[int, ...] | None = None,
        cells: Cells = Cells.NUMBERS,
        complain: Complain | None = None,
    ) -> Iterator[Block]:
        """Yield the rows as blocks, from the start on each call."""
        wanted = range(len(self.arrays)) if columns is None else columns
        streams = [self._of(column, cells, complain) for column in wanted]
        found = streams[0]
        for stream in streams[1:]:
            found = _side_by_side(found, stream)
        yield from found

    def parts(self, columns: tuple[int, ...] | None = None, cells: Cells = Cells.NUMBERS) -> Iterator[Block]:
        """Yield the same rows as `blocks`."""
        return self.blocks(columns, cells)

    def verify(self) -> None:
        """Raise if the file changed since it was opened."""
        for array in self.arrays:
            array.verify()

    def _of(self, column: int, cells: Cells, complain: Complain | None) -> Iterator[Block]:
        for block in self.arrays[column].blocks(None, cells, complain):
            values = block.values
            shape = (len(block), 1) if cells is Cells.NUMBERS else (len(block),)
            origin = replace(block.origin, columns=(self.columns[column],))
            yield replace(block, values=values.reshape(shape), origin=origin)


def _side_by_side(mine: Iterator[Block], theirs: Iterator[Block]) -> Iterator[Block]:
    for a, b in in_step(mine, theirs):
        names = (*(a.origin.columns or ()), *(b.origin.columns or ()))
        values = np.concatenate([a.values, b.values], axis=1)
        yield replace(a, values=values, origin=replace(a.origin, columns=names))


def columns_of_file(table: Table, is_called: Callable[[str], bool]) -> ArrayColumns | None:
    """Return an array and those next to it with such names as columns; None if there are none.

    Arrays of other lengths are left out. Others are not opened, since some files need a process for each.
    """
    arrays = {} if table.dtype is None else {member_of(table): table}
    called = {name: opened for name, opened in table.beside.items() if is_called(name)}
    arrays |= {name: array for name, opened in called.items() if (array := opened_or_none(opened))}
    rows = table.shape[0]
    found = {name: array for name, array in arrays.items() if name and array.shape in {(rows,), (rows, 1)}}
    return ArrayColumns(file_of(table), found) if found else None


def opened_or_none(opened: Callable[[], Table]) -> Table | None:
    """Return an array, or None if it cannot be read or is a table."""
    try:
        table = opened()
    except XentError:
        return None
    return table if table.dtype is not None else None


def file_of(table: Table) -> str:
    """Return the name of the file that an array is in."""
    return table.name.partition("[")[0] if table.beside else table.name


def member_of(table: Table) -> str:
    """Return the name of an array in its file, or "" if it is the only one.

    >>> from xentcli.io.arrays.base import ArrayTable
    >>> [member_of(ArrayTable(np.zeros(2), name)) for name in ("a.npz[y]", "a.h5[/test/y]", "y.npy")]
    ['y', 'test/y', '']
    """
    name = (table.tables or (table,))[0].name
    _, opened, member = name.rpartition("[")
    return member.removesuffix("]").removeprefix("/") if opened and name.endswith("]") else ""


def one_file(*tables: Table) -> bool:
    """Return whether all tables are arrays of the same file."""
    return len({file_of(table) for table in tables}) == 1 and all(table.beside for table in tables)
