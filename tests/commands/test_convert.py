"""`xentcli convert`, seen from outside: what comes out, where it goes, and what is said beside it."""

import gzip
import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from label_files import TEXTS, convert, located, write_all
from running import inside, on_terminal, shell, xentcli

import xentcli as api
from xentcli.commands.convert.conversion import Target


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """All inputs, in a folder of their own."""
    return write_all(tmp_path_factory.mktemp("convert"))


GOOD = {
    "ids to one-hot": ("y.csv --to one-hot", "class_0,class_1,class_2\n0,0,1\n1,0,0\n0,1,0\n"),
    "as many columns as told": (
        "bits.csv --to one-hot --num-classes 3",
        "class_0,class_1,class_2\n1,0,0\n0,1,0\n0,1,0\n",
    ),
    "two columns for zeros alone": (
        "hot3.csv --to one-hot --dtype float32",
        "class_0,class_1,class_2\n1.0,0.0,0.0\n0.0,0.0,1.0\n",
    ),
    "labels from 1": ("from1.csv --to sparse --label-offset -1", "label\n0\n2\n1\n"),
    "labels from 1 to columns from 0": (
        "from1.csv --to one-hot --label-offset -1",
        "class_0,class_1,class_2\n1,0,0\n0,0,1\n0,1,0\n",
    ),
    "ids told one by one": (
        "from1.csv --to one-hot --classes 3,1,2",
        "class_3,class_1,class_2\n0,1,0\n1,0,0\n0,0,1\n",
    ),
    "a lift": ("y.csv --to sparse --label-offset 1", "label\n3\n1\n2\n"),
    "whole floats": ("floats.csv --to sparse", "label\n0\n2\n1\n"),
    "truths": ("truths.csv --to binary", "label\n1\n0\n"),
    "truths by name": ("truths.csv --to sparse --classes True,False", "label\n0\n1\n"),
    "ids to names": ("y.csv --to names --classes a,b,c", "label\nc\na\nb\n"),
    "names to ids": ("pets.csv --to sparse --classes dog,cat", "label\n0\n1\n0\n"),
    "names to one-hot": ("pets.csv --to one-hot", "cat,dog\n0,1\n1,0\n0,1\n"),
    "names in an order": ("pets.csv --to one-hot --classes dog,cat", "dog,cat\n1,0\n0,1\n1,0\n"),
    "names of which some are not seen": (
        "pets.csv --to soft --classes owl,cat,dog",
        "owl,cat,dog\n0.0,0.0,1.0\n0.0,1.0,0.0\n0.0,0.0,1.0\n",
    ),
    "names that columns of labels have": ("xy.csv --to one-hot", "class_x,class_y\n1,0\n0,1\n"),
    "a header to names": ("hot.csv --to names", "label\ndog\ncat\n"),
    "a header to ids in an order": ("hot.csv --to sparse --classes cat,dog", "label\n1\n0\n"),
    "two columns to binary": ("hot.csv --to binary --classes dog,cat", "label\n0\n1\n"),
    "the other column to binary": ("hot.csv --to binary --positive dog", "label\n1\n0\n"),
    "one class of many": ("y.csv --to binary --positive 2", "label\n1\n0\n0\n"),
    "one class of labels from 1": (
        "from1.csv --to binary --positive 3 --label-offset -1",
        "label\n0\n1\n0\n",
    ),
    "one name of many": ("pets.csv --to binary --positive cat", "label\n0\n1\n0\n"),
    "one of several labels": ("many.csv --to binary --positive a", "label\n1\n0\n0\n"),
    "several labels": ("many.csv --to multi-label --dtype bool", "a,b,c\n1,1,0\n0,1,0\n0,0,0\n"),
    "shares as they are": ("soft.csv --to soft", "a,b,c\n0.5,0.25,0.25\n0.1,0.2,0.7\n"),
    "shares, narrower": (
        "soft.csv --to soft --dtype float16",
        "a,b,c\n0.5,0.25,0.25\n0.0999755859375,0.199951171875,0.7001953125\n",
    ),
    "independent shares": ("loose.csv --to multi-label --labels-kind multi-label", "a,b\n0.4,0.4\n1.0,0.0\n"),
    "the largest share": ("soft.csv --to names --argmax", "label\na\nc\n"),
    "the first of equals": ("half.csv --to sparse --argmax", "label\n1\n0\n"),
    "the largest of two as binary": ("half.csv --to binary --argmax", "label\n1\n0\n"),
    "the first of several labels": ("pairs.csv --to one-hot --argmax", "a,b\n1,0\n0,1\n"),
    "shares above a threshold": ("soft.csv --to multi-label --threshold 0.2", "a,b,c\n1,1,1\n0,0,1\n"),
    "one share above a threshold": ("soft.csv --to binary --threshold 0.2 --positive b", "label\n1\n0\n"),
    "a column above a threshold": ("column.csv --to binary --threshold 0.5", "label\n0\n1\n"),
    "a column cut in two": ("column.csv --to one-hot --threshold 0.5", "class_0,class_1\n1,0\n0,1\n"),
    "a column to names": ("column.csv --to names --threshold 0.5 --classes no,yes", "label\nno\nyes\n"),
    "a column of shares": ("column.csv --to soft", "label\n0.25\n0.75\n"),
    "a column as two": ("column.csv --to soft --classes no,yes", "no,yes\n0.75,0.25\n0.25,0.75\n"),
    "binary as two shares": (
        "bits.csv --to soft --dtype float32",
        "class_0,class_1\n1.0,0.0\n0.0,1.0\n0.0,1.0\n",
    ),
    "probabilities of one logit": ("logit.csv --to binary --sigmoid --threshold 0.5", "label\n0\n1\n"),
    "columns by name": ("y.csv --to one-hot --columns a,b,c", "a,b,c\n0,0,1\n1,0,0\n0,1,0\n"),
    "columns as numbers": ("y.csv --to one-hot --class-names", "0,1,2\n0,0,1\n1,0,0\n0,1,0\n"),
    "columns that travel along": (
        "kept.csv --to sparse --classes cat,dog --keep id",
        "id,label\n7,0\n8,1\n9,0\n",
    ),
    "columns that are no class": (
        "scored.csv --to names --keep score,id",
        "score,id,label\n0.5,7,cat\n0.25,8,dog\n",
    ),
    "predictions beside their labels": (
        "logits.csv --to names --argmax --keep id",
        "id,label\n7,cat\n8,dog\n",
    ),
    "the predictions of an archive": ("two.npz --to sparse --argmax", "label\n0\n1\n"),
    "the labels of an archive": ("two.npz --to one-hot", "class_0,class_1\n1,0\n0,1\n"),
    "a huge id stays one": ("wide.csv --to sparse", "label\n0\n1000000000\n"),
}


