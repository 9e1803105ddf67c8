"""Files in zip files: which one, and the same numbers as without the archive."""

import io
import json
import zipfile

import numpy as np
import pandas as pd
import pytest
from compressed_files import npy
from office_files import xlsx, zipped
from running import inside

import xentcli

Y = np.array([2, 0, 1, 1, 0, 2, 2])
LOGITS = np.random.default_rng(6).normal(size=(7, 3))
P = np.exp(LOGITS) / np.exp(LOGITS).sum(axis=1, keepdims=True)
LOSS = float(-np.log(P[np.arange(7), Y]).mean())
SCORES = pd.DataFrame(P, columns=["p_0", "p_1", "p_2"])
LABELS = pd.DataFrame({"label": Y})
BOTH = LABELS.join(SCORES)
CSV = BOTH.to_csv(index=False)
ROWS = [list(BOTH.columns), *BOTH.to_numpy(object).tolist()]


def parquet(frame):
    out = io.BytesIO()
    frame.to_parquet(out)
    return out.getvalue()


def told(folder, data, *words, name="t.zip"):
    (folder / name).write_bytes(data)
    done = inside("loss", folder / name, *words, "-f", "json")
    return json.loads(done.stdout) if done.returncode == 0 else json.loads(done.stderr)


ONE = {
    "CSV": {"t.csv": CSV},
    "TSV": {"t.tsv": BOTH.to_csv(index=False, sep="\t")},
    "JSON lines": {"t.jsonl": BOTH.to_json(orient="records", lines=True, double_precision=15)},
    "Parquet": {"t.parquet": parquet(BOTH)},
    "a workbook": {"t.xlsx": xlsx({"t": ROWS})},
    "in a folder": {"run/1/": "", "run/1/t.csv": CSV},
    "beside what macOS adds": {
        "run/t.csv": CSV,
        "__MACOSX/run/._t.csv": b"\0\5\26\7",
        "run/.DS_Store": b"\0",
    },
    "beside a text about it": {"README.txt": "made on monday", "LICENSE": "free", "t.csv": CSV},
    "labels and scores": {"labels.csv": LABELS.to_csv(index=False), "probs.csv": SCORES.to_csv(index=False)},
    "of two kinds": {"y.csv": LABELS.to_csv(index=False), "probs.parquet": parquet(SCORES)},
    "arrays": {"y.npy": npy(Y), "probs.npy": npy(P)},
    "arrays beside a text": {"y.npy": npy(Y), "probs.npy": npy(P), "README.md": "made on monday"},
}


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize("files", ONE.values(), ids=ONE)
def test_the_loss_is_that_of_the_arrays(files, method, tmp_path):
    assert told(tmp_path, zipped(files, method))["value"] == pytest.approx(LOSS, rel=1e-9)


def test_a_zip_has_any_name(tmp_path):
    for name in ("t.csv.zip", "t.csv", "t"):
        assert told(tmp_path, zipped({"t.csv": CSV}), name=name)["value"] == pytest.approx(LOSS)


def test_of_several_files_one_is_asked_for(tmp_path):
    files = zipped({"a.csv": LABELS.to_csv(index=False), "b.csv": SCORES.to_csv(index=False)})
    error = told(tmp_path, files)
    assert error["code"] == "XE693"
    assert error["try"][-4:] == ["--table", "a.csv", "--table", "b.csv"]
    assert told(tmp_path, files, "--table", "a.csv", "--table", "b.csv")["value"] == pytest.approx(LOSS)
    assert told(tmp_path, files, "--table", "c.csv")["code"] == "XE555"
    assert xentcli.loss(tmp_path / "t.zip", table=["a.csv", "b.csv"]).value == pytest.approx(LOSS)
    with pytest.raises(xentcli.XentError) as caught:
        xentcli.loss(str(tmp_path / "t.zip"))
    assert caught.value.suggestion.endswith('table=["a.csv", "b.csv"])')


def test_a_file_of_another_archive_may_hold_the_labels(tmp_path):
    (tmp_path / "y.zip").write_bytes(zipped({"one.csv": LABELS.to_csv(index=False)}))
    (tmp_path / "p.zip").write_bytes(zipped({"x.csv": CSV, "two.csv": SCORES.to_csv(index=False)}))
    words = ["loss", tmp_path / "y.zip", tmp_path / "p.zip", "-f", "value"]
    assert float(inside(*words, "--table", "one.csv", "--table", "two.csv").stdout) == pytest.approx(LOSS)


def test_a_bad_cell_is_told_with_the_file_and_its_line(tmp_path):
    error = told(tmp_path, zipped({"run/t.csv": CSV.replace("\n0,", "\n0,x", 1)}))
    assert (error["file"], error["line"]) == (f"{tmp_path}/t.zip[run/t.csv]", 3)


def flipped():
    data = bytearray(zipped({"t.csv": CSV}, zipfile.ZIP_STORED))
    data[data.index(b"label") + 40] ^= 1
    return bytes(data)


REFUSED = {
    "nothing": (zipped({}), "XE641"),
    "only hidden files": (zipped({"__MACOSX/._a.csv": b"x"}), "XE641"),
    "a zip in a zip": (zipped({"t.zip": zipped({"t.csv": CSV})}), "XE610"),
    "a flipped bit": (flipped(), "XE647"),
    "cut": (zipped({"t.csv": CSV})[:-10], "XE640"),
    "another compression": (zipped({"t.csv": CSV}, zipfile.ZIP_BZIP2), "XE646"),
    "a file of PyTorch": (zipped({"m/data.pkl": b"\x80\2.", "m/version": b"3"}), "XE613"),
    "a model of Keras": (zipped({"config.json": b"{}", "model.weights.h5": b"\x89HDF"}), "XE612"),
    "a pickle": (zipped({"t.pkl": b"\x80\4K\1."}), "XE613"),
}


@pytest.mark.parametrize(("data", "code"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_table_is_refused(data, code, tmp_path):
    assert told(tmp_path, data)["code"] == code
