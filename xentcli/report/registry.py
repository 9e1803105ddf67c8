"""The renderers by format name, and the function that renders an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from xentcli.report.csv import render_csv, render_tsv
from xentcli.report.json import render_json, render_ndjson
from xentcli.report.markdown import render_markdown
from xentcli.report.plain import render_plain
from xentcli.report.table import render_table
from xentcli.report.value import render_value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from xentcli.report.answer import Answer
    from xentcli.report.screen import Screen

    Renderer: TypeAlias = Callable[[Answer, Screen], Iterable[str]]

RENDERERS: dict[str, tuple[Renderer, tuple[str, ...]]] = {
    "table": (render_table, ()),
    "plain": (render_plain, ("", ".txt")),
    "value": (render_value, ()),
    "json": (render_json, (".json",)),
    "ndjson": (render_ndjson, (".ndjson", ".jsonl")),
    "csv": (render_csv, (".csv",)),
    "tsv": (render_tsv, (".tsv",)),
    "md": (render_markdown, (".md",)),
}
"""Each format's renderer, and the file suffixes that select it."""
SUFFIXES = {suffix: name for name, (_, suffixes) in RENDERERS.items() for suffix in suffixes}


CHUNK = 1 << 16
"""The approximate number of characters per chunk."""


def render(answer: Answer, screen: Screen) -> Iterator[str]:
    """Yield the answer as text in the screen's format, in chunks of about `CHUNK` characters."""
    lines: list[str] = []
    length = 0
    for line in RENDERERS[screen.format][0](answer, screen):
        lines.append(line)
        length += len(line)
        if length >= CHUNK:
            yield "".join(lines)
            lines, length = [], 0
    yield "".join(lines)
