"""Read sparse matrices that scipy.sparse.save_npz wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np

from xentcli.core.errors import InputError, Place
from xentcli.core.text import shown
from xentcli.io.arrays.compressed_rows import SparseTable, from_columns, from_places, from_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from contextlib import AbstractContextManager

    from xentcli.core.types import Numbers
    from xentcli.io.arrays.npy_header import Header
    from xentcli.io.table import ReadOptions


class Member(Protocol):
    """An array in an archive."""

    @property
    def name(self) -> str:
        """Return the name of the array for messages."""

    def header(self) -> Header:
        """Return the checked header."""

    def reader(self) -> AbstractContextManager[Callable[[int], bytes]]:
        """Return a function that reads the next n bytes."""


MADE_OF = {
    "csr": (from_rows, ("indptr", "indices", "data")),
    "csc": (from_columns, ("indptr", "indices", "data")),
    "coo": (from_places, ("row", "col", "data")),
}
"""The function that makes a matrix of each format, and the arrays it takes."""
LIMIT = 8
"""The arrays of a matrix may take this many times --max-memory."""


def is_sparse(members: Collection[str]) -> bool:
    """Return whether an archive is a sparse matrix, and nothing else."""
    return {"format", "shape", "data"} <= {*members} and len(members) <= 6


def sparse_table(members: Mapping[str, Member], name: str, options: ReadOptions) -> SparseTable:
    """Return the table of the matrix that is stored in these arrays."""
    budget = _Budget(LIMIT * options.max_memory, name)
    kind = budget.read(members["format"]).reshape(-1)[:1].tolist()
    form = (kind[0].decode(errors="replace") if kind and isinstance(kind[0], bytes) else str(*kind)).strip()
    if form not in MADE_OF or not {*MADE_OF[form][1]} <= {*members}:
        message = f"is a sparse matrix in the format {shown(form)}, which is not supported"
        hint = "convert it to CSR: scipy.sparse.save_npz(FILE, a.tocsr())"
        raise InputError(message, hint, code="XE691", place=Place(name))
    shape = budget.read(members["shape"])
    if shape.shape != (2,) or shape.dtype.kind not in "iu" or (shape < 0).any():
        hint = "reshape it: scipy.sparse.save_npz(FILE, a.reshape(N, K))"
        raise InputError(
            "is a sparse matrix that does not have two axes", hint, code="XE691", place=Place(name)
        )
    make, parts = MADE_OF[form]
    budget.take(8 * int(shape[0]))
    first, second, data = (budget.read(members[part]) for part in parts)
    return SparseTable(make((int(shape[0]), int(shape[1])), first, second, data, name), name, options)


class _Budget:
    """Reads whole arrays, up to a total number of bytes."""

    def __init__(self, left: int, name: str) -> None:
        self._left, self._name = left, name

    def read(self, member: Member) -> Numbers:
        """Return an array."""
        header = member.header()
        self.take(header.bytes)
        with member.reader() as read:
            read(header.size)
            values: Numbers = np.frombuffer(read(header.bytes), header.dtype)
        return values.reshape(header.shape).astype(header.dtype.newbyteorder("="))

    def take(self, size: int) -> None:
        """Count bytes; raise if there are too many."""
        self._left -= size
        if self._left < 0:
            message = "is a sparse matrix that needs more memory than --max-memory allows"
            hint = f"use --max-memory BYTES to raise the limit, which is {LIMIT} times as much"
            raise InputError(message, hint, code="XE692", place=Place(self._name))