@pytest.mark.parametrize(("line", "wanted"), GOOD.values(), ids=GOOD)
def test_labels_become(folder, line, wanted):
    assert convert(folder, line) == (0, wanted, "")
    assert convert(folder, f"{line} --block-rows 1") == (0, wanted, "")


REMARKS = {
    "a class like a formula": (
        "formula.csv --to names",
        ["warning: class =1+1 starts like a formula [XE809]\nhint: "],
    ),
    "a column like a formula": (
        "formula.csv --to one-hot",
        ["warning: class =1+1 starts like a formula [XE809]\nhint: "],
    ),
    "a cell along like a formula": (
        "kept.csv --to names --keep note",
        ["warning: kept.csv:4: column 'note' (row 3): =x starts like a formula (1 cell) [XE809]"],
    ),
    "names left behind": (
        "hot.csv --to sparse",
        ["note: the class names are not in the output; --classes dog,cat restores them"],
    ),
    "names left behind in an array": (
        "hot.csv --to soft --format npy",
        ["note: the class names are not in the output; --classes dog,cat restores them"],
    ),
    "a header like a row": (
        "bits.csv --to one-hot --class-names",
        [
            "warning: the header 0,1 looks like labels [XE811]",
            "hint: use --header when you read the file again",
        ],
    ),
    "columns left out": ("logits.csv --to sparse --argmax", ["note: logits.csv: left out columns id, label"]),
}


@pytest.mark.parametrize(("line", "wanted"), REMARKS.values(), ids=REMARKS)
def test_what_a_reader_should_know_is_said_on_stderr(folder, line, wanted):
    status, _, said = convert(folder, line)
    assert status == 0
    assert all(text in said for text in wanted)
    assert said.count("xentcli: ") == 1
    assert inside("convert", *located(folder, line), "-o", folder / "q.csv", "--force", "-q").stderr == ""


def test_an_array_of_formulas_is_no_matter(folder):
    status, _, said = convert(folder, "formula.csv --to names", "npy")
    assert (status, said) == (0, "")


