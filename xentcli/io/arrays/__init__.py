"""Formats of arrays: NPY, NPZ, IDX, HDF5, safetensors, svmlight."""
