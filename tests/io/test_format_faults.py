"""What formats refuse: gaps, ragged lists, types that are no numbers, damage, and lines that are no JSON."""

import json
import sys

import numpy as np
import pyarrow as pa
import pytest
from format_files import FILES, arrow, labels
from measuring import measured
from pyarrow import parquet
from running import inside

from xentcli.io.open_table import open_table
from xentcli.io.table import Cells, ReadOptions


def told(path, *words, command="validate"):
    """The first problem of a file: its code, line, row, column and message."""
    done = inside(command, path, *words, "-f", "json")
    answer = json.loads(done.stdout) if done.returncode < 2 and done.stdout else json.loads(done.stderr)
    first = answer["problems"][0] if "problems" in answer else answer
    return first["code"], first["line"], first["row"], first["column"]


I64 = pa.int64()
COLUMNS = {
    "a gap": (pa.array([0, None, 1]), ("XE015", None, 2, "label")),
    "a gap among names": (pa.array(["a", "b", None]), ("XE015", None, 3, "label")),
    "a gap among categories": (pa.array(["a", None]).dictionary_encode(), ("XE015", None, 2, "label")),
    "an empty name": (pa.array(["a", ""]), ("XE015", None, 2, "label")),
    "nothing at all": (pa.array([None, None]), ("XE033", None, None, "label")),
    "ragged lists": (pa.array([[0, 1], [1, 0], [1]]), ("XE043", None, 3, "label")),
    "a list with a gap": (pa.array([[0, 1], [None, 1]]), ("XE016", None, 2, "label")),
    "a missing list": (pa.array([[0, 1], None]), ("XE016", None, 2, "label")),
    "an empty first list": (pa.array([[], [], [0, 1]], pa.list_(I64)), ("XE043", None, 1, "label")),
    "only empty lists": (pa.array([[], []], pa.list_(I64)), ("XE034", None, None, None)),
    "matrices": (pa.array([[[0, 1], [1, 0]]]), ("XE072", None, None, "label")),
    "lists of lists of names": (pa.array([[["a"]]]), ("XE033", None, None, "label")),
    "dates": (pa.array([1, 2], pa.timestamp("us")), ("XE031", None, None, "label")),
    "durations": (pa.array([1, 2], pa.duration("s")), ("XE031", None, None, "label")),
    "maps of lists": (
        pa.array([[("a", [1])]], pa.map_(pa.string(), pa.list_(I64))),
        ("XE032", None, None, "label"),
    ),
    "decimals with a gap": (pa.array([1, None]).cast(pa.decimal128(30, 2)), ("XE015", None, 2, "label")),
    "bytes": (pa.array([b"a", b"b"]), ("XE033", None, None, "label")),
    "beyond 2**53": (pa.array([1, 2**53 + 1]), None),
    "beyond int64": (pa.array([1, 2**63 + 1], pa.uint64()), None),
}


@pytest.mark.parametrize("form", ["parquet", "arrow"])
@pytest.mark.parametrize(("column", "expected"), COLUMNS.values(), ids=COLUMNS)
def test_what_is_no_label_is_told_with_row_and_column(form, column, expected, tmp_path):
    rows, path = pa.table({"label": column}), tmp_path / f"y.{form}"
    if form == "arrow":
        path.write_bytes(arrow(rows))
    else:
        parquet.write_table(rows, path)
    found = told(path)
    if expected is None:  # as the same array in NPY
        np.save(tmp_path / "y.npy", np.array(column.to_pylist()))
        expected = (told(tmp_path / "y.npy")[0], None, *told(tmp_path / "y.npy")[2:3], "label")
    assert found == expected


def test_what_holds_no_numbers_is_not_called_so(tmp_path):
    columns = {"label": pa.array([b"a"]), "lists": pa.array([[["a"]]])}
    parquet.write_table(pa.table(columns), tmp_path / "y.parquet")
    said = [inside("detect", str(tmp_path / "y.parquet"), "--labels-column", name).stderr for name in columns]
    assert "bytes (binary) are neither numbers nor text [XE033]\nhint: save them as text: CAST(" in said[0]
    assert "lists without numbers (list<element: list<element: string>>) are not supported" in said[1]


