"""PyTorch on logits, read in chunks."""

import sys

import numpy as np
import torch

y, z = torch.from_numpy(np.load(sys.argv[1])), np.load(sys.argv[2], mmap_mode="c")
total, step = 0.0, max(1, (1 << 22) // z.shape[1])
for start in range(0, len(y), step):
    rows = torch.from_numpy(z[start : start + step])
    total += torch.nn.functional.cross_entropy(rows, y[start : start + step], reduction="sum").item()
print(total / len(y))
