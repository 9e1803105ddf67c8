"""Text files: what is read and what is refused, said with its place."""

import io
import time

import numpy as np
import pytest

from xentcli.core.errors import DataError, InputError, UsageError, XentError
from xentcli.io.source.spool import spooled
from xentcli.io.table import Cells, ReadOptions
from xentcli.io.text import delimited, header
from xentcli.io.text.delimited import Delimited


@pytest.fixture(autouse=True, params=["careful", "quick"])
def path_taken(request, monkeypatch):
    """Every case is read the careful way, and the quick way as far as that goes."""
    monkeypatch.setattr(delimited, "QUICK_FROM", 0 if request.param == "quick" else 1 << 40)


def table(text, piece=None, tabs=False, **options):
    data = text.encode() if isinstance(text, str) else text
    source = spooled(io.BytesIO(data).read, "t.csv")
    return Delimited(source, ReadOptions(**options), piece=piece, tabs=tabs)


def rows(blocks):
    """All values as Python has them, names in place of codes."""
    found = []
    for block in blocks:
        values = block.values.tolist()
        found += [block.categories[code] for code in values] if block.categories is not None else values
    return found


def labels(text, column=0, **options):
    return rows(table(text, **options).blocks((column,), Cells.LABELS))


def numbers(text, **options):
    return rows(table(text, **options).blocks())


def error_of(text, cells=Cells.LABELS, column=0, **options):
    with pytest.raises(XentError) as caught:
        list(table(text, **options).blocks((column,), cells))
    return caught.value


LABELS = {
    "integers below a header": ("label\n1\n2\n0\n", [1, 2, 0]),
    "integers without one": ("0\n1\n2\n", [0, 1, 2]),
    "no final newline": ("label\n1\n2", [1, 2]),
    "CR LF": ("label\r\n1\r\n2\r\n", [1, 2]),
    "a byte order mark": ("\ufefflabel\n1\n2\n", [1, 2]),
    "UTF-16 with a mark": ("label\n1\n2\n".encode("utf-16"), [1, 2]),
    "UTF-32 with a mark": ("label\n1\n2\n".encode("utf-32"), [1, 2]),
    "quoted integers": ('label\n"1"\n"2"\n', [1, 2]),
    "blanks around integers": ("label\n 1\n2\t\n", [1, 2]),
    "negative ones": ("label\n-1\n-0\n", [-1.0, -0.0]),
    "floats that are whole": ("label\n0.0\n1.0\n", [0.0, 1.0]),
    "exponents and plus signs": ("label\n1e0\n+1\n-0\n", [1.0, 1.0, -0.0]),
    "True and False": ("label\nTrue\nFalse\n", [True, False]),
    "TRUE and false": ("label\nTRUE\nfalse\n", [True, False]),
    "names": ("label\ncat\ndog\ncat\n", ["cat", "dog", "cat"]),
    "names that mean nothing elsewhere": ("label\nNA\nNone\nnull\n", ["NA", "None", "null"]),
    "dates are names": ("label\n2024-01-01\n1-2\n", ["2024-01-01", "1-2"]),
    "names keep their blanks": ("label\ncat\ncat \n", ["cat", "cat "]),
    "a name that could act on a terminal": ("label\n[/foo]\n\x1b[31m\n", ["[/foo]", "\x1b[31m"]),
    "composed and decomposed letters": ("label\né\ne\u0301\n", ["é", "e\u0301"]),
    "a quoted name with everything in it": ('label\n"a ""b"", c"\nd\n', ['a "b", c', "d"]),
    "names and numbers stay text": ("label\n1\ncat\n0x1\n", ["1", "cat", "0x1"]),
    "a header that numpy marks": ("# label\n1\n2\n", [1, 2]),
}


@pytest.mark.parametrize(("text", "wanted"), LABELS.values(), ids=LABELS)
def test_labels_are_read_as_they_are_written(text, wanted):
    assert repr(labels(text)) == repr(wanted)


def test_nan_among_numbers_is_left_for_the_evidence():
    assert repr(labels("label\n1\nnan\ninf\n")) == "[1.0, nan, inf]"


