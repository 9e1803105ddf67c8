"""NPY files: every valid one is read as NumPy reads it, and every other is refused before it can do harm."""

import contextlib
import io
import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from xentcli.core.errors import DataError, InputError, XentError
from xentcli.io.arrays.npy import NpyTable
from xentcli.io.open_table import open_table
from xentcli.io.source.spool import spooled
from xentcli.io.table import Cells, ReadOptions


def npy(array, version=None):
    file = io.BytesIO()
    np.lib.format.write_array(file, array, version=version)
    return file.getvalue()


def headed(text, body=b"", version=(1, 0)):
    """An NPY file with this header, whatever it says."""
    text = text if isinstance(text, bytes) else text.encode("latin-1")
    length = struct.pack("<H" if version[0] == 1 else "<I", len(text))
    return b"\x93NUMPY" + bytes(version) + length + text + body


def described(descr="'<f8'", shape="(1,)", order="False"):
    return f"{{'descr': {descr}, 'fortran_order': {order}, 'shape': {shape}, }}"


def table(data, **options):
    return NpyTable(spooled(io.BytesIO(data).read, "a.npy"), ReadOptions(**options))


def values(data, columns=None, **options):
    return np.concatenate([block.values for block in table(data, **options).blocks(columns)])


NUMBERS = [
    "?",
    "i1",
    "<i2",
    ">i4",
    "<i8",
    ">i8",
    "u1",
    ">u2",
    "<u4",
    "<u8",
    "<f2",
    ">f2",
    "<f4",
    ">f4",
    "<f8",
    ">f8",
]
arrays = st.sampled_from(NUMBERS).flatmap(
    lambda dtype: hnp.arrays(dtype, hnp.array_shapes(min_dims=1, max_dims=4, max_side=6))
)


@given(arrays, st.sampled_from([(1, 0), (2, 0), (3, 0)]), st.booleans(), st.sampled_from([None, 1, 2, 100]))
def test_a_valid_file_is_read_as_numpy_reads_it(array, version, fortran, block_rows):
    array = np.asfortranarray(array) if fortran else array
    data = npy(array, version)
    found, wanted = values(data, block_rows=block_rows), np.load(io.BytesIO(data))
    assert found.dtype == wanted.dtype.newbyteorder("=")
    assert found.dtype.isnative
    assert found.flags.c_contiguous
    assert found.tobytes() == wanted.astype(wanted.dtype.newbyteorder("="), order="C").tobytes()


@given(hnp.arrays("<f4", (7, 5)), st.lists(st.integers(0, 4), min_size=1, unique=True), st.booleans())
def test_columns_are_chosen_in_any_order(array, columns, fortran):
    data = npy(np.asfortranarray(array) if fortran else array)
    assert values(data, tuple(columns), block_rows=3).tobytes() == array[:, columns].tobytes()


def test_a_table_knows_its_shape_before_reading():
    found = table(npy(np.zeros((4, 3), ">f4")))
    assert (found.shape, found.dtype, found.numeric) == ((4, 3), np.dtype("f4"), (True,) * 3)
    assert (found.columns, found.index_column) == (None, None)


def test_blocks_know_their_place():
    blocks = list(table(npy(np.arange(10).reshape(5, 2)), block_rows=2).blocks((1,)))
    assert [(block.first_row, block.values.tolist()) for block in blocks] == [
        (0, [[1], [3]]),
        (2, [[5], [7]]),
        (4, [[9]]),
    ]
    assert str(blocks[1].place(1, 0)) == "a.npy: column '1' (row 4)"


def test_one_column_of_labels_is_a_vector():
    (block,) = table(npy(np.array([[2], [0]]))).blocks(None, Cells.LABELS)
    assert block.values.tolist() == [2, 0]


@pytest.mark.parametrize(
    "array",
    [
        np.array(["dog", "cat", "dog"]),
        np.array([b"dog", b"cat", b"dog"]),
        np.array(["dog", "cat", "dog"], ">U9"),
    ],
)
def test_text_is_read_as_names(array):
    found = table(npy(array))
    (block,) = found.blocks(None, Cells.LABELS)
    assert [block.value(row) for row in range(3)] == ["dog", "cat", "dog"]
    assert found.numeric == (False,)
    with pytest.raises(DataError) as caught:
        list(found.blocks())
    assert (caught.value.code, caught.value.place.row, caught.value.value) == ("XE020", 1, "dog")


