"""NumPy on binary labels and probabilities."""

import sys

import numpy as np

y, p = np.load(sys.argv[1]), np.load(sys.argv[2])
print(-np.log(np.where(y == 1, p, 1 - p)).mean(dtype=np.float64))
