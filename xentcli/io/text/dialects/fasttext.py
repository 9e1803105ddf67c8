"""Read fastText: lines of labels with their probabilities, and lines of labels before words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xentcli.core.errors import DataError, Note, Place
from xentcli.core.frozen import replace
from xentcli.core.text import shown
from xentcli.io.text.dialects.pairs import as_json, json_table, scores_as_json
from xentcli.io.text.dialects.registry import NUMBER
from xentcli.io.text.dialects.rewritten import lines_of

if TYPE_CHECKING:
    from xentcli.io.table import Table
    from xentcli.io.text.dialects.first_lines import Text

PREFIX = "__label__"
ADDED = 1.5e-5
"""How much more than its probability fastText prints for a label: it adds 1e-5, and rounds to six digits."""
_PAIRS = re.compile(rf"{PREFIX}\S+ {NUMBER}(?: {PREFIX}\S+ {NUMBER})*\s*")


def open_fasttext(text: Text) -> Table:
    """Open predictions with probabilities, or the labels of a file of examples."""
    if 2 * sum(map(bool, map(_PAIRS.fullmatch, text.lines))) > len(text.lines):
        said = "fastText adds 1e-5 to each probability; the numbers are used as they are"
        notes = (Note("XE871", f"{text.name}: {said}"),)
        return json_table(text, lambda line, number: _pairs(line, Place(text.name, number)), ADDED, notes)
    source = text.source.kept()
    several = any(len(labels_of(line)) > 1 for _, line in lines_of(source, text.options, text.starts[0]))

    def rewrite(line: str, number: int) -> str:
        labels = labels_of(line)
        if not labels:
            message, hint = f"no label before '{shown(line)}'", f"every line starts with {PREFIX}NAME"
            raise DataError(message, hint, code="XE015", place=Place(text.name, number))
        return "[" + ", ".join(map(as_json, labels)) + "]" if several else as_json(labels[0])

    return json_table(replace(text, source=source), rewrite)


def labels_of(line: str) -> list[str]:
    """Return the labels at the start of a line, without their prefix.

    >>> labels_of("__label__cat __label__pet a small animal")
    ['cat', 'pet']
    """
    found = []
    for word in line.split():
        if not word.startswith(PREFIX):
            break
        found.append(word.removeprefix(PREFIX))
    return found


def _pairs(line: str, place: Place) -> str:
    if not _PAIRS.fullmatch(line):
        message = f"'{shown(line)}' is not a list of labels with their probabilities"
        hint = "write them with fasttext predict-prob MODEL FILE K, where K is the number of labels"
        raise DataError(message, hint, code="XE054", place=place)
    words = line.split()
    names = (word.removeprefix(PREFIX) for word in words[::2])
    return scores_as_json(zip(names, words[1::2], strict=True))