def test_names_are_read_as_text_where_asked():
    blocks = table("label\n007\n1\nTrue\n").blocks((0,), Cells.NAMES)
    assert rows(blocks) == ["007", "1", "True"]


NUMBERS = {
    "fractions": ("a,b\n0.25,0.75\n.5,5.\n", [[0.25, 0.75], [0.5, 5.0]]),
    "without a header": ("0.05,0.95,0\n0.1,0.8,0.1\n", [[0.05, 0.95, 0.0], [0.1, 0.8, 0.1]]),
    "0..K-1 above fractions": ("0,1\n0.5,0.5\n", [[0.5, 0.5]]),
    "0..K-1 above truth values": ("0,1\nTrue,False\n", [[1.0, 0.0]]),
    "0..K-1 above zeros and ones": ("0,1,2\n0,1,0\n", [[0.0, 1.0, 0.0]]),
    "an index of pandas": (",a\n0,0.5\n1,0.25\n", [[0.0, 0.5], [1.0, 0.25]]),
    "infinite logits": ("a,b\n-inf,1e-400\nInfinity,-1e308\n", [[-np.inf, 0.0], [np.inf, -1e308]]),
    "tabs": ("a\tb\n1\t2\n", [[1.0, 2.0]]),
    "semicolons": ("a;b\n1;2\n", [[1.0, 2.0]]),
    "bars": ("a|b\n1|2\n", [[1.0, 2.0]]),
    "line breaks in quotes in the header": ('"a\nb",c\n1,2\n', [[1.0, 2.0]]),
}


@pytest.mark.parametrize(("text", "wanted"), NUMBERS.values(), ids=NUMBERS)
def test_numbers_are_read_as_they_are_written(text, wanted):
    assert numbers(text) == wanted


def test_a_decimal_comma_is_read_where_asked_for():
    assert numbers("a;b\n0,5;0,25\n", decimal=",") == [[0.5, 0.25]]
    assert labels("label\n0,5\n1\n", decimal=",") == [0.5, 1.0]


def test_a_delimiter_can_be_said():
    assert numbers("0.1 0.9\n0.2 0.8\n", delimiter="space") == [[0.1, 0.9], [0.2, 0.8]]
    assert numbers("a,b\t2\n1\t2\n", delimiter="tab", header=True) == [[1.0, 2.0]]
    assert table("a,b\tc\n1\t2\n", tabs=True).columns == ("a,b", "c")


def test_another_encoding_can_be_said():
    assert labels("label\ncafé\n".encode("latin-1"), encoding="latin-1") == ["café"]
    assert labels("label\ncafé\n".encode("utf-16"), encoding="utf-16") == ["café"]


