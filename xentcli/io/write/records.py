"""Format rows of single values as CSV or JSON."""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping


def separated(rows: Iterable[Iterable[object]], delimiter: str) -> str:
    r"""Return the rows as lines that end in LF. Cells are quoted only if necessary.

    >>> separated([["a", "b, c"], [1, "x\ry"]], ",")
    'a,"b, c"\n1,"x\ry"\n'
    """
    import csv

    writer = csv.writer(_Lines(), delimiter=delimiter, lineterminator="\r\n")
    return "".join(map(writer.writerow, rows))


def json_line(record: Mapping[str, Any]) -> str:
    r"""Return the record as a JSON object on one ASCII line.

    Numbers that JSON cannot represent become null.

    >>> json_line({"row": 1, "loss": math.inf})
    '{"row": 1, "loss": null}\n'
    """
    return json_text({name: _finite(cell) for name, cell in record.items()}) + "\n"


def list_text(values: list[str | int]) -> str:
    """Return a list as JSON on one line.

    >>> list_text(["é", "a b"]), list_text([0, 3])
    ('["é", "a b"]', '[0, 3]')
    """
    import json

    return json.dumps(values, ensure_ascii=False)


def json_text(value: Any) -> str:
    """Return the value as JSON, in ASCII and on one line."""
    return _encoder()(value)


@cache
def _encoder() -> Callable[[Any], str]:
    import json

    return json.JSONEncoder(allow_nan=False).encode


class _Lines:
    """Replaces CR LF by LF. The csv module must be set to CR LF, or it does not quote every line break."""

    def write(self, line: str) -> str:
        return line.removesuffix("\r\n") + "\n"


def _finite(cell: Any) -> Any:
    return None if isinstance(cell, float) and not math.isfinite(cell) else cell
