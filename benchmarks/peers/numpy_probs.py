"""NumPy on class ids and probabilities."""

import sys

import numpy as np

y, p = np.load(sys.argv[1]), np.load(sys.argv[2])
print(-np.log(p[np.arange(len(y)), y]).mean(dtype=np.float64))
