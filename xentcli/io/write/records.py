"""Rows of single values as lines of text: CSV and JSON."""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping


def separated(rows: Iterable[Iterable[object]], delimiter: str) -> str:
    r"""Return the rows as lines that end in LF; a cell is quoted only where it must be.

    >>> separated([["a", "b, c"], [1, "x\ry"]], ",")
    'a,"b, c"\n1,"x\ry"\n'
    """
    import csv

    writer = csv.writer(_Lines(), delimiter=delimiter, lineterminator="\r\n")
    return "".join(map(writer.writerow, rows))


def json_line(record: Mapping[str, Any]) -> str:
    r"""Return the record as one object on a line, in ASCII; a number that JSON has no word for is null.

    >>> json_line({"row": 1, "loss": math.inf})
    '{"row": 1, "loss": null}\n'
    """
    return json_text({name: _finite(cell) for name, cell in record.items()}) + "\n"


def json_text(value: Any) -> str:
    """Return the value as JSON, in ASCII and on one line."""
    return _encoder()(value)


@cache
def _encoder() -> Callable[[Any], str]:
    import json

    return json.JSONEncoder(allow_nan=False).encode


class _Lines:
    """Ends lines in LF; csv is told CR LF, because it quotes only the line breaks that it writes."""

    def write(self, line: str) -> str:
        return line.removesuffix("\r\n") + "\n"


def _finite(cell: Any) -> Any:
    return None if isinstance(cell, float) and not math.isfinite(cell) else cell
