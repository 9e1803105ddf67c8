"""Errors that stand where something was first seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.errors import DataError

if TYPE_CHECKING:
    from xentcli.numerics.occurrences import Occurrence


def refusal_at(seen: Occurrence, message: str, hint: str, code: str) -> DataError:
    """An error with the place and the value of the first sighting."""
    return DataError(message, hint, code=code, place=seen.place, value=seen.value)
