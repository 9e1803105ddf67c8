"""Containers of arrays, and arrays of unusual shapes and types: XE048, XE049, XE688 to XE692."""

from __future__ import annotations

from xentcli.commands.explain.codes.entry import entry

CONTAINERS = (
    entry("XE048", "type of raw values is unknown",
          "NumPy saves float8 as bytes without a type. There are several types of float8, in which the same "
          "bytes mean different numbers.",
          "Name the type with --raw-type float8_e4m3fn, or save the numbers as float32.",
          "python -c \"import numpy as np; np.save('p.npy', np.zeros((2, 3), 'V1'))\"",
          "xentcli validate p.npy"),
    entry("XE049", "axes do not show which one counts the samples",
          "A matrix with one row may be one sample or a list of samples. An array of shape (K, N, 2) is a "
          "list of outputs only if each pair sums to one.",
          "Set the kind of the labels, or save the array with one row per sample.",
          "python -c \"import numpy as np; np.save('y.npy', np.eye(3, dtype=int)[[0, 1]]); "
          "np.save('p.npy', np.full((3, 2, 2), 0.25))\"", "xentcli loss y.npy p.npy"),
    entry("XE688", "file holds model weights, not predictions",
          "The file is a model saved by Keras. Its arrays are not labels or predictions.",
          "Predict with the model, and save the result.",
          "python -c \"import h5py; h5py.File('m.h5', 'w').create_dataset('dense/vars/0', data=[[1.0]])\"",
          "xentcli validate m.h5"),
    entry("XE689", "array uses an unknown compression",
          "HDF5 and Zarr store the name of a filter or codec. This one needs an extra package.",
          "Install the package in the hint, or write the array again with gzip."),
    entry("XE690", "unsupported kind of array or image",
          "MATLAB objects, cells of several types, lists of different lengths and color images do not hold "
          "rows of numbers or names.",
          "Save a plain array of numbers or text.",
          "python -c \"from PIL import Image; Image.new('RGB', (2, 2)).save('y.png')\"",
          "xentcli validate y.png"),
    entry("XE691", "sparse matrix cannot be read",
          "The arrays of the matrix do not fit together, or its format is not CSR, CSC or COO.",
          "Save it again: scipy.sparse.save_npz(FILE, a.tocsr())",
          "python -c \"import numpy as np; np.savez('y.npz', format=b'dia', shape=[1, 1], data=[1])\"",
          "xentcli validate y.npz"),
    entry("XE692", "array takes too much memory or disk space",
          "The array must be expanded or kept as a whole, and takes more than the limit.",
          "Check whether the file is damaged. Raise the limit with --max-memory BYTES.",
          "python -c \"from PIL import Image; Image.new('L', (20, 20)).save('y.png')\"",
          "xentcli validate y.png --max-memory 300"),
)  # fmt: skip
"""Errors of containers and arrays."""

CONTAINER_NOTES = (
    entry("XE876", "values without a type were read as bfloat16",
          "NumPy saves bfloat16 as two bytes without a type, and hardly anything else is saved like this.",
          "If this is wrong, name another type with --raw-type, or save float32.",
          "python -c \"import numpy as np; np.save('y.npy', np.array([0x3f80, 0], 'u2').view('V2'))\"",
          "xentcli detect y.npy"),
    entry("XE877", "numbers were not read as they are stored",
          "Packed numbers are unpacked with their attributes. A list of outputs of scikit-learn becomes one "
          "row per sample.",
          "If this is wrong, save a plain array with one row per sample.",
          "python -c \"import numpy as np; np.save('y.npy', [[1, 0, 1], [0, 0, 1]]); "
          "np.save('p.npy', np.full((3, 2, 2), 0.5))\"", "xentcli loss y.npy p.npy"),
    entry("XE860", "classes of the columns were read from an array",
          "The file has an array such as classes or class_names, with one value per column of the scores.",
          "Nothing needs to be done. If the array means something else, remove it from the file.",
          "python -c \"import numpy as np; np.savez('t.npz', y=[1, 0], probs=[[0.75, 0.25], [0.5, 0.5]], "
          "classes=[1, 0])\"", "xentcli loss t.npz"),
)  # fmt: skip
"""Notes on containers and arrays."""
