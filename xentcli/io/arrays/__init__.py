"""Read array formats: NPY, NPZ, IDX, HDF5, safetensors, svmlight."""
