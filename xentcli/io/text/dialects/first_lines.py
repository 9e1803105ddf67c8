"""The first lines of a text, which identify the tool that wrote it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.frozen import Frozen
from xentcli.io.text.chunk import Start
from xentcli.io.text.encoding import start_of

if TYPE_CHECKING:
    from xentcli.io.source.file import Source
    from xentcli.io.table import ReadOptions

HEAD_BYTES = 1 << 16
MOST_LINES = 101


class Text(Frozen, eq=False):
    """A text with its first lines, and the options for reading it."""

    source: Source
    options: ReadOptions
    lines: tuple[str, ...]
    """The first whole lines, without line ends."""
    starts: tuple[Start, ...]
    """The start of each line, and of the line after them."""
    whole: bool
    """Whether these are all lines."""
    member: str | None = None
    usual: tuple[str, ...] = ()
    tabs: bool = False
    cells: bool = False
    """Whether it holds the cells of a sheet, so that no line is a comment, a title or blank-delimited."""

    @property
    def name(self) -> str:
        """Return the name of the text for messages."""
        return self.source.name


def text_of(
    source: Source,
    options: ReadOptions,
    member: str | None = None,
    usual: tuple[str, ...] = (),
    *,
    tabs: bool = False,
    cells: bool = False,
) -> Text:
    """Return a text with its first lines."""
    mark, head = start_of(source, options.encoding, HEAD_BYTES)
    lines: list[str] = []
    starts, offset = [Start(mark)], mark
    parts = head.split(b"\n")
    raws = [part + b"\n" for part in parts[:-1]] + ([parts[-1]] if parts[-1] else [])
    cut = len(head) == HEAD_BYTES and len(raws) > 1
    for number, raw in enumerate(raws[:-1] if cut else raws, 2):
        if len(lines) == MOST_LINES:
            break
        offset += len(raw)
        lines.append(raw.decode("utf-8", "replace").rstrip("\r\n"))
        starts.append(Start(offset, number))
    whole = len(lines) == len(raws)
    return Text(source, options, tuple(lines), tuple(starts), whole, member, usual, tabs, cells)
