"""ORC files: read in pieces, refused where they are damaged, and told from text that begins alike."""

import io

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import orc
from running import inside

from xentcli.core.errors import InputError
from xentcli.io.open_table import open_table
from xentcli.io.table import Cells, ReadOptions

RANDOM = np.random.default_rng(1)
N = 5000
Y = RANDOM.integers(0, 3, N)
P = RANDOM.dirichlet([1, 1, 1], N)
TABLE = pa.table({"a.b": np.arange(N), "label": Y, "name": [f"n{k % 9}" for k in range(N)], "p": P.tolist()})
RIGHT = -np.log(P[np.arange(N), Y]).mean()


def written(table=TABLE, **more):
    file = io.BytesIO()
    orc.write_table(table, file, **more)
    return file.getvalue()


@pytest.mark.parametrize("compression", ["uncompressed", "zlib", "zstd", "snappy", "lz4"])
def test_every_compression_gives_the_loss_of_its_numbers(compression, tmp_path):
    path = tmp_path / "p"
    path.write_bytes(written(compression=compression, stripe_size=1024))
    done = inside("loss", path, "-f", "value")
    assert (done.returncode, float(done.stdout)) == (0, pytest.approx(RIGHT))


def test_blocks_are_small_and_rows_keep_their_order(tmp_path):
    (tmp_path / "p.orc").write_bytes(written())
    table = open_table(str(tmp_path / "p.orc"), ReadOptions(block_rows=300))
    blocks = list(table.blocks((0,)))
    assert max(map(len, blocks)) <= 300
    assert [block.first_row for block in blocks] == [300 * k for k in range(17)]
    assert np.concatenate([block.values[:, 0] for block in blocks]).tolist() == list(range(N))


def test_groups_and_conditions_take_columns_of_text(tmp_path):
    path = tmp_path / "p.orc"
    path.write_bytes(written())
    done = inside("loss", path, "--where", "name=n4", "-f", "value")
    kept = np.arange(N) % 9 == 4
    assert float(done.stdout) == pytest.approx(-np.log(P[kept, Y[kept]]).mean())


def test_one_row_and_no_row(tmp_path):
    path = tmp_path / "p.orc"
    path.write_bytes(written(TABLE.slice(7, 1)))
    done = inside("loss", path, "-f", "value")
    assert float(done.stdout) == pytest.approx(-np.log(P[7, Y[7]]))
    path.write_bytes(written(TABLE.slice(0, 0)))
    done = inside("loss", path)
    assert (done.returncode, "no rows [XE013]" in done.stderr) == (1, True)


def test_a_cut_or_damaged_file_is_refused_or_read_whole(tmp_path):
    data, path = written(TABLE.slice(0, 200)), tmp_path / "p.orc"
    for cut in range(1, len(data), 97):
        path.write_bytes(data[:cut])
        done = inside("loss", path)
        assert done.returncode == 3, cut
    for at in range(3, len(data), 83):
        path.write_bytes(data[:at] + bytes([data[at] ^ 0x55]) + data[at + 1 :])
        assert inside("loss", path, "-f", "value").returncode in {0, 1, 3}


def test_text_that_begins_with_the_same_letters_is_text(tmp_path):
    (tmp_path / "p.csv").write_text("ORC,label\n0.25,1\n0.5,0\n")
    done = inside("loss", tmp_path / "p.csv", "-f", "value")
    assert float(done.stdout) == pytest.approx(-np.log([0.25, 0.5]).mean())


def test_text_called_orc_is_refused(tmp_path):
    (tmp_path / "p.orc").write_text("label,p\n1,0.5\n")
    done = inside("loss", tmp_path / "p.orc")
    assert (done.returncode, "is not an ORC file" in done.stderr) == (3, True)


def test_rows_beyond_the_memory_are_refused(tmp_path):
    texts = pa.table({"label": Y[:64], "t": ["x" * 5000] * 64, "p": P[:64].tolist()})
    (tmp_path / "p.orc").write_bytes(written(texts))
    table = open_table(str(tmp_path / "p.orc"), ReadOptions(max_memory=1 << 16))
    with pytest.raises(InputError, match="more than --max-memory"):
        list(table.blocks((1,), Cells.TEXT))
