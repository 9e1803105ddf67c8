"""A pipe that is read once: the same bytes and rows as of a file, and nothing kept."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xentcli.core.errors import InputError
from xentcli.io.open_table import open_table
from xentcli.io.source.pipe import Stream
from xentcli.io.table import Cells, ReadOptions

TEXT = b"label,x\n" + b"".join(b"%d,a%d\n" % (i % 7, i) for i in range(20_000))


def stream_of(data, step):
    pieces = iter([data[i : i + step] for i in range(0, len(data), step)])
    return Stream(lambda: next(pieces, b""), "stdin")


@given(st.binary(max_size=60), st.integers(1, 9), st.lists(st.tuples(st.integers(0, 70), st.integers(0, 70))))
def test_before_it_forgets_a_stream_reads_as_a_file_does(data, step, reads):
    stream = stream_of(data, step)
    for offset, size in reads:
        assert stream.read_at(offset, size) == data[offset : offset + size]


@given(st.binary(max_size=60), st.integers(1, 9), st.lists(st.integers(1, 20)), st.integers(0, 20))
def test_afterwards_it_goes_on_and_keeps_nothing(data, step, sizes, start):
    stream = stream_of(data, step)
    stream.read_at(0, 10)
    stream.forget()
    offset = start
    for size in sizes:
        found = stream.read_at(offset, size)
        assert found == data[offset : offset + size]
        offset += len(found)
        assert len(stream._kept) < step + 10


@given(st.binary(min_size=1, max_size=60), st.integers(1, 9), st.integers(0, 30))
def test_it_can_still_be_kept_as_a_whole(data, step, read):
    stream = stream_of(data, step)
    stream.read_at(0, read)
    assert stream.whole().read_at(0, 100) == data


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_the_rows_are_those_of_a_file(tmp_path, encoding):
    data = TEXT.decode().encode(encoding)
    (tmp_path / "y.csv").write_bytes(data)
    options = ReadOptions(encoding=encoding)
    tables = [
        open_table(str(tmp_path / "y.csv"), options),
        open_table("-", options, stdin=io.BytesIO(data), once=True),
    ]
    rows = [[v for b in table.blocks((0,), Cells.LABELS) for v in b.values.tolist()] for table in tables]
    assert rows[0] == rows[1] == [i % 7 for i in range(20_000)]


def test_an_empty_stream_is_an_empty_input():
    with pytest.raises(InputError, match="empty input"):
        open_table("-", ReadOptions(), stdin=io.BytesIO(b""), once=True)
