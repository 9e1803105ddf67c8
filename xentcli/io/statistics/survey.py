"""Tables from files of Stata, SPSS and SAS. Value labels are the names of classes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.io.child import converted
from xentcli.io.columnar.arrow import ArrowTable

if TYPE_CHECKING:
    from xentcli.io.source.file import Source
    from xentcli.io.table import ReadOptions, Table

READER = "statistics.read_survey:read_survey"


def open_stata(source: Source, options: ReadOptions, _member: str | None, _usual: tuple[str, ...]) -> Table:
    """Open a .dta file."""
    return _opened("dta", source, options, "Stata")


def open_spss(source: Source, options: ReadOptions, _member: str | None, _usual: tuple[str, ...]) -> Table:
    """Open a .sav, .zsav or .por file."""
    portable = source.read_at(0, 3) not in {b"$FL"}
    return _opened("por" if portable else "sav", source, options, "SPSS")


def open_sas(source: Source, options: ReadOptions, _member: str | None, _usual: tuple[str, ...]) -> Table:
    """Open a .sas7bdat or .xpt file."""
    transport = source.read_at(0, 6) == b"HEADER"
    return _opened("xport" if transport else "sas7bdat", source, options, "SAS")


def _opened(form: str, source: Source, options: ReadOptions, title: str) -> Table:
    encoding = None if options.encoding.lower().replace("_", "-") == "utf-8" else options.encoding
    told = {"form": form, "encoding": encoding, "most": options.max_memory}
    return ArrowTable(converted(READER, source.whole(), title, options.max_memory, **told), options)
