"""Render the records as CSV or TSV, with floats in full precision and LF line endings."""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING

from xentcli.core.text import all_printable
from xentcli.io.write.records import separated
from xentcli.report.cells import ROWS, machine_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from xentcli.report.answer import Answer
    from xentcli.report.grid import Cell
    from xentcli.report.screen import Screen


def render_csv(answer: Answer, screen: Screen) -> Iterator[str]:
    """Yield the records as comma-separated text, quoted where necessary."""
    return _delimited(answer.records(), ",", screen.terminal)


def render_tsv(answer: Answer, screen: Screen) -> Iterator[str]:
    """Yield the records as tab-separated text, quoted where necessary."""
    return _delimited(answer.records(), "\t", screen.terminal)


def _delimited(records: Iterable[dict[str, Cell]], delimiter: str, terminal: bool) -> Iterator[str]:
    rows = iter(records)
    first = next(rows, None)
    if first is None:
        return
    yield _text([list(first)], delimiter, terminal)
    rows = chain([first], rows)
    while some := [record.values() for record in islice(rows, ROWS)]:
        yield _text(machine_rows(some), delimiter, terminal)


def _text(rows: list[list[str]], delimiter: str, terminal: bool) -> str:
    """Return the rows as text, with control characters escaped for a terminal."""
    return separated([all_printable(row) for row in rows] if terminal else rows, delimiter)