NUMBERS = {
    "int8": np.array([0, 1, 2], "i1"),
    "uint64": np.array([0, 1, 2], "u8"),
    "float16": np.array([0.5, 0.25, 1], "f2"),
    "float32": np.array([0.1, 0.2, 0.3], "f4"),
    "bool": np.array([True, False, True]),
}


@pytest.mark.parametrize("array", NUMBERS.values(), ids=NUMBERS)
def test_numbers_keep_their_type(array, tmp_path):
    parquet.write_table(
        pa.table({"label": array, "v": pa.array([[x] * 2 for x in array.tolist()])}), tmp_path / "y"
    )
    table = open_table(str(tmp_path / "y"), ReadOptions())
    (block,) = table.blocks((0,), Cells.LABELS)
    assert block.values.dtype == array.dtype
    assert block.values.tolist() == array.tolist()
    for slices in (pa.table({"v": array}).slice(1), pa.table({"v": array}).slice(2)):
        (tmp_path / "y.arrow").write_bytes(arrow(slices))
        (block,) = open_table(str(tmp_path / "y.arrow"), ReadOptions()).blocks()
        assert block.values[:, 0].tolist() == slices["v"].to_pylist()


def test_large_numbers_do_not_stand_beside_fractions(tmp_path):
    parquet.write_table(pa.table({"p_0": [1, 2**53 + 1], "p_1": [0.5, 0.5]}), tmp_path / "p.parquet")
    np.save(tmp_path / "y.npy", [0, 1])
    done = inside("loss", tmp_path / "y.npy", tmp_path / "p.parquet")
    assert done.returncode == 1
    assert "column 'p_0' (row 2): 9007199254740993 is too large" in done.stderr


def test_a_flipped_bit_is_no_other_label(tmp_path):
    rows = pa.table({"label": np.arange(1000) % 7})
    parquet.write_table(
        rows, tmp_path / "y.parquet", write_page_checksum=True, use_dictionary=False, compression=None
    )
    data = bytearray((tmp_path / "y.parquet").read_bytes())
    data[500] ^= 4
    (tmp_path / "y.parquet").write_bytes(data)
    assert told(tmp_path / "y.parquet")[0] == "XE650"


STREAM = FILES["arrow stream"][1](labels()["sparse"], "label")
ENDS = [at for at in range(8, len(STREAM) + 1, 8) if STREAM[at : at + 4] == b"\xff\xff\xff\xff"]


@pytest.mark.parametrize("data", [*(STREAM[:at] for at in ENDS[1:]), 2 * STREAM, STREAM + bytes(8)])
def test_an_arrow_stream_ends_with_its_mark_and_the_file_with_it(data, tmp_path):
    """A stream that is cut between two batches, and the second of two, would be rows that are left out."""
    path = tmp_path / "y.arrows"
    path.write_bytes(STREAM)
    assert inside("validate", path).returncode == 0
    path.write_bytes(data)
    assert told(path)[0] == "XE650"


@pytest.mark.parametrize("text", ["-1 1:0.5\n0,2 1:0.5\n", "0,2 1:0.5\n-1 1:0.5\n"])
def test_a_negative_class_among_lists_is_refused_wherever_it_is(text, tmp_path):
    (tmp_path / "y.svm").write_text(text)
    assert "XE046" in inside("detect", tmp_path / "y.svm", "-f", "json").stderr


@pytest.mark.parametrize(("text", "code"), [('1 1:0.5\n2"1:1\n', "XE046"), ("1 1:0.5\n201:0.5\n", "multi-")])
def test_a_label_that_holds_a_colon_is_none(text, code, tmp_path):
    """What is no feature is no row without labels."""
    (tmp_path / "y.svm").write_text(text)
    done = inside("validate", tmp_path / "y.svm", "-f", "json")
    assert (
        (code in done.stdout + done.stderr)
        if code
        else (done.returncode, "multi" in done.stdout) == (0, True)
    )


