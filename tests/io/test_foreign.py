"""Formats that are not read are recognised, and the command that converts them works."""

import io
import json
import re
import shlex
import struct
import subprocess
import sys
import tarfile
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from office_files import zipped
from running import inside

from xentcli.io.foreign.foreign import Foreign
from xentcli.io.foreign.refuse import ALL, foreign_of, is_binary

Y = np.array([2, 0, 1, 1])
P = np.array([[0.1, 0.2, 0.7], [0.5, 0.3, 0.2], [0.3, 0.3, 0.4], [0.1, 0.8, 0.1]])
LOSS = float(-np.log(P[np.arange(4), Y]).mean())


def told(path, *words, command="detect"):
    done = inside(command, path, *words, "-f", "json")
    assert done.returncode, "was read"
    return done.returncode, json.loads(done.stderr)


def tar(files):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, data in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return out.getvalue()


TFRECORD = bytes.fromhex("2d000000000000003c418afb") + bytes(45)
HEADS = {
    "Feather 1": ("t.feather", b"FEA1" + bytes(20), "read_feather"),
    "Avro": ("t.avro", b"Obj\1" + bytes(20), "fastavro.reader"),
    "Avro of any name": ("t.csv", b"Obj\1" + bytes(20), "fastavro.reader"),
    "Vortex": ("t.vortex", b"VTXF" + bytes(20), "vortex.open"),
    "TFRecord": ("t.tfrecord", TFRECORD, "tfrecord_loader"),
    "TFRecord of any name": ("t-00000-of-00001", TFRECORD, "tfrecord_loader"),
    "TensorBoard": ("events.out.tfevents.1700.host", TFRECORD, "tbparse"),
    "WebDataset": ("t.tar", tar({"a.cls": b"1", "a.probs.npy": b"\x93NUMPY"}), "webdataset"),
    "tar": ("t.tar", tar({"run/y.csv": b"0\n1\n"}), "tar xf"),
    "Kaldi": ("t.ark", b"utt1 \0BFM \4\1\0\0\0\4\3\0\0\0", "kaldiio"),
    "Kaldi as text": ("t.ark", b"utt1  [\n  0.1 0.9 \n  0.5 0.5 ]\n", "kaldiio"),
    "DuckDB": ("t.duckdb", bytes(8) + b"DUCK" + bytes(20), "duckdb"),
    "LMDB": ("data.mdb", bytes(16) + b"\xde\xc0\xef\xbe" + bytes(20), "lmdb.open"),
    "Access": ("t.mdb", b"\0\1\0\0Standard Jet DB\0", "mdb-export"),
    "MessagePack": ("t.msgpack", b"\x81\xa5label\x93\0\1\2", "msgpack.unpack"),
    "MessagePack of any name": ("t.bin", b"\x91\x81\xa5label\xc0", "msgpack.unpack"),
    "CBOR": ("t.cbor", b"\xa1\x65label\x83\0\1\2", "cbor2.load"),
    "HTML called .xls": ("t.xls", b"<html>\n<table><tr><td>1</td></tr></table></html>", "read_html"),
    "XML": ("t.xml", b'<?xml version="1.0"?><rows><row/></rows>', "read_xml"),
    "PDF": ("t.pdf", b"%PDF-1.7\n", "CSV"),
    "Git LFS": ("t.npy", b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "git lfs pull"),
    "JPEG": ("t.jpg", b"\xff\xd8\xff\xe0" + bytes(9), "PIL.Image.open"),
    "BMP": ("t.bmp", b"BM\x46\0\0\0\0\0\0\0\x36\0\0\0", "PIL.Image.open"),
    "WebP": ("t.webp", b"RIFF\0\0\0\0WEBP", "PIL.Image.open"),
    "TIFF": ("t.tif", b"II*\0\x08\0\0\0", "tifffile.imread"),
    "NIfTI": ("t.nii", struct.pack("<i", 348) + bytes(340) + b"n+1\0" + bytes(9), "nibabel.load"),
    "DICOM": ("t.dcm", bytes(128) + b"DICM" + bytes(9), "pydicom.dcmread"),
    "ONNX": ("t.onnx", b"\x08\x08\x12\x07pytorch\x1a\x05\0\0\0\0\0", "model.predict"),
    "GGUF": ("t.gguf", b"GGUF\3\0\0\0", "model.predict"),
    "LightGBM": ("t.txt", b"tree\nversion=v4\nnum_class=1\n", "model.predict"),
    "Java": ("t.ser", b"\xac\xed\0\5sr\0", "CSV"),
    "lz4": ("t.csv.lz4", b"\x04\x22\x4d\x18\x64\x40", "lz4 -dc"),
    "HTK": ("t.htk", struct.pack(">iihh", 2, 100, 12, 9) + bytes(24), "numpy.frombuffer"),
    "a workbook with a password": ("t.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "again"),
}


@pytest.mark.parametrize(("name", "data", "hint"), HEADS.values(), ids=HEADS)
def test_a_file_is_refused_with_the_command_that_converts_it(name, data, hint, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path(name).write_bytes(data)
    status, error = told(name)
    assert (status, error["code"][:3]) == (3, "XE6")
    assert hint in error["hint"]
    assert "FILE" not in error["hint"] or "TABLE" in error["hint"] or "numpy.save" in error["hint"]


PICKLES = {
    "a pickle": ("t.pkl", b"\x80\4K\1."),
    "a pickle of any name": ("t.csv", b"\x80\5\x95\0\0\0\0\0\0\0\0]."),
    "joblib": ("t.joblib", b"\x80\3ctorch\n."),
    "an old file of PyTorch": ("t.pt", b"\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19.\x80\2M\xe9\3."),
    "a file of PyTorch": ("t.pt", zipped({"t/data.pkl": b"\x80\2.", "t/version": b"3\n"})),
    "a pickle in gzip": ("t.pkl.gz", __import__("gzip").compress(b"\x80\4K\1.")),
}


@pytest.mark.parametrize(("name", "data"), PICKLES.values(), ids=PICKLES)
def test_what_could_run_a_program_is_refused(name, data, tmp_path):
    (tmp_path / name).write_bytes(data)
    status, error = told(tmp_path / name)
    assert (status, error["code"]) == (3, "XE613")
    assert error["message"].startswith("pickle refused")


FOLDERS = {
    "SavedModel": ("d/saved_model.pb", "model.predict"),
    "a checkpoint": ("d/checkpoint", "model.predict"),
    "LMDB": ("d/data.mdb", "lmdb.open"),
    "LevelDB": ("d/MANIFEST-000001", "JSON lines"),
}


@pytest.mark.parametrize(("entry", "hint"), FOLDERS.values(), ids=FOLDERS)
def test_a_folder_is_refused_with_the_command_that_converts_it(entry, hint, tmp_path):
    path = tmp_path / entry
    path.parent.mkdir(parents=True)
    path.write_bytes(b"x")
    status, error = told(tmp_path / entry.split("/", maxsplit=1)[0])
    assert (status, error["code"]) == (3, "XE612")
    assert hint in error["hint"]


def test_bytes_that_no_format_has_are_called_binary(tmp_path):
    for name in ("t.csv", "t.dat", "t", "t.json"):
        (tmp_path / name).write_bytes(np.random.default_rng(1).bytes(300))
        assert told(tmp_path / name)[1]["code"] == "XE696"


TEXTS = {
    "a NUL in a cell": (b"label\n0\n\0\n1\n", "XE0"),
    "Latin-1": ("label\ncafé\nthé\n".encode("latin-1"), "XE620"),
    "UTF-16": ("label\n0\n1\n".encode("utf-16-le"), "XE621"),
}


@pytest.mark.parametrize(("data", "code"), TEXTS.values(), ids=TEXTS)
def test_text_with_a_fault_is_still_text(data, code, tmp_path):
    (tmp_path / "t.csv").write_bytes(data)
    assert not is_binary(data)
    assert told(tmp_path / "t.csv")[1]["code"].startswith(code)


PLAIN = [
    "label\n0\n1\n",
    "0,1\n",
    "<unk>\nthe\n<unk>\n",
    "version\n1\n2\n",
    "RDX\nA\nRDX\n",
    "café\nthé\n",
    "%a\n%b\n",
]


@pytest.mark.parametrize("text", PLAIN)
@pytest.mark.parametrize("name", ["t.csv", "t", "t.txt", "t.dat", "t.pkl"])
def test_text_is_of_no_other_format(text, name):
    assert foreign_of(text.encode(), name) is None


def test_every_format_tells_what_to_do():
    for known in ALL:
        assert known.starts or known.looks or known.suffixes or known.named
        for code in re.findall(r'python -c "([^"]*)"', known.line):
            compile(code, known.title, "exec")


def test_names_that_need_quotes_are_left_to_the_user():
    known = Foreign("Avro", "convert FILE NEW")
    assert known.hint("run 1/y.avro") == known.hint("-") == known.hint("s3://b/y.avro") == "convert FILE NEW"
    assert known.hint("d.lance/") == "convert d.lance/ d.parquet"


def written(name):
    """A file of a format that needs no other library, and the options to read what it becomes."""
    if name == "feather":
        from pyarrow import feather

        rows = pa.table({"label": Y} | {f"p_{k}": P[:, k] for k in range(3)})
        with pytest.warns(DeprecationWarning, match="V1"):
            feather.write_feather(rows, "t.feather", version=1)
        return "t.feather"
    if name == "htk":
        data = struct.pack(">iihh", 4, 100, 12, 9) + P.astype(">f4").tobytes()
        Path("t.htk").write_bytes(data)
        return "t.htk"
    from PIL import Image

    Image.fromarray(Y.astype(np.uint8)[:, None]).save(f"t.{name}")
    return f"t.{name}"


@pytest.mark.parametrize("name", ["feather", "htk", "bmp", "gif"])
@pytest.mark.filterwarnings("ignore:Feather V1")
def test_the_command_converts(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    np.save("y.npy", Y)
    line = told(written(name))[1]["hint"]
    words = shlex.split(line)
    subprocess.run([sys.executable, *words[1:]], check=True, env={"PYTHONWARNINGS": "ignore", "PATH": ""})
    new = next(
        path for path in tmp_path.iterdir() if path.stem == "t" and path.suffix in {".npy", ".parquet"}
    )
    if name in {"bmp", "gif"}:
        assert np.array_equal(np.load(new)[:, 0], Y)
        return
    files = [new] if name == "feather" else ["y.npy", new]
    assert float(inside("loss", *files, "-f", "value").stdout) == pytest.approx(LOSS, rel=1e-6)
