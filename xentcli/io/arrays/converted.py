"""Open containers in a child process, which writes the chosen array as NPY."""

from __future__ import annotations

import os
import tempfile
from functools import cache, partial
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from xentcli.core.errors import DataError, InputError, Note, Place
from xentcli.core.frozen import replace
from xentcli.io.arrays.npy import NpyTable
from xentcli.io.arrays.npy_header import Header, check_size, read_header
from xentcli.io.arrays.structured import StructuredTable
from xentcli.io.child import reported
from xentcli.io.columnar.fields import Field
from xentcli.io.containers.write import FREE, GROWTH
from xentcli.io.source.file import Source
from xentcli.io.table import ClassNames

if TYPE_CHECKING:
    from collections.abc import Callable

    from xentcli.io.table import ReadOptions, Table


def open_hdf5(source: Source, options: ReadOptions, member: str | None, usual: tuple[str, ...]) -> Table:
    """Open the dataset ``member``; if None, the only dataset, or the only one with a name in ``usual``."""
    return opened("hdf5:read_hdf5", "HDF5", source, options, member, usual)


def open_matlab(source: Source, options: ReadOptions, member: str | None, usual: tuple[str, ...]) -> Table:
    """Open a variable of a MATLAB file of version 4 to 7."""
    return opened("matlab:read_matlab", "MATLAB", source, options, member, usual)


def open_netcdf(source: Source, options: ReadOptions, member: str | None, usual: tuple[str, ...]) -> Table:
    """Open a variable of a classic netCDF file."""
    return opened("netcdf3:read_netcdf", "netCDF", source, options, member, usual)


def open_zarr(source: Source, options: ReadOptions, member: str | None, usual: tuple[str, ...]) -> Table:
    """Open an array of a Zarr store in a zip file."""
    return opened("zarr:read_zarr", "Zarr", source, options, member, usual)


def open_folder(path: str, options: ReadOptions, member: str | None, usual: tuple[str, ...]) -> Table:
    """Open an array of a Zarr store in a folder."""
    with tempfile.TemporaryFile() as nothing:
        source = Source(os.dup(nothing.fileno()), path, watched=False)
    return opened("zarr:read_zarr", "Zarr", source, options, member, usual, folder=os.path.abspath(path))


def opened(
    reader: str,
    title: str,
    source: Source,
    options: ReadOptions,
    member: str | None,
    usual: tuple[str, ...],
    **told: Any,
) -> Table:
    """Open the array that a reader in ``xentcli.io.containers`` writes."""
    source = source.whole()
    table, others = _opened(reader, title, source, options, member, usual, **told)
    again = partial(_opened, reader, title, source, options, usual=(), **told)
    table.beside = {key: cache(partial(_table_of, again, key)) for key in others}
    if isinstance(table, ConvertedTable) and others and "logits" in usual:
        from xentcli.io.arrays.class_order import name_columns

        name_columns(table)
    return table


def _table_of(again: Callable[..., tuple[Table, list[str]]], key: str) -> Table:
    return again(member=key)[0]


def _opened(
    reader: str,
    title: str,
    source: Source,
    options: ReadOptions,
    member: str | None,
    usual: tuple[str, ...],
    **told: Any,
) -> tuple[Table, list[str]]:
    """Return an array, and the names of the others."""
    memory = options.max_memory
    told |= {"member": member, "usual": usual, "most": max(GROWTH * source.size, FREE * memory)}
    copy, report = reported(f"containers.{reader}", source, title, memory, **told)
    name = f"{source.name}[/{report['name']}]" if report["name"] else source.name
    if report["masked"] is not None and options.unknown is None:
        row, value = report["masked"]
        message = f"is a missing number: {value} means no data"
        hint = "write the number, or remove the row from all files"
        raise DataError(message, hint, code="XE016", place=Place(name, row=row), value=value)
    copy.made_of = source  # a pipe is kept as long as its copy is in use, for other arrays in it
    header = read_header(copy.open().read, name)
    check_size(header, copy.size - header.size, name)
    notes = tuple(Note("XE877", f"{name}: {text}") for text in report["notes"])
    if header.dtype.names is None and "" not in report["classes"]:
        table = ConvertedTable(copy, options, name, header, report, notes)
        return (table.turned() if table.is_row and "logits" not in usual else table), report["others"]
    return _with_fields(copy, options, name, header, report, notes), report["others"]


class ConvertedTable(NpyTable):
    """An array of a container, copied to a file."""

    anywhere = False

    def __init__(
        self,
        copy: Source,
        options: ReadOptions,
        name: str,
        header: Header,
        report: dict[str, Any],
        notes: tuple[Note, ...],
    ) -> None:
        """``report`` is what the reader found out about the array."""
        super().__init__(copy, options, name, header)
        self._made_of = copy, options, name, header, report, notes
        self.notes = (*self.notes, *notes)
        self.whole: Self | None = None
        """The same array as a matrix of one row if it is read as a list."""
        self.is_row = (
            bool(report["matrix"]) and header.shape[0] == 1 and len(header.shape) == 2 and header.shape[1] > 1
        )
        self.step = float(report["step"])
        names = report["columns"]
        if names is not None and len(header.shape) == 2 and header.shape[1:] == (len(names),):
            self.columns = tuple(names)

    def turned(self) -> Self:
        """Return a matrix of one row as a list."""
        copy, options, name, header, report, notes = self._made_of
        flat = replace(header, shape=header.shape[1:], fortran=False)
        table = type(self)(copy, options, name, flat, report, notes)
        table.whole = self
        return table


def _with_fields(
    copy: Source,
    options: ReadOptions,
    name: str,
    header: Header,
    report: dict[str, Any],
    notes: tuple[Note, ...],
) -> Table:
    """Return a table of named fields; an array of ids with names is one field."""
    classes = {
        field: ClassNames(tuple(names), tuple(ids)) for field, (names, ids) in report["classes"].items()
    }
    title = report["name"].rpartition("/")[2] or "label"
    if header.dtype.names is None:
        if any(size > 1 for size in header.shape[1:]):
            return ConvertedTable(copy, options, name, header, report, notes)
        classes = {title: classes[""]}
        header = replace(header, dtype=np.dtype([(title, header.dtype)]), shape=header.shape[:1])
    refused = [_refused(field, name, *error) for field, error in report["refusals"].items()]

    def rows(own: Header) -> NpyTable:
        return NpyTable(copy, options, name, own)

    table = StructuredTable(rows, header, name, options, classes, refused)
    table.notes = (*table.notes, *notes)
    table.apart = bool(report["others"])
    return table


def _refused(field: str, name: str, code: str, message: str, hint: str) -> Field:
    error = InputError(message, hint, code=code, place=Place(name, column=field))
    return Field(field, None, refusal=error)
