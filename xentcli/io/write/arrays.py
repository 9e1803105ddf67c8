"""Write labels as arrays: NPY, NPZ and IDX."""

from __future__ import annotations

import io
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

import numpy as np

from xentcli.core.frozen import replace
from xentcli.io.write.one_hot import HotRows
from xentcli.io.write.sheet import Form, Sheet, rows_at_once

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from xentcli.core.blocks import Block
    from xentcli.core.types import Numbers
    from xentcli.io.write.sheet import Write


@contextmanager
def npy(file: IO[bytes], sheet: Sheet) -> Iterator[Write]:
    """Write NPY version 1.0, like `numpy.save`. An unknown number of rows is filled in at the end."""
    with _array(file, sheet, lambda sheet, rows: npy_header(sheet.dtype, sheet.shape(rows))) as write:
        yield write


@contextmanager
def npz(file: IO[bytes], sheet: Sheet) -> Iterator[Write]:
    """Write NPZ with one array ``labels``, uncompressed and with a fixed date, like `numpy.savez`."""
    import zipfile

    info = zipfile.ZipInfo("labels.npy", (1980, 1, 1, 0, 0, 0))
    with zipfile.ZipFile(file, "w") as archive:  # noqa: SIM117 (the member is to be closed first)
        with archive.open(info, "w", force_zip64=True) as member, npy(member, sheet) as write:
            yield write


@contextmanager
def idx(file: IO[bytes], sheet: Sheet) -> Iterator[Write]:
    """Write IDX, the big-endian format of MNIST."""
    from xentcli.io.arrays.idx import header_bytes, stored_type

    with _array(file, replace(sheet, dtype=stored_type(sheet.dtype)), header_bytes) as write:
        yield write


def npy_header(dtype: str, shape: tuple[int, ...]) -> bytes:
    """Return the header of an NPY file. Its length does not depend on the number of rows.

    >>> npy_header("<f8", (2,)).rstrip()
    b"\\x93NUMPY\\x01\\x00v\\x00{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }"
    >>> len(npy_header("<f8", (2,))), len(npy_header("<f8", (10**18,)))
    (128, 128)
    """
    descr = np.lib.format.dtype_to_descr(np.dtype(dtype))
    head = io.BytesIO()
    np.lib.format.write_array_header_1_0(head, {"descr": descr, "fortran_order": False, "shape": shape})
    return head.getvalue()


@contextmanager
def _array(file: IO[bytes], sheet: Sheet, header: Callable[[Sheet, int], bytes]) -> Iterator[Write]:
    """Write the header, then the numbers. The length of the header must not depend on the number of rows."""
    start = file.tell() if sheet.rows is None else 0
    file.write(header(sheet, sheet.rows or 0))
    body = _Body(file, sheet)
    yield body.write
    if sheet.rows is None:
        file.seek(start)
        file.write(header(sheet, body.rows))
        file.seek(0, io.SEEK_END)


class _Body:
    """The values of an array, written row by row."""

    def __init__(self, file: IO[bytes], sheet: Sheet) -> None:
        self.rows = 0
        self._sheet = sheet
        self._file, self._most = file, rows_at_once(sheet.width * np.dtype(sheet.dtype).itemsize)
        zeros = np.zeros(sheet.width if sheet.form is Form.PLACES else 0, sheet.dtype)
        self._array = HotRows(zeros, 1, 1, 0, self._most) if sheet.form is Form.PLACES else sheet.array

    def write(self, values: Numbers, _beside: Sequence[Block]) -> None:
        """Write one block."""
        self.rows += len(values)
        if self._sheet.axis is not None:
            self._file.write(self._sheet.shaped(self._sheet.array(values)).view(np.uint8).data)
            return
        for start in range(0, len(values), self._most):
            rows = self._array(values[start : start + self._most])
            self._file.write(rows.view(np.uint8).data)
