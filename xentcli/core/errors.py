"""Places in the inputs, warnings and notes, and the exceptions that users see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from xentcli.core.exit_status import Exit
from xentcli.core.frozen import Frozen, replace
from xentcli.core.text import discreet, printable, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    Way = Mapping[str, object]
    """Options to set on the command line, by their parameter names; None removes an option."""


class Place(Frozen):
    """A position in the inputs; ``line`` and ``row`` count from 1, and ``row`` excludes the header."""

    file: str | None = None
    line: int | None = None
    row: int | None = None
    column: str | None = None

    def __str__(self) -> str:
        """Return the place in the form for messages: ``labels.csv:18: column 'label' (row 17)``."""
        file = "" if self.file is None else printable(self.file)
        head = f"{file}:{self.line}" if self.line is not None else file
        column = "" if self.column is None else f"column '{printable(self.column)}'"
        row = "" if self.row is None else (f"(row {self.row})" if column else f"row {self.row}")
        return ": ".join(part for part in (head, " ".join(filter(None, (column, row)))) if part)

    @property
    def short(self) -> str:
        """The place as linters show it: ``labels.csv:18: label``, or ``labels.npy: row 17``."""
        file = "" if self.file is None else printable(self.file)
        head = f"{file}:{self.line}" if self.line is not None else file
        return ": ".join(filter(None, (head, self.inside)))

    @property
    def inside(self) -> str:
        """The place without its file and line: the column, and the row if no line is known."""
        row = "" if self.row is None or self.line is not None else f"row {self.row}"
        column = "" if self.column is None else printable(self.column)
        return ": ".join(filter(None, (row, f"column {column}" if column.isdecimal() else column)))


NOWHERE = Place()


class Message(Frozen):
    """A warning or a note with an answer: a code, one line of text, and what to do about it."""

    level: ClassVar[str]
    code: str
    text: str
    hint: str | None = None
    suggestion: tuple[str, ...] | None = None
    """The command to type instead, as words."""

    def __str__(self) -> str:
        """Return the text, without its code."""
        return self.text

    @property
    def said(self) -> str:
        """The message on one line, with its code and its hint."""
        return f"{self.text} [{self.code}]" + ("" if self.hint is None else f"; {self.hint}")

    @property
    def line(self) -> str:
        """The message on one line, with its level."""
        return f"{self.level}: {self.said}"

    def to_dict(self) -> dict[str, Any]:
        """Return the message as a dict ready for JSON."""
        said = {"level": self.level, "code": self.code, "message": self.text, "hint": self.hint}
        return {**said, "try": None if self.suggestion is None else list(self.suggestion)}


class Note(Message):
    """A fact about how the answer came about, such as the columns that were left out."""

    level = "note"


class Warned(Note):
    """A note on the inputs that is shown as a warning."""

    level = "warning"


class Caution(Message):
    """A warning: something may be wrong."""

    level = "warning"
    grave: bool = False
    """Whether it changes what the number means; then ``--quiet`` does not hide it."""


class XentWarning(UserWarning):
    """A warning of a call from Python, with the text and the code of a `Caution`."""


class XentError(Exception):
    """An error that the user can fix: one line on what is wrong and where, and a hint on what to do."""

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
        ways: Iterable[Way] = (),
    ) -> None:
        """Store the error; ``value`` is kept as text, escaped and truncated.

        ``ways`` are possible fixes, likeliest first. A command is shown for those that give an answer.
        """
        super().__init__(message)
        self.message, self.hint, self.place = message, hint, place
        self.code = code or self.default_code
        self.value = None if value is None else shown(value)
        self.ways = tuple(ways)
        self.tries: tuple[tuple[str, ...], ...] = ()
        """Commands to type instead, likeliest first; each was run on the same input and gave an answer."""
        self.suggestion: str | None = None
        """From Python: the call to make instead; it was tried with the same arguments and gave an answer."""

    def __str__(self) -> str:
        """Return the place and the message on one line."""
        return ": ".join(part for part in (str(self.place), self.message) if part)

    def at(self, **place: Any) -> None:
        """Set fields of the place that a caller knows."""
        self.place = replace(self.place, **place)

    def to_dict(self) -> dict[str, Any]:
        """Return the error as a dict ready for JSON."""
        p = self.place
        fields = {
            "code": self.code,
            "file": p.file and discreet(p.file),
            "line": p.line,
            "row": p.row,
            "column": p.column,
        }
        said = {"value": self.value, "message": self.message, "hint": self.hint}
        tries = [list(words) for words in self.tries]
        return fields | said | {"try": tries[0] if tries else None, "tries": tries}


class DataError(XentError):
    """The data could be read but are wrong, or the verdict is negative."""

    exit_code = Exit.NO
    default_code = "XE100"


class UsageError(XentError):
    """The options or arguments are invalid."""

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
    """An internal failure of the program."""


class ClusterError(InternalError):
    """The dask cluster failed."""

    default_code = "XE910"
