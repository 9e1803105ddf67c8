"""Zip files of unsupported formats."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xentcli.io.foreign.foreign import Foreign
from xentcli.io.foreign.others import PREDICT, TORCH, TORCH_TITLE
from xentcli.io.foreign.refuse import refusal

if TYPE_CHECKING:
    from collections.abc import Iterable

ARCHIVES = (
    (r"(.*/)?data\.pkl", Foreign(TORCH_TITLE, TORCH, ".npy", code="XE613")),
    (r"model\.weights\.h5", Foreign("a Keras model, which contains no predictions", PREDICT)),
    (r"model\.ini", Foreign("an H2O model, which contains no predictions", PREDICT)),
    (r"word/document\.xml", Foreign("a Word document", "save its table as CSV")),
    (r"ppt/presentation\.xml", Foreign("a presentation", "save its table as CSV")),
    (r"Index/Document\.iwa", Foreign("a Numbers document", "export it as Excel or CSV")),
    (r"META-INF/MANIFEST\.MF", Foreign("a Java archive", "name a data file")),
)
"""The files that identify a zip file."""


def refuse_archive(path: str, members: Iterable[str]) -> None:
    """Raise if the names of the files in a zip file are those of an unsupported format."""
    names = list(members)
    for pattern, known in ARCHIVES:
        if any(re.fullmatch(pattern, name) for name in names):
            raise refusal(known, path)
