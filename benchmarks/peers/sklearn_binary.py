"""scikit-learn on binary labels."""

import sys

import numpy as np
from sklearn.metrics import log_loss

print(log_loss(np.load(sys.argv[1]), np.load(sys.argv[2])))
