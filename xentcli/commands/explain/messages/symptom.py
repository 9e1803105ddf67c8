"""Symptoms: what people say or log about a loss without an error message."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from xentcli.commands.explain.messages.pattern import WRAPPED, Heard, told
from xentcli.core.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST = 300
"""The maximum length of a sentence about a loss. A longer text is a log, in which only numbers count."""

COMPLAINT = re.compile(r"\b\w*(?:Error|Exception)\b|Traceback|xentcli: ", re.IGNORECASE)
"""An error or traceback in a log is explained first; symptoms in the log are then ignored."""

SOURCES = {
    "LOSS": r"\b(?:\w{0,30}loss|log[ _-]?loss|cross[ _-]?entropy|nll|bce|perplexity)(?:es)?",
    "ACC": r"\b(?:\w{0,30}accuracy|\w{0,30}acc)",
    "IS": (
        r"(?:is|was|are|be|being|becomes?|became|becoming|turns?|turned|goes|go|went|going|gets?|got|getting"
        r"|stays?|stayed|staying|remains?|returns?|returned|gives?|shows?|prints?|reports?|=+|:)"
    ),
    "FILL": (
        r"(?:(?:a|an|the|all|always|only|just|now|suddenly|immediately|constantly|to|into|at|as|in|for|around"
        r"|near|about|exactly|value|values|of|function|my|tensor|very|too|so|really|than)[ (]+)*"
    ),
    "STUCK": (
        r"(?:stays?|stayed|staying|stuck|remains?|constant|plateau\w*|stagnat\w*|frozen|flat|unchanged"
        r"|hovers?|same (?:value|number)|(?:(?:do|does|did|is|are|was|will|wo)(?:n.?t| not)(?: \w+)?|not"
        r"|never|no longer) (?:decreas|improv|go|chang|converg|drop|learn|increas|mov|reduc)\w*)"
    ),
    "UP": r"\b(?:increas\w+|ris\w+|go(?:es|ing)? up|high\w*|greater|larger|above)\b",
    "DOWN": r"\b(?:decreas\w+|improv\w+|go(?:es|ing)? down|drop\w*|falls?)\b",
    "LESS": r"\b(?:lower|less|smaller|better|below)\b",
    "MORE": r"\b(?:higher|greater|larger|bigger|above|more)\b",
    "BIG": r"\b(?:huge|enormous|(?:too|very) (?:high|large|big)|explod\w*|diverg\w*|in the \w+sands)\b",
    "ONE": r"\b(?:one|same|single|majority)\b",
    "DIFFERS": (
        r"\b(?:higher|lower|greater|smaller|bigger|larger|less|different|differs?|disagree\w*|mismatch\w*"
        r"|unequal|not (?:the )?(?:same|equal)|(?:do|does)(?:n.?t| not) (?:match|agree|equal)|vs\.?|versus"
        r"|compared)\b"
    ),
    "PROGRAM": (
        r"\b(?:keras|tensorflow|pytorch|torch|sklearn|scikit-?learn|xgboost|lightgbm|catboost|optax|numpy)\b"
    ),
}
"""The patterns behind the capitals in a symptom's patterns."""


class Symptom(Frozen):
    """A symptom with its patterns, meaning, a line of code to fix it, and commands to run.

    A pattern may capture a value as ``x``, which the meaning repeats as ``{x}``. ``reads`` takes this value
    and returns more values to repeat, or None if the value does not fit the symptom.
    """

    patterns: tuple[str, ...]
    example: str
    meaning: str
    line: str
    commands: tuple[str, ...]
    code: str | None = None
    in_logs: bool = False
    reads: Callable[[str], dict[str, str] | None] | None = None

    def heard(self, text: str) -> Heard | None:
        """Return the explanation of the last match in a text, or None."""
        for written in self.patterns:
            for match in reversed(list(_compiled(written).finditer(text))):
                known = {"x": match.groupdict().get("x") or ""}
                more = {} if self.reads is None else self.reads(known["x"])
                if more is not None:
                    return self._explained(" ".join(match[0].split()), known | more)
        return None

    def _explained(self, message: str, known: dict[str, str]) -> Heard:
        commands = tuple(told(command, known) for command in self.commands)
        meaning, line = told(self.meaning, known), told(self.line, known)
        return Heard("symptom", message, self.code, meaning, line, commands)