def test_numbers_can_be_read_as_names():
    (block,) = table(npy(np.array([10, 9, 10]))).blocks(None, Cells.NAMES)
    assert [block.value(row) for row in range(3)] == ["10", "9", "10"]


def test_two_passes_at_once_do_not_disturb_each_other():
    found = table(npy(np.arange(9)), block_rows=2)
    pairs = list(zip(found.blocks(), found.blocks(), strict=True))
    assert all(a.values.tolist() == b.values.tolist() for a, b in pairs)


def test_python_2_wrote_long_integers():
    assert values(headed(described("'|u1'", "(3L,)"), b"abc")).tolist() == [97, 98, 99]


REFUSED = {
    "object array": (npy(np.array([1, None], object)), "XE613", "pickle refused"),
    "object in a structure": (
        headed(described("[('a', '|O'), ('b', '<i8')]", "(1,)"), b"x" * 16),
        "XE613",
        "pickle refused",
    ),
    "10**12 rows in no bytes": (
        headed(described(shape=f"({10**12},)")),
        "XE632",
        "needs 8e12 bytes and has 0",
    ),
    "a product that wraps": (headed(described(shape=f"({2**32}, {2**32})")), "XE632", "needs 1.47e20 bytes"),
    "a negative shape": (headed(described(shape="(-2, -3)"), b"x" * 48), "XE630", "shape"),
    "a shape over 64 bits": (headed(described(shape=f"({2**64},)")), "XE630", "shape"),
    "truth as a shape": (headed(described(shape="(True,)"), b"x" * 8), "XE630", "shape"),
    "65 axes": (headed(described(shape="(" + "1," * 65 + ")"), b"x" * 8), "XE630", "shape"),
    "72 of 80 bytes": (npy(np.arange(10))[:-8], "XE632", "needs 80 bytes and has 72"),
    "80 bytes too many": (npy(np.arange(10)) + b"x" * 80, "XE633", "80 trailing bytes"),
    "zero width": (headed(described("'|S0'", f"({10**18},)")), "XE634", "items of 0 bytes"),
    "zero width in a subarray": (headed(described("'(0,)f8'", "(3,)")), "XE634", "items of 0 bytes"),
    "a header of 20,000 bytes": (headed(described() + " " * 20_000), "XE630", "a header of 20057 bytes"),
    "a header of 4 GiB": (b"\x93NUMPY\x02\x00\xff\xff\xff\xff{", "XE630", "4294967295"),
    "4,000 parentheses": (headed("(" * 4000), "XE630", "header"),
    "4,000 minuses": (headed(described(shape="(" + "-" * 4000 + "1,)")), "XE630", ""),
    "an unknown version": (headed(described(), b"x" * 8, version=(9, 9)), "XE631", "9.9"),
    "only a magic": (b"\x93NUMPY", "XE630", "ends inside its header"),
    "half a header": (headed(described())[:20], "XE630", "ends inside its header"),
    "shape twice": (
        headed("{'descr': '<f8', 'fortran_order': False, 'shape': (1,), 'shape': (2,)}", b"x" * 16),
        "XE630",
        "keys",
    ),
    "a key too many": (
        headed("{'descr': '<f8', 'fortran_order': False, 'shape': (1,), 'x': 1}", b"x" * 8),
        "XE630",
        "keys",
    ),
    "a key unpacked": (headed("{**{}, 'descr': '<f8', 'shape': (1,)}", b"x" * 8), "XE630", "keys"),
    "a call": (headed("dict(descr='<f8')"), "XE630", "dictionary"),
    "an order that is 1": (headed(described(order="1"), b"x" * 8), "XE630", "fortran_order"),
    "no dtype": (headed(described("'nonsense'"), b"x" * 8), "XE630", "dtype"),
    "a dtype that is a number": (headed(described("8"), b"x" * 8), "XE630", "dtype"),
    "bytes that are no text": (headed(b"{'descr': '\xff'}", version=(3, 0)), "XE630", "header"),
    "a number of 5,000 digits": (headed(described(shape=f"({'9' * 5000},)")), "XE630", "header"),
    "not NPY": (b"PKx" * 10, "XE614", "not an NPY file"),
    "letters beyond Unicode": (npy(np.array(["ab"]))[:-4] + b"\xff\xff\xff\x7f", "XE620", "not Unicode"),
    "names that are no UTF-8": (npy(np.array([b"caf\xe9"])), "XE620", "not UTF-8"),
}


