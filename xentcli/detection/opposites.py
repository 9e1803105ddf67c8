"""Columns named by opposites, such as yes and no, next to labels 0 and 1 or True and False."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xentcli.core.class_columns import classes_of
from xentcli.core.class_map import ClassMap
from xentcli.core.names import LIKELY_OPPOSITES, look
from xentcli.core.text import shown
from xentcli.detection.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentcli.core.class_map import Class
    from xentcli.core.errors import Way
    from xentcli.detection.evidence import LabelEvidence

FIRST, LAST = {"classes": "0,1"}, {"classes": "1,0"}
"""The options for the first, or the last, of two columns as class 0."""
_COMPLEMENT = re.compile(r"(?i)(1|one)(?:(?=[\W_]*-)[\W_]*+|[\W_]*+minus[\W_]*+)(p|s|y|conf)\w*")
_NOT = re.compile(r"not|non(\w{4,})?|complement|inverse|inverted")


def opposite_columns(
    columns: Sequence[str], labels: LabelEvidence, truths: tuple[Class, ...] | None
) -> ClassMap | Refusal | None:
    """Return the classes of two columns if the first is the positive of two opposites, otherwise None.

    With labels True and False this is certain. With 0 and 1 it is a question, because the position
    contradicts the name.
    """
    ids = labels.classes.ordered()
    if not labels.truths and list(ids) != [-1, 1] and not (labels.whole and not labels.beyond_bit):
        return None
    found = (classes_of(columns, pair) for pair in LIKELY_OPPOSITES)
    if not any(names == pair[::-1] for names, pair in zip(found, LIKELY_OPPOSITES, strict=True)):
        return None
    if labels.truths:
        return ClassMap(2, truths[::-1] if truths else (1, 0))
    first, second = map(shown, columns)
    low = -1 if -1 in ids else 0
    message = (
        f"the labels are {low} and 1: is column {first} class 1 by its name, or class {low} by its place?"
    )
    hint = f"--classes 1,{low} makes {second} class {low}; --classes {low},1 keeps the column order"
    return Refusal("XE119", message, hint, ways=({"classes": f"1,{low}"}, {"classes": f"{low},1"}))


def in_order(names: Sequence[str]) -> list[str] | None:
    """Return two opposites with the positive one last, or None if the names are not opposites.

    >>> in_order(["Yes", "no"]), in_order(["cat", "dog"])
    (['no', 'Yes'], None)
    """
    looks = {look(name): name for name in names}
    pair = next((pair for pair in LIKELY_OPPOSITES if set(pair) == set(looks)), None)
    return None if pair is None else [looks[word] for word in pair]


def in_usual_order(columns: Sequence[str]) -> bool:
    """Return whether two columns are named after opposites, the negative one first."""
    return any(classes_of(columns, pair) == pair for pair in LIKELY_OPPOSITES)


def negative_column(column: str, labels: LabelEvidence) -> Refusal | None:
    """Return the refusal of a single column that is named after the negative class, or None."""
    if labels.names or not (labels.truths or labels.whole):
        return None
    no, yes = ("False", "True") if labels.truths else ("0", "1")
    ways: tuple[Way, Way] = (LAST, FIRST)
    if labels.beyond_bit:
        ids = labels.classes.ordered()
        if len(ids) != 2 or int(ids[0]) > 0:
            return None  # the question which class is positive offers both orders
        no, yes = map(str, ids)
        ways = {"classes": f"{yes},{no}"}, {"classes": f"{no},{yes}"}
    if not (is_negative(column) or (no.startswith("-") and no in column)):
        return None
    message = (
        f"the labels are {no} and {yes}: is column {shown(column)} the probability of {no}, or of {yes}?"
    )
    hint = f"use --classes {ways[0]['classes']} for {no}, or --classes {ways[1]['classes']} for {yes}"
    return Refusal("XE119", message, hint, ways=ways)


def is_negative(column: str) -> bool:
    """Return whether a name is for class 0: its only number is 0, or it has a negative word.

    >>> [is_negative(name) for name in ("P(y=0)", ".pred_0", "p_not_spam", "1-p", "p_no", "p_0.0")]
    [True, True, True, True, True, True]
    >>> [is_negative(name) for name in ("0", "p_1", "p_10", "score", "note", "none", "p0_1")]
    [False, False, False, False, False, False, False]
    """
    numbers = re.findall(r"\d+(?:\.0+(?!\d))?", column)
    if numbers in (["0"], ["0.0"]) and (numbers != ["0"] or any(map(str.isalpha, column))):
        return True
    words = [look(word) for word in re.split(r"[\W_]+", column) if word]
    negative = {pair[0] for pair in LIKELY_OPPOSITES if len(pair[0]) > 1}
    return bool(
        negative.intersection(words) or any(map(_NOT.fullmatch, words)) or _COMPLEMENT.fullmatch(column)
    )
