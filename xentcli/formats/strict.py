"""Where rows end in delimited text, and the first place where its quotes or line ends make no sense."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Positions = NDArray[np.int64]

QUOTE, RETURN, FEED = 0x22, 0x0D, 0x0A


@dataclass(frozen=True, slots=True)
class Fault:
    """A broken place: where its row's bytes go wrong, and what is wrong."""

    position: int
    code: str
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class Structure:
    """The bytes of some rows, scanned.

    ``end`` is where the last whole row ends. ``row_ends`` and ``feeds`` are the positions after each row and of each line
    feed, or None where every line is a row. ``opened`` is the place of a quote that is still open at the end.
    """

    end: int
    row_ends: Positions | None = None
    feeds: Positions | None = None
    fault: Fault | None = None
    opened: int | None = None


def scan(data: bytes, delimiter: str, *, final: bool) -> Structure:
    """The structure of bytes that start at a row's first byte; ``final`` when nothing follows them."""
    end = len(data) if final else data.rfind(b"\n") + 1
    if b'"' not in data and b"\r" not in data:
        return Structure(end)
    array = np.frombuffer(data, np.uint8)
    quotes = np.flatnonzero(array == QUOTE)
    fault = _first(_quote_fault(array, quotes, ord(delimiter), final), _return_fault(array, quotes, final))
    if not quotes.size:
        return Structure(end, fault=fault)
    feeds = np.flatnonzero(array == FEED)
    row_ends = feeds[_outside(feeds, quotes)] + 1
    opened = int(quotes[-1]) if len(quotes) % 2 else None
    if final and opened is None and data[-1] != FEED:
        row_ends = np.append(row_ends, len(data))
    return Structure(int(row_ends[-1]) if row_ends.size else 0, row_ends, feeds, fault, opened)


def _outside(positions: Positions, quotes: Positions) -> Any:
    """Which positions are outside quotes: an even number of quotes stands before them."""
    return np.searchsorted(quotes, positions) % 2 == 0


def _first(*faults: Fault | None) -> Fault | None:
    return min((fault for fault in faults if fault), key=lambda fault: fault.position, default=None)


def _quote_fault(array: NDArray[np.uint8], quotes: Positions, delimiter: int, final: bool) -> Fault | None:
    """A quote opens where a cell starts, and the cell ends where it closes; two quotes inside mean one."""
    opening, closing = quotes[0::2], quotes[1::2]
    before = array[np.maximum(opening - 1, 0)]
    starts = (opening == 0) | np.isin(before, (delimiter, FEED, QUOTE))
    closing = closing if final else closing[closing < len(array) - 1]
    after = array[np.minimum(closing + 1, len(array) - 1)]
    ends = (closing == len(array) - 1) | np.isin(after, (delimiter, FEED, RETURN, QUOTE))
    inside = Fault(
        _where(opening, ~starts), "XE007", "a quote inside an unquoted cell", 'write "a ""b"" c" for a "b" c'
    )
    beyond = Fault(
        _where(closing, ~ends), "XE006", "text after a closing quote", "quote whole cells, or none"
    )
    return _first(*(fault for fault in (inside, beyond) if fault.position >= 0))


def _where(positions: Positions, wrong: Any) -> int:
    return int(positions[np.argmax(wrong)]) if wrong.any() else -1


def _return_fault(array: NDArray[np.uint8], quotes: Positions, final: bool) -> Fault | None:
    returns = np.flatnonzero(array == RETURN)
    if not final:
        returns = returns[returns < len(array) - 1]
    lone = (array[np.minimum(returns + 1, len(array) - 1)] != FEED) & _outside(returns, quotes)
    hint = "lines must end in LF or CR LF: tr '\\r' '\\n' < FILE | xentcli ... -"
    return (
        Fault(_where(returns, lone), "XE009", "a carriage return that ends no line", hint)
        if lone.any()
        else None
    )