@pytest.mark.parametrize(("data", "code", "said"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_whole_npy_file_is_refused(data, code, said):
    with pytest.raises(InputError) as caught:
        list(table(data).blocks(None, Cells.LABELS))
    assert caught.value.code == code
    assert said in caught.value.message
    assert caught.value.place.file == "a.npy"


WRONG = {
    "complex": (npy(np.zeros(3, complex)), "XE030"),
    "dates": (npy(np.array(["2024-01-01"], "M8[D]")), "XE031"),
    "durations": (npy(np.array([1], "m8[s]")), "XE031"),
    "a structure": (npy(np.zeros(3, [("a", "f4"), ("b", "i8")])), "XE032"),
    "raw bytes": (headed(described("'|V3'", "(3,)"), b"x" * 9), "XE032"),
    "a scalar": (npy(np.array(3.0)), "XE035"),
    "no rows": (npy(np.zeros(0)), "XE013"),
    "no rows of three": (npy(np.zeros((0, 3))), "XE013"),
    "no columns": (npy(np.zeros((3, 0))), "XE034"),
    "truth values of 2": (headed(described("'|b1'", "(3,)"), b"\x00\x01\x02"), "XE036"),
    "an empty name": (npy(np.array(["cat", ""])), "XE015"),
}


@pytest.mark.parametrize(("data", "code"), WRONG.values(), ids=WRONG)
def test_a_valid_file_of_what_is_no_label_is_a_data_error(data, code):
    with pytest.raises(DataError) as caught:
        list(table(data).blocks(None, Cells.LABELS))
    assert caught.value.code == code


@pytest.mark.skipif(np.dtype(np.longdouble).itemsize <= 8, reason="no longer floats here")
def test_longer_floats_are_refused():
    with pytest.raises(DataError):
        table(npy(np.zeros(3, np.longdouble)))


def test_wrong_rows_are_told_and_the_others_read():
    told = []
    blocks = list(table(headed(described("'|b1'", "(4,)"), b"\x00\x07\x01\x01")).blocks(complain=told.append))
    assert [(block.first_row, block.values.tolist()) for block in blocks] == [(0, [False]), (2, [True, True])]
    assert [error.place.row for error in told] == [2]


VALID = npy(np.arange(6.0).reshape(2, 3))


@given(
    st.lists(st.tuples(st.integers(0, 200), st.integers(0, 255)), min_size=1, max_size=4), st.integers(0, 40)
)
def test_a_damaged_header_gives_an_error_or_an_array_of_its_size(changes, cut):
    data = bytearray(VALID)
    for at, byte in changes:
        data[at % len(data)] = byte
    data = bytes(data[: len(data) - cut])
    try:
        blocks = list(table(data).blocks(None, Cells.LABELS))
    except XentError:
        return
    assert sum(block.values.nbytes for block in blocks) <= 4 * len(data)


@given(st.text(st.sampled_from("{}()[],:'\"\\ descrfotanhpuFTls_0123<>|O8-*L\n\0"), max_size=120))
def test_any_header_is_an_array_or_our_error(text):
    with contextlib.suppress(XentError):
        table(headed(text, b"x" * 64))


def test_a_pipe_is_read_like_a_file():
    found = open_table("-", ReadOptions(), stdin=io.BytesIO(npy(np.arange(5))))
    for _ in range(2):
        assert [block.values.tolist() for block in found.blocks()] == [[0, 1, 2, 3, 4]]
