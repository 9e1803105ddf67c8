"""Folders that are one input: Zarr stores, and masks."""

from __future__ import annotations

import glob
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xentcli.io.table import ReadOptions, Table

STORE = ("zarr.json", ".zgroup", ".zarray", ".zmetadata")
"""Files in the folder of a Zarr store."""
MASKS = ".png"


def masks_in(path: str) -> str:
    """Return the pattern of the masks in a folder, or the path itself if it is not a folder of masks only."""
    if not os.path.isdir(path):
        return path
    names = [name for name in os.listdir(path) if not name.startswith((".", "_")) and name != "Thumbs.db"]
    masks = bool(names) and all(name.lower().endswith(MASKS) for name in names)
    return os.path.join(glob.escape(path), "[!._]*.[pP][nN][gG]") if masks else path


def store_in(path: str, options: ReadOptions, member: str | None, usual: tuple[str, ...]) -> Table | None:
    """Return the chosen array of a Zarr store in a folder, or None if there is no store."""
    if not any(os.path.lexists(os.path.join(path, name)) for name in STORE):
        return None
    from xentcli.io.arrays.converted import open_folder

    return open_folder(path, options, member, usual)
