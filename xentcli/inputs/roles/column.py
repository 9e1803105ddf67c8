"""A column of an input with its statistics, and the role that was found for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.frozen import Frozen
from xentcli.core.names import OPPOSITES, look
from xentcli.inputs.roles.column_stats import column_stats
from xentcli.inputs.roles.names import Role, suggested

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from xentcli.core.class_map import Class
    from xentcli.inputs.roles.column_stats import ColumnStats
    from xentcli.io.table import Table


class Column(Frozen, apart=("name", "named", "stats", "numeric", "is_class", "said")):
    """One column: the input that holds it, its index and name, and what its cells are."""

    input: str
    """"labels", "predictions" or "weights"."""
    index: int
    name: str
    named: bool
    stats: ColumnStats
    numeric: bool = True
    """Whether the first cells are numbers. A stray word among them is an error when it is read."""
    is_class: bool = False
    """Whether the column and another one are named after opposites, such as TRUE and FALSE."""
    said: Role | None = None
    """The role that the input itself declares."""

    @property
    def hint(self) -> Role | None:
        """The role that the input declares, or that the name suggests, or None."""
        if self.said is not None:
            return self.said
        return suggested(self.name) if self.named and not self.is_class else None

    @property
    def spec(self) -> str:
        """The name, quoted as a term of a column spec if needed, or the index."""
        if not self.named:
            return str(self.index)
        return (
            '"{}"'.format(self.name.replace('"', '""'))
            if set(self.name) & set(',"!/-') or self.name.isdigit() or not self.name
            else self.name
        )


class ColumnRole(Frozen):
    """The role of a column, and the reason for it."""

    name: str
    input: str
    role: Role
    class_: Class | None = None
    reason: str = ""

    def to_dict(self) -> dict[str, object]:
        """Return the fields as JSON values."""
        return {
            "name": self.name,
            "input": self.input,
            "role": str(self.role),
            "class": self.class_,
            "reason": self.reason,
        }


def columns_of(table: Table, side: str, some: Sequence[int] | None = None) -> list[Column]:
    """Return the columns of a table with their statistics, without the elements of vector columns.

    Only those in ``some`` are looked at, unless it is None.
    """
    inside = {c for vector in table.vectors.values() for c in vector.columns}
    names = table.columns
    own = [c for c in range(int(table.shape[1] or 0)) if c not in inside and c not in table.unread]
    own = own if some is None else [c for c in own if c in some]
    seen = column_stats(table, own)
    if names is None:
        return [Column(side, c, str(c), False, seen[c], table.numeric[c]) for c in own]
    looks = {c: look(names[c]) for c in own}
    called = {name for pair in OPPOSITES if set(pair) <= set(looks.values()) for name in pair}
    said = {name: Role(role) for name, role in table.roles.items()}
    return [
        Column(side, c, names[c], True, seen[c], table.numeric[c], looks[c] in called, said.get(names[c]))
        for c in own
    ]


def spec_of(columns: Iterable[Column]) -> str:
    """Return the column spec that selects these columns."""
    return ",".join(column.spec for column in columns)
