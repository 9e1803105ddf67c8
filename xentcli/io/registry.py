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
    from typing import Literal, TypeAlias

Opener: TypeAlias = Callable[[Source, ReadOptions, str | None, tuple[str, ...]], Table]
"""Takes the source (checked for changes by the caller), options, array name and usual array names."""

MAGIC_BYTES = 512
"""Number of bytes used to recognise a format."""
TEXTS = frozenset({".csv", ".tsv", ".tab", ".txt", ".jsonl", ".ndjson", ".json", ""})
"""Suffixes of plain text."""
STRANGE = (b"<", b"%PDF-", b"{\\rtf", b"tree\n", b"version https:")
"""The first characters of text in unsupported formats."""


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
    """Return whether bytes begin an ORC file; text with the same first letters has no control bytes."""
    return head[:3] == b"ORC" and any(byte < 9 or 13 < byte < 32 for byte in head[3:])


HDF5 = b"\x89HDF\r\n\x1a\n"
LATE = (".h5", ".hdf5", ".mat", ".nc")
"""Suffixes of HDF5 files that may start with a block for another program."""


def _matlab(head: bytes) -> bool:
    """Return whether bytes begin a MATLAB file: of version 4, with the type, sizes and name of a variable."""
    if head.startswith(b"MATLAB 5.0 MAT-"):
        return True
    orders: tuple[Literal["little", "big"], ...] = ("little", "big")
    for order in orders:
        kind, _, _, imaginary, length = (_number(head[at : at + 4], order) for at in range(0, 20, 4))
        known = kind - (1000 if order == "big" else 0) in MATLAB_4 and imaginary < 2 and 1 < length < 65
        if known and re.fullmatch(rb"[A-Za-z]\w*\0", head[20 : 20 + length]):
            return True
    return False


def _number(piece: bytes, order: Literal["little", "big"]) -> int:
    return int.from_bytes(piece, order)


def _stata(head: bytes) -> bool:
    old = head[:1] in OLD_STATA and head[1:4] in {b"\1\1\0", b"\2\1\0"}
    return head.startswith(b"<stata_dta>") or old


def _spss(head: bytes) -> bool:
    portable = b"SPSS PORT FILE" in head.replace(b"\r", b"").replace(b"\n", b"")
    return head.startswith((b"$FL2", b"$FL3")) or portable


def _sas(head: bytes) -> bool:
    return head.startswith(TRANSPORT) or head[12:32] == SAS


OLD_STATA = frozenset(bytes([release]) for release in (105, 108, 110, 111, 112, 113, 114, 115))
TRANSPORT = (b"HEADER RECORD*******LIBRARY HEADER", b"HEADER RECORD*******LIBV8   HEADER")
SAS = bytes.fromhex("c2ea8160b31411cfbd92080009c7318c181f1011")
R_STARTS = (
    *(b"RD" + kind + b"\n" for kind in (b"X2", b"X3", b"A2", b"A3")),
    *(b"X\n\0\0\0" + version for version in (b"\2", b"\3")),
    *(b"B\n" + version + b"\0\0\0" for version in (b"\2", b"\3")),
    *(b"A\n" + version + b"\n" for version in (b"2", b"3")),
)
SHEETS = "office.sheets:open_sheets"
MATLAB_4 = frozenset(10 * stored + kind for stored in range(6) for kind in range(3))
"""Types of variables: the storage type, and whether they are numbers, text or sparse."""
IDX_TYPES = tuple(map(bytes, ([8], [9], [11], [12], [13], [14])))
TEXT = "text.delimited:open_csv"
FORMATS = {
    "csv": Format(TEXT, (".csv", ".txt"), always=False),
    "tsv": Format("text.delimited:open_tsv", (".tsv", ".tab"), always=False),
    "npy": Format("arrays.npy:open_npy", (".npy",), (b"\x93NUMPY",)),
    "npz": Format("arrays.npz:open_npz", (".npz",)),
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
    "matlab": Format("arrays.converted:open_matlab", (".mat",), looks=_matlab),
    "netcdf": Format("arrays.converted:open_netcdf", (".nc", ".cdf"), (b"CDF\1", b"CDF\2")),
    "zarr": Format("arrays.converted:open_zarr", (".zarr",), always=False),
    "png": Format("images.png:open_png", (".png",), (b"\x89PNG\r\n",)),
    "safetensors": Format("arrays.safetensors:open_safetensors", (".safetensors",), looks=_safetensors),
    "zip": Format("zipped:open_zip", (".zip",), (b"PK\3\4", b"PK\5\6")),
    "xlsx": Format(SHEETS, (".xlsx", ".xlsm", ".xlsb", ".xls"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",)),
    "ods": Format(SHEETS, (".ods",)),
    "sqlite": Format(
        "office.sqlite:open_sqlite", (".sqlite", ".sqlite3", ".db", ".db3"), (b"SQLite format 3\0",)
    ),
    "stata": Format("statistics.survey:open_stata", (".dta",), looks=_stata),
    "spss": Format("statistics.survey:open_spss", (".sav", ".zsav", ".por"), looks=_spss),
    "sas": Format("statistics.survey:open_sas", (".sas7bdat", ".xpt", ".xport"), looks=_sas),
    "rdata": Format("statistics.r:open_rdata", (".rds", ".rdata", ".rda"), R_STARTS),
}
"""Input formats by their ``--input-format`` name. The first with matching magic bytes is used."""


def recognised(source: Source, path: str | None = None) -> str:
    """Return the format of an input, by its magic bytes, then by the suffix of its path."""
    head = source.read_at(0, MAGIC_BYTES)
    if source.name.lower().endswith(LATE) and any(source.read_at(512 << n, 8) == HDF5 for n in range(4)):
        return "hdf5"
    for name, known in FORMATS.items():
        if (known.starts or known.looks) and known.begins(head):
            return name
    path = path or source.name
    if not os.path.splitext(split_suffix(path)[0])[1] and _JSON_LIST.match(head):
        return "jsonl"
    if not head.isascii() or b"\0" in head or _is_strange(head, path):
        from xentcli.io.foreign.refuse import refuse_foreign

        refuse_foreign(source, path)
    return _of_name(named_format(path), source.name)


_JSON_LIST = re.compile(rb"\s*\[\s*(?:\[\s*)*(?:\"|-?\d[\d.eE+-]*\s*[,\]])")
"""The start of a list in JSON, as a pipe without a name may begin; NumPy writes blanks between numbers."""


def named_format(path: str) -> str:
    """Return the format for a file suffix, or text by default.

    >>> named_format("y.npy.gz"), named_format("y")
    ('npy', 'csv')
    """
    suffix = os.path.splitext(split_suffix(path)[0])[1].lower()
    return next((name for name, known in FORMATS.items() if suffix in known.suffixes), "csv")


def _is_strange(head: bytes, path: str) -> bool:
    """Return whether ASCII text may have an unsupported format."""
    return head.lstrip().startswith(STRANGE) or os.path.splitext(path)[1].lower() not in TEXTS


def _of_name(name: str, path: str) -> str:
    """Return the format that the name of a file implies; raise if its magic bytes are missing."""
    if FORMATS[name].always:
        article = "a" if name in {"parquet", "safetensors", "sas", "stata", "zip"} else "an"
        hint = "use --input-format csv if it is text"
        message, ways = f"is not {article} {name.upper()} file", ({"input_format": "csv"},)
        raise InputError(message, hint, code="XE614", place=Place(path), ways=ways)
    return name
