"""The same labels and predictions in every format that is read."""

import io
import json
import struct
import tempfile
from pathlib import Path

import numpy as np
import pyarrow as pa
from compressed_files import csv, npy, npz
from office_files import frame, grid, ods, rds, sas, spss, sqlite, stata, whole, xlsx, zipped
from pyarrow import ipc, orc, parquet

CLASSES = ("cat", "dog", "eel")


def names(array):
    """Return whether an array holds names."""
    return array.dtype.kind == "U"


def table(array, column):
    """An Arrow table: one column of values, or a column for each class."""
    if array.ndim == 1:
        return pa.table({column: array})
    return pa.table({f"{column}_{k}": np.ascontiguousarray(array[:, k]) for k in range(array.shape[1])})


def lists(array, column):
    """Return an Arrow table with one list per row, if rows are vectors."""
    return pa.table({column: pa.array(list(array)) if array.ndim > 1 else array})


def written(tables, write):
    file = io.BytesIO()
    write(tables, file)
    return file.getvalue()


def arrow(rows, opened=ipc.new_file):
    file = io.BytesIO()
    with opened(file, rows.schema) as writer:
        writer.write_table(rows, max_chunksize=17)
    return file.getvalue()


def jsonl(array, column):
    return "".join(json.dumps({column: row}) + "\n" for row in array.tolist()).encode()


def jsonl_by_class(array, column):
    if array.ndim == 1:
        return jsonl(array, column)
    rows = ({column: {f"c{k}": v for k, v in enumerate(row)}} for row in array.tolist())
    return "".join(json.dumps(row) + "\n" for row in rows).encode()


IDX = {"u1": 8, "i1": 9, "i2": 11, "i4": 12, "f4": 13, "f8": 14}


def idx(array, _column):
    stored = array.astype("u1") if array.dtype.kind in "iub" else array
    shape = struct.pack(f">{array.ndim}I", *array.shape)
    code = bytes([0, 0, IDX[stored.dtype.str[1:]], array.ndim])
    return code + shape + stored.astype(stored.dtype.newbyteorder(">")).tobytes()


def svmlight(array, _column):
    """Write labels before a feature; several labels if a row is a vector of zeros and ones."""
    labels = [",".join(map(str, np.flatnonzero(row))) for row in array] if array.ndim > 1 else array.tolist()
    return "".join(f"{label} 1:0.5 2:1e-3 # row\n" for label in labels).encode()


def safetensors(array, column):
    kind = {"b": "BOOL"}.get(array.dtype.kind, f"{array.dtype.kind.upper()}{8 * array.dtype.itemsize}")
    data = array.tobytes()
    told = {column: {"dtype": kind, "shape": array.shape, "data_offsets": [0, len(data)]}}
    head = json.dumps({"__metadata__": {"format": "np"}} | told).encode()
    return struct.pack("<Q", len(head)) + head + data


def hdf5(array, column):
    import h5py

    file = io.BytesIO()
    with h5py.File(file, "w") as store:
        values = array.astype(h5py.string_dtype()) if names(array) else array
        store.create_dataset(f"data/{column}", data=values, chunks=True, compression="gzip")
    return file.getvalue()


def matlab(array, column):
    from scipy.io import savemat

    file = io.BytesIO()
    savemat(file, {column: array})
    return file.getvalue()


def netcdf(array, column):
    from scipy.io import netcdf_file

    file = io.BytesIO()
    with netcdf_file(file, "w", version=2) as store:
        values = array.astype("S").view("S1").reshape(len(array), -1) if names(array) else array
        small = values.dtype.kind in "bi"
        values = values.astype("i4" if small else values.dtype)
        axes = [f"axis_{place}" for place in range(values.ndim)]
        for axis, size in zip(axes, values.shape, strict=True):
            store.createDimension(axis, size)
        store.createVariable(column, values.dtype.newbyteorder("="), axes)[:] = values
        store.flush()
        return file.getvalue()


def zarr(array, column):
    import zarr

    with tempfile.NamedTemporaryFile(suffix=".zip") as file:
        with zarr.storage.ZipStore(file.name, mode="w") as store:
            root = zarr.open_group(store, mode="w", zarr_format=2 if names(array) else 3)
            root.create_array(column, data=array, chunks=(7, *array.shape[1:]))
        return Path(file.name).read_bytes()


def png(array, _column):
    from PIL import Image

    file = io.BytesIO()
    Image.fromarray(np.atleast_2d(array).astype("u1")).save(file, "PNG")
    return file.getvalue()


def text(array, delimiter):
    rows = np.char.mod("%s", array) if names(array) else array
    return csv(rows, delimiter).replace(b"'", b"")


