"""PyTorch on binary labels."""

import sys

import numpy as np
import torch
from torch.nn import functional

y, x = (torch.from_numpy(np.load(name)).float() for name in sys.argv[1:3])
of_logits = sys.argv[3] == "logits"
loss = functional.binary_cross_entropy_with_logits if of_logits else functional.binary_cross_entropy
print(loss(x, y).item())
