"""Folders of every kind that README's table names, and which kinds each of its words means."""

import json
from itertools import pairwise

import numpy as np
from every_file import ROWS, P, Y, parquet_with_sums
from format_files import FILES, arrow, lists, text
from pyarrow import ipc


def parts(folder, name, suffix, make, cuts=(0, 25, 26, ROWS)):
    """Files with some of the rows each; a name without a place for the number is the only one."""
    for number, (start, stop) in enumerate(pairwise(cuts)):
        path = folder / f"{name.format(number)}.{suffix}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(make(P[start:stop], "probs"))


def spark(folder):
    parts(folder, "part-{:05d}-2f0dc88d-c000.snappy", "parquet", parquet_with_sums)
    (folder / "_SUCCESS").touch()


def hugging_face(folder):
    parts(folder, "data-{:05d}-of-00003", "arrow", lambda p, c: arrow(lists(p, c), ipc.new_stream))
    files = [{"filename": path.name} for path in sorted(folder.iterdir())]
    (folder / "state.json").write_text(json.dumps({"_data_files": files}))
    (folder / "dataset_info.json").write_text("{}")


def zarr_folder(folder):
    import zarr

    zarr.create_array(folder, data=P, chunks=(25, 3))


def masks(folder):
    folder.mkdir()
    for number, (start, stop) in enumerate(pairwise(range(0, ROWS + 1, 20))):
        (folder / f"mask_{number}.png").write_bytes(FILES["png"][1](Y[start:stop], ""))


FOLDERS = {
    "spark": ("out", spark),
    "dask": ("out", lambda folder: parts(folder, "part.{}", "parquet", parquet_with_sums)),
    "csv parts": ("out", lambda folder: parts(folder, "part-{:05d}", "csv", lambda p, _: text(p, ","))),
    "hive": ("out", lambda folder: parts(folder, "split={}/part-0", "parquet", parquet_with_sums)),
    "hugging face": ("saved", hugging_face),
    "zarr folder": ("case.zarr", zarr_folder),
    "png folder": ("masks", masks),
}


def write_folder(folder, name):
    """Write a folder and the other input; return the words of a command, and the files of numbers in it."""
    place, make = FOLDERS[name]
    make(folder / place)
    other = np.log(P).reshape(3, 20, 3).transpose(0, 2, 1)[:, :, None] if name == "png folder" else Y
    np.save(folder / "other.npy", other)
    if name == "png folder":
        words = [folder / place, folder / "other.npy", "--from-logits"]
    else:
        words = [folder / "other.npy", folder / place, "--from-probs"]
    if name == "hive":  # rows in the order of folders are paired by the order of folders alone
        parts_of_labels(folder / "labels")
        words[0] = folder / "labels"
    files = (path for path in sorted((folder / place).rglob("*")) if path.is_file())
    return words, [path for path in files if path.suffix != ".json" and path.stat().st_size]


def parts_of_labels(folder):
    for number, (start, stop) in enumerate(pairwise((0, 25, 26, ROWS))):
        (folder / f"split={number}").mkdir(parents=True)
        np.save(folder / f"split={number}" / "part-0.npy", Y[start:stop])


TEXTS = ["csv of R", "arff", "octave text", "fasttext", "vowpal wabbit", "liblinear", "orange"]
README = {
    "CSV": ["csv", "csv of lists", "csv of blanks", "csv of semicolons", "csv parts"],
    "TSV": ["tsv"],
    "the text output of tools": [
        "csv of R",
        "arff",
        "octave text",
        "fasttext",
        "vowpal wabbit",
        "liblinear",
        "orange",
    ],
    "NPY": ["npy", "structured npy"],
    "NPZ": ["npz", "sparse npz"],
    "Parquet": ["parquet", "parquet of lists", "parquet with sums"],
    "Arrow IPC": ["arrow", "arrow of lists", "arrow stream"],
    "Feather": ["arrow packed"],
    "ORC": ["orc", "orc of lists"],
    "JSON lines": ["jsonl", "jsonl by class"],
    "JSON documents": ["json array", "json object", "json split"],
    "folders of parts": ["spark", "dask", "hive", "hugging face"],
    "IDX": ["idx"],
    "svmlight": ["svmlight"],
    "libsvm": ["svmlight"],
    "safetensors": ["safetensors"],
    "SQLite": ["sqlite"],
    "zip": ["zip"],
    "HDF5": ["hdf5", "hdf5 with sums"],
    "netCDF-4": ["netcdf 4"],
    "MATLAB 7.3": ["matlab 7.3"],
    "MATLAB": ["matlab", "matlab 4", "matlab packed"],
    "netCDF-3": ["netcdf"],
    "Zarr": ["zarr", "zarr folder"],
    "Excel": ["xlsx"],
    "OpenDocument": ["ods"],
    "Stata": ["stata"],
    "SPSS": ["spss", "spss packed", "spss portable"],
    "SAS": ["sas"],
    "R": ["rdata", "rdata packed", "rdata of a matrix", "workspace"],
    "PNG masks": ["png", "png folder"],
}
"""The kinds of each format in README's table."""
