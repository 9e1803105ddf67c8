"""Predictions in every kind of file that README's table names, to be damaged, cut and packed."""

import gzip
import io
import json

import numpy as np
from format_files import FILES, SUFFIX, arrow, table, written
from office_files import by_path, frame, rds, spss, workspace
from pyarrow import ipc, parquet

ROWS = 60
RANDOM = np.random.default_rng(19)
Y = RANDOM.integers(0, 3, ROWS)
P = RANDOM.dirichlet([1, 1, 1], ROWS)
WANTED = -np.log(P[np.arange(ROWS), Y])


def lined(sep, rows, head=()):
    return "".join(f"{sep.join(map(str, row))}\n" for row in [*head, *rows]).encode()


def arff(p, column):
    head = "".join(f"@attribute {column}_{k} numeric\n" for k in range(p.shape[1]))
    return f"@relation r\n{head}@data\n".encode() + lined(",", p.tolist())


def octave(p, column):
    sizes = f"# name: {column}\n# type: matrix\n# rows: {len(p)}\n# columns: {p.shape[1]}\n"
    rows = "".join(" " + " ".join(map(repr, row)) + "\n" for row in p.tolist())
    return f"# Created by Octave 9.2.0\n{sizes}{rows}\n\n".encode()


def pairs(p, named, sep):
    """Rows of classes and their probabilities, as fastText and Vowpal Wabbit write them."""
    return lined(" ", ([f"{named.format(k)}{sep}{v!r}" for k, v in enumerate(row)] for row in p.tolist()))


def liblinear(p, _column):
    rows = [[int(np.argmax(row)), *row.tolist()] for row in p]
    return lined(" ", rows, [["labels", *range(p.shape[1])]])


def orange(p, column):
    names = [f"{column}_{k}" for k in range(p.shape[1])]
    return lined("\t", p.tolist(), [names, ["continuous"] * len(names), [""] * len(names)])


def r_table(p, column):
    rows = [[f'"{n}"', *row] for n, row in enumerate(p.tolist(), 1)]
    return lined(" ", rows, [[f'"{column}_{k}"' for k in range(p.shape[1])]])


def sparse(p, _column):
    from scipy import sparse

    file = io.BytesIO()
    sparse.save_npz(file, sparse.csr_matrix(p))
    return file.getvalue()


def structured(p, column):
    names = [(f"{column}_{k}", "<f8") for k in range(p.shape[1])]
    file = io.BytesIO()
    np.save(file, np.array([tuple(row) for row in p.tolist()], names))
    return file.getvalue()


def netcdf_4(p, column):
    import h5py

    file = io.BytesIO()
    with h5py.File(file, "w") as store:
        store.attrs["_NCProperties"] = np.bytes_("version=2,netcdf=4.9.2,hdf5=1.14.0")
        store.create_dataset(column, data=p, chunks=(16, p.shape[1]), compression="gzip", shuffle=True)
        for axis, size in enumerate(p.shape):
            name = ["row", "class"][axis]
            store[name] = np.zeros(size, ">f4")
            store[name].make_scale(f"This is a netCDF dimension but not a netCDF variable.{size:10}")
            store[name].attrs["_Netcdf4Dimid"] = np.int32(axis)
            store[column].dims[axis].attach_scale(store[name])
    return file.getvalue()


def matlab_7_3(p, column):
    import h5py

    file = io.BytesIO()
    with h5py.File(file, "w", userblock_size=512) as store:
        store[column] = np.ascontiguousarray(p.T)
        store[column].attrs["MATLAB_class"] = np.bytes_("double")
    head = b"MATLAB 7.3 MAT-file, Platform: GLNXA64".ljust(124) + b"\0\2IM"
    return head.ljust(512, b"\0") + file.getvalue()[512:]


def hdf5_with_sums(p, column):
    import h5py

    file = io.BytesIO()
    with h5py.File(file, "w") as store:
        store.create_dataset(column, data=p, chunks=(16, p.shape[1]), fletcher32=True)
    return file.getvalue()


def matlab(**told):
    def write(p, column):
        from scipy.io import savemat

        file = io.BytesIO()
        savemat(file, {column: p}, **told)
        return file.getvalue()

    return write


def spss_portable(p, column):
    import pyreadstat

    return by_path(pyreadstat.write_por, frame(p, column), "por")