def test_nothing_is_printed_before_the_first_rows_are_right(folder):
    done = xentcli("convert", "minus.csv", "--to", "one-hot", cwd=folder)
    assert (done.returncode, done.stdout) == (1, "")


@pytest.mark.parametrize("to", ["multi-label", "binary --positive b", "sparse --argmax"])
@pytest.mark.parametrize(
    "rows", ["0,1\n1,1\n", "1,1\n0,1\n"], ids=["one-hot rows first", "one-hot rows last"]
)
def test_a_stream_is_converted_as_what_all_its_rows_are(tmp_path, to, rows):
    (tmp_path / "y.csv").write_text(f"a,b\n{rows}")
    line = f"xentcli convert y.csv --to {to} --block-rows 1"
    assert shell(f"{line} -o y.tsv && {line} -f tsv | cmp - y.tsv", cwd=tmp_path).stdout == ""


@pytest.mark.parametrize("line", ["y.csv --to one-hot -f npy", "y.csv --to sparse -f npz -o -"])
def test_a_terminal_gets_no_binary(folder, line):
    said = on_terminal(f"xentcli convert {line} || echo status $?", cwd=folder)
    assert "is not text" in said
    assert said.endswith("status 2\n")


OUTPUTS = {
    "by its suffix": ("-o new.tsv", "new.tsv", b"label\n2\n0\n1\n"),
    "by its suffix in capitals": ("-o NEW.TXT", "NEW.TXT", b"label\n2\n0\n1\n"),
    "as told": ("-o new.dat -f csv", "new.dat", b"label\n2\n0\n1\n"),
    "against its suffix": ("-o new.npy -f csv", "new.npy", b"label\n2\n0\n1\n"),
}


@pytest.mark.parametrize(("options", "name", "wanted"), OUTPUTS.values(), ids=OUTPUTS)
def test_the_format_is(tmp_path, options, name, wanted):
    (tmp_path / "y.csv").write_text(TEXTS["y.csv"])
    assert shell(f"xentcli convert y.csv --to sparse {options}", cwd=tmp_path).stdout == ""
    assert (tmp_path / name).read_bytes() == wanted


REFUSED = {
    "an existing file": ("-o y.csv", 4, "y.csv: already exists", "--force"),
    "an unknown suffix": ("-o y.xlsx", 2, "no format is known for y.xlsx", "--format"),
    "no suffix": ("-o y", 2, "no format is known for y", "--format"),
    "a folder": ("-o .", 4, "is a directory", "name a file in it"),
    "a folder with a suffix": ("-o d.csv", 4, "d.csv: is a directory", "name a file in it"),
    "no folder": ("-o no/y.csv", 4, "no/y.csv: directory not found", "create it first"),
    "an unknown format": (
        "-f xlsx",
        2,
        "--format: xlsx is not one of csv, tsv, npy, npz, parquet",
        "",
    ),
}


@pytest.mark.parametrize(("options", "status", "message", "hint"), REFUSED.values(), ids=REFUSED)
def test_an_output_is_refused_before_a_byte_is_read(tmp_path, options, status, message, hint):
    (tmp_path / "y.csv").write_text(TEXTS["y.csv"])
    (tmp_path / "d.csv").mkdir()
    done = xentcli(
        "convert", "missing.csv" if status == 4 else "y.csv", "--to", "sparse", *options.split(), cwd=tmp_path
    )
    assert (done.returncode, done.stdout) == (status, "")
    error, way_out, *tries = done.stderr.splitlines()
    assert all(typed.startswith("try: xentcli convert ") for typed in tries)
    assert message in error
    assert hint in way_out
    assert (tmp_path / "y.csv").read_text() == TEXTS["y.csv"]


def test_the_help_opens_with_examples_and_fits_80_columns():
    lines = xentcli("convert", "--help").stdout.splitlines()
    assert lines[0] == "Examples:"
    assert max(map(len, lines)) <= 80
    shown = "\n".join(lines)
    assert all(str(target) in shown for target in Target)


EXAMPLES = [
    line.split("#")[0].split()
    for line in xentcli("convert", "--help").stdout.split("\n\n")[0].splitlines()[1:]
]


