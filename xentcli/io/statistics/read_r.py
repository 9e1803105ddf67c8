"""Read objects of R, parsed by rdata. Nothing in them is evaluated. Runs in a child process."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any

from xentcli.core.errors import DataError, InputError
from xentcli.io.extras import needed
from xentcli.io.member import chosen_table
from xentcli.io.statistics.r_objects import children, named_values, type_of
from xentcli.io.statistics.r_tables import Frame, frame_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

DEPTH = 2
"""The maximum depth at which lists of objects are searched for data."""
BATCH = 1 << 16


def read_r(
    path: str, out: IO[bytes], *, table: str | None, member: str | None, usual: Sequence[str]
) -> dict[str, Any]:
    """Write the chosen objects as one Arrow stream, and return their names and those of the others."""
    from pyarrow import ipc

    parser = needed("rdata.parser", "statistics", path)
    parsed = parser.parse_file(path).object
    top = named_values(parsed) if type_of(parsed) == "LIST" else {"": parsed}
    frames = {frame.name: frame for frame in _frames(top, 0)}
    if not frames:
        message, hint = "contains no data frame, matrix, vector or factor", "saveRDS(data.frame(...), FILE)"
        raise InputError(message, hint, code="XE694")
    names = _chosen(frames, table, member, tuple(usual))
    if not frames[names[0]].rows:
        raise DataError("no rows", "did the program that wrote it fail?", code="XE013")
    rows = _joined([frames[name] for name in names])
    with ipc.new_stream(out, rows.schema) as writer:
        writer.write_table(rows, max_chunksize=BATCH)
    return {"names": names, "others": [name for name in frames if name not in names]}


def _frames(objects: dict[str, Any], depth: int) -> Iterator[Frame]:
    """Yield what can be read as a table, of the objects and of those that lists hold."""
    for name, one in objects.items():
        frame = frame_of(name, one)
        if frame is not None:
            yield frame
        elif depth < DEPTH:
            inner = children(one)
            yield from _frames(
                {f"{name}${key}" if name else key: value for key, value in inner.items()}, depth + 1
            )


def _chosen(
    frames: dict[str, Frame], table: str | None, member: str | None, usual: tuple[str, ...]
) -> list[str]:
    """Return the named object, else all objects if they are one table, or the one to read."""
    names = list(frames)
    if table is None and member not in {name for name in names if frames[name].is_wide}:
        most = max(frame.rows for frame in frames.values())
        long = [name for name in names if frames[name].rows > 1 or most == 1]
        columns = [column for name in long for column in frames[name].schema.names]
        if len({frames[name].rows for name in long}) == 1 and len(set(columns)) == len(columns):
            return long
    return [chosen_table(names, table, member, usual, "object", lambda name: name.rpartition("$")[2])]


def _joined(frames: list[Frame]) -> Any:
    """Return the columns of all objects side by side."""
    import pyarrow as pa

    fields = [field for frame in frames for field in frame.schema]
    return pa.table([column for frame in frames for column in frame.columns], schema=pa.schema(fields))