def test_the_last_line_of_octave_has_an_end(tmp_path):
    text = "# name: y\n# type: matrix\n# rows: 2\n# columns: 1\n 0\n 10"
    (tmp_path / "y.txt").write_text(text + "\n")
    assert inside("detect", tmp_path / "y.txt").returncode == 0
    (tmp_path / "y.txt").write_text(text[:-1])
    assert told(tmp_path / "y.txt")[0] == "XE678"


LINES = {
    "NaN": ('{"label": 1}\n{"label": NaN}', ("XE044", 2, 2, None)),
    "duplicate key": ('{"label": 1}\n{"label": 2, "label": 3}', ("XE041", 2, 2, None)),
    "no key": ('{"label": 1}\n{"id": 3}', ("XE042", 2, 2, "label")),
    "null": ('{"label": 1}\n{"label": null}', ("XE015", 2, 2, "label")),
    "no JSON": ("{\"label\": 1}\n{'label': 1}", ("XE040", 2, 2, None)),
    "a row cut off": ('{"label": 1}\n{"label": [1', ("XE040", 2, 2, None)),
    "a blank line": ('{"label": 1}\n\n{"label": 1}', ("XE004", 2, 2, None)),
    "ragged lists": ('{"label": [0, 1]}\n{"label": [1]}', ("XE043", 2, 2, "label")),
    "a gap in a list": ('{"label": [0, 1]}\n{"label": [1, null]}', ("XE016", 2, 2, "label")),
    "text in a list": ('{"label": [0, 1]}\n{"label": [1, "0"]}', ("XE020", 2, 2, "label")),
    "a truth in a list": ('{"label": [0, 1]}\n{"label": [1, false]}', ("XE020", 2, 2, "label")),
    "another class": ('{"label": {"a": 1, "b": 0}}\n{"label": {"a": 0, "c": 1}}', ("XE042", 2, 2, "label")),
    "a list late": ('{"label": 1}\n{"label": [1]}', ("XE045", 2, 2, "label")),
    "a value late": ('{"label": [1, 0]}\n{"label": 1}', ("XE045", 2, 2, "label")),
    "text among numbers": ('{"label": 1}\n{"label": "1"}', ("XE103", 2, 2, "label")),
    "a number among text": ('{"label": "a"}\n{"label": 1}', ("XE103", 2, 2, "label")),
    "true among numbers": ('{"label": 1}\n{"label": true}', ("XE027", 2, 2, "label")),
    "beyond 2**53": ('{"label": 1}\n{"label": 9007199254740993}', ("XE025", 2, 2, "label")),
    "beyond float64": ('{"label": [0.5, 0.5]}\n{"label": [1e999, 0]}', ("XE024", 2, 2, "label")),
    "a long number": ('{"label": 1}\n{"label": ' + "1" * 5000 + "}", ("XE040", 2, 2, None)),
    "depth": ('{"label": 1}\n' + "[" * 100_000, ("XE040", 2, 2, None)),
    "another sort of row": ('{"label": 1}\n1', ("XE045", 2, 2, None)),
    "one document": ('{"label": {"0": 1, "2": true}}', ("XE027", None, 2, "label")),
    "no row": ("{}\n", ("XE034", None, None, None)),
}


@pytest.mark.parametrize(("text", "expected"), LINES.values(), ids=LINES)
def test_a_line_that_is_none_is_told_with_line_and_key(text, expected, tmp_path):
    (tmp_path / "y.jsonl").write_text(text + "\n")
    code, line, row, column = told(tmp_path / "y.jsonl")
    assert (code, line, row) == expected[:3]
    assert column == expected[3] or expected[3] is None


CELLS = {
    "shorter": ("[0.5]", "XE043"),
    "longer": ("[0.25, 0.25, 0.5]", "XE043"),
    "no list": ("0.5", "XE043"),
    "empty": ("", "XE016"),
    "a word": ("cat", "XE020"),
    "a word in it": ("[0.5, x]", "XE020"),
    "a gap in it": ("[0.5, ]", "XE016"),
    "hexadecimal": ("[0x1, 0]", "XE021"),
    "too large": ("[1e999, 0]", "XE024"),
    "NumPy's dots": ("[0.5 ... 0.5]", "XE051"),
}


