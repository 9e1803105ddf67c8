"""Fixes as calls of the Python API, made with the same arguments before they are named."""

from __future__ import annotations

import csv
from inspect import unwrap
from typing import TYPE_CHECKING, Any

from xentcli.commands.advise.proofs import Tried, sparing
from xentcli.commands.suggestion import DATA, SCALES, call_as_text, is_readable_again
from xentcli.settings.keywords import SWITCHES, WHOLE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from xentcli.commands.advise.proofs import Trial

NUMBERS = {*WHOLE, "top"} - {"ignore_index"}
"""Options whose values are whole numbers."""
LISTS = {"classes", "prediction_columns"}
"""Options whose values are lists, separated by commas."""
COLUMNS = {"labels_column", "prediction_columns"}
"""Arguments that say which columns of one input are meant, and not of the other."""


def trial_of_calls(loss: Callable[..., Any], given: Mapping[str, Any], labels_name: str) -> Trial:
    """Return a function that makes the call of `loss` that a command stands for, with the data ``given``."""
    known, call = {name: value for name, value in given.items() if value is not None}, unwrap(loss)

    def trial(words: Sequence[str]) -> Tried:
        if words[0] != "loss" or not all(is_readable_again(given.get(name)) for name in DATA):
            return Tried(answers=False)
        try:
            options = dict(_arguments(words[1:]))
            data = [known["labels"], known["predictions"]]
            swapped = words[1] != labels_name and labels_name in words[2:3]
            data = data[::-1] if swapped else data
            same = {n: v for n, v in known.items() if not (swapped and n in COLUMNS)}
            called = same | dict(zip(DATA, data, strict=False)) | options
            answer = call(**called)
        except Exception:  # whatever it is, this call gives no answer
            return Tried(answers=False)
        value = answer.value
        number = float(value) if isinstance(value, int | float) else None
        text = call_as_text(call, called)
        if swapped:
            text = text.replace("(labels, predictions", "(predictions, labels", 1)
        return Tried(answers=True, loss=number, text=text)

    return sparing(trial)


def _arguments(words: Sequence[str]) -> Iterator[tuple[str, Any]]:
    """Yield the options of a command as keyword arguments."""
    rest = list(words)
    while rest:
        word = rest.pop(0)
        name = word.removeprefix("--").replace("-", "_")
        if not word.startswith("--"):
            continue
        if name in SCALES:
            yield "scale", str(SCALES[name])
            continue
        if name in SWITCHES:
            yield name, True
            continue
        yield name, _value(name, rest.pop(0))


def _value(name: str, text: str) -> Any:
    if name in NUMBERS:
        return int(text)
    if name == "ignore_index":
        return int(text) if text.lstrip("-").isdecimal() else text
    if name not in LISTS or text.startswith(("@", "!")):
        return text
    items = next(csv.reader([text]))
    numbers = name == "prediction_columns" and all(item.lstrip("-").isdecimal() for item in items)
    return [int(item) for item in items] if numbers else items
