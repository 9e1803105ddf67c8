"""NumPy on logits, read in chunks."""

import sys

import numpy as np

y, z = np.load(sys.argv[1]), np.load(sys.argv[2], mmap_mode="r")
total = 0.0
for start in range(0, len(y), 4096):
    rows = np.asarray(z[start : start + 4096])
    top = rows.max(axis=1)
    logs = np.log(np.exp(rows - top[:, None]).sum(axis=1)) + top
    total += float((logs - rows[np.arange(len(rows)), y[start : start + 4096]]).sum(dtype=np.float64))
print(total / len(y))
