"""Rows of classes with their scores, rewritten as JSON lines."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from xentcli.core.frozen import replace
from xentcli.io.columnar.jsonl import JsonTable
from xentcli.io.text.dialects.rewritten import Rewritten

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xentcli.core.errors import Note
    from xentcli.io.text.dialects.first_lines import Text
    from xentcli.io.text.dialects.rewritten import Line


def scores_as_json(pairs: Iterable[tuple[str, str]]) -> str:
    """Return classes with their scores as a JSON list of pairs; the scores keep their digits.

    >>> scores_as_json([("cat", "0.75"), ("dog", "1e-3")])
    '[["cat", 0.75], ["dog", 1e-3]]'
    """
    return "[" + ", ".join(f"[{as_json(name)}, {as_number(score)}]" for name, score in pairs) + "]"


def as_json(text: str) -> str:
    """Return a text as JSON."""
    return json.dumps(text, ensure_ascii=False)


def as_number(text: str) -> str:
    """Return a number as JSON writes it: without a plus sign, and with digits around the point.

    >>> as_number("+.5"), as_number("1."), as_number("-1.e-3")
    ('0.5', '1.0', '-1.0e-3')
    """
    sign, plain = ("-", text[1:]) if text[:1] == "-" else ("", text.removeprefix("+"))
    whole, mark, power = plain.lower().partition("e")
    digits, point, rest = whole.partition(".")
    digits = digits.lstrip("0") or "0"
    return f"{sign}{digits}" + (f".{rest or '0'}" if point else "") + (f"e{power}" if mark else "")


def json_table(text: Text, line: Line, slack: float = 0.0, notes: tuple[Note, ...] = ()) -> JsonTable:
    """Return the table of the lines of a text, each rewritten as JSON."""
    source = Rewritten(text.source, text.options, text.starts[0], lambda: line)
    table = JsonTable(source, replace(text.options, encoding="utf-8"))
    table.slack, table.notes = slack, (*table.notes, *notes)
    return table
