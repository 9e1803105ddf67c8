"""Find formulas without values in a workbook, because no program computed them."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING

from xentcli.core.errors import DataError
from xentcli.core.text import listed

if TYPE_CHECKING:
    from collections.abc import Sequence

UNCOMPUTED = re.compile(rb"(?:</f>|<f[^<>]*/>)\s*+(?:(?:<v\s*+/>|<v>\s*+</v>)\s*+)?</c>")
PIECE, OVERLAP = 1 << 20, 256


def check_computed(path: str, columns: Sequence[str]) -> None:
    """Raise if columns without values come from a workbook with formulas that were never computed."""
    if zipfile.is_zipfile(path) and _has_uncomputed(path):
        named = listed([f"'{name}'" for name in columns], 3)
        message = f"no values in {named}: the formulas were never computed"
        hint = "open the workbook in Excel or LibreOffice, and save it again"
        raise DataError(message, hint, code="XE090")


def _has_uncomputed(path: str) -> bool:
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if not name.startswith("xl/worksheets/"):
                continue
            rest = b""
            with archive.open(name) as sheet:
                while piece := sheet.read(PIECE):
                    if UNCOMPUTED.search(rest + piece):
                        return True
                    rest = piece[-OVERLAP:]
    return False
