"""Files as real programs write them: pandas, polars, duckdb, NumPy, PyTorch, h5py, R and Excel."""

import gzip
import io
import json

import numpy as np
import pandas as pd
import pytest
from format_files import CLASSES, idx
from running import inside
from schemas import codes_in

RANDOM = np.random.default_rng(11)
Y = RANDOM.integers(0, 3, 200)
P = RANDOM.dirichlet(np.ones(3), 200)
NAMES = np.array(CLASSES)[Y]
FRAME = pd.DataFrame({"label": Y, **{f"p_{k}": P[:, k] for k in range(3)}})
NESTED = pd.DataFrame({"label": Y, "probs": [row.tolist() for row in P]})


def value(*words):
    done = inside("loss", *words, "-f", "value", "-q")
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wanted(tmp_path_factory):
    """The loss of the same numbers in NPY."""
    folder = tmp_path_factory.mktemp("npy")
    np.save(folder / "y.npy", Y)
    np.save(folder / "p.npy", P)
    return value(folder / "y.npy", folder / "p.npy")


def polars():
    return pytest.importorskip("polars")


def by_duckdb(path, suffix):
    duckdb = pytest.importorskip("duckdb")
    made = duckdb.connect()
    made.register("frame", FRAME if suffix != "nested" else NESTED)
    made.execute(f"COPY (SELECT * FROM frame) TO '{path}' (FORMAT parquet)")


def again(frame):
    """A frame after a file whose index no one asked for."""
    return pd.read_csv(io.StringIO(frame.to_csv()))


def line(row):
    return json.dumps(row) + "\n"


WRITERS = {
    "pandas.parquet": FRAME.to_parquet,
    "pandas lists.parquet": NESTED.to_parquet,
    "pandas index.parquet": lambda path: FRAME.set_index(np.arange(200) + 7).to_parquet(path),
    "pandas arrays.parquet": lambda path: NESTED.assign(probs=list(P)).to_parquet(path),
    "polars.parquet": lambda path: polars().from_pandas(FRAME).write_parquet(path),
    "polars lists.parquet": lambda path: polars().from_pandas(NESTED).write_parquet(path),
    "polars arrays.parquet": lambda path: polars().DataFrame({"label": Y, "probs": P}).write_parquet(path),
    "duckdb.parquet": lambda path: by_duckdb(path, ""),
    "duckdb lists.parquet": lambda path: by_duckdb(path, "nested"),
    "pandas.feather": FRAME.to_feather,
    "pandas lists.feather": lambda path: NESTED.to_feather(path, compression="zstd"),
    "polars.arrow": lambda path: polars().from_pandas(FRAME).write_ipc(path),
    "polars stream.arrow": lambda path: polars().from_pandas(NESTED).write_ipc_stream(path),
    "pandas.csv": FRAME.to_csv,
    "pandas rows of a larger file.csv": lambda path: FRAME.set_index(np.arange(200) * 3 + 7).to_csv(path),
    "pandas read again.parquet": lambda path: again(FRAME).to_parquet(path),
    "R with numbers of rows.csv": lambda path: FRAME.set_index(np.arange(200) + 1).to_csv(path, quoting=2),
    "pandas lists.csv": lambda path: NESTED.to_csv(path, index=False),
    "polars.csv": lambda path: polars().from_pandas(FRAME).write_csv(path),
    "r.csv": lambda path: FRAME.to_csv(path, quoting=2, index=False, na_rep="NA"),
    "excel.csv": lambda path: FRAME.to_csv(path, sep=";", encoding="utf-8-sig", lineterminator="\r\n"),
    "json.jsonl": lambda path: path.write_text(
        "".join(json.dumps(r) + "\n" for r in NESTED.to_dict("records"))
    ),
    "polars.ndjson": lambda path: polars().from_pandas(NESTED).write_ndjson(path),
}


@pytest.mark.parametrize("name", WRITERS)
def test_one_file_of_both_is_read(name, tmp_path, wanted):
    WRITERS[name](tmp_path / name)
    assert value(tmp_path / name, tmp_path / name) == wanted


def test_names_beside_numbers_of_rows_are_the_labels(tmp_path):
    (tmp_path / "y.csv").write_text('"","kind"\n"1","dog"\n"2","cat"\n')
    (tmp_path / "p.csv").write_text('"","cat","dog"\n"1",0.5,0.5\n"2",0.25,0.75\n')
    assert float(value(tmp_path / "y.csv", tmp_path / "p.csv")) == pytest.approx(1.5 * np.log(2), abs=1e-15)


