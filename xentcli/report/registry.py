"""The renderers by format name, and the function that renders an answer."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from xentcli.report.answer import Answer
    from xentcli.report.screen import Screen

    Renderer: TypeAlias = Callable[[Answer, Screen], Iterable[str]]

RENDERERS: dict[str, tuple[str, tuple[str, ...]]] = {
    "short": ("short:render_short", ()),
    "table": ("table:render_table", ()),
    "plain": ("plain:render_plain", ("", ".txt")),
    "value": ("value:render_value", ()),
    "json": ("json:render_json", (".json",)),
    "ndjson": ("json:render_ndjson", (".ndjson", ".jsonl")),
    "csv": ("csv:render_csv", (".csv",)),
    "tsv": ("csv:render_tsv", (".tsv",)),
    "md": ("markdown:render_markdown", (".md",)),
    "github": ("github:render_github", ()),
    "sarif": ("sarif:render_sarif", (".sarif",)),
}
"""Each format: the module and function that render it, and the file suffixes that select it."""
OF_PROBLEMS = ("github", "sarif")
"""The formats of answers that are lists of problems."""
USUAL = tuple(name for name in RENDERERS if name not in OF_PROBLEMS)
"""The formats of all answers."""
SUFFIXES = {suffix: name for name, (_, suffixes) in RENDERERS.items() for suffix in suffixes}


CHUNK = 1 << 16
"""The approximate number of characters per chunk."""


def renderer(name: str) -> Renderer:
    """Return the renderer of a format."""
    module, _, function = RENDERERS[name][0].partition(":")
    found: Renderer = getattr(import_module(f"xentcli.report.{module}"), function)
    return found


def render(answer: Answer, screen: Screen) -> Iterator[str]:
    """Yield the answer as text in the screen's format, in chunks of about `CHUNK` characters."""
    lines: list[str] = []
    length = 0
    for line in renderer(screen.format)(answer, screen):
        lines.append(line)
        length += len(line)
        if length >= CHUNK:
            yield "".join(lines)
            lines, length = [], 0
    yield "".join(lines)
