"""What a suspicion is: how it is found, how `explain` puts it, and what is not said beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.commands.advise.case import Diagnosis
from xentcli.core.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from xentcli.commands.advise.case import Case


class Suspicion(Frozen):
    """What may be wrong with labels and predictions, or is worth a note."""

    name: str
    find: Callable[[Case], Diagnosis | None]
    """Return what was found, or None."""
    title: str = ""
    """Empty where the finding has the name of another suspicion, which explains it."""
    meaning: str = ""
    fix: str = ""
    hides: tuple[str, ...] = ()
    """What it causes: these suspicions are not said beside it."""
    alone: bool = False
    """Whether no other suspicion is said beside it."""


def note(code: str, message: str, fix: str, **evidence: Any) -> Diagnosis:
    """Return a finding that is no fault."""
    return Diagnosis(code, message, evidence, fix, level="note")
