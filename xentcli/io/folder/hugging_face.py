"""Folders of Hugging Face's ``save_to_disk``: a data set, or one for each split."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from xentcli.core.errors import InputError, Place

if TYPE_CHECKING:
    from xentcli.io.folder.listing import Listing

SPLITS, STATE = "dataset_dict.json", "state.json"
LARGEST = 1 << 24
"""The maximum size of the description in bytes."""


def splits_of(listing: Listing) -> list[str] | None:
    """Return the folders of the splits, or None if the folder is not a dictionary of data sets."""
    if SPLITS not in listing.files:
        return None
    splits = _read(listing, SPLITS).get("splits")
    if not isinstance(splits, list) or not {*splits} <= {*listing.folders}:
        raise _damaged(listing, f"{SPLITS} names splits that do not exist")
    return splits


def files_of(listing: Listing) -> list[str] | None:
    """Return the files of a data set in row order, or None if the folder is not a data set."""
    if STATE not in listing.files or "dataset_info.json" not in listing.files:
        return None
    state = _read(listing, STATE)
    if state.get("_indices_data_files"):
        message = (
            "the data set was filtered, sorted or shuffled, but its rows were not rewritten in that order"
        )
        hint = "rewrite them: dataset.flatten_indices().save_to_disk(NEW)"
        raise InputError(message, hint, code="XE684", place=Place(listing.root))
    try:
        files = [str(one["filename"]) for one in state["_data_files"]]
    except (KeyError, TypeError) as error:
        raise _damaged(listing, f"{STATE} does not list the files") from error
    lost = next((name for name in files if name not in listing.files), None)
    if lost is not None:
        raise _damaged(listing, f"'{lost}' of {STATE} does not exist")
    return files


def _read(listing: Listing, name: str) -> dict[str, Any]:
    try:
        with open(listing.path(name), encoding="utf-8") as file:
            found = json.loads(file.read(LARGEST))
    except (OSError, ValueError) as error:
        raise _damaged(listing, f"{name} cannot be read") from error
    return found if isinstance(found, dict) else {}


def _damaged(listing: Listing, why: str) -> InputError:
    hint = "copy or save the whole folder again"
    return InputError(f"is incomplete: {why}", hint, code="XE683", place=Place(listing.root))
