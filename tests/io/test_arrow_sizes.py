"""The memory that compressed batches take is known, and limited, before one is decoded."""

import contextlib
import sys

import numpy as np
import pyarrow as pa
import pytest
from measuring import measured
from pyarrow import ipc
from running import inside

from xentcli.core.errors import InputError
from xentcli.io.columnar.arrow_sizes import check_sizes
from xentcli.io.open_table import open_table
from xentcli.io.source.open import open_source
from xentcli.io.table import ReadOptions

ROWS = 100_000
MANY = pa.table({"label": np.zeros(ROWS, int), "p": np.full(ROWS, 0.5)})
TEXTS = pa.table({"label": pa.array(["a" * 9000, "b"] * 50).dictionary_encode(), "v": [[1.0, 2.0]] * 100})
WRITERS = {"file": ipc.new_file, "stream": ipc.new_stream}


def written(path, rows, kind, codec):
    with WRITERS[kind](path, rows.schema, options=ipc.IpcWriteOptions(compression=codec)) as writer:
        writer.write_table(rows)
    return str(path)


@pytest.mark.parametrize("codec", ["zstd", "lz4"])
@pytest.mark.parametrize("kind", WRITERS)
@pytest.mark.parametrize(("rows", "size"), [(MANY, 16 * ROWS), (TEXTS, 9001)], ids=["numbers", "dictionary"])
def test_a_batch_over_the_limit_is_refused(rows, size, kind, codec, tmp_path):
    path = written(tmp_path / "y.arrow", rows, kind, codec)
    options = ReadOptions(max_memory=size // 8 + 500)
    assert open_table(path, options).shape[0] is None
    done = inside("detect", path, "--labels-column", "label", "--max-memory", size // 8 - 1)
    assert (done.returncode, done.stderr.count("xentcli: error:"), "XE658" in done.stderr) == (3, 1, True)


@pytest.mark.skipif(sys.platform != "linux", reason="memory is measured on Linux")
def test_nothing_is_decoded_before(tmp_path):
    rows = pa.table({"label": np.zeros(25_000_000, int)})
    path = written(tmp_path / "y.arrow", rows, "file", "zstd")
    words = ["-m", "xentcli", "detect", path, "--max-memory", "1000000"]
    done = measured(sys.executable, *words, cwd=tmp_path)
    assert done.status == 3
    assert done.peak < 150


@pytest.mark.parametrize("kind", WRITERS)
def test_what_is_damaged_is_left_to_the_reader(kind, tmp_path):
    path = tmp_path / "y.arrow"
    written(path, TEXTS, kind, "zstd")
    data = path.read_bytes()
    for at in range(0, len(data), 5):
        wrong = data[:at] + bytes([data[at] ^ 0x81]) + data[at + 1 :]
        path.write_bytes(wrong)
        with contextlib.suppress(InputError, OSError):
            check_sizes(open_source(str(path)), 1 << 60)