def test_every_example_of_the_help_runs(tmp_path):
    rng = np.random.default_rng(0)
    files = {
        "labels.csv": "label\n1\n2\n3\n",
        "names.csv": "label\ncat\ndog\n",
        "genres.csv": "genre\nnews|sport\nnews\n",
        "votes.csv": "id,a,b\n1,0.75,0.5\n2,0.25,1\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    np.save(tmp_path / "onehot.npy", np.eye(3, dtype=np.uint8))
    (tmp_path / "train-labels-idx1-ubyte.gz").write_bytes(gzip.compress(b"\0\0\x08\1\0\0\0\3\2\0\1"))
    np.save(tmp_path / "logits.npy", rng.normal(size=(4, 3)))
    for example in EXAMPLES:
        done = xentcli(*example[1:], "--force", cwd=tmp_path)
        assert (done.returncode, done.stderr) == (0, ""), example


logits = hnp.arrays(
    np.float64, st.tuples(st.integers(1, 4), st.integers(2, 4)), elements=st.floats(-600, 600)
)


@given(logits)
def test_softmax_and_sigmoid_are_their_formulas(z):
    soft = api.convert(z, "soft", softmax=True)
    assert np.allclose(soft.sum(axis=1), 1, rtol=1e-14)
    plain = np.exp(z - z.max(axis=1, keepdims=True))
    assert np.allclose(soft, plain / plain.sum(axis=1, keepdims=True), rtol=1e-14, atol=0)
    with np.errstate(over="ignore"):
        assert np.allclose(api.convert(z, "soft", sigmoid=True), 1 / (1 + np.exp(-z)), rtol=1e-13, atol=0)


@given(logits)
def test_the_largest_is_the_largest_before_and_after_softmax(z):
    wanted = z.argmax(axis=1)
    assert (api.convert(z, "sparse", argmax=True, softmax=True) == wanted).all()
    if z.any(axis=1).all():
        assert (api.convert(z, "sparse", argmax=True) == wanted).all()
        assert (api.convert(z, "one-hot", argmax=True) == np.eye(z.shape[1])[wanted]).all()


def test_a_threshold_is_as_precise_as_the_scores():
    for dtype in (np.float16, np.float32, np.float64):
        column = np.array([0.1, 0.5, 0.7], dtype)
        assert api.convert(column, "binary", threshold=0.1).tolist() == [0, 1, 1]
    assert api.convert([[3, 1], [0, 2]], "multi-label", threshold=1.5).tolist() == [[1, 0], [0, 1]]


ARRAYS = {
    "ids": (([2, 0], "one-hot"), {}, np.array([[0, 0, 1], [1, 0, 0]], np.uint8)),
    "names": ((["b", "a"], "sparse"), {"classes": ["a", "b"]}, np.array([1, 0])),
    "classes by number": (([3, 1], "names"), {"classes": [1, 3]}, np.array(["3", "1"])),
    "one-hot": (([[0, 1], [1, 0]], "soft"), {"dtype": "float32"}, np.array([[0, 1], [1, 0]], np.float32)),
    "scores": ((np.array([[0.25, 0.75]], np.float32), "soft"), {}, np.array([[0.25, 0.75]], np.float32)),
    "a column": ((np.array([[1], [0]]), "binary"), {}, np.array([1, 0])),
}


@pytest.mark.parametrize(("given_", "options", "wanted"), ARRAYS.values(), ids=ARRAYS)
def test_arrays_become_arrays(given_, options, wanted):
    found = api.convert(*given_, **options)
    assert (found.dtype, found.shape, found.tolist()) == (wanted.dtype, wanted.shape, wanted.tolist())


def test_what_is_wrong_with_an_array_is_an_error_with_a_hint():
    with pytest.raises(api.XentError, match=r"labels: row 2: 5 is not a class of 0\.\.2") as caught:
        api.convert([0, 5], "one-hot", num_classes=3)
    assert caught.value.hint
    with pytest.raises(api.XentError, match="the class names would be lost, and their order is not known"):
        api.convert(["a", "b"], "one-hot")
    with pytest.raises(TypeError, match="unexpected keyword argument 'classs'; did you mean 'classes'"):
        api.convert([0, 1], "one-hot", classs=["a", "b"])


def test_an_array_written_is_numpys_own(folder):
    file = io.BytesIO()
    np.save(file, api.convert([2, 0, 1], "one-hot", dtype="float16"))
    assert (
        inside(
            "convert", folder / "y.csv", "--to", "one-hot", "--dtype", "float16", "-o", folder / "z.npy"
        ).returncode
        == 0
    )
    assert (folder / "z.npy").read_bytes() == file.getvalue()
