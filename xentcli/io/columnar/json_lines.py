"""Read and strictly parse lines of JSON."""

from __future__ import annotations

import json
import math
import re
from typing import TYPE_CHECKING, Any

from xentcli.core.errors import DataError, InputError, Place
from xentcli.core.frozen import Frozen
from xentcli.core.text import shown
from xentcli.io.text.chunk import LINE_OF_FIELDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PIECE = 1 << 20
"""Approximate number of bytes per read."""


class LinePiece(Frozen, eq=False):
    """A piece of whole lines, with the number of the first."""

    data: bytes
    line: int

    def rows(self) -> list[bytes]:
        """Return the lines without line ends."""
        return self.data.removesuffix(b"\n").split(b"\n")


def pieces(read: Callable[[int], bytes], name: str, max_field: int) -> Iterator[LinePiece]:
    """Yield the lines of a stream in pieces. ``read`` returns the next n bytes."""
    rest, line, final = b"", 1, False
    while not final:
        got = read(PIECE)
        final = len(got) < PIECE
        end = len(got) if final else got.rfind(b"\n") + 1
        data, rest = (rest + got[:end], got[end:]) if end else (b"", rest + got)
        if data:
            yield LinePiece(data, line)
            line += data.count(b"\n")
        if len(rest) > LINE_OF_FIELDS * max_field:
            message = f"line longer than --max-field ({LINE_OF_FIELDS} x {max_field} bytes)"
            hint = "write one row per line, or use --max-field BYTES to raise the limit"
            raise InputError(message, hint, code="XE622", place=Place(name, line))


def parsed(line: bytes) -> Any:
    """Return the value of a line of JSON.

    >>> parsed(b'{"label": 3, "probs": [0.25, 0.75]}')
    {'label': 3, 'probs': [0.25, 0.75]}
    """
    if not line.strip():
        raise DataError("blank line", "remove the line, or fill it", code="XE004")
    try:
        return _DECODER.decode(line.decode())
    except UnicodeDecodeError as error:
        raise InputError("the text is not UTF-8", "use --encoding NAME", code="XE620") from error
    except (ValueError, RecursionError) as error:
        message = f"invalid JSON: {shown(str(error).replace(': line 1', ''))}"
        hint = "write one object per line; jq -c '.[]' FILE makes lines of a list"
        raise DataError(message, hint, code="XE040") from error


def quickly_parsed(data: bytes, lines: list[bytes]) -> list[Any] | None:
    """Return the values of the lines of a piece, or None if `parsed` has to look at each.

    msgspec refuses what `parsed` refuses, and NaN and infinity as well, but takes the last of a key given
    twice. So the ends of keys are counted. An escape could spell a key in two ways.

    >>> quickly_parsed(b'{"label": 3}', [b'{"label": 3}'])
    [{'label': 3}]
    >>> quickly_parsed(b'{"label": 3, "label": 4}', [b'{"label": 3, "label": 4}'])
    """
    if b"\\" in data:
        return None
    from msgspec import DecodeError
    from msgspec.json import decode

    try:
        found = [decode(line) for line in lines]
    except (DecodeError, RecursionError):
        return None
    keys = sum(len(row) for row in found if type(row) is dict)
    once = data.count(b":") == keys or len(_KEY_END.findall(data)) == sum(map(_keys_in, found))
    return found if once else None


def _keys_in(value: Any) -> int:
    """Return the number of keys in a value, at all depths."""
    if isinstance(value, list):
        return sum(map(_keys_in, value)) if {dict, list} & set(map(type, value)) else 0
    return len(value) + sum(map(_keys_in, value.values())) if isinstance(value, dict) else 0


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise DataError(f"duplicate key: '{shown(twice)}'", "write each key once", code="XE041", value=twice)
    return found


_KEY_END = re.compile(rb'"[ \t\r]*:')
_CONSTANTS = {"NaN": math.nan, "Infinity": math.inf, "-Infinity": -math.inf}
_DECODER = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_CONSTANTS.__getitem__)
