"""Read a text with every line rewritten, as a source of delimited text or of JSON lines."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from xentcli.core.errors import XentError
from xentcli.core.progress import ENDLESS
from xentcli.io.columnar.json_lines import pieces
from xentcli.io.source.decompressed import Pieces
from xentcli.io.source.spool import COPY_BYTES, spooled
from xentcli.io.text.encoding import utf8
from xentcli.io.text.quotes import decoded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from xentcli.io.source.file import Source
    from xentcli.io.table import ReadOptions
    from xentcli.io.text.chunk import Start

    Line = Callable[[str, int], str | None]
    """Takes a line without its end, and its number; returns the new line, or None if it is not a row."""


class Rewritten(Pieces):
    """The lines of a text from ``start`` on, as UTF-8, each rewritten; read in order, any number of times.

    ``make`` returns the function that rewrites the lines of one pass.
    """

    def __init__(self, source: Source, options: ReadOptions, start: Start, make: Callable[[], Line]) -> None:
        self.name, self.size, self.stamp = source.name, ENDLESS, source.stamp
        self._source, self._options, self._start, self._make = source, options, start, make

    def forget(self) -> None:
        """Allow no further readers after the next one."""
        self._source.forget()

    def kept(self) -> Rewritten:
        """Return a source of the same lines that can be read again, even from a pipe."""
        return Rewritten(self._source.kept(), self._options, self._start, self._make)

    def whole(self) -> Source:
        """Return the rewritten lines copied to an unnamed file for random access."""
        self.forget()
        reader = self.open()
        with self.steady():
            return spooled(lambda: reader.read(COPY_BYTES), self.name)

    def verify(self) -> None:
        """Raise if the text changed since it was opened."""
        self._source.verify()

    def pieces(self) -> Iterator[bytes]:
        """Yield the rewritten lines in pieces."""
        rewrite = self._make()
        for lines in batches_of(self._source, self._options, self._start):
            try:
                found = [rewrite(line, number) for number, line in lines]
            except XentError as error:
                error.at(file=self.name)
                raise
            yield "".join([line + "\n" for line in found if line is not None]).encode()


def batches_of(source: Source, options: ReadOptions, start: Start) -> Iterator[list[tuple[int, str]]]:
    """Yield the lines of a text with their numbers, without their ends, some at a time."""
    read, offset = utf8(source, options.encoding, start.offset), start.offset
    try:
        for piece in pieces(read, source.name, options.max_field):
            lines = []
            for number, raw in enumerate(piece.rows(), start.line + piece.line - 1):
                lines.append((number, decoded(raw, number, offset).removesuffix("\r")))
                offset += len(raw) + 1
            yield lines
    except XentError as error:
        error.at(file=source.name)
        raise


def lines_of(source: Source, options: ReadOptions, start: Start) -> Iterator[tuple[int, str]]:
    """Yield the lines of a text with their numbers, without their ends."""
    return chain.from_iterable(batches_of(source, options, start))


def as_cell(text: str) -> str:
    """Return a cell of comma-delimited text, quoted if it needs to be.

    >>> as_cell("New York"), as_cell("a,b"), as_cell('5" disk')
    ('New York', '"a,b"', '"5"" disk"')
    """
    if any(mark in text for mark in ',"\r\n'):
        return '"{}"'.format(text.replace('"', '""'))
    return text
