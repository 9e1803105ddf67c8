"""NPZ archives (to come)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.errors import InputError, Place

if TYPE_CHECKING:
    from xentcli.formats.source import Source
    from xentcli.formats.table import ReadOptions, Table


def open_npz(source: Source, options: ReadOptions, member: str | None, usual: tuple[str, ...]) -> Table:
    """Not yet."""
    raise InputError("NPZ is not read yet", code="XE640", place=Place(source.name))
