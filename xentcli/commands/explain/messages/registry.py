"""All known messages of frameworks, and functions that find them in a text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xentcli.commands.explain.messages.catboost import CATBOOST
from xentcli.commands.explain.messages.cells import CELLS
from xentcli.commands.explain.messages.jax import JAX
from xentcli.commands.explain.messages.keras import KERAS
from xentcli.commands.explain.messages.keras_options import KERAS_OPTIONS
from xentcli.commands.explain.messages.lightgbm import LIGHTGBM
from xentcli.commands.explain.messages.numpy import NUMPY
from xentcli.commands.explain.messages.pattern import WRAPPED, Heard, Saying, heard, matches
from xentcli.commands.explain.messages.sklearn import SKLEARN
from xentcli.commands.explain.messages.sklearn_fits import SKLEARN_FITS
from xentcli.commands.explain.messages.sklearn_labels import SKLEARN_LABELS
from xentcli.commands.explain.messages.sklearn_scores import SKLEARN_SCORES
from xentcli.commands.explain.messages.symptom import recognise
from xentcli.commands.explain.messages.symptoms import LOSSES
from xentcli.commands.explain.messages.symptoms_of_scores import SCORES
from xentcli.commands.explain.messages.tensorflow import TENSORFLOW
from xentcli.commands.explain.messages.torch import TORCH
from xentcli.commands.explain.messages.torch_binary import TORCH_BINARY
from xentcli.commands.explain.messages.torch_data import TORCH_DATA
from xentcli.commands.explain.messages.torch_dtypes import TORCH_DTYPES
from xentcli.commands.explain.messages.torch_types import TORCH_TYPES
from xentcli.commands.explain.messages.torchmetrics import TORCHMETRICS
from xentcli.commands.explain.messages.trainers import TRAINERS
from xentcli.commands.explain.messages.xgboost import XGBOOST

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["SAYINGS", "SYMPTOMS", "Heard", "Saying", "hear", "nearest"]

_ALL = (
    *(KERAS, KERAS_OPTIONS, TENSORFLOW),
    *(TORCH, TORCH_BINARY, TORCH_DATA, TORCH_TYPES, TORCH_DTYPES, TORCHMETRICS, TRAINERS),
    *(SKLEARN_SCORES, SKLEARN, SKLEARN_LABELS, SKLEARN_FITS),
    *(XGBOOST, LIGHTGBM, CATBOOST, JAX, CELLS, NUMPY),
)
SAYINGS: tuple[Saying, ...] = tuple(saying for table in _ALL for saying in table)
"""All messages; if two match at the same position, the first one is used."""


SYMPTOMS = (*LOSSES, *SCORES)
"""All symptoms; the first one that matches a text is used."""


def hear(text: str) -> Heard | None:
    """Return the last known message in a text such as a traceback, otherwise a symptom or None.

    >>> hear("Traceback ...\\nIndexError: Target 10 is out of bounds.").message
    'Target 10 is out of bounds'
    """
    plain = WRAPPED.sub("", text)
    found = [(saying, match) for saying in SAYINGS for match in matches(saying, plain)]
    whole = [(saying, match) for saying, match in found if not _is_part(match, found)]
    if not whole:
        return recognise(SYMPTOMS, text)
    return heard(*max(whole, key=lambda one: one[1].start()))


def _is_part(match: re.Match[str], found: Iterable[tuple[Saying, re.Match[str]]]) -> bool:
    """Return whether another match contains this one and more."""
    start, end = match.span()
    spans = (other.span() for _, other in found)
    return any(a <= start and end <= b and b - a > end - start for a, b in spans)


def nearest(text: str) -> str | None:
    """Return the known message most similar to a line of the text, or None."""
    import difflib

    examples = {saying.example.lower(): saying.example for saying in SAYINGS}
    for line in reversed(text.lower().splitlines()[-20:]):
        words = re.sub(r"^\s*\w*(error|warning|exception): ", "", line)[:300]
        for near in difflib.get_close_matches(words, examples, n=1, cutoff=0.6):
            return examples[near]
    return None
