"""Text files against Python's strict csv and float: the same values or an error, whatever the cutting."""

import csv
import io
import math

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from xentcli.core.errors import XentError
from xentcli.io.source.spool import spooled
from xentcli.io.table import Cells, ReadOptions
from xentcli.io.text import delimited, header
from xentcli.io.text.delimited import Delimited

WHOLE = 1 << 20
CAREFUL, QUICK, WIDE = (1 << 40, 64), (0, 64), (0, 1)
"""From how many bytes a piece is read the quick way, and from how many columns as one long column."""
EVERY_WAY = [(5, *CAREFUL), (64, *QUICK), (64, *WIDE), (WHOLE, *CAREFUL), (WHOLE, *QUICK), (WHOLE, *WIDE)]
"""A piece of five bytes cuts through every row; pyarrow is too slow to be asked for so little."""

integers = st.integers(-(2**53) + 1, 2**53 - 1).map(str)
floats = st.floats(allow_nan=True, allow_infinity=True).map(repr)
names = st.text(st.sampled_from("ab é€\"',;\n\r.-1"), min_size=1, max_size=6)
MUTANTS = b"\",\n\r;0159.eE+-xX_naifTrue \t\0\xe9\xff\xc3\xa9(#'"


def written(rows, **style):
    text = io.StringIO(newline="")
    csv.writer(text, **style).writerows(rows)
    return text.getvalue().encode()


styles = st.fixed_dictionaries(
    {
        "lineterminator": st.sampled_from(["\n", "\r\n"]),
        "quoting": st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    }
)


def read(data, cells, column, way, block_rows=None):
    """The outcome of reading: values with their types, or the error's code and place."""
    size, delimited.QUICK_FROM, header.WIDE = way
    source = spooled(io.BytesIO(data).read, "t.csv")
    try:
        table = Delimited(source, ReadOptions(header=True, delimiter=",", block_rows=block_rows), piece=size)
        blocks = list(table.blocks(None if column is None else (column,), cells))
    except XentError as error:
        return error.code, error.place
    assert [b.first_row for b in blocks] == [sum(map(len, blocks[:k])) for k in range(len(blocks))]
    return [value for block in blocks for value in values_of(block)]


def values_of(block):
    values = block.values.tolist()
    return [block.categories[code] for code in values] if block.categories is not None else values


@pytest.fixture(autouse=True)
def _thresholds_restored(monkeypatch):
    monkeypatch.setattr(delimited, "QUICK_FROM", delimited.QUICK_FROM)
    monkeypatch.setattr(header, "WIDE", header.WIDE)


def same(found, wanted):
    """Equal, with NaN equal to NaN and -0.0 unlike 0.0."""
    return repr(found) == repr(wanted)


def oracle(data):
    """The cells that Python's strict reader finds, or None."""
    try:
        rows = list(csv.reader(io.StringIO(data.decode(), newline=""), strict=True))
    except (csv.Error, UnicodeDecodeError):
        return None
    return rows[1:]


@given(
    st.integers(1, 4).flatmap(
        lambda k: st.lists(st.lists(floats, min_size=k, max_size=k), min_size=1, max_size=10)
    ),
    styles,
)
def test_floats_are_read_as_python_reads_them_however_they_are_cut(rows, style):
    data = written([[f"p{c}" for c in range(len(rows[0]))], *rows], **style)
    wanted = [[float(cell) for cell in row] for row in rows]
    for way in EVERY_WAY:
        assert same(read(data, Cells.NUMBERS, None, way, 7), wanted)


@given(st.lists(integers, min_size=1, max_size=12), styles)
def test_integers_are_read_exactly(cells, style):
    data = written([["label"], *([cell] for cell in cells)], **style)
    for way in EVERY_WAY:
        assert read(data, Cells.LABELS, 0, way, 1) == [int(cell) for cell in cells]


@given(st.lists(st.tuples(names, names), min_size=1, max_size=10), styles)
def test_names_are_read_as_they_were_written(rows, style):
    assume(all(cell.strip(" \t") and not set("\r\n") & set(cell) and "\r" not in text for text, cell in rows))
    data = written([["text", "name"], *rows], **style)
    for way in EVERY_WAY:
        assert read(data, Cells.NAMES, 1, way) == [name for _, name in rows]


def mutated(data, changes):
    body = bytearray(data)
    for kind, place, byte in changes:
        at = place % (len(body) + 1)
        if kind == "insert":
            body[at:at] = bytes([byte])
        elif kind == "delete":
            del body[at : at + 1]
        else:
            body[at : at + 1] = bytes([byte])
    return bytes(body)


changes = st.lists(
    st.tuples(
        st.sampled_from(["insert", "delete", "replace"]), st.integers(0, 400), st.sampled_from(MUTANTS)
    ),
    max_size=4,
)
files = st.builds(
    lambda rows, style, changes: mutated(written([["a", "b"], *rows], **style), changes),
    st.lists(st.tuples(st.one_of(floats, integers), st.one_of(integers, names)), min_size=1, max_size=8),
    styles,
    changes,
)


@given(files)
@example(b'a,b\n1,"x"\n2,"y\n')
@example(b"a,b\n1,2\n\n")
@example(b'a,b\n"1"1,2\n')
@example(b"a,b\n1,2\ra,b\n1,2\n")
def test_damaged_numbers_are_python_s_numbers_or_an_error(data):
    outcomes = [read(data, Cells.NUMBERS, 0, way) for way in EVERY_WAY]
    assert all(same(outcome, outcomes[0]) for outcome in outcomes)
    if isinstance(outcomes[0], list):
        rows = oracle(data)
        assert rows is not None
        assert all(len(row) == len(rows[0]) for row in rows)
        assert same([row[0] for row in outcomes[0]], [float(row[0].strip(" \t")) for row in rows])


@given(files, st.sampled_from([0, 1]))
@example(b"a,b\n1,007\n1,8\n", 1)
@example(b"a,b\n1,0x1\n", 1)
@example(b'a,b\n1,"2\n3"\n', 1)
@example(b"a,b\n1,1e400\n", 1)
@example(b"a,b\n1,nan(1)\n1,2\n", 1)
@example(b"ab\n0.0,0\n", 0)
def test_damaged_labels_are_what_is_written_or_an_error(data, column):
    for way in EVERY_WAY:
        outcome = read(data, Cells.LABELS, column, way)
        if isinstance(outcome, list):
            cells = [row[column] for row in oracle(data)]
            assert len(outcome) == len(cells)
            assert all(means(value, cell) for value, cell in zip(outcome, cells, strict=True))


def means(value, cell):
    """Whether a value is what the cell says."""
    if isinstance(value, str):
        return value == cell
    if isinstance(value, bool):
        return cell.strip().lower() == str(value).lower()
    if isinstance(value, int):
        return int(cell) == value and cell.isascii()
    number = float(cell)
    return (number == value or (math.isnan(number) and math.isnan(value))) and cell.isascii()


@given(files, st.sampled_from([Cells.LABELS, Cells.NAMES, Cells.NUMBERS]))
def test_the_quick_way_and_the_careful_way_agree(data, cells):
    for size in (64, WHOLE):
        careful, *quick = (read(data, cells, 1, (size, *way)) for way in (CAREFUL, QUICK, WIDE))
        assert all(same(found, careful) for found in quick)
