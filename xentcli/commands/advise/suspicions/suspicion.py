"""The definition of a suspicion: how it is found, how `explain` describes it, and what it hides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.commands.advise.case import Diagnosis
from xentcli.core.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from xentcli.commands.advise.case import Case


class Suspicion(Frozen):
    """A possible fault in labels and predictions, or a note."""

    name: str
    find: Callable[[Case], Diagnosis | None]
    """Return finding, or None."""
    title: str = ""
    """Empty if the finding shares the name of another suspicion, which explains it."""
    meaning: str = ""
    fix: str = ""
    hides: tuple[str, ...] = ()
    """The suspicions that it causes, and notes that it makes wrong; they are not reported with it."""
    alone: bool = False
    """Whether it is reported without any other suspicion."""
    last: bool = False
    """Whether it is reported only if none before it is, except those that it hides."""


def note(code: str, message: str, fix: str, **evidence: Any) -> Diagnosis:
    """Return a finding that is not a fault."""
    return Diagnosis(code, message, evidence, fix, level="note")
