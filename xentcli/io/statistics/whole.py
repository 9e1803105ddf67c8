"""Find truncated files of statistics packages, because ReadStat reads them without an error."""

from __future__ import annotations

import os
from typing import Any

from xentcli.core.errors import InputError

RECORD = 80
"""Bytes of a record of a SAS transport file."""
OBSERVATIONS = (b"HEADER RECORD*******OBS     HEADER RECORD", b"HEADER RECORD*******OBSV8   HEADER RECORD")
STATA_END = b"</stata_dta>"


def check_whole(path: str, form: str, told: Any, rows: int) -> None:
    """Raise if a file ends before its data does."""
    short = told.number_rows not in {None, -1, rows}
    with open(path, "rb") as file:
        if form == "dta":
            size = os.fstat(file.fileno()).st_size
            start = file.read(1)
            file.seek(max(0, size - len(STATA_END)))
            short = short or (start == b"<" and file.read() != STATA_END)
            short = short or not {*told.variable_to_label.values()} <= {*told.value_labels}
        elif form == "xport":
            short = short or _is_short(file.read(), told, rows)
    if short:
        raise InputError("is truncated", "copy the file again", code="XE699")


def _is_short(data: bytes, told: Any, rows: int) -> bool:
    """Return whether anything but blanks follows the last row of a transport file."""
    starts = [data.find(mark) for mark in OBSERVATIONS if mark in data]
    if not starts or len(data) % RECORD:
        return True
    used = max(starts) + RECORD + rows * sum(told.variable_storage_width.values())
    return len(data) - used >= RECORD or bool(data[used:].strip(b" "))