def cells(array, column, spell):
    """CSV with a list in each cell."""
    if array.ndim == 1:
        return csv(array).replace(b"'", b"")
    return "".join(f'"{cell}"\n' for cell in [column, *map(spell, array.tolist())]).encode()


FILES = {
    "csv": ("csv", lambda a, _: text(a, ",")),
    "csv of lists": ("csv", lambda a, c: cells(a, c, str)),
    "csv of blanks": ("csv", lambda a, c: cells(a, c, lambda row: " ".join(map(str, row)))),
    "csv of semicolons": ("csv", lambda a, c: cells(a, c, lambda row: ";".join(map(str, row)))),
    "tsv": ("tsv", lambda a, _: text(a, "\t")),
    "npy": ("npy", lambda a, _: npy(a)),
    "npz": ("npz", lambda a, _: npz(a)),
    "parquet": ("parquet", lambda a, c: written(table(a, c), parquet.write_table)),
    "parquet of lists": ("parquet", lambda a, c: written(lists(a, c), parquet.write_table)),
    "orc": ("orc", lambda a, c: written(table(a, c), orc.write_table)),
    "orc of lists": ("orc", lambda a, c: written(lists(a, c), orc.write_table)),
    "arrow": ("arrow", lambda a, c: arrow(table(a, c))),
    "arrow of lists": ("arrow", lambda a, c: arrow(lists(a, c))),
    "arrow stream": ("arrow", lambda a, c: arrow(lists(a, c), ipc.new_stream)),
    "jsonl": ("jsonl", jsonl),
    "jsonl by class": ("jsonl", jsonl_by_class),
    "json array": ("jsonl", lambda a, _: json.dumps(a.tolist(), indent=1).encode()),
    "json object": ("jsonl", lambda a, c: json.dumps({c: a.tolist()}).encode()),
    "idx": ("idx", idx),
    "svmlight": ("svmlight", svmlight),
    "hdf5": ("hdf5", hdf5),
    "safetensors": ("safetensors", safetensors),
    "zip": ("zip", lambda a, c: zipped({f"{c}.npy.csv": text(a, ","), "__MACOSX/._a": b"\0"})),
    "xlsx": ("xlsx", lambda a, c: xlsx({"Sheet1": grid(a, c), "Sheet2": []})),
    "ods": ("ods", lambda a, c: ods({"Sheet1": grid(a, c)})),
    "sqlite": ("sqlite", lambda a, c: sqlite({"t": grid(a, c)})),
    "stata": ("stata", lambda a, c: stata(frame(a, c))),
    "spss": ("spss", lambda a, c: spss(frame(a, c))),
    "sas": ("sas", lambda a, c: sas(frame(a, c))),
    "rdata": ("rdata", lambda a, c: rds(frame(whole(a), c))),
    "matlab": ("matlab", matlab),
    "netcdf": ("netcdf", netcdf),
    "zarr": ("zarr", zarr),
    "png": ("png", png),
}
"""The format, and the bytes of an array in it, under the name that a column has, if columns have any."""

SUFFIX = {
    "hdf5": "h5",
    "svmlight": "svm",
    "stata": "dta",
    "spss": "sav",
    "sas": "xpt",
    "rdata": "rds",
    "matlab": "mat",
    "netcdf": "nc",
    "zarr": "zarr.zip",
}


def holds(form, array):
    """Return whether a format can hold an array with every bit."""
    fractions = array.dtype.kind == "f"
    if form == "svmlight":
        return not fractions and not names(array)
    if form == "png":
        return False  # it holds only masks, which have three axes
    if form in {"csv", "tsv", "jsonl", "zip", "xlsx", "ods", "sqlite", "spss", "sas", "rdata"}:
        return array.dtype != np.float32
    return not (names(array) and form in {"idx", "safetensors"})


def labels(rows=60):
    """One array of every kind of labels."""
    random = np.random.default_rng(3)
    ids = random.integers(0, 3, rows)
    shares = random.integers(1, 9, (rows, 3)) / 1.0
    return {
        "sparse": ids,
        "names": np.array(CLASSES)[ids],
        "binary": random.integers(0, 2, rows),
        "one-hot": np.eye(3, dtype=np.int64)[ids],
        "multi-label": np.vstack(
            [[1, 1, 0], [0, 0, 0], [1, 0, 1], (random.random((rows - 3, 3)) < 0.4)]
        ).astype(int),
        "soft": shares / shares.sum(axis=1, keepdims=True),
    }


def predictions(rows=60):
    """One array of every scale, in both precisions."""
    random = np.random.default_rng(5)
    logits = 3 * random.normal(size=(rows, 3))
    p = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    scales = {"probabilities": p, "logits": logits, "log-probabilities": np.log(p)}
    return {
        f"{scale} {kind}": v.astype(kind) for scale, v in scales.items() for kind in ("float32", "float64")
    }
