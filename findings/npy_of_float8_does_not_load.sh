#!/usr/bin/env bash
# np.save writes an array of 8-bit floats without a word, and np.load cannot read the file.
#
# ml_dtypes 0.6.0 with NumPy 2.4.6, seen on 2026-12-01: `np.save` of a float8_e5m2 array, a type that JAX and
# TensorFlow use, writes the type "<f1" into the header, which no NumPy knows: `np.load` raises ValueError. Of the
# sister types, float8_e4m3fn loads as raw bytes (V1) and bfloat16 as V2, so that only the writer knows the type. The
# bytes themselves are right: with the header skipped, `view` gives the numbers back.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check ml_dtypes==0.6.0 numpy==2.4.6
venv/bin/python - <<'END'
import ml_dtypes
import numpy as np

written = [0.5, 0.25, 1.0]
found = {}
for name in ("float8_e5m2", "float8_e4m3fn", "bfloat16"):
    np.save(f"{name}.npy", np.array(written, getattr(ml_dtypes, name)))
    try:
        found[name] = np.load(f"{name}.npy").dtype.str
    except ValueError as error:
        found[name] = str(error)
    print(f"{name}: {found[name]}")
assert found == {
    "float8_e5m2": "descr is not a valid dtype descriptor: '<f1'", "float8_e4m3fn": "|V1", "bfloat16": "|V2"
}
data = np.fromfile("float8_e5m2.npy", np.uint8)[128:].view(ml_dtypes.float8_e5m2)
assert data.astype(float).tolist() == written
END
