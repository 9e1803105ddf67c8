"""Read files of Stata, SPSS and SAS with pyreadstat. Runs in a child process."""

from __future__ import annotations

from functools import partial
from typing import IO, TYPE_CHECKING, Any

from xentcli.core.errors import DataError, InputError
from xentcli.io.columnar.declared import classes_metadata
from xentcli.io.extras import needed
from xentcli.io.statistics.column import Column
from xentcli.io.statistics.whole import check_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    Chunk = Mapping[str, list[Any]]

CELLS = 1 << 20
"""The number of cells to read at a time."""


def read_survey(path: str, out: IO[bytes], *, form: str, encoding: str | None, most: int) -> None:
    """Write all rows as an Arrow stream; value labels are stored in the metadata of the fields."""
    import pyarrow as pa
    from pyarrow import ipc

    pyreadstat = needed("pyreadstat", "statistics", path)
    read = getattr(pyreadstat, f"read_{form}")
    spoken = {} if encoding is None or form == "por" else {"encoding": encoding}
    told = read(path, metadataonly=True, **spoken, **_missing(form))[1]
    if len(set(told.column_names)) < len(told.column_names):
        raise InputError("is damaged: two columns have the same name", "save the file again", code="XE670")
    step = max(1, min(CELLS, most // 64) // max(1, len(told.column_names)))
    columns = {name: Column(name) for name in told.column_names}

    def chunks() -> Iterator[Chunk]:
        return _chunks(partial(read, path, output_format="dict", **spoken), step)

    rows = 0
    kept: Chunk = {}
    for kept in chunks():
        count = len(next(iter(kept.values()), []))
        rows += count
        for name, column in columns.items():
            column.see(kept[name])
    check_whole(path, form, told, rows)
    if not rows:
        raise DataError("no rows", "did the program that wrote it fail?", code="XE013")
    fields = []
    for name, column in columns.items():
        classes = column.classes(told.variable_value_labels.get(name, {}), _ranges(told, name))
        fields.append(
            pa.field(
                name, column.type(told.readstat_variable_types.get(name)), metadata=classes_metadata(classes)
            )
        )
    schema = pa.schema(fields)
    with ipc.new_stream(out, schema) as writer:
        for chunk in (kept,) if rows <= step else chunks():
            arrays = [pa.array(columns[field.name].values(chunk[field.name]), field.type) for field in schema]
            writer.write_batch(pa.record_batch(arrays, schema=schema))


def _chunks(read: Callable[..., Any], step: int) -> Iterator[Chunk]:
    start = 0
    while True:
        chunk, _ = read(row_offset=start, row_limit=step)
        count = len(next(iter(chunk.values()), []))
        if count:
            yield chunk
        if count < step:
            return
        start += step


def _missing(form: str) -> dict[str, bool]:
    """Return the option that reports the values that users defined as missing."""
    return {"user_missing": True} if form in {"sav", "dta", "sas7bdat"} else {}


def _ranges(told: Any, name: str) -> list[tuple[float, float]]:
    """Return the ranges of values that are defined as missing."""
    ranges = (told.missing_ranges or {}).get(name, [])
    numbers = [(one["lo"], one["hi"]) for one in ranges]
    return [(low, high) for low, high in numbers if not isinstance(low, str) and not isinstance(high, str)]
