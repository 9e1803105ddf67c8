"""Tables with a last row that summarizes the others: its key is total, mean or similar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.errors import DataError, Place
from xentcli.core.text import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentcli.inputs.roles.column import Column

_WORDS = (
    "total",
    "totals",
    "grand total",
    "sum",
    "mean",
    "average",
    "avg",
    "overall",
    "summary",
    "count",
    "std",
)
FOOTERS = {text: word for word in _WORDS for text in (word, word.title(), word.upper(), word.capitalize())}
"""The spellings of cells that mark a summary row."""


def refuse_footer(columns: Sequence[Column], file: str) -> None:
    """Raise if the last cell of a column of unique texts marks a summary row."""
    for column in columns:
        seen = column.stats
        if not seen.texts or seen.keys is None or seen.rows < 3:
            continue
        last = int(seen.keys[-1])
        word = next((text for text in FOOTERS if hash(text) == last), None)
        if word is not None:
            message = f"the last row is named {shown(word)}: does it summarize the others?"
            hint = "if so, remove it; otherwise, name the columns: --labels-column and --prediction-columns"
            place = Place(file, row=seen.rows, column=column.name if column.named else None)
            raise DataError(message, hint, code="XE351", place=place, value=word)