WRONG = {
    "a row wider than the header": ("label,w\n0,1,9\n", "XE001", 2, "3 cells, but the header has 2"),
    "a trailing delimiter": ("label,w\n1,0,\n", "XE002", 2, "trailing delimiter"),
    "a missing cell": ("label,w\n1,0\n2\n", "XE003", 3, "missing cell"),
    "an extra cell late": (
        "label\n" + "1\n" * 5000 + "1,2\n",
        "XE001",
        5002,
        "2 cells, but the header has 1",
    ),
    "decimal commas": ("label\n0,5\n0,25\n", "XE001", 2, "2 cells"),
    "a blank line": ("label\n1\n\n2\n", "XE004", 3, "empty label"),
    "a blank line at the end": ("label\n1\n\n", "XE004", 3, "empty label"),
    "a quote that is never closed": ('label\n1\n"2\n0\n', "XE005", 3, "quote opened at line 3"),
    "text after a quote": ('label\n"1"2\n', "XE006", 2, "text after the closing quote"),
    "a quote opened long before": ('label\n1\n"2\n3\n"4"5\n', "XE006", 3, "line 5; it was opened at line 3"),
    "a quote inside a cell": ('label\n1"2\n', "XE007", 2, "quote inside an unquoted cell"),
    "two stray quotes": ('label\n"1\n2\n0"\n', "XE008", 2, "line break inside a label"),
    "a carriage return inside a label": ('label\n"1\r2"\n3\n', "XE008", 2, "line break inside a label"),
    "lone carriage returns": ("label\n1\r2\r3\n", "XE009", 2, "carriage return"),
    "a NUL byte": ("label\n1\n2\0\n", "XE010", 3, "NUL"),
    "a NUL byte in another column": ("label,x\n1,a\n2,\0\n", "XE010", 3, "NUL"),
    "the header again": ("label\n1\n2\nlabel\n2\n", "XE011", 4, "header repeated at line 4"),
    "the header of numbers again": ("0,1,2\n1.5,2.5,0.5\n0,1,2\n", "XE011", 3, "header repeated"),
    "an empty name": ("label,x\ncat,1\n,2\n", "XE015", 3, "empty label"),
    "an empty number": ("label,x\n1,1\n,2\n", "XE015", 3, "missing label"),
    "NA among numbers": ("label\n1\nNA\n", "XE015", 3, "missing label"),
    "a comment": ("label\n1\n# two\n", "XE017", 3, "comment"),
    "an underscore": ("label\n10\n1_0\n", "XE021", 3, "underscores"),
    "hexadecimal": ("label\n1\n0x1\n", "XE021", 3, "hexadecimal"),
    "a thousands separator": ('label\n1\n"1,000"\n', "XE021", 3, "thousands"),
    "another decimal comma": ('label\n1\n"0,5"\n', "XE022", 3, "decimal comma"),
    "Arabic digits": ("label\n1\n\u0661\n", "XE023", 3, "non-ASCII digits"),
    "a no-break space": ("label\n1\n2\xa0\n", "XE023", 3, "non-ASCII digits"),
    "too large for int64": ("label\n1\n9223372036854775808\n", "XE025", 3, "too large"),
    "too large for float64 to tell apart": ("label\n1\n9007199254740993\n", "XE025", 3, "too large"),
    "a large integer among fractions": ("label\n0.5\n9007199254740993\n", "XE025", 3, "too large"),
    "300,000 digits": ("label\n1\n" + "1" * 300_000 + "\n", "XE025", 3, "too large"),
    "beyond float64": ("label\n0.5\n1e400\n", "XE024", 3, "too large"),
    "a leading zero": ("label\n7\n007\n", "XE026", 3, "leading zero"),
    "a leading zero among fractions": ("label\n0.5\n-007\n", "XE026", 3, "leading zero"),
    "True among numbers": ("label\nTrue\n1\n", "XE027", 2, "among numbers"),
}


@pytest.mark.parametrize(("text", "code", "line", "said"), WRONG.values(), ids=WRONG)
def test_wrong_labels_are_refused_with_their_place(text, code, line, said):
    error = error_of(text)
    assert isinstance(error, DataError)
    assert (error.code, error.place.file, error.place.line) == (code, "t.csv", line)
    assert said in error.message
    assert error.hint


WRONG_NUMBERS = {
    "text": ("a,b\n1,2\n1,cat\n", "XE020", 3, "'cat' is not a number"),
    "empty": ("a,b\n1,2\n1,\n", "XE016", 3, "missing number"),
    "a blank line": ("a,b\n1,2\n\n", "XE004", 3, "blank line"),
    "1e400": ("a,b\n1,1e400\n", "XE024", 2, "too large"),
    "400 digits": ("a,b\n1," + "9" * 400 + "\n", "XE024", 2, "too large"),
    "260 digits and an exponent": ("a,b\n-inf," + "9" * 260 + "e99\n", "XE024", 2, "too large"),
    "nan(1)": ("a,b\n1,nan(1)\n", "XE020", 2, "not a number"),
    "hexadecimal": ("a,b\n1,0x10\n", "XE021", 2, "hexadecimal"),
    "decimal commas": ("a;b\n0,5;0,25\n", "XE022", 2, "decimal comma"),
    "a point beside decimal commas": ("a;b\n0,5;0.25\n", "XE022", 2, "point"),
    "blanks as delimiters": ("0.1 0.9\n0.2 0.8\n", "XE028", 1, "several numbers"),
    "True among numbers": ("a,b\n1,0\n1,True\n", "XE027", 3, "among numbers"),
    "1 among truth values": ("a,b\n" + "1,False\n" * 200 + "1,1\n", "XE027", 202, "among True and False"),
    "a quoted line break": ('a,b\n1,2\n1,"2\n"\n', "XE008", 3, "line break"),
}


