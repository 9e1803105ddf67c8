"""Paths, pipes and formats: what is opened, and what is refused with what to do instead."""

import gc
import gzip
import io
import os
import pickle
import subprocess
import sys
import threading
from importlib import import_module

import numpy as np
import pytest

from xentcli.core.errors import InputError, UsageError
from xentcli.io.open_table import open_table
from xentcli.io.registry import FORMATS
from xentcli.io.source.open import open_source
from xentcli.io.table import Cells, ReadOptions
from xentcli.io.text.delimited import Delimited

ROOT = os.geteuid() == 0


def opened(path, member=None, usual=(), stdin=None, **options):
    return open_table(str(path), ReadOptions(**options), member=member, usual=usual, stdin=stdin)


def values(table, cells=Cells.LABELS):
    return [value for block in table.blocks(None, cells) for value in block.values.tolist()]


def refused(path, **options):
    with pytest.raises(InputError) as caught:
        opened(path, **options)
    return caught.value


@pytest.fixture
def files(tmp_path):
    """The same labels in every format."""
    np.save(tmp_path / "y.npy", [1, 2, 0])
    np.savez(tmp_path / "y.npz", labels=[1, 2, 0])
    for name in ("y.csv", "y.tsv", "y.txt", "y"):
        (tmp_path / name).write_text("label\n1\n2\n0\n")
    return tmp_path


@pytest.mark.parametrize("name", ["y.npy", "y.npz", "y.csv", "y.tsv", "y.txt", "y"])
def test_every_format_is_recognised_and_read_again_and_again(files, name):
    table = opened(files / name)
    assert [values(table), values(table)] == [[1, 2, 0]] * 2


def test_every_format_has_an_opener():
    for known in FORMATS.values():
        module, function = known.opener.split(":")
        assert callable(getattr(import_module(f"xentcli.io.{module}"), function))


def test_content_goes_before_the_name(files):
    (files / "y.npy").rename(files / "z.csv")
    assert values(opened(files / "z.csv")) == [1, 2, 0]
    (files / "y.csv").rename(files / "z.gz")
    assert values(opened(files / "z.gz")) == [1, 2, 0]


def test_a_format_that_is_said_goes_before_both(files):
    (files / "t.npy").write_text("a\tb\n1\t2\n")
    assert opened(files / "t.npy", input_format="tsv").columns == ("a", "b")
    with pytest.raises(UsageError) as caught:
        opened(files / "y.csv", input_format="cvs")
    assert "csv" in caught.value.hint


def test_tabs_delimit_where_the_name_says_so(tmp_path):
    (tmp_path / "t.tsv").write_text("a,b\tc\n1\t2\n")
    assert opened(tmp_path / "t.tsv").columns == ("a,b", "c")


CONTENTS = {
    "Parquet": (b"PAR1" + b"\0" * 20, "XE650", "again"),
    "Arrow": (b"ARROW1\0\0" + b"\0" * 20, "XE650", "again"),
    "Feather 1": (b"FEA1" + b"\0" * 20, "XE612", "pandas.read_feather"),
    "Avro": (b"Obj\1" + b"\0" * 20, "XE612", "fastavro"),
    "IDX": (b"\0\0\x08\x01" + b"\0" * 2, "XE653", "again"),
    "a pickle": (pickle.dumps([1, 2]), "XE613", "numpy.save"),
    "nothing": (b"", "XE605", "fail"),
}


@pytest.mark.parametrize(("data", "code", "hint"), CONTENTS.values(), ids=CONTENTS)
def test_other_contents_are_named_with_a_way_out(tmp_path, data, code, hint):
    (tmp_path / "y.csv").write_bytes(data)
    error = refused(tmp_path / "y.csv")
    assert error.code == code
    assert hint in error.hint


def test_a_pickle_called_npy_is_refused_and_never_run(tmp_path):
    class Trap:
        def __reduce__(self):
            return os.mkdir, (str(tmp_path / "sprung"),)

    (tmp_path / "y.npy").write_bytes(pickle.dumps(Trap()))
    assert "pickle refused" in refused(tmp_path / "y.npy").message
    assert not (tmp_path / "sprung").exists()


def test_text_called_npy_is_not_taken_for_text(files):
    (files / "t.npy").write_text("label\n1\n")
    assert refused(files / "t.npy").code == "XE614"
    (files / "t.npz").write_text("label\n1\n")
    assert refused(files / "t.npz").code == "XE614"


def test_a_missing_file_gets_the_nearest_name(files):
    error = refused(files / "y.cvs")
    assert error.code == "XE601"
    assert str(files / "y.csv") in error.hint
    assert "folder not found" in refused(files / "nowhere" / "y.csv").hint


def test_other_paths_that_cannot_be_read(tmp_path):
    assert refused(tmp_path).code == "XE680"
    assert refused(f"file://{tmp_path}").code == "XE602"
    assert refused("ftp://example.org/y.csv").code == "XE604"
    assert refused("simplecache::s3://bucket/y.csv").code in {"XE601", "XE604"}
    assert refused("y\0.csv").code == "XE601"
    assert refused("x" * 5000).code == "XE600"


@pytest.mark.skipif(ROOT, reason="root may read everything")
def test_permission_denied(files):
    (files / "y.csv").chmod(0)
    assert refused(files / "y.csv").code == "XE603"


