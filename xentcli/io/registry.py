"""The registry of input formats: magic bytes, suffixes and readers."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

from xentcli.core.errors import InputError, Place
from xentcli.core.frozen import Frozen
from xentcli.io.compression.registry import split_suffix
from xentcli.io.source.file import Source
from xentcli.io.table import ReadOptions, Table

if TYPE_CHECKING:
    from typing import TypeAlias

Opener: TypeAlias = Callable[[Source, ReadOptions, str | None, tuple[str, ...]], Table]
"""Takes the source (checked for changes by the caller), options, array name and usual array names."""

MAGIC_BYTES = 64
"""Number of bytes used to recognise a format."""


class Format(Frozen):
    """An input format. ``opener`` names the module and function, imported on first use."""

    opener: str
    suffixes: tuple[str, ...]
    starts: tuple[bytes, ...] = ()
    looks: Callable[[bytes], bool] | None = None
    always: bool = True
    """Whether every file of the format begins with the magic bytes."""

    def begins(self, head: bytes) -> bool:
        """Return whether a file that starts with these bytes has this format."""
        return head.startswith(self.starts) if self.looks is None else self.looks(head)

    def open(self, source: Source, options: ReadOptions, member: str | None, usual: tuple[str, ...]) -> Table:
        """Open the input as a table."""
        module, _, function = self.opener.partition(":")
        opener: Opener = getattr(import_module(f"xentcli.io.{module}"), function)
        return opener(source, options, member, usual)


def _idx(head: bytes) -> bool:
    return head[:2] == b"\0\0" and head[2:3] in IDX_TYPES and 0 < int.from_bytes(head[3:4], "big") < 5


def _safetensors(head: bytes) -> bool:
    return head[4:10] == b'\0\0\0\0{"'


def _json(head: bytes) -> bool:
    start = b"".join(head.removeprefix(b"\xef\xbb\xbf").split())
    return start[:2] in {b'{"', b"{}"} or start.startswith((b'[{"', b'[[{"'))


def _orc(head: bytes) -> bool:
    """Return whether bytes begin an ORC file; text that begins with the same letters has no control bytes."""
    return head[:3] == b"ORC" and any(byte < 9 or 13 < byte < 32 for byte in head[3:])


HDF5 = b"\x89HDF\r\n\x1a\n"
LATE = (".h5", ".hdf5", ".mat", ".nc")
"""Suffixes of HDF5 files that may begin with a block of another program."""
IDX_TYPES = tuple(map(bytes, ([8], [9], [11], [12], [13], [14])))
TEXT = "text.delimited:open_csv"
FORMATS = {
    "csv": Format(TEXT, (".csv", ".txt"), always=False),
    "tsv": Format("text.delimited:open_tsv", (".tsv", ".tab"), always=False),
    "npy": Format("arrays.npy:open_npy", (".npy",), (b"\x93NUMPY",)),
    "npz": Format("arrays.npz:open_npz", (".npz",), (b"PK\3\4", b"PK\5\6")),
    "parquet": Format("columnar.parquet:open_parquet", (".parquet", ".pq"), (b"PAR1", b"PARE")),
    "arrow": Format(
        "columnar.arrow:open_arrow",
        (".arrow", ".feather", ".arrows", ".ipc"),
        (b"ARROW1", b"\xff\xff\xff\xff"),
    ),
    "orc": Format("columnar.orc:open_orc", (".orc",), looks=_orc),
    "jsonl": Format("columnar.jsonl:open_json", (".jsonl", ".ndjson", ".json"), looks=_json, always=False),
    "idx": Format("arrays.idx:open_idx", (".idx", ".idx1-ubyte"), looks=_idx),
    "svmlight": Format("arrays.svmlight:open_svmlight", (".svm", ".svmlight", ".libsvm"), always=False),
    "hdf5": Format(
        "arrays.converted:open_hdf5", (".h5", ".hdf5", ".hdf", ".nc4"), (HDF5, b"MATLAB 7.3 MAT-")
    ),
    "matlab": Format("arrays.converted:open_matlab", (".mat",), (b"MATLAB 5.0 MAT-",), always=False),
    "netcdf": Format("arrays.converted:open_netcdf", (".nc", ".cdf"), (b"CDF\1", b"CDF\2")),
    "zarr": Format("arrays.converted:open_zarr", (".zarr",), always=False),
    "png": Format("images.png:open_png", (".png",), (b"\x89PNG\r\n",)),
    "safetensors": Format("arrays.safetensors:open_safetensors", (".safetensors",), looks=_safetensors),
}
"""Input formats by their ``--input-format`` name. The first with matching magic bytes is used."""

PIXELS = "numpy.save(NEW, numpy.asarray(PIL.Image.open(FILE)))"
FOREIGN = {
    b"FEA1": ("Feather of version 1", "pandas.read_feather(FILE).to_feather(NEW)"),
    b"Obj\1": ("Avro", "write Parquet, or JSON lines"),
    b"SQLite format 3\0": ("SQLite", "sqlite3 -csv -header FILE 'SELECT * FROM t' | xentcli ... -"),
    b"\xff\xd8\xff": ("a JPEG image", PIXELS),
    b"II*\0": ("a TIFF image", PIXELS),
    b"MM\0*": ("a TIFF image", PIXELS),
    b"CDF\5": ("netCDF with 64-bit data", "nccopy -k nc4 FILE NEW"),
    b"\x0e\x03\x13\x01": ("HDF4", "h4toh5 FILE NEW"),
    b"%PDF-": ("PDF", "export the table as CSV"),
}
"""Magic bytes of unsupported formats, with their names and how to convert them."""


def recognised(source: Source) -> str:
    """Return the format of an input, by its magic bytes, then by its suffix."""
    head, place = source.read_at(0, MAGIC_BYTES), Place(source.name)
    if source.name.lower().endswith(LATE) and any(source.read_at(512 << n, 8) == HDF5 for n in range(4)):
        return "hdf5"
    for name, known in FORMATS.items():
        if (known.starts or known.looks) and known.begins(head):
            return name
    for start, (title, hint) in FOREIGN.items():
        if head.startswith(start):
            raise InputError(f"is {title}, which is not read", hint, code="XE612", place=place)
    if head[:1] == b"\x80" and 2 <= int.from_bytes(head[1:2], "big") <= 5:
        hint = "load it where you trust it, then numpy.save an array of numbers"
        raise InputError("pickle refused: it can run any program", hint, code="XE613", place=place)
    if not os.path.splitext(split_suffix(source.name)[0])[1] and _JSON_LIST.match(head):
        return "jsonl"
    return _by_name(source.name)


_JSON_LIST = re.compile(rb"\s*\[\s*(?:\[\s*)*(?:\"|-?\d[\d.eE+-]*\s*[,\]])")
"""The start of a list in JSON, as a pipe without a name may begin; NumPy writes blanks between numbers."""


def named_format(path: str) -> str:
    """Return the format for a file suffix, or text by default.

    >>> named_format("y.npy.gz"), named_format("y")
    ('npy', 'csv')
    """
    suffix = os.path.splitext(split_suffix(path)[0])[1].lower()
    return next((name for name, known in FORMATS.items() if suffix in known.suffixes), "csv")


def _by_name(path: str) -> str:
    """Return the format for a file suffix, among formats without reliable magic bytes."""
    name = named_format(path)
    if FORMATS[name].always:
        article = "a" if name in {"parquet", "safetensors"} else "an"
        hint = "--input-format csv, if it is text"
        message, ways = f"is not {article} {name.upper()} file", ({"input_format": "csv"},)
        raise InputError(message, hint, code="XE614", place=Place(path), ways=ways)
    return name