def test_pandas_json_lines_are_read_as_far_as_pandas_writes_digits(tmp_path, wanted):
    FRAME.to_json(tmp_path / "both.jsonl", orient="records", lines=True, double_precision=15)
    found = value(tmp_path / "both.jsonl", tmp_path / "both.jsonl")
    assert float(found) == pytest.approx(float(wanted), rel=1e-13)


def test_names_as_categories_are_matched_to_columns_by_name(tmp_path, wanted):
    frame = pd.DataFrame({"label": pd.Categorical(NAMES), **dict(zip(CLASSES, P.T, strict=True))})
    frame.to_parquet(tmp_path / "names.parquet")
    assert value(tmp_path / "names.parquet", tmp_path / "names.parquet") == wanted


def test_torch_tensors_saved_by_numpy_are_read(tmp_path, wanted):
    torch = pytest.importorskip("torch")
    np.save(tmp_path / "y.npy", torch.tensor(Y).numpy())
    np.save(tmp_path / "p.npy", torch.tensor(P).numpy())
    assert value(tmp_path / "y.npy", tmp_path / "p.npy") == wanted


def test_a_pytorch_file_is_refused_with_a_way_out(tmp_path):
    torch = pytest.importorskip("torch")
    torch.save({"y": torch.tensor(Y)}, tmp_path / "y.pt")
    done = inside("detect", tmp_path / "y.pt")
    assert done.returncode == 3
    assert "pickle refused" in done.stderr
    assert "numpy.save" in done.stderr


def test_hdf5_datasets_are_named_by_their_path(tmp_path, wanted):
    h5py = pytest.importorskip("h5py")
    with h5py.File(tmp_path / "both.h5", "w") as store:
        store["train/y"] = Y
        store.create_dataset("train/out", data=P, chunks=(7, 2), compression="lzf", shuffle=True)
        store["linked"] = h5py.ExternalLink(str(tmp_path / "other.h5"), "/y")
    words = ["--labels-column", "/train/y", "--prediction-columns", "train/out"]
    assert value(tmp_path / "both.h5", tmp_path / "both.h5", *words) == wanted
    done = inside("detect", tmp_path / "both.h5", "--labels-column", "linked")
    assert (done.returncode, "array not found" in done.stderr) == (2, True)


def test_mnist_labels_are_read_as_they_come(tmp_path, wanted):
    np.save(tmp_path / "p.npy", P)
    (tmp_path / "train-labels-idx1-ubyte").write_bytes(idx(Y, ""))
    (tmp_path / "train-labels-idx1-ubyte.gz").write_bytes(gzip.compress(idx(Y, "")))
    for name in ("train-labels-idx1-ubyte", "train-labels-idx1-ubyte.gz"):
        assert value(tmp_path / name, tmp_path / "p.npy") == wanted
    (tmp_path / "train-images-idx3-ubyte").write_bytes(idx(np.zeros((2, 28, 28), "u1"), ""))
    done = inside("loss", tmp_path / "train-images-idx3-ubyte", tmp_path / "p.npy")
    assert (done.returncode, "28 x 28" in done.stderr) == (1, True)
    assert codes_in(done.stderr) == ["XE047"]


def test_safetensors_by_its_own_writer(tmp_path, wanted):
    saving = pytest.importorskip("safetensors.numpy")
    saving.save_file({"labels": Y, "probs": P}, tmp_path / "both.safetensors")
    assert value(tmp_path / "both.safetensors", tmp_path / "both.safetensors") == wanted


def test_svmlight_by_scikit_learn(tmp_path):
    from sklearn.datasets import dump_svmlight_file

    many = np.vstack([[1, 1, 0], [0, 0, 0], RANDOM.integers(0, 2, (198, 3))])
    np.save(tmp_path / "many.npy", many)
    np.save(tmp_path / "p.npy", P)
    dump_svmlight_file(P, Y, str(tmp_path / "y.svm"), comment="made", query_id=np.arange(200))
    dump_svmlight_file(P, many, str(tmp_path / "many.svm"), multilabel=True)
    assert "sparse" in inside("detect", tmp_path / "y.svm").stdout
    words = [tmp_path / "p.npy", "--from-probs"]
    assert value(tmp_path / "many.svm", *words) == value(tmp_path / "many.npy", *words)