def _compiled(written: str) -> re.Pattern[str]:
    names = re.compile(rf"(?<![A-Z])(?:{'|'.join(SOURCES)})(?![A-Z])")
    return re.compile(
        names.sub(lambda name: SOURCES[name[0]], written).replace(" ?", r"\s?").replace(" ", r"\s+"),
        re.IGNORECASE,
    )


def recognise(symptoms: tuple[Symptom, ...], text: str) -> Heard | None:
    """Return the first symptom that matches a text; None if none does or the text has an error message."""
    plain = WRAPPED.sub("", text).strip()
    if COMPLAINT.search(plain):
        return None
    spoken = len(plain) <= LONGEST
    found = (symptom.heard(plain) for symptom in symptoms if spoken or symptom.in_logs)
    return next((heard for heard in found if heard is not None), None)


VOCABULARIES = (28996, 30522, 32000, 50257, 50265, 151936)
"""Numbers of tokens of well-known language models."""


def guessing(value: str) -> dict[str, str] | None:
    """Return the number of classes for which guessing gives this loss, or None.

    >>> guessing("2.30"), guessing("0.6931"), guessing("1.87"), guessing("6.91")["k"]
    ({'k': '10', 'p': '0.1'}, {'k': '2', 'p': '0.5'}, None, '1000')
    """
    digits = len(value.partition(".")[2])
    if digits < 2 or not 0.6 < float(value) < 12.5:
        return None
    half = 0.6 * 10**-digits
    least, most = math.ceil(math.exp(float(value) - half)), math.floor(math.exp(float(value) + half))
    known = [classes for classes in VOCABULARIES if least <= classes <= most]
    step = 10 ** (len(str(most)) - 1)
    fits = [least] if least == most else known or [k for k in range(least, most + 1) if k % step == 0]
    return {"k": str(fits[0]), "p": f"{1 / fits[0]:.4g}"} if fits else None


CLIPS = {
    16.118: ("1e-7", "Keras"),
    15.942: ("1.19e-7", "scikit-learn for float32"),
    34.539: ("1e-15", "scikit-learn before 1.3"),
    36.044: ("2.22e-16", "scikit-learn"),
    27.631: ("1e-12", "some programs"),
    23.026: ("1e-10", "some programs"),
    20.723: ("1e-9", "some programs"),
    18.421: ("1e-8", "some programs"),
    100.0: ("1e-44", "BCELoss of PyTorch, which limits the logarithm to -100"),
}
"""The loss of a row with probability 0 on the true class, with the clip and the program that has it."""


def clipped(value: str) -> dict[str, str] | None:
    """Return the clip that gives a loss, and the program that has it.

    >>> clipped("34.54")["eps"], clipped("3.2")
    ('1e-15', None)
    """
    digits = min(len(value.partition(".")[2]), 3)
    near = [clip for clip in CLIPS if digits and abs(clip - float(value)) <= 10**-digits]
    return {"eps": CLIPS[near[0]][0], "program": CLIPS[near[0]][1]} if near else None


def share(value: str) -> dict[str, str] | None:
    """Return the K of an accuracy of one in K.

    >>> share("0.1"), share("50%"), share("0.33"), share("0.87")
    ({'k': '10'}, {'k': '2'}, {'k': '3'}, None)
    """
    number = float(value.rstrip("% ")) / (100 if value.endswith("%") or float(value.rstrip("% ")) > 1 else 1)
    if not 0.001 < number < 0.51:
        return None
    classes = round(1 / number)
    return {"k": str(classes)} if abs(1 / classes - number) <= 0.005 and classes <= 100 else None