@pytest.mark.parametrize(("text", "code", "line", "said"), WRONG_NUMBERS.values(), ids=WRONG_NUMBERS)
def test_wrong_numbers_are_refused_with_their_place(text, code, line, said):
    decimal = "," if code == "XE022" and "point" in said else "."
    with pytest.raises(DataError) as caught:
        numbers(text, decimal=decimal)
    error = caught.value
    assert (error.code, error.place.line) == (code, line)
    assert said in error.message


LONG = [
    "1_" * 50_000,
    "1,000" * 20_000,
    "1" * 200_000,
    " 1" * 50_000,
    "0x" + "f" * 100_000,
    "-" * 100_000,
    "é1" * 50_000,
]


@pytest.mark.parametrize("cell", LONG, ids=[cell[:5] for cell in LONG])
def test_no_cell_takes_long_to_judge(cell):
    begun = time.process_time()
    text = f'label,b\n1,1\n"{cell}x",1\n2,1\n'
    assert labels(text)[1] == f"{cell}x"
    assert error_of(text, Cells.NUMBERS).code == "XE020"
    assert time.process_time() - begun < 2


def test_the_hint_for_decimal_commas_names_the_option():
    assert "--decimal ," in error_of("p\n0,5\n0,25\n", Cells.NUMBERS).hint


def test_an_error_names_the_column_and_the_value():
    error = error_of("id,label\nx,1\ny,1_0\n", column=1)
    assert (error.place.column, error.place.row, error.value) == ("label", 2, "1_0")


UNREADABLE = {
    "Latin-1": (b"label\ncaf\xe9\n", {}, "XE620", "byte 0xE9 at offset 9"),
    "a bad byte late": (b"label\n" + b"1\n" * 50_000 + b"\xff\n", {}, "XE620", "byte 0xFF at offset 100006"),
    "a bad byte in another column": (b"label,x\n1,a\n2,\xff\n", {}, "XE620", "byte 0xFF at offset 14"),
    "not what is said": ("label\ncafé\n".encode("latin-1"), {"encoding": "cp949"}, "XE620", "offset 9"),
    "UTF-16 without": ("label\n1\n".encode("utf-16-be"), {}, "XE621", "looks like UTF-16"),
    "a letter cut by the reading": (b"abcde\x83 ", {"encoding": "shift_jis"}, "XE620", "0x83 at offset 5"),
    "a line that never ends": (
        b"label\n" + b"1" * 300_000,
        {"max_field": 100},
        "XE622",
        "line longer than --max-field",
    ),
    "too many columns": (b"a," * 50 + b"b\n", {"max_columns": 20}, "XE623", "over --max-columns"),
    "too many columns late": (
        b"a,b\n1,2\n" + b"," * 50 + b"\n",
        {"max_columns": 20},
        "XE623",
        "over --max-columns",
    ),
    "too many quoted columns": (b'"a",' * 50 + b"b\n", {"max_columns": 20}, "XE623", "over --max-columns"),
    "a line of quotes": (b"label\n" + b'""' * (3 << 20), {}, "XE622", "line longer than --max-field"),
    "a cell that is too long": (
        b"label\n" + b"1" * 101,
        {"max_field": 100},
        "XE624",
        "cell over --max-field",
    ),
}


@pytest.mark.parametrize(("data", "options", "code", "said"), UNREADABLE.values(), ids=UNREADABLE)
def test_what_cannot_be_read_is_another_error(data, options, code, said):
    error = error_of(data, piece=256 if "max_field" in options else None, **options)
    assert isinstance(error, InputError)
    assert error.code == code
    assert said in error.message


def test_a_bad_byte_is_on_the_same_line_for_any_piece():
    data = b"label\n" + b"1\n" * 500 + b"\xff\n"
    assert {error_of(data, piece=size).place.line for size in (1, 7, 64, 4096)} == {502}


