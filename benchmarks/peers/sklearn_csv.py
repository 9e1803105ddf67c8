"""scikit-learn on CSV."""

import sys

import pandas as pd
from sklearn.metrics import log_loss

y, p = pd.read_csv(sys.argv[1])["label"].to_numpy(), pd.read_csv(sys.argv[2]).to_numpy()
print(log_loss(y, p / p.sum(axis=1, keepdims=True), labels=range(p.shape[1])))
