"""Containers of arrays, and arrays of unusual shapes and types: XE048, XE049, XE688 to XE692."""

from __future__ import annotations

from xentcli.commands.explain.codes.entry import entry

CONTAINERS = (
    entry("XE048", "raw values whose type is not known",
          "NumPy saves float8 as bytes without a type, and several types of float8 exist, so that the same "
          "bytes mean different numbers.",
          "Name the type: --raw-type float8_e4m3fn; or save the numbers as float32.",
          "python -c \"import numpy as np; np.save('p.npy', np.zeros((2, 3), 'V1'))\"",
          "xentcli validate p.npy"),
    entry("XE049", "an array whose axes do not show what a sample is",
          "A matrix of one row is one sample or a list of them, and an array (K, N, 2) is a list of outputs "
          "only if each pair sums to one.",
          "Say the kind of the labels, or save the array with one row for each sample.",
          "python -c \"import numpy as np; np.save('y.npy', np.eye(3, dtype=int)[[0, 1]]); "
          "np.save('p.npy', np.full((3, 2, 2), 0.25))\"", "xentcli loss y.npy p.npy"),
    entry("XE688", "the weights of a model in place of predictions",
          "The file holds what Keras saves of a model. Its arrays are no labels or predictions.",
          "Predict with the model, and save what it returns.",
          "python -c \"import h5py; h5py.File('m.h5', 'w').create_dataset('dense/vars/0', data=[[1.0]])\"",
          "xentcli validate m.h5"),
    entry("XE689", "an array that is compressed in an unknown way",
          "HDF5 and Zarr keep the name of a filter or codec, which a package of its own brings.",
          "Install what the hint names, or write the array again with gzip."),
    entry("XE690", "an array or image of a kind that is not read",
          "Objects of MATLAB, cells of several types, lists of different lengths and images of colours hold "
          "no numbers or names in rows.",
          "Save a plain array of numbers or of text.",
          "python -c \"from PIL import Image; Image.new('RGB', (2, 2)).save('y.png')\"",
          "xentcli validate y.png"),
    entry("XE691", "a sparse matrix that cannot be read",
          "The arrays of the matrix do not fit each other, or it is in a format other than CSR, CSC and COO.",
          "Save it again: scipy.sparse.save_npz(FILE, a.tocsr())",
          "python -c \"import numpy as np; np.savez('y.npz', format=b'dia', shape=[1, 1], data=[1])\"",
          "xentcli validate y.npz"),
    entry("XE692", "an array that takes too much memory or room",
          "The array has to be expanded or kept as a whole, and takes more than the limit allows.",
          "Look whether the file is damaged; --max-memory BYTES raises the limit.",
          "python -c \"from PIL import Image; Image.new('L', (20, 20)).save('y.png')\"",
          "xentcli validate y.png --max-memory 300"),
)  # fmt: skip
"""Errors of containers and arrays."""

CONTAINER_NOTES = (
    entry("XE876", "values without a type that are read as bfloat16",
          "NumPy saves bfloat16 as two bytes without a type, and next to nothing else is saved like this.",
          "Leave it so, name another type with --raw-type, or save float32.",
          "python -c \"import numpy as np; np.save('y.npy', np.array([0x3f80, 0], 'u2').view('V2'))\"",
          "xentcli detect y.npy"),
    entry("XE877", "numbers that are not read as they are stored",
          "Packed numbers are unpacked as their attributes say, and a list of outputs of scikit-learn is "
          "turned to one row for each sample.",
          "Leave it so, or save a plain array with one row for each sample.",
          "python -c \"import numpy as np; np.save('y.npy', [[1, 0, 1], [0, 0, 1]]); "
          "np.save('p.npy', np.full((3, 2, 2), 0.5))\"", "xentcli loss y.npy p.npy"),
    entry("XE860", "an array beside the scores says which column is of which class",
          "The file has an array such as classes or class_names with a value for each column of the scores.",
          "Nothing needs to be done. Leave the array out of the file if it is of something else.",
          "python -c \"import numpy as np; np.savez('t.npz', y=[1, 0], probs=[[0.75, 0.25], [0.5, 0.5]], "
          "classes=[1, 0])\"", "xentcli loss t.npz"),
)  # fmt: skip
"""Notes on containers and arrays."""
