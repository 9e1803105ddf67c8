"""Read Vowpal Wabbit: predictions such as `1:0.25 2:0.75 tag`, and the labels of examples."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xentcli.core.errors import DataError, Place
from xentcli.core.frozen import replace
from xentcli.core.text import listed, shown
from xentcli.io.text.chunk import Start
from xentcli.io.text.delimited import open_delimited
from xentcli.io.text.dialects.registry import NUMBER, SIX_DIGITS
from xentcli.io.text.dialects.rewritten import Rewritten, as_cell
from xentcli.io.text.layout import Told

if TYPE_CHECKING:
    from xentcli.io.table import Table
    from xentcli.io.text.dialects.first_lines import Text
    from xentcli.io.text.dialects.rewritten import Line

_PREDICTION = re.compile(rf"(-?\d+:{NUMBER}(?: -?\d+:{NUMBER})*)(?: (\S+))? *")
_EXAMPLE = re.compile(
    rf"(?:({NUMBER})(?:[ \t]+({NUMBER}))?(?:[ \t]+{NUMBER})?)?(?:[ \t]+|(?=\||'))(?:'?([^\s|:]+))?\|(.*)"
)
_FEATURE = re.compile(rf"[^\s|:]+(?::{NUMBER})?")
TAG, LABEL, IMPORTANCE = "tag", "label", "importance"


def open_predictions(text: Text) -> Table | None:
    """Open the scores of all classes in each row, and the tags, if there are any."""
    found = [_PREDICTION.fullmatch(line) for line in text.lines]
    tagged = any(match is not None and match[2] for match in found)
    classes = list(_scores(found[0])) if found[0] else []
    if len(classes) < 2:
        return None

    def rewrite(line: str, number: int) -> str:
        match = _PREDICTION.fullmatch(line)
        scores = _scores(match) if match else {}
        if match is None or scores.keys() != {*classes}:
            message = f"'{shown(line)}' does not list a score for each of the classes {listed(classes, 6)}"
            hint = "vw --oaa K --probabilities -p FILE writes CLASS:SCORE for every class"
            raise DataError(message, hint, code="XE054", place=Place(text.name, number))
        cells = [scores[name] for name in classes]
        return ",".join([*cells, as_cell(match[2] or "")] if tagged else cells)

    names = (*(f"p_{name}" for name in classes), *([TAG] if tagged else ()))
    return _table(text, rewrite, Told(Start(), ",", names, slack=SIX_DIGITS))


def _scores(match: re.Match[str] | None) -> dict[str, str]:
    """Return the scores of a row by class; empty if a class occurs twice."""
    pairs = [pair.split(":") for pair in match[1].split(" ")] if match else []
    found = dict(pairs)
    return found if len(found) == len(pairs) else {}


def open_examples(text: Text) -> Table | None:
    """Open the labels of examples: the first number of a line, its importance, and its tag."""
    found = [_EXAMPLE.fullmatch(line) for line in text.lines if line.strip()]
    if not all(found) or not _have_features([match[4] for match in found if match]):
        return None
    weighted = any(match is not None and match[2] for match in found)
    tagged = any(match is not None and match[3] for match in found)
    kept = (1, *([2] if weighted else []), *([3] if tagged else []))

    def rewrite(line: str, number: int) -> str:
        match = _EXAMPLE.fullmatch(line)
        if match is None:
            message, hint = (
                f"'{shown(line)}' is not an example",
                "write examples as LABEL [IMPORTANCE] [TAG]| FEATURES",
            )
            raise DataError(message, hint, code="XE054", place=Place(text.name, number))
        cells = {1: match[1] or "", 2: match[2] or "1", 3: match[3] or ""}
        return ",".join(as_cell(cells[place]) for place in kept) or '""'

    names = tuple({1: LABEL, 2: IMPORTANCE, 3: TAG}[place] for place in kept)
    return _table(text, rewrite, Told(Start(), ",", names))


def _table(text: Text, rewrite: Line, told: Told) -> Table:
    options = replace(text.options, encoding="utf-8", header=None, decimal=".")
    source = Rewritten(text.source, text.options, text.starts[0], lambda: rewrite)
    return open_delimited(source, options, told=told)


def _have_features(parts: list[str]) -> bool:
    """Return whether namespaces and features follow, instead of table cells separated by bars."""
    words = [part.replace("|", " ").split() for part in parts]
    if not all(_FEATURE.fullmatch(word) for some in words for word in some):
        return False
    bars = {part.count("|") for part in parts}
    cells = len(bars) == 1 and all(_is_cell(cell) for part in parts for cell in part.split("|"))
    return not cells and any(len(some) > 1 or ":" in word for some in words for word in some)


def _is_cell(text: str) -> bool:
    """Return whether a text between bars is one word without a value, like a table cell."""
    return len(text.split()) < 2 and ":" not in text
