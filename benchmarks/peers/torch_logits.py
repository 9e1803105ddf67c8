"""PyTorch on logits, read in chunks."""

import sys

import numpy as np
import torch

y, z = torch.from_numpy(np.load(sys.argv[1])), np.load(sys.argv[2], mmap_mode="c")
total = 0.0
for start in range(0, len(y), 4096):
    rows = torch.from_numpy(z[start : start + 4096])
    total += torch.nn.functional.cross_entropy(rows, y[start : start + 4096], reduction="sum").item()
print(total / len(y))