@pytest.mark.skipif(sys.platform != "linux", reason="needs /proc")
def test_files_without_a_size_are_read_and_errors_of_reading_are_ours():
    assert refused("/proc/self/mem").code == "XE600"
    assert open_source("/proc/self/status").size > 0


@pytest.mark.parametrize("name", [b"caf\xe9.csv", b"a\nb.csv", b"\x1b[31m.csv", b"-y.csv"])
def test_any_file_name_is_read(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    path = os.fsdecode(name)
    with open(path, "w") as file:
        file.write("label\n1\n2\n")
    assert values(opened(path)) == [1, 2]


@pytest.mark.parametrize("name", ["y.npy", "y.npz", "y.csv"])
def test_standard_input_is_read_like_a_file(files, name):
    table = opened("-", stdin=io.BytesIO((files / name).read_bytes()))
    assert [values(table), values(table)] == [[1, 2, 0]] * 2
    assert table.name.startswith("stdin")


def test_an_empty_pipe_is_empty_input():
    assert refused("-", stdin=io.BytesIO()).code == "XE605"


def test_a_closed_standard_input_is_an_error(monkeypatch):
    monkeypatch.setattr(sys, "stdin", None)
    assert refused("-").code == "XE608"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no FIFOs here")
def test_a_fifo_written_byte_by_byte_is_read_whole(tmp_path):
    path = tmp_path / "y"
    os.mkfifo(path)

    def write():
        with open(path, "wb", buffering=0) as fifo:
            for byte in b"label\n1\n2\n":
                fifo.write(bytes([byte]))

    thread = threading.Thread(target=write)
    thread.start()
    assert values(opened(path)) == [1, 2]
    thread.join()


READ = """
import sys
from xentcli.io.table import ReadOptions
from xentcli.io.open_table import open_table
table = open_table(sys.argv[1], ReadOptions())
print(table.name, *(block.values.tolist() for block in table.blocks()))
"""


@pytest.mark.parametrize("path", ["-", "/dev/stdin"])
@pytest.mark.parametrize("piped", [True, False])
def test_real_pipes_and_redirections(files, path, piped):
    with open(files / "y.npy", "rb") as file:
        fed = {"input": file.read()} if piped else {"stdin": file}
        done = subprocess.run([sys.executable, "-c", READ, path], capture_output=True, check=True, **fed)
    assert done.stdout.decode().split() == ["stdin" if path == "-" else path, "[1,", "2,", "0]"]


def test_a_file_that_changes_while_it_is_read_is_an_error(files):
    for name in ("y.npy", "y.npz", "y.csv"):
        blocks = opened(files / name, block_rows=1).blocks()
        next(blocks)
        with open(files / name, "ab") as file:
            file.write(b"1\n")
        with pytest.raises(InputError) as caught:
            list(blocks)
        assert "changed while reading" in caught.value.message


def test_a_file_cut_while_it_is_read_is_an_error(files):
    np.save(files / "y.npy", np.arange(10_000))
    blocks = opened(files / "y.npy", block_rows=1).blocks()
    next(blocks)
    os.truncate(files / "y.npy", 100)
    with pytest.raises(InputError) as caught:
        list(blocks)
    assert caught.value.code == "XE606"


def test_a_file_replaced_while_it_is_read_stays_what_it_was(files):
    blocks = opened(files / "y.csv", block_rows=1).blocks(None, Cells.LABELS)
    next(blocks)
    (files / "z").write_text("label\n9\n9\n9\n")
    os.replace(files / "z", files / "y.csv")
    assert [block.values.tolist() for block in blocks] == [[2], [0]]


def test_many_readers_of_one_pipe_do_not_disturb_each_other(tmp_path):
    text = "label\n" + "".join(f"{k}\n" for k in range(5000))
    table = Delimited(open_source("-", io.BytesIO(text.encode())), ReadOptions(), piece=100)
    found = {}

    def read(number):
        found[number] = values(table)

    threads = [threading.Thread(target=read, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(found[number] == list(range(5000)) for number in range(4))


def test_nothing_is_left_open_or_behind(files, tmp_path):
    def count():
        return len(os.listdir("/proc/self/fd")) if sys.platform == "linux" else 0

    gc.collect()  # errors that earlier tests caught may hold files open
    before = count()
    for _ in range(20):
        values(opened("-", stdin=io.BytesIO(b"label\n1\n")))
        values(opened("-", stdin=io.BytesIO(gzip.compress(b"label\n1\n"))))
        values(opened(files / "y.npz"))
    assert count() == before


def test_block_rows_below_one_is_a_usage_error(files):
    with pytest.raises(UsageError):
        opened(files / "y.csv", block_rows=0)


FLAT = r"""
import re
from pathlib import Path
from xentcli.io.table import ReadOptions
from xentcli.io.open_table import open_table
rows = sum(len(block) for block in open_table("-", ReadOptions()).blocks())
print(rows, re.search(r"VmHWM:\s*(\d+)", Path("/proc/self/status").read_text())[1])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="memory is counted in other units")
def test_memory_does_not_grow_with_the_input():
    peaks = []
    for rows in (2_000_000, 8_000_000):
        text = b"p\n" + b"0.25\n" * rows
        done = subprocess.run([sys.executable, "-c", FLAT], input=text, capture_output=True, check=True)
        count, peak = map(int, done.stdout.split())
        assert count == rows
        peaks.append(peak)
    assert peaks[1] < peaks[0] * 1.15 + 4096
