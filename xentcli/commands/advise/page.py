"""The short page of advice: suspicions first, then the loss that fits and how to write it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.text import counted
from xentcli.report.cells import human
from xentcli.report.fields import named
from xentcli.report.page import Block, Styled, facts, heading

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xentcli.commands.advise.case import Diagnosis
    from xentcli.commands.advise.result import Advice
    from xentcli.report.page import Shown

USUAL_NAMES = {"keras": "Keras", "pytorch": "PyTorch", "scikit-learn": "scikit-learn"}


def page_of(advice: Advice) -> Sequence[Block]:
    """Return the blocks of the page."""
    notes = [finding for finding in advice.findings if finding.level == "note"]
    blocks = [
        _verdict(advice),
        *map(_suspicion, advice.suspicions),
        facts(*_reading(advice)),
        _fitting(advice),
    ]
    return [*blocks, facts(*((note.code, note.message) for note in notes))] if notes else blocks


def _verdict(advice: Advice) -> Block:
    style = "bad" if advice.suspicions else "good"
    return heading(Styled(advice.verdict(), style))


def _suspicion(found: Diagnosis) -> Block:
    """Return a suspicion with its proof, and the command that fixes it."""
    first: tuple[Shown, ...] = (Styled(found.code, "warning"), found.message)
    if not found.is_command:
        return Block((first, (Styled("fix", "good"), found.fix)))
    gives = "" if found.value is None else f", and the loss is {found.value:.6g}"
    return Block((first, (Styled("fix", "good"), f"run this command{gives}:")), copied=(found.fix,))


def _reading(advice: Advice) -> Iterator[tuple[Shown, ...]]:
    several = f" of {advice.per_row:,} positions each" if advice.per_row > 1 else ""
    evidence = "; ".join(advice.evidence)
    kind = advice.kind or "not labels of a cross-entropy"
    yield "labels", f"{kind}, {counted(advice.rows, 'row')}{several}: {evidence}"
    if advice.class_names is not None:
        yield "classes", named(len(advice.class_names), advice.class_names)
    if advice.scale is not None:
        now = "" if advice.value is None else f"; the loss is {human(advice.value)}"
        yield "predictions", f"{advice.scale}{now}"


def _fitting(advice: Advice) -> Block:
    """Return the loss that fits, why, and how each framework calls it."""
    calls = [(USUAL_NAMES.get(name, name), call) for name, call in advice.frameworks.items()]
    return facts(("use", Styled(advice.loss, "answer")), ("because", advice.reason), *calls)
