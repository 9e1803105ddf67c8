"""Wrong rows: the first is raised as an error, or all are told to one who listens, and left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from xentcli.core.blocks import Block
    from xentcli.core.errors import XentError
    from xentcli.io.table import Complain


def wrong_rows(errors: Iterable[tuple[int, XentError]], complain: Complain | None) -> list[int]:
    """The rows that have errors, each of which has been complained of.

    Without a listener the first is raised, and in any case one that says that the input cannot be read.
    """
    rows: list[int] = []
    for row, error in errors:
        if complain is None or not isinstance(error, DataError):
            raise error
        complain(error)
        if row not in rows[-1:]:
            rows.append(row)
    return rows


def without(block: Block, wrong: Iterable[int]) -> Iterator[Block]:
    """The rows of a block but the wrong ones, in blocks of consecutive rows."""
    start = 0
    for row in (*wrong, len(block)):
        if row > start:
            yield block[start:row]
        start = row + 1
