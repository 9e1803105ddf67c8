"""Inputs of every format as tables: opened by their content first, then by their name."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, BinaryIO

from xentcli.errors import InputError, Place, UsageError, shown
from xentcli.formats.compressions import split_suffix
from xentcli.formats.opening import open_source
from xentcli.formats.source import Source
from xentcli.formats.table import Cells, ReadOptions, Table

if TYPE_CHECKING:
    from typing import TypeAlias

__all__ = ["FORMATS", "Cells", "ReadOptions", "Table", "open_table"]


def _csv(source: Source, options: ReadOptions, _member: str | None, _usual: tuple[str, ...]) -> Table:
    from xentcli.formats.delimited import Delimited

    return Delimited(source, options)


def _tsv(source: Source, options: ReadOptions, _member: str | None, _usual: tuple[str, ...]) -> Table:
    from xentcli.formats.delimited import Delimited

    return Delimited(source, options, tabs=True)


def _npy(source: Source, options: ReadOptions, _member: str | None, _usual: tuple[str, ...]) -> Table:
    from xentcli.formats.npy_stream import open_npy

    return open_npy(source, options)


def _npz(source: Source, options: ReadOptions, member: str | None, usual: tuple[str, ...]) -> Table:
    from xentcli.formats.npz import open_npz

    return open_npz(source.whole(), options, member, usual)


Opener: TypeAlias = Callable[[Source, ReadOptions, str | None, tuple[str, ...]], Table]

FORMATS: dict[str, Opener] = {"csv": _csv, "tsv": _tsv, "npy": _npy, "npz": _npz}
"""Every format that is read, by the name that ``--input-format`` takes."""

MAGIC = {"npy": re.compile(rb"\x93NUMPY"), "npz": re.compile(rb"PK(\x03\x04|\x05\x06)")}
SUFFIXES = {".tsv": "tsv", ".tab": "tsv", ".npy": "npy", ".npz": "npz"}

FOREIGN = {
    "Parquet": (re.compile(rb"PAR1"), "XE611", "pandas.read_parquet(FILE).to_csv(NEW, index=False)"),
    "Arrow": (re.compile(rb"ARROW1"), "XE611", "pandas.read_feather(FILE).to_csv(NEW, index=False)"),
    "HDF5": (re.compile(rb"\x89HDF\r\n\x1a\n"), "XE612", "numpy.save(NEW, h5py.File(FILE)[NAME][:])"),
    "IDX": (re.compile(rb"\0\0[\x08\x09\x0b-\x0e][\x01-\x04]"), "XE612", "save its array with numpy.save"),
}
"""Formats that are recognised but not read, and how to turn them into one that is."""

PICKLE = re.compile(rb"\x80[\x02-\x05]")


def open_table(
    path: str,
    options: ReadOptions,
    *,
    member: str | None = None,
    usual: tuple[str, ...] = (),
    stdin: BinaryIO | None = None,
    once: bool = False,
) -> Table:
    """Open an input, ``-`` being standard input, as a table.

    ``member`` names the array of an NPZ; without it the only one is taken, or the one among ``usual``. A pipe
    of text whose rows are read ``once`` alone is not kept.
    """
    _check(options)
    source = open_source(path, stdin, once=once, memory=options.max_memory)
    with source.steady():
        name = options.input_format or _recognised(source)
    return FORMATS[name](source, options, member, usual)


def _check(options: ReadOptions) -> None:
    name = options.input_format
    if name is not None and name not in FORMATS:
        import difflib

        near = difflib.get_close_matches(name, FORMATS, n=1) or [", ".join(FORMATS)]
        raise UsageError(f"no input format '{shown(name)}'", f"did you mean {near[0]}?", code="XE556")
    if options.block_rows is not None and options.block_rows < 1:
        raise UsageError("--block-rows must be at least 1", "--block-rows 65536", code="XE559")


def _recognised(source: Source) -> str:
    head, suffix = source.read_at(0, 16), os.path.splitext(split_suffix(source.name)[0])[1].lower()
    for name, magic in MAGIC.items():
        if magic.match(head):
            return name
    for name, (magic, code, hint) in FOREIGN.items():
        if magic.match(head):
            raise InputError(f"is {name}, which is not read yet", hint, code=code, place=Place(source.name))
    if PICKLE.match(head):
        hint = "load it where you trust it, then numpy.save an array of numbers"
        raise InputError(
            "pickle refused: it can run any program", hint, code="XE613", place=Place(source.name)
        )
    name = SUFFIXES.get(suffix, "csv")
    if name in MAGIC:
        raise InputError(
            f"is not an {name.upper()} file",
            "--input-format csv, if it is text",
            code="XE614",
            place=Place(source.name),
        )
    return name