def test_a_quote_left_open_is_not_read_to_the_end_of_a_large_file():
    error = error_of(b'label\n1\n"2\n' + b"3\n" * 5000, piece=256, max_field=1000)
    assert (error.code, error.place.line) == ("XE005", 3)


HEADERS = {
    "no rows": ("label\n", "XE013"),
    "only newlines": ("\n\n\n\n\n", "XE013"),
    "only a mark": ("\ufeff", "XE013"),
    "a column twice": ("label,label\n1,2\n", "XE012"),
    "two marks": ("\ufeff\ufefflabel\n1\n", "XE018"),
    "text throughout": ("cat\ndog\n", "XE014"),
    "one class of one letter twice": ("y\nn\ny\n", "XE014"),
    "0,1 above fractions and whole numbers": ("0,1\n0.5,0.5\n1,0\n", "XE014"),
    "another delimiter late": ("c0\nv0\na;b", "XE014"),
    "a fault in the first row of data": ('label\n"1"2\n', "XE006"),
}


@pytest.mark.parametrize(("text", "code"), HEADERS.values(), ids=HEADERS)
def test_a_file_without_rows_or_with_an_unclear_header_is_refused(text, code):
    assert error_of(text).code == code


COLUMNS = {
    "a usual name above names": ("label\ncat\n", ("label",), (False,)),
    "text above numbers": ("foo,bar\n1,x\n", ("foo", "bar"), (True, False)),
    "numbers above numbers": ("1,2\n3,4\n", None, (True, True)),
    "blanks around names": ("a, b\n1,2\n", ("a", "b"), (True, True)),
    "a gap in a column of numbers": ("a,b\n1,\n2,3\n", ("a", "b"), (True, True)),
    "a stray word in one": ("a,b\n1,1\n2,x\n3,3\n", ("a", "b"), (True, True)),
    "the usual name of a class": ("y\n1\n0\n", ("y",), (True,)),
    "a repeated header": ("a\n1\na\n2\n", ("a",), (True,)),
    "misspelt numbers": ("a;b\n0,5;1\n", ("a", "b"), (True, True)),
    "a missing first number": ("NA,1\n0.5,2\n", None, (True, True)),
}


@pytest.mark.parametrize(("text", "names", "numeric"), COLUMNS.values(), ids=COLUMNS)
def test_columns_are_known_before_rows_are_read(text, names, numeric):
    found = table(text)
    assert (found.columns, found.numeric) == (names, numeric)
    assert found.shape == (None, len(numeric))


NAMELESS = {"empty": ('name\ncat\n""\n', "XE015"), "broken": ('name\ncat\n"a\nb"\n', "XE008")}


@pytest.mark.parametrize(("text", "code"), NAMELESS.values(), ids=NAMELESS)
def test_names_are_never_empty_nor_broken_over_lines(text, code):
    error = error_of(text, Cells.NAMES, header=True)
    assert (error.code, error.place.line) == (code, 3)


def test_rows_of_a_wide_matrix_are_even_one_by_one(monkeypatch):
    monkeypatch.setattr(header, "WIDE", 1)
    with pytest.raises(DataError) as caught:
        numbers("1,2\n3,4,5\n6\n")
    assert (caught.value.code, caught.value.place.line) == ("XE001", 2)
    assert rows(table("1,2\n3,4").blocks((1,))) == [[2.0], [4.0]]


def test_the_header_can_be_said():
    assert labels("cat\ndog\n", header=False) == ["cat", "dog"]
    assert labels("cat\ndog\n", header=True) == ["dog"]
    assert table("1\n2\n", header=True).columns == ("1",)


def test_a_header_of_two_numbers_may_be_a_row_as_well():
    assert numbers("0,1\n0.5,0.5\n0,1\n", header=True) == [[0.5, 0.5], [0.0, 1.0]]


def test_the_index_of_pandas_is_recognised():
    assert table(",a\n0,0.5\n1,0.25\n").index_column == 0
    assert table("id,a\n0,0.5\n1,0.25\n").index_column is None


