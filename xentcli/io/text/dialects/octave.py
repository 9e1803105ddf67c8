"""Read variables that Octave saves as text: matrices, arrays of any rank, scalars and names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.errors import InputError, Place
from xentcli.core.text import shown
from xentcli.io.arrays.npy import NpyTable
from xentcli.io.member import chosen
from xentcli.io.text.dialects.octave_values import CUT, TYPES, Variable, array_of
from xentcli.io.text.dialects.rewritten import lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentcli.io.source.file import Source
    from xentcli.io.table import Table
    from xentcli.io.text.dialects.first_lines import Text

NAME, TYPE = "# name: ", "# type: "
OF_LABELS = frozenset(
    {"label", "labels", "y", "y_true", "ytrue", "ytest", "y_test", "target", "targets", "t"}
)
"""Names of labels to exclude when looking for predictions, in lower case."""


def open_octave(text: Text) -> Table | None:
    """Open one variable: the requested one, the only one, or the only one with a usual name."""
    source = text.source.kept()
    found = {variable.name: variable for variable in _variables(text)}
    if not found:
        return None
    labels = "labels" in text.usual
    arrays = [name for name, one in found.items() if one.is_read] or list(found)
    likely = [name for name in arrays if labels or name.lower() not in OF_LABELS]
    name = chosen(list(found), likely if len(likely) == 1 else arrays, text.member, text.usual, text.name)
    variable = found[name]
    if not variable.is_read:
        message = f"variable '{shown(name)}' is a {shown(variable.kind)}, which is not supported"
        hint = "save matrices: save -text FILE NAME"
        raise InputError(message, hint, code="XE678", place=Place(text.name, variable.line))
    array = array_of(variable, lines_of(source, text.options, text.starts[0]), text, flat=labels)
    table = NpyTable(array, text.options, f"{text.name}[{name}]")
    table.made_of = source
    _ended(source.whole(), text.name)
    return table


def _ended(source: Source, name: str) -> None:
    """Raise if the last line has no end: the last of its digits may be missing."""
    if source.read_at(source.size - 1, 1) not in {b"\n", b"\r", b"\0"}:
        raise InputError("is cut: the last line has no end", CUT, code="XE678", place=Place(name))


def _variables(text: Text) -> Iterator[Variable]:
    """Yield the variables of a text, by their header lines."""
    name = None
    for number, line in lines_of(text.source.kept(), text.options, text.starts[0]):
        if not line.startswith("# "):
            continue
        if line.startswith(NAME):
            name = line.removeprefix(NAME).strip()
        elif line.startswith(TYPE) and name is not None and name != "<cell-element>":
            kind = line.removeprefix(TYPE).strip()
            yield Variable(name, kind, number, kind in TYPES)
            name = None
