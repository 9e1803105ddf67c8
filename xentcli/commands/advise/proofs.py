"""Fixes that were run: those that are commands of xentcli, with the loss that they give."""

from __future__ import annotations

import math
import shlex
import time
from typing import TYPE_CHECKING

from xentcli.commands.advise.suspicions.registry import suspicion
from xentcli.core.frozen import Frozen, replace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from xentcli.commands.advise.case import Diagnosis

MOST, SECONDS = 16, 30.0
"""How many fixes are run for one answer, and the seconds after which no further one is."""
FILES = 2
"""The words after the name of the command that are files, at most."""


class Tried(Frozen):
    """What came of a command that was run."""

    answers: bool
    loss: float | None = None
    text: str | None = None
    """What to type instead of the command: the call in Python that was made."""


if TYPE_CHECKING:
    Trial = Callable[[Sequence[str]], Tried]


def sparing(run: Callable[[tuple[str, ...]], Tried]) -> Trial:
    """Return a function that runs each command once, and no further one after `MOST` or `SECONDS`."""
    start, known = time.monotonic(), dict[tuple[str, ...], Tried]()

    def trial(words: Sequence[str]) -> Tried:
        key = tuple(words)
        if key not in known:
            late = len(known) >= MOST or time.monotonic() - start > SECONDS
            known[key] = Tried(answers=False) if late else run(key)
        return known[key]

    return trial


def proved(findings: Sequence[Diagnosis], trial: Trial | None, loss: float | None) -> tuple[Diagnosis, ...]:
    """Return the findings with fixes that give an answer; ``loss`` is that of the files as they are.

    A command that fails, or does not lower the loss where it should, gets the options of other findings
    added. If it fails with these as well, another line or words say what to do.
    """
    if trial is None:
        return tuple(_told(finding, None, loss) for finding in findings)
    return tuple(_settled(finding, findings, trial, loss) for finding in findings)


def _settled(
    finding: Diagnosis, findings: Sequence[Diagnosis], trial: Trial, loss: float | None
) -> Diagnosis:
    if not _may_be_tried(finding.fix):
        return _told(finding, None, loss)
    least = finding.evidence.get("loss_below", loss if "loss_before" in finding.evidence else None)
    for commands in ((finding.fix, *finding.others), _combined(finding, findings)):
        good = [
            (fix, tried)
            for fix in commands
            if _may_be_tried(fix)
            and (tried := trial(shlex.split(fix)[1:])).answers
            and (least is None or tried.loss is None or tried.loss < least)
        ]
        if good:
            fix, tried = min(good, key=lambda one: math.inf if one[1].loss is None else one[1].loss)
            told = replace(finding, fix=tried.text or fix, others=(), value=tried.loss)
            return _told(told, tried.loss, loss)
    lines = [fix for fix in finding.others if not _may_be_tried(fix)]
    fix = lines[0] if lines else suspicion(finding.code).fix
    return _told(replace(finding, fix=fix, others=()), None, loss)


def _may_be_tried(fix: str) -> bool:
    return fix.startswith("xentcli ") and "#" not in fix


def _told(finding: Diagnosis, value: float | None, loss: float | None) -> Diagnosis:
    """Return the finding with the losses before and after the fix in its message, if it has both."""
    evidence = finding.evidence
    before, after = evidence.get("loss_before"), evidence.get("loss_after")
    if before is None or (after is None and (value is None or not math.isfinite(value))):
        return finding
    exact = loss if loss is not None and math.isfinite(loss) else before
    said = f"from about {before:.4g} to about {after if after is not None else value:.4g}"
    if value is not None and math.isfinite(value):
        said = f"from {exact:.6g} to {value:.6g}"
        evidence = {**evidence, "loss_before": exact, "loss_after": value}
    return replace(finding, message=f"{finding.message}; the loss falls {said}", evidence=evidence)


def _combined(finding: Diagnosis, findings: Sequence[Diagnosis]) -> Iterator[str]:
    """Yield the fix with the options of the other findings' fixes that it does not set itself."""
    words = shlex.split(finding.fix)
    own = {word for word in words if word.startswith("--")}
    added = list(words)
    for other in findings:
        if other is finding or not _may_be_tried(other.fix) or other.level != "suspicion":
            continue
        theirs = shlex.split(other.fix)
        if theirs[: 2 + FILES] != words[: 2 + FILES]:
            continue
        for option in _options(theirs[2 + FILES :]):
            if option[0] not in own:
                own.add(option[0])
                added += option
    if added != words:
        yield shlex.join(added)


def _options(words: Sequence[str]) -> Iterator[list[str]]:
    """Yield each option with its values."""
    option: list[str] = []
    for word in words:
        if word.startswith("--"):
            if option:
                yield option
            option = [word]
        elif option:
            option.append(word)
    if option:
        yield option
