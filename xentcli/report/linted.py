"""What the formats for linters need to know of an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from xentcli.core.text import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentcli.core.errors import Place


class Placed(Protocol):
    """A message on a place in the inputs, such as an error."""

    @property
    def message(self) -> str:
        """What is wrong."""

    @property
    def place(self) -> Place:
        """Where."""


class Problem(Placed, Protocol):
    """A problem or a warning."""

    @property
    def code(self) -> str:
        """Which rule is broken."""

    @property
    def hint(self) -> str | None:
        """What to do about it."""

    @property
    def level(self) -> str:
        """``error`` or ``warning``."""


class Rule(Protocol):
    """What a code means, and what to do about it."""

    @property
    def title(self) -> str:
        """The meaning in a few words."""

    @property
    def meaning(self) -> str:
        """The meaning in full."""

    @property
    def fix(self) -> str:
        """What to do about it."""


class Linted(Protocol):
    """An answer with problems."""

    @property
    def problems(self) -> Sequence[Problem]:
        """The first problems."""

    @property
    def warnings(self) -> Sequence[Problem]:
        """All warnings."""

    def summed_up(self) -> str:
        """Return the last line for people."""

    def rule(self, code: str) -> Rule:
        """Return what a code means."""


def told(problem: Placed) -> str:
    """Return the message after the column and the row, without the file and the line."""
    return ": ".join(filter(None, (problem.place.inside, printable(problem.message))))


def is_pipe(file: str) -> bool:
    """Return whether an input is no file: its problems have no place in a repository."""
    return file in {"-", "stdin", "/dev/stdin"}
