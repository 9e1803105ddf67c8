"""What every format promises: what it can hold is read with the same bits, from files and from pipes."""

import io
import json
import sys

import numpy as np
import pytest
from compressed_files import PACK
from format_files import FILES, SUFFIX, holds, labels, predictions
from running import inside

from xentcli.io.registry import FORMATS
from xentcli.io.write.registry import WRITERS

LABELS, PREDICTIONS = labels(), predictions()
KINDS = [
    (name, kind)
    for name in FILES
    for kind in LABELS
    if holds(FILES[name][0], LABELS[kind]) and (name, kind) != ("svmlight", "one-hot")
]
SCALES = [
    (name, scale)
    for name in FILES
    for scale in PREDICTIONS
    if holds(FILES[name][0], PREDICTIONS[scale]) and FILES[name][0] != "svmlight"
]


def test_every_format_is_in_the_contract():
    assert {form for form, _ in FILES.values()} == set(FORMATS)


def made(folder, name, array, column):
    """A file of a format, under a name that tells it."""
    form, write = FILES[name]
    if form == "hdf5":
        pytest.importorskip("h5py")
    path = folder / f"{column}.{SUFFIX.get(form, form)}"
    path.write_bytes(write(array, column))
    return path


def answer(*words):
    """A command's answer without what names the files."""
    done = inside(*words, "-f", "json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    return {key: value for key, value in told.items() if key not in {"notes", "labels", "predictions"}}


def ways(path, monkeypatch):
    """The same input as a file, compressed in two ways, and by pipes, plain and compressed."""
    data = path.read_bytes()
    for suffix in ("", ".gz", ".zst"):
        packed = PACK[suffix[1:]](data) if suffix else data
        other = path.with_name(path.name + suffix)
        other.write_bytes(packed)
        yield other
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(packed)))
        yield "-"


@pytest.mark.parametrize(("name", "kind"), KINDS, ids=lambda word: word.replace(" ", "-"))
def test_every_kind_of_labels_is_what_it_is_in_npy(name, kind, tmp_path, monkeypatch):
    np.save(tmp_path / "label.npy", LABELS[kind])
    wanted = answer("detect", tmp_path / "label.npy")
    form = ["--input-format", FILES[name][0]]
    for way in ways(made(tmp_path, name, LABELS[kind], "label"), monkeypatch):
        options = form if way == "-" else []
        found = answer("detect", way, *options)
        assert (found["kind"], found["rows"]) == (wanted["kind"], wanted["rows"]), way


@pytest.mark.parametrize(("name", "scale"), SCALES, ids=lambda word: word.replace(" ", "-"))
def test_every_scale_gives_the_bits_that_npy_gives(name, scale, tmp_path, monkeypatch):
    np.save(tmp_path / "y.npy", LABELS["sparse"])
    np.save(tmp_path / "probs.npy", PREDICTIONS[scale])
    wanted = answer("loss", tmp_path / "y.npy", tmp_path / "probs.npy")
    for way in ways(made(tmp_path, name, PREDICTIONS[scale], "probs"), monkeypatch):
        assert answer("loss", tmp_path / "y.npy", way) == wanted, way


@pytest.mark.parametrize("rows", [1, 7])
@pytest.mark.parametrize("name", FILES)
def test_the_rows_are_the_same_however_many_are_read_at_a_time(name, rows, tmp_path):
    for kind in ("sparse", "multi-label"):
        if not holds(FILES[name][0], LABELS[kind]):
            continue
        path = made(tmp_path, name, LABELS[kind], "label")
        words = ["--to", kind, "-o", tmp_path / "back.npy", "--force", "--block-rows", rows, "-j", 2]
        done = inside("convert", path, *words)
        assert (done.returncode, done.stderr) == (0, "")
        assert np.array_equal(np.load(tmp_path / "back.npy"), LABELS[kind])


@pytest.mark.parametrize("kind", ["sparse", "one-hot", "multi-label", "soft", "binary"])
@pytest.mark.parametrize("form", [name for name in WRITERS if name in FORMATS])
def test_what_is_written_is_read_back(form, kind, tmp_path):
    np.save(tmp_path / "y.npy", LABELS[kind])
    for suffix in ("", ".gz", ".zst") if form != "npz" else ("",):
        there, back = tmp_path / f"there.{form}{suffix}", tmp_path / "back.npy"
        for source, target in ((tmp_path / "y.npy", there), (there, back)):
            done = inside("convert", source, "--to", kind, "-o", target, "--force")
            assert (done.returncode, done.stderr) == (0, "")
        assert np.array_equal(np.load(back), LABELS[kind])


@pytest.mark.parametrize("form", [name for name, known in WRITERS.items() if known.is_named])
def test_names_and_columns_beside_them_travel_along(form, tmp_path):
    (tmp_path / "y.csv").write_text("id,label\n7,cat\n8,dog\n9,cat\n")
    words = ["--to", "one-hot", "--keep", "id", "-o", tmp_path / f"hot.{form}"]
    assert inside("convert", tmp_path / "y.csv", *words).returncode == 0
    words = ["--to", "names", "--keep", "id", "-o", tmp_path / "back.csv"]
    done = inside("convert", tmp_path / f"hot.{form}", *words)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "back.csv").read_text() == (tmp_path / "y.csv").read_text()
