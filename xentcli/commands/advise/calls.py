"""Fixes as calls of the Python API, made with the same arguments before they are named."""

from __future__ import annotations

import csv
import warnings
from typing import TYPE_CHECKING, Any

from xentcli.commands.advise.proofs import Tried
from xentcli.commands.suggestion import DATA, SCALES, call_as_text, is_readable_again

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from xentcli.commands.advise.proofs import Trial

NUMBERS = {"label_offset", "num_classes", "top"}
"""Options whose values are whole numbers."""
LISTS = {"classes", "prediction_columns"}
"""Options whose values are lists, separated by commas."""


def trial_of_calls(loss: Callable[..., Any], given: Mapping[str, Any], labels_name: str) -> Trial:
    """Return a function that makes the call of `loss` that a command stands for, with the data ``given``."""
    known = {name: value for name, value in given.items() if value is not None}

    def trial(words: Sequence[str]) -> Tried:
        if words[0] != "loss" or not all(is_readable_again(given.get(name)) for name in DATA):
            return Tried(answers=False)
        try:
            options = dict(_arguments(words[1:]))
            data = [known["labels"], known["predictions"]]
            swapped = words[1] != labels_name and words[2:3] == [labels_name]
            data = data[::-1] if swapped else data
            called = known | dict(zip(DATA, data, strict=False)) | options
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                answer = loss(**called)
        except Exception:  # whatever it is, this call gives no answer
            return Tried(answers=False)
        value = answer.value
        number = float(value) if isinstance(value, int | float) else None
        text = call_as_text(loss, called)
        if swapped:
            text = text.replace("(labels, predictions", "(predictions, labels", 1)
        return Tried(answers=True, loss=number, text=text)

    return trial


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
