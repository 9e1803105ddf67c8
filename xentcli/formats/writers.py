"""Blocks of labels to bytes: one writer a format."""

from __future__ import annotations

import csv
import io
from typing import IO, TYPE_CHECKING, Any, Protocol

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from xentcli.types import Numbers


class Writer(Protocol):
    """Takes blocks of rows in order."""

    def write(self, values: Numbers, beside: Sequence[Sequence[str]] = ()) -> None:
        """One block: (n,) or (n, K); `beside` are columns of text that travel along."""

    def finish(self) -> None:
        """What comes after the last block."""


class Separated:
    """CSV and TSV: a header, LF line ends, quotes only where needed, floats in their shortest form."""

    def __init__(
        self, file: IO[bytes], names: Sequence[str], _dtype: str, rows: int | None, delimiter: str
    ) -> None:  # noqa: ARG002
        """The header is written at once."""
        self.file, self.delimiter = file, delimiter
        self.file.write(_text([names], delimiter))

    def write(self, values: Numbers, beside: Sequence[Sequence[str]] = ()) -> None:
        """One block of rows."""
        if values.dtype.kind in "iub" and not beside:
            whole = values if values.ndim == 2 else values[:, None]
            self.file.write(
                _bits(whole, self.delimiter) if _is_bits(whole) else _whole(whole, self.delimiter)
            )
            return
        cells = values.reshape(len(values), -1).tolist()
        spelt = [[_spelt(cell, values.dtype) for cell in row] for row in cells]
        texts = [[*left, *row] for *left, row in zip(*beside, spelt, strict=True)]
        self.file.write(_text(texts, self.delimiter))

    def finish(self) -> None:
        """Nothing comes after the last row."""


def _spelt(cell: Any, dtype: np.dtype[Any]) -> str:
    """The shortest decimal form that its own dtype reads back."""
    if dtype.kind != "f":
        return str(int(cell)) if dtype.kind in "iub" else str(cell)
    return repr(cell) if dtype.itemsize == 8 else str(dtype.type(cell))


def _text(rows: Sequence[Sequence[str]], delimiter: str) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return text.getvalue().encode("utf-8", "surrogateescape")


def _is_bits(values: Numbers) -> bool:
    return bool(values.size) and bool(((values == 0) | (values == 1)).all())


def _bits(values: Numbers, delimiter: str) -> bytes:
    """Zeros and ones as bytes: one digit and one separator each, no formatting at all."""
    lines = np.empty((*values.shape, 2), dtype=np.uint8)
    lines[..., 0] = values
    lines[..., 0] += ord("0")
    lines[..., 1] = ord(delimiter)
    lines[:, -1, 1] = ord("\n")
    return lines.tobytes()


def _whole(values: Numbers, delimiter: str) -> bytes:
    if values.shape[1] == 1:
        return ("\n".join(map(str, values[:, 0].tolist())) + "\n").encode() if len(values) else b""
    return "".join(delimiter.join(map(str, row)) + "\n" for row in values.tolist()).encode()


class Npy:
    """NPY version 1.0, as `numpy.save` writes it; the number of rows is filled in at the end where not known."""

    def __init__(self, file: IO[bytes], names: Sequence[str], dtype: str, rows: int | None) -> None:
        """`names` tells the width."""
        self.file, self.width, self.rows, self.done = file, len(names), rows, 0
        self.dtype = np.dtype(dtype) if dtype != "str" else None
        self.start = file.tell() if rows is None else 0
        if self.dtype is not None:
            file.write(self._header(rows or 0))

    def _header(self, rows: int) -> bytes:
        shape = (rows,) if self.width == 1 else (rows, self.width)
        assert self.dtype is not None
        fields = {"descr": np.lib.format.dtype_to_descr(self.dtype), "fortran_order": False, "shape": shape}
        head = io.BytesIO()
        np.lib.format.write_array_header_1_0(head, fields)
        return head.getvalue()

    def write(self, values: Numbers, beside: Sequence[Sequence[str]] = ()) -> None:  # noqa: ARG002
        """One block of rows."""
        self.file.write(np.ascontiguousarray(values, dtype=self.dtype).tobytes())
        self.done += len(values)

    def finish(self) -> None:
        """The header once more, if the rows were not known."""
        if self.rows is None:
            self.file.seek(self.start)
            self.file.write(self._header(self.done))
            self.file.seek(0, io.SEEK_END)


class Npz:
    """NPZ with one array called labels, uncompressed and with a fixed date, as `numpy.savez` writes it."""

    def __init__(self, file: IO[bytes], names: Sequence[str], dtype: str, rows: int | None) -> None:
        """The rows must be known."""
        import zipfile

        self.archive = zipfile.ZipFile(file, "w", zipfile.ZIP_STORED)
        info = zipfile.ZipInfo("labels.npy", (1980, 1, 1, 0, 0, 0))
        self.member = self.archive.open(info, "w", force_zip64=True)
        self.array = Npy(self.member, names, dtype, rows or 0)

    def write(self, values: Numbers, beside: Sequence[Sequence[str]] = ()) -> None:  # noqa: ARG002
        """One block of rows."""
        self.array.write(values)

    def finish(self) -> None:
        """The archive's directory."""
        self.member.close()
        self.archive.close()


def _csv(file: IO[bytes], names: Sequence[str], dtype: str, rows: int | None) -> Writer:
    return Separated(file, names, dtype, rows, ",")


def _tsv(file: IO[bytes], names: Sequence[str], dtype: str, rows: int | None) -> Writer:
    return Separated(file, names, dtype, rows, "\t")


WRITERS: dict[str, Callable[[IO[bytes], Sequence[str], str, int | None], Writer]] = {
    "csv": _csv,
    "tsv": _tsv,
    "npy": Npy,
    "npz": Npz,
}
"""Every format that is written, by name."""
NEEDS_ROWS = frozenset({"npz"})
"""Formats that want the number of rows before the first."""
SUFFIXES = {".csv": "csv", ".txt": "csv", ".tsv": "tsv", ".tab": "tsv", ".npy": "npy", ".npz": "npz"}
"""The format that a file's name asks for."""
