"""PyTorch on probabilities: NLLLoss of their logarithm."""

import sys

import numpy as np
import torch

y, p = (torch.from_numpy(np.load(name)) for name in sys.argv[1:3])
print(torch.nn.functional.nll_loss(torch.log(p), y).item())
