"""Tables with rows that summarize the others: the cell of their key is total, mean or similar."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.errors import DataError, Place, XentError
from xentcli.core.text import shown
from xentcli.inputs.roles.names import Role
from xentcli.io.table import Cells

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xentcli.inputs.roles.column import Column
    from xentcli.io.table import Table

_WORDS = frozenset(
    {
        "total",
        "totals",
        "subtotal",
        "subtotals",
        "sum",
        "sums",
        "mean",
        "average",
        "avg",
        "overall",
        "summary",
    }
    | {"count", "std", "median", "all", "aggregate", "stdev", "maximum", "minimum"}
    | {"gesamt", "summe", "insgesamt", "gesamtsumme", "mittelwert", "durchschnitt", "mittel", "moyenne"}
    | {"somme", "totale", "totaux", "media", "promedio", "suma", "soma", "gemiddelde", "totaal", "somma"}
    | {"итого", "всего", "среднее", "сумма", "合计", "总计", "平均", "合計", "総計", "合计值", "均值"}
)
"""Words that mark a summary row, in lower case."""
_BEFORE = _WORDS | {"grand", "sub", "macro", "micro", "weighted"}
"""The same with words that come before them."""
_WORD = re.compile(r"[^\W\d_]+")
_AT_MOST = 3
"""The most words of a cell that marks a summary row, such as `Grand total`."""
FEWEST = 3
"""The fewest rows of a table that is looked at."""
MOST_READ = 65_536
"""Of more rows of texts, only the last is looked at: its hash is known, and nothing is read again."""


def refuse_footer(columns: Sequence[Column], table: Table, *, alone: bool = False) -> None:
    """Raise if a cell among numbers or among unique texts marks a summary row.

    Set ``alone`` for labels without predictions.
    """
    for column in columns:
        found = _summary(column, table)
        if found is not None:
            row, text = found
            last = row == column.stats.rows
            told = f"the last row is named {shown(text)}" if last else f"row {row:,} is named {shown(text)}"
            message = f"{told}: does it summarize the others?"
            hint = "if so, remove it; otherwise, name the columns: --labels-column and --prediction-columns"
            if alone:
                hint = "if so, remove it; otherwise, name the column of the labels: --labels-column"
            place = Place(table.name, row=row, column=column.name if column.named else None)
            raise DataError(message, hint, code="XE351", place=place, value=text)


def _summary(column: Column, table: Table) -> tuple[int, str] | None:
    """Return the number and the text of the first cell that marks a summary row, or None."""
    seen = column.stats
    if seen.rows < FEWEST or not (seen.texts or seen.unread) or not _may_hold_keys(column):
        return None
    known = seen.texts == seen.rows and not seen.distinct.many
    if known and not any(_sums_up(str(value)) for value in seen.distinct.values):
        return None
    if seen.texts == seen.rows > MOST_READ:
        return _last(column)
    texts = [text.strip() for text in _texts(column.index, table)]
    rest = [text for text in texts if text and not _sums_up(text)]
    numbers = all(map(_is_number, rest))
    marked = [row for row, text in enumerate(texts) if _sums_up(text, alone=not numbers)]
    if not marked or len(rest) < FEWEST - 1 or not (numbers or seen.texts == seen.rows):
        return None
    unique = len({*rest}) == len(rest)
    if not unique and not (numbers and (column.hint is Role.KEY or not _has_name(column))):
        return None
    digits = all(any(map(str.isdigit, text)) for text in rest)
    return (marked[0] + 1, texts[marked[0]]) if digits or marked[-1] == len(texts) - 1 else None


def _last(column: Column) -> tuple[int, str] | None:
    """Return the number and the text of the last cell of unique texts, if it is a word for a summary."""
    keys, rows = column.stats.keys, column.stats.rows
    spelled = {text for word in _WORDS for text in (word, word.title(), word.upper())}
    found = None if keys is None else next((text for text in spelled if hash(text) == int(keys[-1])), None)
    return None if found is None else (rows, found)


def _may_hold_keys(column: Column) -> bool:
    """Return whether a column is the first one, or has no name or that of a key, or holds unique texts."""
    if column.hint is Role.LABEL:
        return False
    keys = column.hint is Role.KEY or column.stats.keys is not None
    return keys or column.index == 0 or not _has_name(column)


def _has_name(column: Column) -> bool:
    return column.named and bool(column.name) and not column.name.startswith("Unnamed: ")


def _sums_up(text: str, *, alone: bool = False) -> bool:
    """Return whether a text is made of few words and the first or the last marks a summary.

    With ``alone``, there is no other word.

    >>> [_sums_up(text) for text in ("Total", "Class total", "mean (n=4)", "id_7", "all in all it was", "12")]
    [True, True, True, False, False, False]
    >>> [_sums_up(text, alone=True) for text in ("Total", "Grand total", "Class total")]
    [True, True, False]
    """
    words = [word.casefold() for word in _WORD.findall(text)]
    if not 0 < len(words) <= _AT_MOST or _WORDS.isdisjoint((words[0], words[-1])):
        return False
    return not alone or _BEFORE.issuperset(words)


def _is_number(text: str) -> bool:
    return text.replace(",", "").replace(".", "").removeprefix("-").isdigit()


def _texts(column: int, table: Table) -> Iterator[str]:
    """Yield the cells of a column as text; nothing if they cannot be read so."""
    try:
        for block in table.blocks((column,), Cells.TEXT, lambda _: None):
            names = np.array(block.categories or ("",), dtype=object)
            yield from names[block.values.reshape(-1)].tolist() if block.categories else ()
    except XentError:
        return
