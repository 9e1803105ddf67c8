"""Read dates and times as other programs write them: one text for each moment, however it is written."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    Reading = Callable[[str], "str | None"]
    """Return a moment in the form of ISO 8601, or None for a text that is no date."""

_TIME = (
    r"(?:(?:[Tt]|[ ,]+)(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,](?P<part>\d{1,9}))?)?"
    r"\s*(?P<half>[AaPp][Mm])?\s*(?P<zone>[Zz]|UTC|GMT|[+-]\d{2}:?(?:\d{2})?)?)?"
)
_DATES = tuple(
    re.compile(date + _TIME, re.ASCII)
    for date in (
        r"(?P<y>\d{4})(?P<mark>[-/.])(?P<a>\d{1,2})(?:(?P=mark)(?P<b>\d{1,2}))?",
        r"(?P<a>\d{1,2})(?P<mark>[-/.])(?P<b>\d{1,2})(?P=mark)(?P<y>\d{4}|\d{2})",
        r"(?:[A-Za-z]{3,9},? )?(?P<a>\d{1,2})(?:[- ])(?P<m>[A-Za-z]{3,9})\.?(?:[-, ]+)(?P<y>\d{4}|\d{2})",
        r"(?:[A-Za-z]{3,9},? )?(?P<m>[A-Za-z]{3,9})\.? (?P<a>\d{1,2}),? (?P<y>\d{4})",
        r"(?P<y>(?:19|20)\d{2})(?P<a>\d{2})(?P<b>\d{2})",
    )
)
_NUMBER = re.compile(r"(\d{5}|\d{9,20})(?:\.0*)?", re.ASCII)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_UNITS = {9: 1, 10: 1, 12: 10**3, 13: 10**3, 15: 10**6, 16: 10**6, 18: 10**9, 19: 10**9}
"""The digits of numbers since 1970 in (milli-, micro-, nano-) seconds, and how many make a second."""
EPOCH = datetime(1970, 1, 1)
DAYS_BEFORE = 25569
"""The number of days from the first day of a spreadsheet to 1970."""


def moment(text: str, *, day_first: bool = True, local: bool = False) -> str | None:
    """Return the moment of a date or time in UTC, or at its own clock if ``local``; None if it is no date.

    >>> moment("2024-01-06T01:00:00+01:00"), moment("06/01/2024"), moment("1704499200")
    ('2024-01-06T00:00:00', '2024-01-06T00:00:00', '2024-01-06T00:00:00')
    >>> moment("06/01/2024", day_first=False), moment("Jan 6, 2024"), moment("p7"), moment("45297")
    ('2024-06-01T00:00:00', '2024-01-06T00:00:00', None, '2024-01-06T00:00:00')
    """
    plain = text.strip()
    try:
        found = _of_number(plain) or _of_text(plain, day_first, local)
    except (ValueError, OverflowError):
        return None
    return None if found is None else found.isoformat()


READINGS: tuple[Reading, ...] = tuple(
    partial(moment, day_first=day_first, local=local)
    for local in (False, True)
    for day_first in (True, False)
)


def _of_number(text: str) -> datetime | None:
    found = _NUMBER.fullmatch(text)
    if found is None:
        return None
    digits = found[1]
    if len(digits) == 5:
        return EPOCH + timedelta(days=int(digits) - DAYS_BEFORE)
    unit = _UNITS.get(len(digits))
    return None if unit is None else EPOCH + timedelta(microseconds=int(digits) * 10**6 // unit)


def _of_text(text: str, day_first: bool, local: bool) -> datetime | None:
    found = next((match for date in _DATES if (match := date.fullmatch(text))), None)
    if found is None:
        return None
    parts = found.groupdict()
    first, second = int(parts["a"]), int(parts.get("b") or 1)
    if parts.get("m"):
        month, day = _MONTHS.index(parts["m"][:3].lower()) + 1, first
    elif found.re in {_DATES[0], _DATES[4]} or not day_first:
        month, day = first, second
    else:
        month, day = second, first
    year = int(parts["y"])
    year += 0 if year > 99 else 2000 if year < 70 else 1900
    hour = int(parts["hour"] or 0)
    if parts["half"]:
        hour = hour % 12 + (12 if parts["half"].lower() == "pm" else 0)
    part = int((parts["part"] or "0")[:6].ljust(6, "0"))
    when = datetime(year, month, day, hour, int(parts["minute"] or 0), int(parts["second"] or 0), part)
    return when if local else when - _offset(parts["zone"])


def _offset(zone: str | None) -> timedelta:
    """Return how far the clock of a time zone is ahead of UTC."""
    if not zone or zone[0] not in "+-":
        return timedelta(0)
    digits = zone[1:].replace(":", "").ljust(4, "0")
    ahead = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return ahead if zone[0] == "+" else -ahead
