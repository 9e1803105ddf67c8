"""What can go wrong, said so that a user knows the place, the value and what to type next."""

from __future__ import annotations

from typing import Any

from xentcli.core.exit_status import Exit
from xentcli.core.frozen import Frozen, replace
from xentcli.core.text import discreet, printable, shown


class Place(Frozen):
    """Where in the inputs something is: line and row count from 1, the row without the header."""

    file: str | None = None
    line: int | None = None
    row: int | None = None
    column: str | None = None

    def __str__(self) -> str:
        """As messages begin: ``labels.csv:18: column 'label' (row 17)``."""
        file = "" if self.file is None else printable(self.file)
        head = f"{file}:{self.line}" if self.line is not None else file
        column = "" if self.column is None else f"column '{printable(self.column)}'"
        row = "" if self.row is None else (f"(row {self.row})" if column else f"row {self.row}")
        return ": ".join(part for part in (head, " ".join(filter(None, (column, row)))) if part)


NOWHERE = Place()


class Caution(Frozen):
    """A warning: its code, one line that says what may be wrong, and one that says what to type."""

    code: str
    text: str
    hint: str | None = None


class XentError(Exception):
    """An error a user can fix: one line that says what and where, one that says what to type next."""

    exit_code = Exit.INTERNAL
    default_code = "XE900"

    def __init__(
        self,
        message: str,
        hint: str | None = None,
        *,
        code: str = "",
        place: Place = NOWHERE,
        value: object = None,
    ) -> None:
        """What is wrong, what to type next, and where; the value is kept as messages show it."""
        super().__init__(message)
        self.message, self.hint, self.place = message, hint, place
        self.code = code or self.default_code
        self.value = None if value is None else shown(value)

    def __str__(self) -> str:
        """Place and message, in one line."""
        return ": ".join(part for part in (str(self.place), self.message) if part)

    def at(self, **place: Any) -> None:
        """Fill in more of the place, as far as it is known further up."""
        self.place = replace(self.place, **place)

    def to_dict(self) -> dict[str, Any]:
        """The error as one JSON object."""
        p = self.place
        fields = {
            "code": self.code,
            "file": p.file and discreet(p.file),
            "line": p.line,
            "row": p.row,
            "column": p.column,
        }
        return {**fields, "value": self.value, "message": self.message, "hint": self.hint}


class DataError(XentError):
    """The data were read and are wrong, or the answer is no."""

    exit_code = Exit.NO
    default_code = "XE100"


class UsageError(XentError):
    """The command line, or a call, asks for what cannot be."""

    exit_code = Exit.USAGE
    default_code = "XE500"


class InputError(XentError):
    """An input cannot be read: missing, corrupt, truncated or over a limit."""

    exit_code = Exit.INPUT
    default_code = "XE600"


class OutputError(XentError):
    """An output cannot be written."""

    exit_code = Exit.OUTPUT
    default_code = "XE700"


class InternalError(XentError):
    """The program itself failed."""


class ClusterError(InternalError):
    """The cluster that was to do the work failed."""

    default_code = "XE910"
