"""scikit-learn on NPY."""

import sys

import numpy as np
from sklearn.metrics import log_loss

y, p = np.load(sys.argv[1]), np.load(sys.argv[2])
print(log_loss(y, p, labels=range(p.shape[1])))
