"""Compressed inputs and outputs: the same bytes as plain ones, in every format and command."""

import contextlib
import io
import os
import subprocess
import sys

import numpy as np
import pytest
from compressed_files import CHECKED_ZSTD, FORMATS, PACK, arrays, csv, npy, npz, skipped
from measuring import measured
from running import xentcli

from xentcli.cli.main import main
from xentcli.core.errors import InputError
from xentcli.io.compression.registry import COMPRESSIONS, compression_of
from xentcli.io.open_table import open_table
from xentcli.io.source.decompressed import HEAD_BYTES
from xentcli.io.table import Cells, ReadOptions

TEXT = b"label\n0\n1\n2\n"
COMMANDS = {
    "loss": ("loss", "y", "p", "-f", "json"),
    "loss like keras": ("loss", "y", "p", "--like", "keras", "-j", "2", "--block-rows", "7"),
    "weights": ("loss", "y", "p", "--sample-weight", "w"),
    "detect": ("detect", "y", "p"),
    "validate": ("validate", "y", "p", "--rows", "300"),
    "validate one": ("validate", "y"),
    "convert": ("convert", "y", "--to", "one-hot"),
    "predicted": ("convert", "p", "--to", "sparse", "--argmax"),
}
"""Every command that reads, with words for the files of labels, predictions and weights."""


def ran(*words):
    """A command in this process: its status, the bytes of its answer, and what it said."""
    out, err = io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = main(list(map(str, words)))
    return status, out.buffer.getvalue(), err.getvalue()


def test_every_compression_is_tested():
    assert {kind.suffix.removeprefix(".") for kind in COMPRESSIONS} == set(PACK)


def values(name, stdin=None, **options):
    once = options.pop("once", False)
    table = open_table(str(name), ReadOptions(**options), stdin=stdin, once=once)
    return [value for block in table.blocks(None, Cells.LABELS) for value in block.values.tolist()]


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    """The same files plain and compressed, under the same names, so that messages are the same."""
    top = tmp_path_factory.mktemp("ways")
    labels, predictions = arrays()
    for way, pack in {"plain": bytes, **PACK}.items():
        (top / way).mkdir()
        for form, write in FORMATS.items():
            (top / way / f"y.{form}").write_bytes(pack(write(labels)))
            (top / way / f"p.{form}").write_bytes(pack(write(predictions)))
            (top / way / f"w.{form}").write_bytes(pack(write(predictions[:, 0].copy())))
    return top


def told(words, folder, form, monkeypatch, piped=None):
    """Status and output of a command on the files of one folder, one of which may come by standard input."""
    monkeypatch.chdir(folder)
    with open(f"{piped or 'y'}.{form}", "rb") as file:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(file.read())))
    named = [
        "-" if word == piped else f"{word}.{form}" if word in {"y", "p", "w"} else word for word in words
    ]
    return ran(*named)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("words", COMMANDS.values(), ids=COMMANDS)
def test_every_command_says_the_same_of_plain_and_compressed_files(folders, form, words, monkeypatch):
    plain = told(words, folders / "plain", form, monkeypatch)
    assert plain[0] == 0
    for way in PACK:
        assert told(words, folders / way, form, monkeypatch) == plain, way


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("words", COMMANDS.values(), ids=COMMANDS)
def test_every_command_says_the_same_of_plain_and_compressed_pipes(folders, form, words, monkeypatch):
    piped = "p" if "p" in words else "y"
    plain = told(words, folders / "plain", form, monkeypatch, piped)
    assert plain[0] == 0
    for way in PACK:
        assert told(words, folders / way, form, monkeypatch, piped) == plain, way


