"""NumPy on binary labels and logits: log(1 + exp(z)) - y z."""

import sys

import numpy as np

y, z = np.load(sys.argv[1]), np.load(sys.argv[2])
print((np.logaddexp(0, z) - y * z).mean(dtype=np.float64))
