"""Inputs of every format as tables: opened by their content first, then by their name."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from xentcli.core.errors import UsageError, shown
from xentcli.io.registry import FORMATS
from xentcli.io.single import open_single
from xentcli.io.table import Cells, ReadOptions, Table

__all__ = ["FORMATS", "Cells", "ReadOptions", "Table", "open_table"]

if TYPE_CHECKING:
    from collections.abc import Callable

PATTERN = frozenset("*?[")
"""What makes a path a pattern, and ``@`` a list, where there is no file of that very name."""


def open_table(
    path: str,
    options: ReadOptions,
    *,
    member: str | None = None,
    usual: tuple[str, ...] = (),
    stdin: BinaryIO | None = None,
    once: bool = False,
) -> Table:
    """Open an input, ``-`` being standard input, as a table; several files that a pattern names, as one.

    ``member`` names the array of an NPZ; without it the only one is taken, or the one among ``usual``. A pipe
    of text whose rows are read ``once`` alone is not kept.
    """
    _check(options)

    def opened(file: str) -> Table:
        return open_single(file, options, member, usual, stdin, once=once)

    return _several(path, opened) if not PATTERN.isdisjoint(path) or path[:1] == "@" else opened(path)


def _several(path: str, opened: Callable[[str], Table]) -> Table:
    from xentcli.io.concat import open_several

    return open_several(path, opened)


def _check(options: ReadOptions) -> None:
    name = options.input_format
    if name is not None and name not in FORMATS:
        import difflib

        near = difflib.get_close_matches(name, FORMATS, n=1) or [", ".join(FORMATS)]
        raise UsageError(f"no input format '{shown(name)}'", f"did you mean {near[0]}?", code="XE556")
    if options.block_rows is not None and options.block_rows < 1:
        raise UsageError("--block-rows must be at least 1", "--block-rows 65536", code="XE559")
