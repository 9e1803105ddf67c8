"""Read one variable of a MATLAB file of version 4 to 7 with SciPy. Runs in a child process."""

from __future__ import annotations

import math
from typing import IO, TYPE_CHECKING, Any

import numpy as np

from xentcli.core.errors import InputError, XentError
from xentcli.core.text import shown
from xentcli.io.containers.item import Item, chosen_item
from xentcli.io.containers.write import write_item
from xentcli.io.extras import needed

if TYPE_CHECKING:
    from xentcli.core.types import Numbers

UNREAD = "save its contents: cellstr(x) for text, double(x) for numbers"
MIXED = ("is a cell array of values other than text or numbers", "save numbers as a matrix: cell2mat(x)")
FUNCTIONS = frozenset({"function", "opaque", "object"})


def read_matlab(path: str, out: IO[bytes], member: str | None, usual: list[str], most: int) -> dict[str, Any]:
    """Write the variable ``member``, or the chosen one."""
    file = File(needed("scipy.io", "science", ""), path)
    return write_item(chosen_item(file.items(), member, tuple(usual)), out, most)


class File:
    """A MATLAB file. Its variables are loaded when they are read."""

    def __init__(self, scipy_io: Any, path: str) -> None:
        self._io, self._path = scipy_io, path
        self._loaded: tuple[str, Any] = ("", None)

    def items(self) -> list[Item]:
        """Return all variables; a structure is replaced by its fields."""
        found: list[Item] = []
        for name, shape, kind in self._io.whosmat(self._path, appendmat=False):
            found += self._fields(name) if kind == "struct" else [self._item(name, shape, kind)]
        return found

    def load(self, name: str) -> Any:
        """Return a variable. The last one is cached."""
        if self._loaded[0] != name:
            known = self._io.loadmat(self._path, variable_names=[name], appendmat=False)
            self._loaded = name, known.get(name)
        return self._loaded[1]

    def _item(self, name: str, shape: tuple[int, ...], kind: str) -> Item:
        if kind in FUNCTIONS or kind == "unknown":
            return refused(
                name, InputError(f"is a MATLAB {kind}, which is not supported", UNREAD, code="XE690")
            )
        return Item(name, shape, np.dtype(np.float64), _nothing, load=lambda: variable(name, self.load(name)))

    def _fields(self, name: str) -> list[Item]:
        values = self.load(name)
        if values is None or values.size != 1 or values.dtype.names is None:
            message = "is an array of structures, which is not supported"
            return [refused(name, InputError(message, "save one array per field", code="XE690"))]
        only = values.reshape(-1)[0]
        return [variable(f"{name}/{field}", only[field], f"{name}.{field}") for field in values.dtype.names]


def variable(name: str, values: Any, *aliases: str) -> Item:
    """Return a loaded variable as an array: texts as one axis, sparse matrices as dense rows."""
    if hasattr(values, "tocsr"):
        rows = values.tocsr()
        return Item(
            name, rows.shape, rows.dtype, lambda a, b: rows[a:b].toarray(), matrix=True, aliases=aliases
        )
    values = np.asarray(values)
    if values.dtype == object:
        texts = _cells(values)
        if isinstance(texts, XentError):
            return refused(name, texts, *aliases)
        values = texts
    elif values.dtype.kind == "U":
        values = np.char.rstrip(values.reshape(-1))
    elif values.dtype.names is not None:
        return refused(
            name, InputError("is a structure, which is not supported", UNREAD, code="XE690"), *aliases
        )
    matrix = values.ndim > 1
    return Item(name, values.shape, values.dtype, lambda a, b: values[a:b], matrix=matrix, aliases=aliases)


def _cells(values: Numbers) -> Numbers | XentError:
    """Return the texts, or the single numbers, of a cell array with one row or column."""
    if math.prod(values.shape) != max(values.shape, default=0) or not values.size:
        return InputError("is a cell array with several rows and columns", MIXED[1], code="XE690")
    cells = [np.asarray(cell) for cell in values.reshape(-1)]
    kinds = {cell.dtype.kind for cell in cells if cell.size}
    if kinds <= {"U"} and all(cell.size <= 1 for cell in cells):
        return np.array([str(cell.reshape(-1)[0]).rstrip() if cell.size else "" for cell in cells])
    if kinds <= {*"iufb"} and all(cell.size == 1 for cell in cells):
        return np.array([cell.reshape(-1)[0] for cell in cells])
    return InputError(*MIXED, code="XE690")


def refused(name: str, error: XentError, *aliases: str) -> Item:
    """Return a variable that cannot be read, with its error."""
    error.message = f"{shown(name)} {error.message}"
    return Item(name, (0,), np.dtype(object), _nothing, refusals={"": error}, aliases=aliases)


def _nothing(_start: int, _stop: int) -> Numbers:
    return np.zeros(0)
