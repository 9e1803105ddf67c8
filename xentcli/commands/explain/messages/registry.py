"""All known messages of frameworks, and functions that find them in a text."""

from __future__ import annotations

import re

from xentcli.commands.explain.messages.jax import JAX
from xentcli.commands.explain.messages.keras import KERAS
from xentcli.commands.explain.messages.numpy import NUMPY
from xentcli.commands.explain.messages.pattern import WRAPPED, Heard, Saying, heard, matches
from xentcli.commands.explain.messages.sklearn import SKLEARN
from xentcli.commands.explain.messages.sklearn_labels import SKLEARN_LABELS
from xentcli.commands.explain.messages.tensorflow import TENSORFLOW
from xentcli.commands.explain.messages.torch import TORCH
from xentcli.commands.explain.messages.torch_types import TORCH_TYPES

__all__ = ["SAYINGS", "Heard", "Saying", "hear", "nearest"]

_ALL = (KERAS, TENSORFLOW, TORCH, TORCH_TYPES, SKLEARN, SKLEARN_LABELS, JAX, NUMPY)
SAYINGS: tuple[Saying, ...] = tuple(saying for table in _ALL for saying in table)
"""All messages; if two match at the same position, the first one is used."""


def hear(text: str) -> Heard | None:
    """Return the last known message in a text, such as a traceback, or None.

    >>> hear("Traceback ...\\nIndexError: Target 10 is out of bounds.").message
    'Target 10 is out of bounds'
    """
    plain = WRAPPED.sub("", text)
    found = [(match.start(), saying, match) for saying in SAYINGS for match in matches(saying, plain)]
    if not found:
        return None
    _, saying, match = max(found, key=lambda one: one[0])
    return heard(saying, match)


def nearest(text: str) -> str | None:
    """Return the known message most similar to a line of the text, or None."""
    import difflib

    examples = {saying.example.lower(): saying.example for saying in SAYINGS}
    for line in reversed(text.lower().splitlines()[-20:]):
        words = re.sub(r"^\s*\w*(error|warning|exception): ", "", line)[:300]
        for near in difflib.get_close_matches(words, examples, n=1, cutoff=0.6):
            return examples[near]
    return None
