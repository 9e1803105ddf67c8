#!/usr/bin/env bash
# netCDF4 hides the label 255 of unsigned bytes, although nobody set a fill value.
#
# netCDF4 1.7.5.1.post1, seen on 2026-12-01: a variable of type u1 without a _FillValue attribute holds the labels
# 0, 1, 255 and 254. Reading it gives a masked array in which 255 is missing: the default fill value of the type counts
# as "never written". The same happens to -127 in i1 and to 65535 in u2. The bytes in the file are right, h5py reads
# them all. 255 is the usual mark for pixels without a class, and a filled or compressed array leaves them out.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check netCDF4==1.7.5.1.post1 h5py==3.16.0
venv/bin/python - <<'END'
import h5py
import netCDF4

CASES = {"u1": [0, 1, 255, 254], "i1": [0, 1, -127, -128], "u2": [0, 1, 65535, 65534]}
with netCDF4.Dataset("labels.nc", "w") as file:
    file.createDimension("pixel", 4)
    for kind, labels in CASES.items():
        file.createVariable(kind, kind, ("pixel",))[:] = labels
with netCDF4.Dataset("labels.nc") as file:
    masked = {kind: file[kind][:].mask.tolist() for kind in CASES}
    declared = [kind for kind in CASES if "_FillValue" in file[kind].ncattrs()]
with h5py.File("labels.nc") as file:
    stored = {kind: file[kind][:].tolist() for kind in CASES}
print("variables with a _FillValue:", declared)
print("masked:", masked)
print("stored:", stored)
assert declared == []
assert masked == {kind: [False, False, True, False] for kind in CASES}
assert stored == CASES
END
