"""Write labels as Parquet or Arrow files: one column per class, and any kept columns."""

from __future__ import annotations

from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any, cast

import numpy as np

from xentcli.io.compression.write import End
from xentcli.io.write.sheet import Form

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from xentcli.core.blocks import Block
    from xentcli.core.types import Numbers
    from xentcli.io.write.sheet import Sheet, Write

GROUP = 1 << 22
"""Approximate size in bytes of a row group or record batch."""


@contextmanager
def parquet(file: IO[bytes], sheet: Sheet) -> Iterator[Write]:
    """Write Parquet with a checksum for every page."""
    from pyarrow import parquet as format_

    def opened(sink: Any, schema: Any) -> Any:
        return format_.ParquetWriter(sink, schema, compression="zstd", write_page_checksum=True)

    with _written(file, sheet, opened) as write:
        yield write


@contextmanager
def arrow(file: IO[bytes], sheet: Sheet) -> Iterator[Write]:
    """Write an Arrow IPC file (Feather version 2)."""
    from pyarrow import ipc

    with _written(file, sheet, ipc.new_file) as write:
        yield write


@contextmanager
def _written(file: IO[bytes], sheet: Sheet, opened: Callable[[Any, Any], Any]) -> Iterator[Write]:
    """Collect blocks into row groups. After an error no footer is written."""
    import pyarrow as pa

    end = End(file)
    schema = _schema(sheet)
    writer = opened(pa.PythonFile(cast("IO[bytes]", end), mode="w"), schema)
    held: list[Any] = []

    def flush() -> None:
        if held:
            writer.write_table(pa.Table.from_batches(held, schema).combine_chunks())
            held.clear()

    def write(values: Numbers, beside: Sequence[Block]) -> None:
        step = max(1, GROUP // (sheet.width * np.dtype(schema_type(sheet)).itemsize))
        for start in range(0, len(values), step):
            rows = slice(start, start + step)
            held.append(_batch(sheet, schema, values[rows], [block[rows] for block in beside]))
            if sum(batch.nbytes for batch in held) >= GROUP:
                flush()

    try:
        yield write
        flush()
        writer.close()
    except BaseException:
        end.file = None
        raise


def schema_type(sheet: Sheet) -> str:
    """Return the NumPy name of the column type; names are held as indices (int64)."""
    return "int64" if sheet.form is Form.TITLES else sheet.dtype


def _schema(sheet: Sheet) -> Any:
    import pyarrow as pa

    if sheet.form is Form.LISTS:
        kind = pa.list_(pa.string() if sheet.titles else pa.int64())
    else:
        kind = pa.string() if sheet.form is Form.TITLES else pa.from_numpy_dtype(np.dtype(sheet.dtype))
    return pa.schema([*((name, pa.string()) for name in sheet.kept), *((name, kind) for name in sheet.names)])


def _batch(sheet: Sheet, schema: Any, values: Numbers, beside: Sequence[Block]) -> Any:
    import pyarrow as pa

    columns = [pa.array(_words(block.categories or (), block.values), pa.string()) for block in beside]
    if sheet.form is Form.LISTS:
        columns.append(pa.array(sheet.lists(values), schema.field(len(beside)).type))
    elif sheet.form is Form.TITLES:
        columns.append(pa.array(_words(sheet.titles, values), pa.string()))
    else:
        rows = sheet.array(values).reshape(len(values), -1)
        columns += [pa.array(column) for column in np.ascontiguousarray(rows.T)]
    return pa.record_batch(columns, schema=schema)


def _words(words: Sequence[str], codes: Numbers) -> list[str]:
    return [words[code] for code in codes.tolist()]
