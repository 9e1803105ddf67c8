"""pandas on CSV."""

import sys

import numpy as np
import pandas as pd

y, p = pd.read_csv(sys.argv[1])["label"].to_numpy(), pd.read_csv(sys.argv[2]).to_numpy()
print(-np.log(p[np.arange(len(y)), y]).mean())
