"""Write every row's loss to CSV, TSV, NDJSON or NPY, block by block."""

from __future__ import annotations

import io
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any

import numpy as np

from xentcli.core.errors import UsageError
from xentcli.core.text import shown
from xentcli.io.write.arrays import npy_header
from xentcli.io.write.records import json_line, separated
from xentcli.losses.summarize import label_texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from xentcli.losses.block_losses import AlignedBlock, Measured
    from xentcli.losses.spec import LossSpec

Row = tuple[int, int, "str | None", str, float]
"""Row and position (both from 1), key, label, loss."""


class PerSample:
    """A sink that writes rows as text, or losses as a float64 NPY array."""

    def __init__(self, file: IO[bytes], encode: Callable[[list[Row], bool, bool], bytes] | None) -> None:
        """Take a file and the encoder of rows; None writes an NPY file, with its header set at the end."""
        self.file, self.encode = file, encode
        self.count = 0
        self.inner: tuple[int, ...] | None = None

    @staticmethod
    @contextmanager
    def to(path: str, *, force: bool = False) -> Iterator[PerSample]:
        """Yield a writer to a temporary file that replaces `path` on success."""
        from pathlib import Path

        from xentcli.io.write.atomic import replacing

        encode = _encoder(path)
        with replacing(Path(path), force=force) as file:
            writer = PerSample(file, encode)
            yield writer
            writer.finish()

    def __call__(self, spec: LossSpec, pair: AlignedBlock, done: Measured) -> None:
        """Write the losses of one block."""
        if self.encode is None:
            self._start(spec.layout.positions)
            self.file.write(np.ascontiguousarray(done.losses, dtype="<f8").tobytes())
        else:
            self.file.write(self.encode(_rows(spec, pair, done), not self.count, spec.layout.per_row > 1))
        self.count += len(pair.labels)

    def finish(self) -> None:
        """Write the final header of an NPY file, with the number of rows."""
        if self.encode is None:
            inner = self._start(())
            self.file.seek(0)
            self.file.write(npy_header("<f8", (self.count, *inner)))
            self.file.seek(0, io.SEEK_END)

    def _start(self, inner: tuple[int, ...]) -> tuple[int, ...]:
        """Write a provisional NPY header before the first block, and return the shape of one row's losses."""
        if self.inner is None:
            self.inner = inner
            self.file.write(npy_header("<f8", (0, *inner)))
        return self.inner


def _rows(spec: LossSpec, pair: AlignedBlock, done: Measured) -> list[Row]:
    at = np.arange(len(done.losses))
    rows, positions = np.divmod(at, spec.layout.per_row)
    numbers = [number + 1 for number in pair.labels.numbers_of(rows)]
    keys = [None] * len(at) if pair.keys is None else pair.keys.texts(rows.tolist())
    labels = label_texts(spec, pair.labels, done, at)
    return list(zip(numbers, (positions + 1).tolist(), keys, labels, done.losses.tolist(), strict=True))


def _encoder(path: str) -> Callable[[list[Row], bool, bool], bytes] | None:
    from pathlib import Path

    suffix = Path(path).suffix.lower()
    if suffix not in ENCODERS:
        known = ", ".join(ENCODERS)
        raise UsageError(
            f"--per-sample: {shown(Path(path).name)} has no suffix of a known format", f"use one of {known}"
        )
    return ENCODERS[suffix]


def _separated(delimiter: str) -> Callable[[list[Row], bool, bool], bytes]:
    def encode(rows: list[Row], first: bool, positions: bool) -> bytes:
        names = ("row", "position", "key", "label", "loss")
        keyed = bool(rows) and rows[0][2] is not None
        kept = [0] + [1] * positions + [2] * keyed + [3, 4]
        head = [[names[i] for i in kept]] if first else []
        text = separated([*head, *([_number(row[i]) for i in kept] for row in rows)], delimiter)
        return text.encode("utf-8", "backslashreplace")

    return encode


def _number(cell: Any) -> Any:
    return repr(cell) if isinstance(cell, float) else cell


def _ndjson(rows: list[Row], _first: bool, positions: bool) -> bytes:
    lines = []
    for row, position, key, label, loss in rows:
        at: dict[str, Any] = {"row": row, "position": position} if positions else {"row": row}
        at |= {} if key is None else {"key": key}
        lines.append(json_line({**at, "label": label, "loss": loss}))
    return "".join(lines).encode()


ENCODERS: dict[str, Callable[[list[Row], bool, bool], bytes] | None] = {
    ".csv": _separated(","),
    ".tsv": _separated("\t"),
    ".ndjson": _ndjson,
    ".jsonl": _ndjson,
    ".npy": None,
}
"""The encoder of each file suffix; None for NPY."""
