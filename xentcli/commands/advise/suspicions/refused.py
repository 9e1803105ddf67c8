"""The suspicion that `loss` refuses the files, where no other suspicion says why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.commands.advise.case import Diagnosis
from xentcli.commands.advise.fixes import with_options
from xentcli.commands.advise.forms import PredictionForm
from xentcli.commands.advise.suspicions.suspicion import Suspicion
from xentcli.detection.refusal import MIXED, ONE_SUM, UNNORMALISED

if TYPE_CHECKING:
    from xentcli.commands.advise.case import Case
    from xentcli.core.errors import Way


SUMS = frozenset({MIXED, UNNORMALISED, ONE_SUM})
"""Codes of rows that do not sum to one; of numbers in [0, 1], `rows-not-summing` says more."""


def loss_refuses(case: Case) -> Diagnosis | None:
    """Report the error with which `loss` ends: it asks how to read the files.

    A false alarm is one of `loss`, which gives no number without an answer.
    """
    error = case.refusal
    if error is None or (case.reading.form is PredictionForm.SCORES and error.code in SUMS):
        return None
    row = "" if error.place.row is None else f" in row {error.place.row}"
    said = f"loss stops with {error.code}{row}: {error.message}"
    words, _, code = (error.hint or LOSS_REFUSES.fix).partition(": python -c ")
    evidence = {"code": error.code, "row": error.place.row, "hint": error.hint}
    commands = [with_options(case, *way) for way in map(_options, error.ways) if way]
    commands += [f"python -c {code}"] if code else []
    if not commands:
        return Diagnosis("loss-refuses", said, evidence, words)
    more = f"; {words}" if said[-1] != "?" else f" {words[0].upper()}{words[1:]}"
    return Diagnosis("loss-refuses", said + more, evidence, commands[0], others=(words,))


LOSS_REFUSES = Suspicion(
    "loss-refuses",
    title="files that loss refuses",
    meaning="The numbers and names leave open how to read the files, and `loss` asks. No number is right "
    "before that is answered. `xentcli explain` with the code in the finding says more.",
    fix="Answer the question with the option that the finding names.",
    find=loss_refuses,
    hides=(
        "rows-not-summing",
        "softmax-twice",
        "sigmoid-twice",
        "class-order",
        "rows-shifted",
        "rows-shuffled",
        "loss-above-class-shares",
        "logits",
        "log-probabilities",
        "rounded-probabilities",
        "zero-probability-on-target",
        "constant-predictions",
        "no-better-than-class-shares",
        "near-uniform-predictions",
    ),
    last=True,
)


def _options(way: Way) -> tuple[str, ...]:
    """Return a way out as options; none if it takes an option away."""
    words: list[str] = []
    for name, value in way.items():
        if value is None or value is False:
            return ()
        words += [f"--{name.replace('_', '-')}", *([] if value is True else [str(value)])]
    return tuple(words)
