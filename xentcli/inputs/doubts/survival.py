"""Tables of survival times: S(t) is the probability of no event until t, and the label is censored."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xentcli.core.errors import DataError, Place
from xentcli.core.text import listed, shown
from xentcli.inputs.roles.names import words

if TYPE_CHECKING:
    from collections.abc import Sequence

TIMES = frozenset(
    {"time", "times", "duration", "durations", "tenure", "futime", "stime", "os", "t", "survival"}
)
EVENTS = frozenset(
    {"event", "events", "status", "censored", "censor", "delta", "observed", "dead", "died", "death", "e"}
)
_CURVE = re.compile(r"(?i)(s|surv|survival|sf|cif|risk)([\W_]*(t|at|prob\w*|p))?[\W_]*\d+(\.\d+)?\W*")


def refuse_survival(names: Sequence[str], file: str, labels: Sequence[str]) -> None:
    """Raise if columns are named time, event and S_12, and no other column holds the labels."""
    curves = [name for name in names if _CURVE.fullmatch(name.strip())]
    times = [name for name in names if TIMES.intersection(words(name)) and name not in curves]
    events = [name for name in names if EVENTS.intersection(words(name)) and name not in {*curves, *times}]
    if not (curves and times and events) or not {*labels} <= {*times, *events}:
        return
    some = listed(list(map(shown, curves)), 4)
    message = (
        f"columns {shown(times[0])} and {shown(events[0])} hold censored times, "
        f"and {some} hold a survival curve"
    )
    hint = (
        "choose one time t: use whether the event happened by t as the label, and 1 - S(t) as its probability"
    )
    raise DataError(message, hint, code="XE350", place=Place(file))
