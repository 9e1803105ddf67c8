#!/usr/bin/env bash
# A chunk of labels that is lost on the way reads as class 0.
#
# zarr 3.1.6, seen on 2026-12-01: an array of class ids 1 and 2 is stored in three chunk files, and one of them is not
# copied. `zarr.open_array` reads 0 in its place, the fill value that `create_array` sets unasked, and gives no
# warning. A chunk that holds nothing but 0 is not stored at all, so that no reader can tell the two cases apart: the
# labels of a third of the rows are then another class, which the model may well know.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check zarr==3.1.6
venv/bin/python -W error - <<'END'
import pathlib

import zarr

labels = zarr.create_array("labels.zarr", shape=(9,), chunks=(3,), dtype="i8")
labels[:] = [1, 2, 1, 2, 1, 2, 1, 2, 1]
pathlib.Path("labels.zarr/c/1").unlink()
found = zarr.open_array("labels.zarr", mode="r")[:].tolist()
print("read without the second chunk:", found)
assert found == [1, 2, 1, 0, 0, 0, 1, 2, 1]

zeros = zarr.create_array("zeros.zarr", shape=(9,), chunks=(3,), dtype="i8")
zeros[:] = [1, 2, 1, 0, 0, 0, 1, 2, 1]
stored = sorted(path.name for path in pathlib.Path("zeros.zarr/c").iterdir())
print("chunks stored of an array whose second chunk is 0:", stored)
assert stored == ["0", "2"]
END
