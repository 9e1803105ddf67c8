"""Problems, and findings that count them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from xentcli.core.errors import NOWHERE, Place
from xentcli.core.frozen import Frozen, replace
from xentcli.core.text import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from xentcli.core.errors import XentError
    from xentcli.detection.refusal import Refusal
    from xentcli.numerics.occurrences import Occurrences, Spot


class Problem(Frozen):
    """A problem or warning: code, message, hint and place."""

    code: str
    message: str
    hint: str | None = None
    place: Place = NOWHERE
    value: str | None = None
    level: str = "error"

    def __str__(self) -> str:
        """Return place and message in one line."""
        return ": ".join(part for part in (str(self.place), self.message) if part)

    def to_dict(self) -> dict[str, Any]:
        """Return all fields as JSON values."""
        p = self.place
        where = {"file": p.file, "line": p.line, "row": p.row, "column": p.column}
        said = {"value": self.value, "message": self.message, "hint": self.hint}
        return {"level": self.level, "code": self.code, **where, **said}


def as_problem(error: XentError, file: str | None = None) -> Problem:
    """Return an error as a problem; `file` is used if the error names no file."""
    place = error.place if error.place.file is not None else replace(error.place, file=file)
    return Problem(error.code, error.message, error.hint, place, error.value)


def as_refused(refusal: Refusal, file: str) -> Finding:
    """Return a refusal as one problem of the whole file."""
    return Finding(1, (as_problem(refusal.error(file)),))


class Finding(Frozen):
    """The number of problems of one code, and the first of them."""

    count: int
    problems: tuple[Problem, ...]

    @property
    def code(self) -> str:
        """The code of the problems."""
        return self.problems[0].code


def found(code: str, seen: Occurrences, message: str, hint: str | None, **words: str) -> Iterator[Finding]:
    """Yield a finding with the violations of one rule, if any; `{value}` is filled in per problem."""
    if seen:
        yield Finding(seen.count, tuple(_problem(code, s, message, hint, words) for s in seen.spots))


def _problem(code: str, spot: Spot, message: str, hint: str | None, words: Mapping[str, str]) -> Problem:
    value = shown(_brief(spot.value))
    said = f"'{value}'" if isinstance(spot.value, str) and not _is_number(value) else value
    return Problem(code, message.format(value=said, **words), hint, spot.place, value)


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text)) or text.strip("+-")[:3].lower() == "inf"
    except ValueError:
        return text in {"True", "False"}


def alone(code: str, message: str, hint: str | None, file: str | None) -> Finding:
    """Return a finding with one problem of the whole input."""
    return Finding(1, (Problem(code, message, hint, Place(file)),))


def _brief(value: object) -> object:
    """Return a number in its shortest form, and of a row only the first few."""
    if isinstance(value, list):
        flat = np.ravel(np.asarray(value)).tolist()
        listed = ", ".join(f"{v:.6g}" if isinstance(v, float) else str(v) for v in flat[:6])
        return f"[{listed}{', …' if len(flat) > 6 else ''}]"
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 1e16 else value
