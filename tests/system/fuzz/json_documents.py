"""JSON documents and lines of any bytes: what is read is JSON for Python's module too, with its cells."""

import json

from reading import SORTS, read_twice
from scratchfile import Scratch

from xentcli.io.json.document import are_lines
from xentcli.io.table import Cells

SCRATCHES = [Scratch(".json"), Scratch(".jsonl")]
SPACE = " \t\r\n"
DIGITS = 4000
"""Python's module refuses longer whole numbers."""
EXACT = 1 << 53


def check(data):
    """The first byte chooses the name of the file, and how its cells are read."""
    if not data:
        return
    sort, suffix = divmod(data[0], len(SCRATCHES))
    sort, text = SORTS[sort % len(SORTS)], data[1:]
    found = read_twice(SCRATCHES[suffix].hold(text), sort)
    if found is not None and len(text) < DIGITS:
        values = _values(text.decode("utf-8-sig"))
        assert values is not None, found
        if sort is Cells.TEXT:
            _same(found, _flat(values, text))


def _values(text):
    """JSON values one after the other: a document, lines or neither; None if there is anything else."""
    decoder, place, found = json.JSONDecoder(), 0, []
    try:
        while rest := text[place:].lstrip(SPACE):
            value, end = decoder.raw_decode(rest)
            found.append(value)
            place = len(text) - len(rest) + end
    except ValueError:
        return None
    return found


def _flat(values, text):
    """The records of one list or of lines, if they all have the same keys with values that are plain."""
    if len(values) == 1 and isinstance(values[0], list) and not are_lines(text):
        values = values[0]
    records = [value for value in values if isinstance(value, dict) and value]
    if len(records) < max(2, len(values)) or any(list(one) != list(records[0]) for one in records):
        return None
    return records if all(_is_plain(value) for one in records for value in one.values()) else None


def _is_plain(value):
    return isinstance(value, str | bool | float) or (isinstance(value, int) and abs(value) < EXACT)


def _same(found, records):
    """The names of the columns and the first and last cell of each row, as they were written."""
    if records is None:
        return
    names, _, columns = found
    assert names == tuple(records[0]), (names, records[0])
    for cells, name in zip(columns, dict.fromkeys((names[0], names[-1])), strict=True):
        wanted = [one[name] for one in records]
        assert len(cells) == len(wanted), (name, cells, wanted)
        assert all(map(_is_same, cells, wanted)), (name, cells, wanted)


def _is_same(cell, value):
    """Whether a cell is a text, or a number or a truth value as text."""
    if isinstance(value, str):
        return cell == value
    return str(cell) == str(value) if isinstance(value, bool) else float(cell) == float(value)
