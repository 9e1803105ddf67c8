"""PyTorch: one-hot rows to class ids."""

import sys

import numpy as np
import torch

np.save("ids_torch.npy", torch.from_numpy(np.load(sys.argv[1])).argmax(dim=1).numpy())