@pytest.mark.parametrize("pack", PACK.values(), ids=PACK)
@pytest.mark.parametrize("write", [csv, npy, npz], ids=["csv", "npy", "npz"])
@pytest.mark.parametrize("once", [False, True], ids=["kept", "once"])
def test_what_is_longer_than_the_first_bytes_is_read_again_and_again(tmp_path, pack, write, once):
    labels = np.arange(HEAD_BYTES // 2) % 997
    (tmp_path / "y").write_bytes(pack(write(labels)))
    table = open_table(str(tmp_path / "y"), ReadOptions())
    for _ in range(2):
        found = [v for block in table.blocks(None, Cells.LABELS) for v in block.values.tolist()]
        assert found == labels.tolist()
    with open(tmp_path / "y", "rb") as file:
        pipe = io.BytesIO(file.read())
    assert values("-", stdin=pipe, once=once) == labels.tolist()


MEMBERS = {
    "two members": lambda pack: pack(TEXT[:9]) + pack(TEXT[9:]),
    "a member in a cell": lambda pack: pack(TEXT[:8] + b"1") + pack(b"\n" + TEXT[8:]),
    "empty members": lambda pack: pack(b"") + pack(TEXT) + pack(b"") * 3,
    "a hundred members": lambda pack: b"".join(pack(bytes([byte])) for byte in TEXT),
}


@pytest.mark.parametrize("members", MEMBERS.values(), ids=MEMBERS)
@pytest.mark.parametrize("pack", PACK.values(), ids=PACK)
def test_all_members_are_one_stream(tmp_path, members, pack):
    (tmp_path / "y").write_bytes(members(pack))
    (tmp_path / "plain").write_bytes(members(bytes))
    (status, out, _), plain = (ran("convert", tmp_path / name, "--to", "sparse") for name in ("y", "plain"))
    assert (status, out) == plain[:2]
    assert status == 0


PADDED = {
    "zeros after gzip": PACK["gz"](TEXT) + b"\0" * 1000,
    "zeros between members of gzip": PACK["gz"](TEXT[:9]) + b"\0" + PACK["gz"](TEXT[9:]) + b"\0" * (1 << 18),
    "zeros after xz": PACK["xz"](TEXT) + b"\0" * 8,
    "zeros between streams of xz": PACK["xz"](TEXT[:9]) + b"\0" * 4 + PACK["xz"](TEXT[9:]),
    "frames to be skipped": skipped(b"abc")
    + PACK["zst"](TEXT[:9])
    + skipped(b"")
    + PACK["zst"](TEXT[9:])
    + skipped(b"x"),
    "a frame with a checksum": CHECKED_ZSTD,
}


@pytest.mark.parametrize("data", PADDED.values(), ids=PADDED)
def test_padding_that_belongs_to_a_compression_is_none_of_the_data(tmp_path, data):
    (tmp_path / "y").write_bytes(data)
    assert values(tmp_path / "y") == [0, 1, 2]


def test_members_end_anywhere_in_what_is_read_at_a_time(tmp_path):
    filler = os.urandom(1 << 17).hex().encode()
    for more in range(-40, 40, 3):
        first = PACK["gz"](b"label,x\n0," + filler[: (1 << 18) - 900 + more] + b"\n")
        (tmp_path / "y").write_bytes(first + PACK["gz"](b"1,\n") + b"\0" * 50)
        table = open_table(str(tmp_path / "y"), ReadOptions())
        assert [v for b in table.blocks((0,), Cells.LABELS) for v in b.values.tolist()] == [0, 1]


def test_the_name_says_nothing_about_the_compression_and_something_about_the_format(tmp_path):
    tabs = b"a,b\tc\n1\t2\n"
    for name, data in {"y.csv": PACK["gz"](TEXT), "y.csv.gz": TEXT, "y.xz": PACK["zst"](TEXT)}.items():
        (tmp_path / name).write_bytes(data)
        assert values(tmp_path / name) == [0, 1, 2]
    for name, data in {"t.tsv": PACK["gz"](tabs), "t.TSV.XZ": PACK["xz"](tabs), "t.tsv.gz": tabs}.items():
        (tmp_path / name).write_bytes(data)
        assert open_table(str(tmp_path / name), ReadOptions()).columns == ("a,b", "c")
    (tmp_path / "y.npy.gz").write_bytes(PACK["gz"](TEXT))
    with pytest.raises(InputError, match="is not an NPY file"):
        values(tmp_path / "y.npy.gz")


@pytest.mark.parametrize("encoding", ["utf-16", "latin-1"])
def test_other_encodings_are_read_out_of_compressions(tmp_path, encoding):
    data = ("label\n" + "é\nö\n" * HEAD_BYTES).encode(encoding)
    (tmp_path / "y").write_bytes(PACK["gz"](data))
    table = open_table(str(tmp_path / "y"), ReadOptions(encoding=encoding))
    assert sum(len(block) for block in table.blocks(None, Cells.NAMES)) == 2 * HEAD_BYTES


@pytest.mark.parametrize("suffix", PACK)
@pytest.mark.parametrize("form", ["csv", "tsv", "npy", "npz"])
def test_convert_writes_what_the_name_asks_for(tmp_path, monkeypatch, suffix, form):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "y.csv").write_bytes(csv(arrays()[0]))
    names = [f"a.{form}.{suffix}", f"b.{form}.{suffix.upper()}"]
    for name in (f"plain.{form}", *names):
        assert ran("convert", "y.csv", "--to", "one-hot", "-o", name)[0] == 0
    first, second = ((tmp_path / name).read_bytes() for name in names)
    assert first == second
    assert compression_of(first).suffix == f".{suffix}"
    assert len(first) * 3 < os.path.getsize(f"plain.{form}")
    back = [ran("convert", name, "--to", "sparse")[1] for name in (f"plain.{form}", *names)]
    assert back == [(tmp_path / "y.csv").read_bytes()] * 3