NUMBERED = {
    "R, from 1": '"","a"\n"1",0.5\n"2",0.25\n',
    "R, names": '"","kind"\n"1","dog"\n"2","cat"\n',
    "pandas, shuffled": ",a\n3,0.5\n1,0.25\n",
    "pandas, shuffled, columns without names": ",0,1,2\n3,0.5,0.25,0.25\n1,0.25,0.5,0.25\n",
    "pandas, read and written again": "Unnamed: 0,a\n7,0.5\n8,0.25\n",
}


@pytest.mark.parametrize("text", NUMBERED.values(), ids=NUMBERED)
def test_numbers_of_rows_without_a_name_are_no_data(text):
    found = table(text)
    assert found.index_column == 0
    assert len(found.columns) == text.split("\n", 1)[0].count(",") + 1


@pytest.mark.parametrize("text", [",a\n1,0\n0,1\n1,0\n", ",a\n0.5,0.5\n0.25,0.75\n"])
def test_other_columns_without_a_name_are_data(text):
    assert table(text).index_column is None


def test_a_first_row_with_a_gap_is_no_header_where_its_name_comes_again():
    assert table(",cat\n1,dog\n2,cat\n").columns is None


def test_line_breaks_in_other_columns_keep_every_place():
    text = "text,label\n" + "".join(f'"a\nb",{k % 3}\n' for k in range(500)) + '"c\nd",x_\n'
    found = table(text, piece=64)
    blocks = list(found.blocks((1,), Cells.NAMES))
    assert rows(blocks) == [str(k % 3) for k in range(500)] + ["x_"]
    last = blocks[-1]
    place = last.place(len(last) - 1)
    assert (place.row, place.line) == (501, 2 + 2 * 500)


def test_blocks_have_at_most_so_many_rows():
    found = table("label\n" + "1\n" * 10, block_rows=3)
    assert [(block.first_row, len(block), block.lines) for block in found.blocks((0,), Cells.LABELS)] == [
        (0, 3, 2),
        (3, 3, 5),
        (6, 3, 8),
        (9, 1, 11),
    ]


def test_a_three_byte_letter_may_lie_over_any_edge():
    for size in (6, 7, 8, 9, 10):
        assert labels("label\ncat€\ndog\n", piece=size) == ["cat€", "dog"]


def test_every_wrong_row_is_told_and_the_others_are_read():
    told = []
    text = "label,x\n1,a\n2\n,c\n1_0,d\n3,e\n\n4,f\n"
    blocks = list(table(text).blocks((0,), Cells.LABELS, told.append))
    assert rows(blocks) == [1, 3, 4]
    assert [(error.code, error.place.row) for error in told] == [
        ("XE003", 2),
        ("XE015", 3),
        ("XE021", 4),
        ("XE004", 6),
    ]
    assert [(block.place(0).row, block.place(0).line) for block in blocks] == [(1, 2), (5, 6), (7, 8)]


def test_every_wrong_number_is_told_and_a_fault_ends_the_reading():
    told = []
    blocks = list(table('a,b\n1,2\nx,y\n3,4\n"5"6,7\n8,9\n').blocks(complain=told.append))
    assert rows(blocks) == [[1.0, 2.0], [3.0, 4.0]]
    assert [(error.code, error.place.line, error.place.column) for error in told] == [
        ("XE020", 3, "a"),
        ("XE020", 3, "b"),
        ("XE006", 5, None),
    ]


def test_bytes_that_are_no_text_are_an_error_even_where_one_listens():
    with pytest.raises(InputError):
        list(table(b"label\n1\n\xff\n").blocks((0,), Cells.LABELS, [].append))


@pytest.mark.parametrize(
    "options",
    [{"encoding": "klingon"}, {"encoding": "hex"}, {"delimiter": "ab"}, {"delimiter": '"'}, {"decimal": "x"}],
)
def test_options_that_cannot_be_are_usage_errors(options):
    with pytest.raises(UsageError):
        table("a;b\n1;2\n", **options)


def test_a_delimiter_that_is_the_decimal_point_is_a_usage_error():
    with pytest.raises(UsageError):
        table("a\n1\n", delimiter=",", decimal=",")


def test_one_column_is_wanted_for_labels():
    with pytest.raises(UsageError):
        list(table("a,b\n1,2\n").blocks(None, Cells.LABELS))
