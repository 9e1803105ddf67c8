"""Choose one of the arrays in a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.errors import InputError, Place, UsageError
from xentcli.core.suggest import did_you_mean
from xentcli.core.text import listed, shown

if TYPE_CHECKING:
    from collections.abc import Callable

MOST = 3
"""How many arrays are proposed."""


def chosen(known: list[str], arrays: list[str], member: str | None, usual: tuple[str, ...], file: str) -> str:
    """Return the requested name in ``known``, else the only array, or the only one with a usual name.

    >>> chosen(["y", "p"], ["y", "p"], None, ("label", "y"), "data.npz")
    'y'
    """
    if member is not None:
        return _named(known, member, file)
    likely = arrays if len(arrays) == 1 else [key for key in arrays if key.rpartition("/")[2] in usual]
    if len(likely) == 1:
        return likely[0]
    option = "labels_column" if "labels" in usual else "prediction_columns"
    hint = f"--{option.replace('_', '-')} NAME"
    message = f"which array? it has {len(arrays)}: {listed(arrays, 12)}"
    ways = [{option: name} for name in (likely or arrays)[:MOST]]
    raise InputError(message, hint, code="XE648", place=Place(file), ways=ways)


def chosen_table(
    tables: list[str],
    table: str | None,
    member: str | None,
    usual: tuple[str, ...],
    kind: str,
    known: Callable[[str], str] = str,
) -> str:
    """Return the requested table of several, else the only one, or the only one with a usual name.

    ``member`` is a name of columns, which may be that of a table. ``kind`` says what the tables are, and
    ``known`` returns the part of a name that may be a usual one.

    >>> chosen_table(["labels", "model A"], None, None, ("label", "labels"), "sheet")
    'labels'
    """
    if table is not None and table not in tables:
        hint = did_you_mean(table, tables, f"it has {listed(tables, 12)}")
        raise UsageError(f"no {kind} '{shown(table)}'", hint, code="XE555", value=table)
    wanted = table if table is not None else member if member in tables else None
    if wanted is not None:
        return wanted
    likely = tables if len(tables) == 1 else [name for name in tables if known(name).lower() in usual]
    if len(likely) == 1:
        return likely[0]
    pairs = [tuple(tables), tuple(reversed(tables))] if len(tables) == 2 else []
    ways = [{"table": name} for name in [*(likely or tables)[:MOST], *pairs]]
    message = f"which {kind}? it has {len(tables)}: {listed(tables, 12)}"
    raise InputError(message, "--table NAME", code="XE693", ways=ways)


def _named(known: list[str], key: str, file: str) -> str:
    if key in known:
        return key
    hint = did_you_mean(key, known, f"it has {listed(known, 12)}")
    raise UsageError(f"no array '{shown(key)}'", hint, code="XE555", place=Place(file))
