"""NumPy: exactly one 1 in every row, read in chunks."""

import sys

import numpy as np

rows = np.load(sys.argv[1], mmap_mode="r")
good = True
for start in range(0, len(rows), 4096):
    part = np.asarray(rows[start : start + 4096])
    good &= bool(((part == 0) | (part == 1)).all() and (part.sum(axis=1) == 1).all())
print("valid" if good else "invalid")
