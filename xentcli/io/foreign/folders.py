"""Folders of unsupported formats."""

from __future__ import annotations

import os
import re
from itertools import islice

from xentcli.io.foreign.foreign import Foreign, python
from xentcli.io.foreign.others import PREDICT
from xentcli.io.foreign.refuse import refusal
from xentcli.io.foreign.tables import FIRST

MOST = 10_000
"""The maximum number of names to check."""
FOLDERS = (
    (r"saved_model\.pb(txt)?", Foreign("a TensorFlow SavedModel, which contains no predictions", PREDICT)),
    (r"keras_metadata\.pb", Foreign("a Keras model, which contains no predictions", PREDICT)),
    (
        r"checkpoint|.*\.ckpt\.index",
        Foreign("a TensorFlow checkpoint, which contains no predictions", PREDICT),
    ),
    (
        r"data\.mdb",
        Foreign(
            "LMDB",
            python(
                "import lmdb; print(next(iter(lmdb.open('FILE', readonly=True, lock=False)"
                ".begin().cursor())))"
            )
            + FIRST,
        ),
    ),
    (r"MANIFEST-\d+", Foreign("a LevelDB or RocksDB database", "export its rows as JSON lines")),
    (
        r"__array_schema\.tdb|__schema",
        Foreign(
            "a TileDB array",
            python("import numpy, tiledb; numpy.save('NEW', tiledb.open('FILE')[:])"),
            ".npy",
        ),
    ),
)
"""The entries that identify a folder."""


def refuse_folder(path: str) -> None:
    """Raise if the names in a folder are those of an unsupported format."""
    with os.scandir(path) as entries:
        names = [entry.name for entry in islice(entries, MOST)]
    for pattern, foreign in FOLDERS:
        if any(re.fullmatch(pattern, name) for name in names):
            raise refusal(foreign, path)