@pytest.mark.parametrize(("cell", "code"), CELLS.values(), ids=CELLS)
def test_a_cell_that_is_no_such_list_is_told_with_its_line(cell, code, tmp_path):
    lists = ["[0.5, 0.5]", "[0.25, 0.75]", cell, "[1, 0]"]
    (tmp_path / "p.csv").write_text("id,p\n" + "".join(f'{k},"{text}"\n' for k, text in enumerate(lists)))
    assert told(tmp_path / "p.csv") == (code, 4, 3, "p") or told(tmp_path / "p.csv")[:3] == (code, 4, 3)


def test_rows_over_the_limit_are_refused(tmp_path):
    parquet.write_table(pa.table({"label": ["x" * 1000] * 999}), tmp_path / "y.parquet", use_dictionary=False)
    done = inside("validate", tmp_path / "y.parquet", "--max-memory", "500")
    assert (done.returncode, "--max-memory" in done.stderr) == (3, True)


@pytest.mark.skipif(sys.platform != "linux", reason="memory is measured on Linux")
def test_one_row_group_of_many_rows_takes_little_memory(tmp_path):
    rows, labels_path = 4_000_000, tmp_path / "y.parquet"
    parquet.write_table(pa.table({"label": np.arange(rows) % 10}), labels_path, row_group_size=rows)
    done = measured(sys.executable, "-m", "xentcli", "validate", str(labels_path), cwd=tmp_path)
    assert done.status == 0
    assert done.peak < 250


def tensors(told, data, length=None):
    head = told if isinstance(told, bytes) else json.dumps(told).encode()
    return (len(head) if length is None else length).to_bytes(8, "little") + head + data


def tensor(start, end, shape=(1,), dtype="I64"):
    return {"dtype": dtype, "shape": shape, "data_offsets": [start, end]}


SAFETENSORS = {
    "a hole": tensors({"a": tensor(0, 8), "label": tensor(16, 24)}, bytes(24)),
    "an overlap": tensors({"a": tensor(0, 8), "label": tensor(0, 8)}, bytes(8)),
    "bytes after all": tensors({"label": tensor(0, 8)}, bytes(9)),
    "too few bytes": tensors({"label": tensor(0, 8)}, bytes(7)),
    "a shape of more": tensors({"label": tensor(0, 8, [2])}, bytes(8)),
    "an endless shape": tensors({"label": tensor(0, 8, [2**61, 2**61])}, bytes(8)),
    "a negative shape": tensors({"label": tensor(0, 8, [-1])}, bytes(8)),
    "duplicate key": tensors(b'{"label": 1, "label": 2}', b""),
    "no JSON": tensors(b'{"label": }', b""),
    "a list": tensors(b'{"label": []}', b""),
    "a header longer than the file": tensors({"label": tensor(0, 8)}, bytes(8), 10**6),
    "an unknown type": tensors({"label": tensor(0, 1, (1,), "F4")}, bytes(1)),
}


@pytest.mark.parametrize("data", SAFETENSORS.values(), ids=SAFETENSORS)
def test_no_tensor_is_taken_from_bytes_that_are_not_its_own(data, tmp_path):
    (tmp_path / "y.safetensors").write_bytes(data)
    assert told(tmp_path / "y.safetensors", "--input-format", "safetensors")[0] == "XE656"


def test_bfloat16_is_the_upper_half_of_float32(tmp_path):
    values = np.array([0.5, 0.1, 1e-3], np.float32)
    halves = (values.view(np.uint32) >> 16).astype(np.uint16)
    (tmp_path / "p.safetensors").write_bytes(tensors({"p": tensor(0, 6, (3,), "BF16")}, halves.tobytes()))
    table = open_table(str(tmp_path / "p.safetensors"), ReadOptions())
    (block,) = table.blocks()
    assert (block.values.dtype, table.dtype) == (np.float32, np.float32)
    assert np.allclose(block.values, values, rtol=2**-7)
