"""Write labels as JSON lines: a value, a list, or an object keyed by class name per row."""

from __future__ import annotations

from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any

from xentcli.io.write.records import json_text
from xentcli.io.write.sheet import Form

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from xentcli.core.blocks import Block
    from xentcli.core.types import Numbers
    from xentcli.io.write.sheet import Sheet, Write

CELLS = 1 << 17
"""Approximate number of values formatted at a time."""
KEY = "label"


@contextmanager
def jsonl(file: IO[bytes], sheet: Sheet) -> Iterator[Write]:
    """Write one object per line."""
    step = max(1, CELLS // sheet.width)

    def write(values: Numbers, beside: Sequence[Block]) -> None:
        for start in range(0, len(values), step):
            rows = slice(start, start + step)
            columns = [_texts(block[rows]) for block in beside] + [_spelt(sheet, values[rows])]
            file.write("".join(map(_line(sheet), *columns)).encode())

    yield write


def _line(sheet: Sheet) -> Callable[..., str]:
    """Return a function that formats a line from its values."""
    keys = (*sheet.kept, sheet.names[0] if sheet.width == 1 else KEY)
    return ("{{" + ", ".join(json_text(key).replace("{", "{{").replace("}", "}}") + ": {}" for key in keys)
            + "}}\n").format  # fmt: skip


def _texts(block: Block) -> list[str]:
    words = [json_text(word) for word in block.categories or ()]
    return [words[code] for code in block.values.tolist()]


def _spelt(sheet: Sheet, values: Numbers) -> list[str]:
    """Return the labels as JSON text."""
    if sheet.form is Form.TITLES:
        words = [json_text(title) for title in sheet.titles]
        return [words[code] for code in values.tolist()]
    if sheet.form is Form.LISTS:
        return [json_text(row) for row in sheet.lists(values)]
    rows: list[Any] = sheet.array(values).tolist()
    if sheet.width > 1 and sheet.names != tuple(f"class_{place}" for place in range(sheet.width)):
        rows = [dict(zip(sheet.names, row, strict=True)) for row in rows]
    return [json_text(row) for row in rows]
