"""Choose one of the arrays in a file."""

from __future__ import annotations

from xentcli.core.errors import InputError, Place, UsageError
from xentcli.core.suggest import did_you_mean
from xentcli.core.text import listed, shown

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


def _named(known: list[str], key: str, file: str) -> str:
    if key in known:
        return key
    hint = did_you_mean(key, known, f"it has {listed(known, 12)}")
    raise UsageError(f"no array '{shown(key)}'", hint, code="XE555", place=Place(file))
