"""Render an answer as JSON or NDJSON: ASCII, full precision, no NaN or infinity."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xentcli.io.write.records import json_line, json_text
from xentcli.report.cells import ROWS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentcli.report.answer import Answer
    from xentcli.report.screen import Screen


def render_json(answer: Answer, screen: Screen) -> Iterator[str]:
    """Yield all fields as one JSON object on one line; long arrays come in several pieces."""
    del screen
    yield "{"
    for count, (name, field) in enumerate(answer.to_dict().items()):
        yield f"{', ' if count else ''}{json_text(name)}: "
        yield from _array(field) if isinstance(field, list | tuple) else [json_text(field)]
    yield "}\n"


def render_ndjson(answer: Answer, screen: Screen) -> Iterator[str]:
    """Yield one JSON object per record; numbers that are not finite become null."""
    del screen
    for record in answer.records():
        yield json_line(record)


def _array(items: list[Any] | tuple[Any, ...]) -> Iterator[str]:
    yield "["
    for start in range(0, len(items), ROWS):
        yield (", " if start else "") + json_text(items[start : start + ROWS])[1:-1]
    yield "]"