@pytest.mark.parametrize("command", [c for kind in COMPRESSIONS for c in (kind.cat, kind.test)])
def test_other_programs_read_what_is_written(tmp_path, command):
    kind = next(kind for kind in COMPRESSIONS if command in {kind.cat, kind.test})
    (tmp_path / "y.csv").write_bytes(csv(arrays()[0]))
    name = tmp_path / f"out.csv{kind.suffix}"
    assert ran("convert", tmp_path / "y.csv", "--to", "sparse", "-o", name)[0] == 0
    try:
        done = subprocess.run([*command.split(), name], capture_output=True, check=False)
    except FileNotFoundError:
        pytest.skip(f"there is no {command}")
    assert (done.returncode, done.stdout) == (
        0,
        (tmp_path / "y.csv").read_bytes() if command == kind.cat else b"",
    )


def test_the_header_of_gzip_holds_neither_name_nor_time(tmp_path):
    (tmp_path / "y.csv").write_bytes(TEXT)
    ran("convert", tmp_path / "y.csv", "--to", "sparse", "-o", tmp_path / "secret.csv.gz")
    assert (tmp_path / "secret.csv.gz").read_bytes()[:9] == b"\x1f\x8b\x08\0\0\0\0\0\0"


@pytest.mark.parametrize("suffix", PACK)
def test_a_conversion_that_fails_leaves_the_old_file_alone(tmp_path, suffix):
    (tmp_path / "y.csv").write_bytes(TEXT * 1000)
    old = tmp_path / f"out.csv.{suffix}"
    old.write_bytes(b"old")
    status = ran("convert", tmp_path / "y.csv", "--to", "one-hot", "--num-classes", 3, "-o", old, "--force")[
        0
    ]
    assert (status, old.read_bytes(), len(os.listdir(tmp_path))) == (1, b"old", 2)


@pytest.mark.parametrize("suffix", PACK)
def test_no_end_is_written_to_a_pipe_after_an_error(tmp_path, suffix):
    (tmp_path / "y.csv").write_bytes(b"label\n" + b"0\n1\n" * 300_000 + b"7\n")
    name = f"out.csv.{suffix}"
    os.mkfifo(tmp_path / name)
    words = ("convert", "y.csv", "--to", "one-hot", "--num-classes", "2", "-o", name)
    with (tmp_path / "got").open("wb") as got, subprocess.Popen(["cat", tmp_path / name], stdout=got):
        done = xentcli(*words, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("xentcli: error: y.csv:600002:")
    with pytest.raises(InputError):
        values(tmp_path / "got")


@pytest.mark.parametrize("suffix", PACK)
def test_a_full_device_is_told(tmp_path, suffix):
    (tmp_path / "y.csv").write_bytes(csv(arrays()[0]))
    (tmp_path / f"full.csv.{suffix}").symlink_to("/dev/full")
    done = xentcli("convert", "y.csv", "--to", "one-hot", "-o", f"full.csv.{suffix}", cwd=tmp_path)
    assert done.returncode == 4
    said = f"xentcli: error: full.csv.{suffix}: No space left on device [XE700]\nhint: "
    assert done.stderr.startswith(said)


def test_a_file_named_for_a_compression_alone_needs_a_format(tmp_path):
    (tmp_path / "y.csv").write_bytes(TEXT)
    words = ("convert", tmp_path / "y.csv", "--to", "sparse", "-o", tmp_path / "out.gz")
    status, _, said = ran(*words)
    assert (status, "--format" in said) == (2, True)
    assert ran(*words, "-f", "tsv")[0] == 0
    assert values(tmp_path / "out.gz") == [0, 1, 2]


@pytest.fixture(scope="module")
def long(tmp_path_factory):
    """A folder with a long file, plain and compressed, and the memory that its verdict takes."""
    folder = tmp_path_factory.mktemp("long")
    text = b"label\n" + b"1\n0\n" * 12_000_000
    for suffix, pack in {"plain": bytes, **PACK}.items():
        if suffix not in {"bz2", "xz"}:
            (folder / f"y.{suffix}").write_bytes(pack(text))
    return folder, measured(sys.executable, "-m", "xentcli", "validate", "y.plain", "-q", cwd=folder).peak


@pytest.mark.parametrize(
    "way", ["{command} y.{suffix}", "cat y.{suffix} | {command} -"], ids=["file", "pipe"]
)
@pytest.mark.parametrize("suffix", ["gz", "zst"])
def test_expanding_takes_little_memory(long, suffix, way):
    folder, plain = long
    line = way.format(command=f"{sys.executable} -m xentcli validate -q", suffix=suffix)
    run = measured("sh", "-c", line, cwd=folder)
    assert run.status == 0
    assert run.peak < plain + 25
