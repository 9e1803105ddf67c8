"""Find the rows of a JSON document, and write them to a spool file of JSON lines."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING

from xentcli.core.errors import DataError, Place
from xentcli.core.frozen import Frozen
from xentcli.io.columnar.ranking_items import items_of
from xentcli.io.json.records import FEW, is_record, is_whole_ranking, sums_to_one
from xentcli.io.json.rows import Rows
from xentcli.io.json.scan import Scanner
from xentcli.io.source.spool import spooled
from xentcli.io.text.encoding import start_of, utf8

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from xentcli.io.source.file import Source
    from xentcli.io.table import ReadOptions

HEAD = 1 << 18
"""Number of bytes that are read to distinguish lines from a document."""
BATCH = 1 << 20
"""Number of bytes that are written at a time."""
SPACE = b" \t\r\n"


class Document(Frozen, eq=False):
    """A document as JSON lines."""

    lines: Source
    rows: Rows


def document_of(source: Source, options: ReadOptions, member: str | None) -> Document | None:
    """Return the rows of a document, or None if the source holds JSON lines."""
    skip, head = start_of(source, options.encoding, HEAD)
    if are_lines(head):
        return None
    source = source.kept()
    if b"\n" not in head and len(head) == HEAD and _is_long_line(source, options, skip, head):
        return None
    start = partial(_scanner, source, options, skip)
    rows = _rows(start, options, member)
    batches = _batches(rows.lines())
    lines = spooled(lambda: next(batches, b""), source.name)
    if not lines.size:
        place, hint = Place(source.name), "did the program that wrote it fail?"
        raise DataError("no rows", hint, code="XE013", place=place)
    return Document(lines, rows)


def _scanner(source: Source, options: ReadOptions, skip: int) -> Scanner:
    return Scanner(utf8(source, options.encoding, skip), source.name, options.max_memory)


def are_lines(head: bytes) -> bool:
    """Return whether a text starts with JSON values, one per line.

    >>> are_lines(b'{"a": 1}\\n{"a": 2}\\n'), are_lines(b'[1,\\n2]'), are_lines(b'[1, 2]')
    (True, False, False)
    """
    first, _, rest = head.lstrip(SPACE).partition(b"\n")
    if first[:1] not in {b"[", b"{"}:
        return True
    second = rest.lstrip(SPACE).partition(b"\n")[0].strip()
    if _is_value(first):
        return bool(second)
    return len(first.strip()) > 2 and first[:1] == second[:1] == rest[:1] and _is_value(second)


def _is_long_line(source: Source, options: ReadOptions, skip: int, head: bytes) -> bool:
    """Return whether a first line longer than the sample is a separate value."""
    read, before = utf8(source, options.encoding, skip), b""
    while piece := read(BATCH):
        line, found, rest = piece.partition(b"\n")
        if found:
            ends = {b"[": b"]", b"{": b"}"}[head.lstrip(SPACE)[:1]]
            follows = (rest + read(HEAD)).lstrip(SPACE)[:1] == head.lstrip(SPACE)[:1]
            return follows and (before + line).rstrip(SPACE)[-1:] == ends
        before = line[-HEAD:]
    return False


def _is_value(line: bytes) -> bool:
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True


def _rows(start: Callable[[], Scanner], options: ReadOptions, member: str | None) -> Rows:
    """Return the rows of the only value, or all values in order."""
    scanner = start()
    if scanner.peek() == "[":
        return Rows(partial(_values if _is_row(scanner) else _items, start))
    from xentcli.io.json.parts import Parts

    parts = Parts(scanner, options.max_columns)
    if scanner.peek() or is_record(parts):
        return Rows(partial(_values, start))
    from xentcli.io.json.tables import rows_of

    return rows_of(parts, member)


def _is_row(scanner: Scanner) -> bool:
    """Return whether a list is a single row: all classes with their scores."""
    values = []
    for _ in scanner.items():
        values.append(scanner.value()[0])
        if len(values) > FEW:
            return False
    return sums_to_one(values) or is_whole_ranking(items_of(values))


def _items(start: Callable[[], Scanner]) -> Iterator[bytes]:
    """Yield the items of a list."""
    scanner = start()
    for _ in scanner.items():
        yield scanner.value()[1].encode()
    scanner.end()


def _values(start: Callable[[], Scanner]) -> Iterator[bytes]:
    """Yield consecutive values."""
    scanner = start()
    while scanner.peek():
        yield scanner.value()[1].encode()


def _batches(lines: Iterator[bytes]) -> Iterator[bytes]:
    batch = bytearray()
    for line in lines:
        batch += line + b"\n"
        if len(batch) >= BATCH:
            yield bytes(batch)
            batch.clear()
    if batch:
        yield bytes(batch)
