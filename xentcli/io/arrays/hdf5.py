"""Read one dataset of an HDF5 file, slice by slice. Links to other files are not followed."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np

from xentcli.core.errors import DataError, InputError, Place, XentError
from xentcli.core.text import shown
from xentcli.io.arrays.base import Arrays
from xentcli.io.extras import needed
from xentcli.io.member import chosen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentcli.core.types import Numbers
    from xentcli.io.source.file import Source
    from xentcli.io.table import ReadOptions, Table


def open_hdf5(source: Source, options: ReadOptions, member: str | None, usual: tuple[str, ...]) -> Table:
    """Open the dataset ``member``; if None, the only dataset, or the only one with a name in ``usual``."""
    source = source.whole()
    h5py = needed("h5py", "hdf5", source.name)
    with _undamaged(source.name):
        file = h5py.File(source.open(), "r")
        names = _datasets(h5py, file)
        key = chosen(names, names, member and member.strip("/"), usual, source.name)
        return DatasetTable(source, file[key], f"{source.name}[/{key}]", options)


class DatasetTable(Arrays):
    """A dataset of an HDF5 file."""

    def __init__(self, source: Source, dataset: Any, name: str, options: ReadOptions) -> None:
        """Raise if the dataset keeps its data in other files, or holds objects other than text."""
        self._source = source
        if dataset.external or dataset.is_virtual:
            message, hint = "keeps its data in other files", "copy it into one file: h5repack"
            raise InputError(message, hint, code="XE657", place=Place(name))
        words = dataset.dtype.kind == "O"
        if words and dataset.dtype.metadata is None:
            raise DataError("objects are none of numbers", "write numbers", code="XE032", place=Place(name))
        self._rows = dataset.asstr() if words else dataset
        super().__init__(name, dataset.shape, np.dtype(np.str_ if words else dataset.dtype), options)

    def rows(self, columns: tuple[int, ...] | None, step: int) -> Iterator[Numbers]:
        """Yield the requested columns, ``step`` rows at a time."""
        with self._source.steady(), _undamaged(self.name):
            for start in range(0, self.count, step):
                block = np.asarray(self._rows[start : start + step])
                block = block.astype(np.str_) if block.dtype.kind == "O" else block
                yield block if columns is None else block[:, list(columns)]

    def verify(self) -> None:
        """Raise if the file changed since it was opened."""
        self._source.verify()


def _datasets(h5py: Any, group: Any, path: str = "") -> list[str]:
    """Return the names of all datasets in a group, recursively, following hard links only."""
    found: list[str] = []
    for name in group:
        if not isinstance(group.get(name, getlink=True), h5py.HardLink) or path.count("/") > 20:
            continue
        inside = group[name]
        if isinstance(inside, h5py.Dataset):
            found.append(path + name)
        elif isinstance(inside, h5py.Group):
            found += _datasets(h5py, inside, f"{path}{name}/")
    return found


@contextmanager
def _undamaged(name: str) -> Iterator[None]:
    """Convert errors of the HDF5 library to InputError."""
    try:
        yield
    except XentError:
        raise
    except (OSError, RuntimeError, ValueError, KeyError, TypeError) as error:
        message = f"is damaged (HDF5): {shown(' '.join(str(error).split()))}"
        raise InputError(message, "copy or write it again", code="XE657", place=Place(name)) from error