def parquet_with_sums(p, column):
    told = {"write_page_checksum": True, "use_dictionary": False, "compression": "zstd"}
    return written(table(p, column), lambda rows, file: parquet.write_table(rows, file, **told))


def arrow_packed(p, column):
    options = ipc.IpcWriteOptions(compression="zstd")
    return arrow(table(p, column), lambda file, schema: ipc.new_file(file, schema, options=options))


def split(p, _column):
    return json.dumps({"columns": ["a", "b", "c"], "index": list(range(len(p))), "data": p.tolist()}).encode()


MORE = {
    "csv of R": ("txt", r_table),
    "arff": ("arff", arff),
    "octave text": ("mat.txt", octave),
    "fasttext": ("txt", lambda p, _: pairs(p, "__label__{}", " ")),
    "vowpal wabbit": ("txt", lambda p, _: pairs(p, "{}", ":")),
    "liblinear": ("txt", liblinear),
    "orange": ("tab", orange),
    "sparse npz": ("npz", sparse),
    "structured npy": ("npy", structured),
    "parquet with sums": ("parquet", parquet_with_sums),
    "arrow packed": ("feather", arrow_packed),
    "json split": ("json", split),
    "netcdf 4": ("nc", netcdf_4),
    "hdf5 with sums": ("h5", hdf5_with_sums),
    "matlab 4": ("mat", matlab(format="4")),
    "matlab packed": ("mat", matlab(do_compression=True)),
    "matlab 7.3": ("mat", matlab_7_3),
    "spss packed": ("zsav", lambda p, c: spss(frame(p, c), compress=True)),
    "spss portable": ("por", spss_portable),
    "rdata packed": ("rds", lambda p, c: gzip.compress(rds(frame(p, c)), mtime=0)),
    "rdata of a matrix": ("rds", lambda p, _: rds(p)),
    "workspace": ("RData", lambda p, c: workspace({c: frame(p, c)})),
}
KINDS = {name: (SUFFIX.get(form, form), write) for name, (form, write) in FILES.items()} | MORE
LABELS = {"svmlight", "png"}
"""Kinds that hold labels alone."""
LINES = {
    "csv",
    "csv of lists",
    "csv of blanks",
    "csv of semicolons",
    "tsv",
    "jsonl",
    "jsonl by class",
    "svmlight",
}
LINES |= {"csv of R", "arff", "fasttext", "vowpal wabbit", "liblinear", "orange"}
"""Kinds whose rows are lines, so that what is left of a cut file is a file."""
SHORTER = LINES | {"sas"}
"""Kinds that do not tell how many rows they have; what is left of a transport file of SAS may be one."""
SUMS = {"npz", "sparse npz", "zip", "xlsx", "ods", "zarr", "png", "parquet with sums", "hdf5 with sums"}
SUMS |= {"rdata packed", "workspace", "matlab packed", "netcdf 4", "hdf5"}
"""Kinds with a checksum over their numbers."""
CHILDREN = {"hdf5", "matlab", "netcdf", "zarr", "xlsx", "ods", "stata", "spss", "sas", "rdata", "workspace"}
"""First words of kinds whose readers run in a process of their own, which takes a while."""


def in_child(name):
    return name.split()[0] in CHILDREN


def write(folder, name, rows=slice(None)):
    """Write a kind of file and the other input beside it; return the words of a command, and the file."""
    suffix, make = KINDS[name]
    path = folder / f"case.{suffix}"
    is_label = name in LABELS
    path.write_bytes(make(Y[rows] if is_label else P[rows], "probs"))
    other = P[rows] if is_label else Y[rows]
    if name == "png":
        other = np.log(P[rows]).T[None, :, None]
    np.save(folder / "other.npy", other)
    scale = "--from-logits" if name == "png" else "--from-probs"
    return ([path, folder / "other.npy"] if is_label else [folder / "other.npy", path]) + [scale], path


def damaged(data, count):
    """The bytes with one bit changed, so many times; the place of each."""
    random = np.random.default_rng(len(data))
    for at in np.linspace(0, len(data) - 1, count).astype(int):
        wrong = bytearray(data)
        wrong[at] ^= 1 << int(random.integers(8))
        yield int(at), bytes(wrong)
