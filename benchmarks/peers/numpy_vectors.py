"""NumPy on one-hot or soft labels."""

import sys

import numpy as np

y, p = np.load(sys.argv[1]), np.load(sys.argv[2])
print(-(y * np.log(p)).sum(axis=1).mean(dtype=np.float64))
