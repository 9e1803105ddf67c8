"""The same numbers in every format: files, archives and pipes that keep every bit."""

import os
import threading
from pathlib import Path

import numpy as np


def _npy(dtype, order="C"):
    def write(path, array):
        np.save(path.with_suffix(".npy"), np.asarray(array.astype(dtype), order=order))
        return path.with_suffix(".npy")

    return write


def _npz(path, array):
    np.savez(path.with_suffix(".npz"), array)
    return path.with_suffix(".npz")


def _csv(path, array):
    """Write CSV without a header, with the fewest digits that read back as the same float64."""
    lines = [",".join(map(repr, row)) + "\n" for row in array.reshape(len(array), -1).tolist()]
    path.with_suffix(".csv").write_text("".join(lines), encoding="ascii")
    return path.with_suffix(".csv")


def _piped(write):
    """Return a named pipe; a thread writes the bytes of the file into it."""

    def start(path, array):
        content, pipe = write(path, array).read_bytes(), path.with_suffix(".pipe")
        pipe.unlink(missing_ok=True)
        os.mkfifo(pipe)
        threading.Thread(target=pipe.write_bytes, args=[content], daemon=True).start()
        return pipe

    return start


FORMS = {
    "float64": _npy("<f8"),
    "float32": _npy("<f4"),
    "float16": _npy("<f2"),
    "float64, big-endian": _npy(">f8"),
    "float32, big-endian": _npy(">f4"),
    "float16, big-endian": _npy(">f2"),
    "float64, by columns": _npy("<f8", "F"),
    "float32, by columns": _npy("<f4", "F"),
    "NPZ": _npz,
    "CSV": _csv,
    "NPY from a pipe": _piped(_npy("<f4")),
    "CSV from a pipe": _piped(_csv),
}
"""How floats are written, by name."""

WHOLE = {
    "int64": _npy("<i8"),
    "int8": _npy("i1"),
    "int32, big-endian": _npy(">i4"),
    "float32": _npy("<f4"),
    "by columns": _npy("<i8", "F"),
    "NPZ": _npz,
    "CSV": _csv,
    "CSV from a pipe": _piped(_csv),
}
"""How whole numbers are written, by name."""


def fitting(array):
    """The forms that hold these numbers exactly."""
    if array.dtype.kind == "i":
        return WHOLE
    with np.errstate(over="ignore"):
        held = {name for name in ("float16", "float32") if (array.astype(name) == array).all()}
    lost = {"float16", "float32"} - held | ({"NPY from a pipe"} if "float32" not in held else set())
    return {form: write for form, write in FORMS.items() if form.split(",")[0] not in lost}


def written(form, folder, name, array):
    """The path of an array written in one of the forms that fit it."""
    return fitting(array)[form](Path(folder) / name, array)
