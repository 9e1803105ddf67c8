"""Several labels in a cell, and cells without a label, in every command and from Python."""

import json

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from pyarrow import parquet
from running import inside, shell
from running import xentcli as command

import xentcli
from xentcli.core.errors import DataError, XentWarning

Y = np.array([[1, 1, 0], [0, 1, 0], [0, 1, 1], [0, 0, 1]])
P = np.array([[0.9, 0.2, 0.1], [0.3, 0.8, 0.1], [0.2, 0.7, 0.6], [0.1, 0.1, 0.9]])


def bits(y, p):
    return -(y * np.log(p) + (1 - y) * np.log1p(-p))


VALUE = bits(Y, P).mean()
NAMES = [["a", "b"], ["b"], ["c", "b"], ["c"]]
TEXTS = {
    "bars": "tags\na|b\nb\nc|b\nc\n",
    "blanks that the columns settle": "tags\na b\nb\nc b\nc\n",
    "Python lists": "tags\n\"['a', 'b']\"\n['b']\n\"['c', 'b']\"\n['c']\n",
    "JSON lists": 'tags\n"[""a"", ""b""]"\n"[""b""]"\n"[""c"", ""b""]"\n"[""c""]"\n',
    "ids": "tags\n0 1\n1\n2 1\n2\n",
    "ids in lists": 'tags\n"[0, 1]"\n[1]\n"[2, 1]"\n[2]\n',
    "in any order, twice": "tags\nb|a|b\nb\nb|c\nc\n",
    "beside another column": "tags,split\na;b,x\nb,x\nc;b,y\nc,y\n",
}


@pytest.fixture
def folder(tmp_path):
    pd.DataFrame(P, columns=["p_a", "p_b", "p_c"]).to_csv(tmp_path / "p.csv", index=False)
    return tmp_path


def answer(*words):
    done = inside(*map(str, words), "-f", "json")
    return json.loads(done.stdout or done.stderr)


def converted(*words):
    """What `convert` does with a file: its status, and what it wrote to both streams."""
    return command("convert", *words)


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_the_loss_of_several_labels_in_a_cell(folder, text):
    (folder / "y.csv").write_text(text)
    done = answer("loss", folder / "y.csv", folder / "p.csv", "--labels-column", "tags")
    assert done["kind"] == "multi-label"
    assert done["value"] == pytest.approx(VALUE, rel=1e-12)
    assert "XE862" in {message["code"] for message in done["messages"]}


def columnar(folder):
    rows = [json.dumps({"tags": row}) for row in NAMES]
    (folder / "y.jsonl").write_text("\n".join(rows) + "\n")
    ids = [[0, 1], [1], [2, 1], [2]]
    parquet.write_table(pa.table({"tags": pa.array(NAMES)}), folder / "names.parquet")
    parquet.write_table(pa.table({"tags": pa.array(ids)}), folder / "ids.parquet")
    return folder / "y.jsonl", folder / "names.parquet", folder / "ids.parquet"


def test_lists_in_columnar_files(folder):
    for path in columnar(folder):
        assert answer("loss", path, folder / "p.csv")["value"] == pytest.approx(VALUE, rel=1e-12)
        assert answer("detect", path)["kind"] == "multi-label"
        assert answer("validate", path, "--expect", "multi-label")["valid"] is True


@pytest.mark.parametrize(
    "labels",
    [
        NAMES,
        list(map(set, NAMES)),
        pd.Series(NAMES),
        pd.DataFrame({"label": NAMES}),
        pa.table({"label": NAMES}),
    ],
    ids=["lists", "sets", "a column", "a frame", "an Arrow table"],
)
def test_lists_from_python(labels):
    frame = pd.DataFrame(P, columns=["a", "b", "c"])
    assert xentcli.loss(labels, frame).value == pytest.approx(VALUE, rel=1e-12)
    assert xentcli.convert(labels, "multi-label").tolist() == Y.tolist()


def test_ids_of_different_lengths_from_python():
    assert xentcli.convert([[0, 3], [1], []], "multi-label").tolist() == [[1, 0, 0, 1], [0, 1, 0, 0], [0] * 4]
    assert xentcli.detect([[0, 1], [1, 0]]).kind == "one-hot"


def test_a_doubt_is_a_question_with_both_commands(folder):
    (folder / "y.csv").write_text("label\ncat dog\ndog\nbird\n")
    done = answer("detect", folder / "y.csv")
    assert done["code"] == "XE145"
    kinds = [
        answer(*words[: words.index("-f")], *words[words.index("-f") + 2 :])["kind"]
        for words in done["tries"]
    ]
    assert kinds == ["multi-label", "sparse"]


def test_names_with_blanks_stay_names(folder):
    (folder / "y.csv").write_text("label\nNew York\nBoston\nNew Jersey\nNew York\n")
    assert answer("detect", folder / "y.csv")["kind"] == "sparse"


def test_columns_called_like_the_cells_make_them_names(folder):
    (folder / "y.csv").write_text("label\na|b\nc|d\na|b\n")
    (folder / "p.csv").write_text("a|b,c|d\n0.8,0.2\n0.4,0.6\n0.7,0.3\n")
    assert answer("loss", folder / "y.csv", folder / "p.csv", "--delimiter", ",")["kind"] == "sparse"


def test_a_label_without_a_column_is_told_with_its_row(folder):
    (folder / "y.csv").write_text("tags\na|b\nb\na\nd|b\nc\n")
    pd.DataFrame(np.vstack([P, P[:1]]), columns=["p_a", "p_b", "p_c"]).to_csv(folder / "p.csv", index=False)
    done = inside("loss", folder / "y.csv", folder / "p.csv", "--prediction-columns", "p_a,p_b,p_c")
    assert (done.returncode, "y.csv:5" in done.stderr, "d is not one of the 3 classes" in done.stderr) == (
        1,
        True,
        True,
    )


def test_svmlight_has_as_many_columns_as_told(folder):
    (folder / "y.svm").write_text("1,4 1:1\n2 1:1\n")
    done = converted(folder / "y.svm", "--to", "multi-label", "--num-classes", 6)
    assert done.stdout.splitlines()[1:] == ["0,1,0,0,1,0", "0,0,1,0,0,0"]


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet", "arrow"])
def test_lists_are_written_and_read_again(folder, form):
    (folder / "y.csv").write_text("id,red,x y\n7,1,1\n8,0,1\n9,0,0\n")
    words = (folder / "y.csv", "--to", "multi-label", "--as", "lists", "-o", folder / f"l.{form}")
    assert converted(*words).returncode == 0
    back = converted(folder / f"l.{form}", "--to", "multi-label")
    assert back.stdout == "red,x y\n1,1\n0,1\n0,0\n"


def test_names_are_joined_by_the_separator(folder):
    (folder / "y.csv").write_text("red,blue\n1,1\n0,1\n")
    done = converted(folder / "y.csv", "--to", "names", "--label-separator", "+")
    assert done.stdout == "labels\nred+blue\nblue\n"
    (folder / "y.csv").write_text("a+b,blue\n1,1\n0,1\n")
    done = converted(folder / "y.csv", "--to", "names", "--label-separator", "+")
    assert (done.returncode, "[XE529]" in done.stderr) == (2, True)


def test_many_labels_to_names_offers_lists(folder):
    (folder / "y.csv").write_text("red,blue\n1,1\n0,1\n")
    done = converted(folder / "y.csv", "--to", "names")
    assert "try: xentcli convert" in done.stderr
    assert "--to multi-label --as lists" in done.stderr


def test_a_pipe_of_names_is_read_again(folder):
    line = "printf 'tags\\na|b\\nb\\na\\n' | xentcli validate - --expect multi-label -f value"
    assert shell(line, folder).stdout.endswith("valid\n")


# ------------------------------------------------------------------ cells without a label

GAPS = np.array([[1, np.nan], [np.nan, 0], [0, 1], [1, 1]])
Q = np.array([[0.8, 0.3], [0.4, 0.2], [0.1, 0.7], [0.6, 0.9]])
KNOWN = float(np.nanmean(bits(GAPS, Q)))


@pytest.fixture
def gaps(tmp_path):
    pd.DataFrame(Q, columns=["a", "b"]).to_csv(tmp_path / "p.csv", index=False)
    frame = pd.DataFrame(GAPS, columns=["a", "b"])
    frame.to_csv(tmp_path / "empty.csv", index=False)
    frame.to_csv(tmp_path / "words.csv", index=False, na_rep="NA")
    frame.fillna(-1).to_csv(tmp_path / "marks.csv", index=False)
    frame.convert_dtypes().to_parquet(tmp_path / "null.parquet", index=False)
    np.save(tmp_path / "nan.npy", GAPS)
    np.save(tmp_path / "marks.npy", np.nan_to_num(GAPS, nan=-1).astype(np.int8))
    np.save(tmp_path / "p.npy", Q)
    return tmp_path


CASES = {
    "empty.csv": ("--unknown", ""),
    "words.csv": ("--unknown", "NA,?"),
    "marks.csv": ("--ignore-index", "-1"),
    "null.parquet": ("--unknown", ""),
    "nan.npy": ("--unknown", "nan"),
    "marks.npy": ("--unknown", "-1"),
}


@pytest.mark.parametrize(("name", "options"), CASES.items(), ids=CASES)
def test_the_mean_is_over_the_known_cells(gaps, name, options):
    beside = gaps / ("p.npy" if name.endswith("npy") else "p.csv")
    done = answer("loss", gaps / name, beside, *options, "--by", "class")
    assert done["value"] == pytest.approx(KNOWN, rel=1e-12)
    assert (done["kind"], done["statistics"]["accuracy_elementwise"]) == ("multi-label", 1)
    means = [each["mean"] for each in done["by"]]
    assert means == pytest.approx(np.nanmean(bits(GAPS, Q), axis=0).tolist(), rel=1e-12)
    assert [each["samples"] for each in done["by"]] == [3, 3]
    assert answer("validate", gaps / name, beside, *options)["valid"] is True
    assert answer("detect", gaps / name, *options)["kind"] == "multi-label"
    assert answer("advise", gaps / name, beside, *options)["kind"] == "multi-label"


@pytest.mark.parametrize("name", ["empty.csv", "words.csv", "marks.csv", "nan.npy"])
def test_the_question_names_the_command(gaps, name):
    done = answer("loss", gaps / name, gaps / ("p.npy" if name.endswith("npy") else "p.csv"))
    assert done["try"]
    words = [word for word in done["try"] if word not in {"-f", "json"}]
    assert answer(*words)["value"] == pytest.approx(KNOWN, rel=1e-12)


def test_advise_names_the_mark(gaps):
    done = answer("advise", gaps / "marks.csv", gaps / "p.csv")
    assert done["kind"] == "multi-label"
    (found,) = done["findings"]
    assert (found["code"], "--ignore-index -1" in found["fix"]) == ("ignore-marks", True)


def test_signs_are_no_marks(gaps):
    (gaps / "signs.csv").write_text("a,b\n1,-1\n-1,1\n1,-1\n-1,1\n")
    assert answer("advise", gaps / "signs.csv")["kind"] == "one-hot"


def test_rows_and_weights_of_known_cells():
    weights = np.array([1.0, 2.0, 1.0, 3.0])
    known, losses = ~np.isnan(GAPS), np.nan_to_num(bits(GAPS, Q))
    expected = (losses * weights[:, None]).sum() / (known * weights[:, None]).sum()
    done = xentcli.loss(GAPS, Q, unknown="", sample_weight=weights)
    assert done.value == pytest.approx(expected, rel=1e-12)
    none = xentcli.loss(GAPS, Q, unknown="", reduction="none").value
    assert none == pytest.approx(np.nanmean(bits(GAPS, Q), axis=1).tolist(), rel=1e-12)
    assert xentcli.loss(GAPS, Q, unknown="", like="torch").value == pytest.approx(KNOWN, rel=1e-12)


def test_rows_without_any_known_cell_do_not_count():
    y = np.vstack([GAPS, [[np.nan, np.nan]]])
    done = xentcli.loss(y, np.vstack([Q, [[0.5, 0.5]]]), unknown="nan")
    assert (done.samples, done.ignored) == (4, 1)
    assert done.value == pytest.approx(KNOWN, rel=1e-12)


def test_rows_without_a_label_among_one_hot_rows_are_refused():
    with pytest.raises(DataError, match="some one-hot rows have no label"):
        xentcli.loss([[1, 0], [0, 1], [np.nan, np.nan]], [[0.8, 0.2], [0.3, 0.7], [0.5, 0.5]], unknown="")


def test_by_class_of_many_labels_without_gaps():
    done = xentcli.loss(Y, P, by="class")
    assert [each.mean for each in done.by] == pytest.approx(bits(Y, P).mean(axis=0).tolist(), rel=1e-12)
    assert done.value == pytest.approx(VALUE, rel=1e-12)


def test_convert_writes_no_gaps(gaps):
    done = converted(gaps / "empty.csv", "--to", "multi-label", "--unknown", "")
    assert (done.returncode, "[XE146]" in done.stderr) == (1, True)


def test_scikit_learn_counts_every_output():
    y, p = [[0, 0], [1, 1], [0, 1]], [[0.2, 0.1], [0.7, 0.9], [0.3, 0.8]]
    with pytest.warns(XentWarning):
        done = xentcli.loss(y, p, like="sklearn")
    assert done.statistics.accuracy_elementwise == 1


# ------------------------------------------------------------------ rows without a label

IDS = "label,set\n0,a\n{gap},a\n1,b\n2,b\n{gap},b\n"
SCORES = np.array([[0.8, 0.1, 0.1], [0.3, 0.3, 0.4], [0.2, 0.7, 0.1], [0.1, 0.3, 0.6], [0.4, 0.4, 0.2]])
ROWS = -np.log([0.8, 0.7, 0.6]).mean()


@pytest.mark.parametrize("gap", ["", "nan", "NA", "?"])
def test_rows_without_a_label_are_left_out(tmp_path, gap):
    (tmp_path / "y.csv").write_text(IDS.format(gap=gap))
    pd.DataFrame(SCORES, columns=["p0", "p1", "p2"]).to_csv(tmp_path / "p.csv", index=False)
    words = ("loss", tmp_path / "y.csv", tmp_path / "p.csv", "--labels-column", "label")
    asked = answer(*words)
    assert asked["code"] == "XE015"
    done = answer(*words, "--unknown", gap)
    assert (done["samples"], done["value"]) == (3, pytest.approx(ROWS, rel=1e-12))
    assert any("left out 2 rows without a label" in message["message"] for message in done["messages"])
    assert [row["row"] for row in done["first"]] == [1, 3, 4]


def test_rows_without_a_label_are_left_out_of_names_and_weights(tmp_path):
    (tmp_path / "y.csv").write_text("label\na\nnan\nb\na\n")
    (tmp_path / "p.csv").write_text("a,b\n0.8,0.2\n0.1,0.9\n0.3,0.7\n0.6,0.4\n")
    (tmp_path / "w.csv").write_text("w\n1\n100\n2\n1\n")
    words = ("loss", tmp_path / "y.csv", tmp_path / "p.csv", "--unknown", "nan")
    done = answer(*words, "--sample-weight", tmp_path / "w.csv")
    assert done["value"] == pytest.approx(-np.average(np.log([0.8, 0.7, 0.6]), weights=[1, 2, 1]), rel=1e-12)
    assert converted(tmp_path / "y.csv", "--to", "names", "--unknown", "nan").stdout == "label\na\nb\na\n"
    assert answer("validate", tmp_path / "y.csv", "--unknown", "nan")["warnings"] == 0


def test_missing_values_among_names_are_warned_of(tmp_path):
    for word in ("nan", "None", "NULL"):
        (tmp_path / "y.csv").write_text(f"label\ncat\n{word}\ndog\n{word}\n")
        codes = [problem["code"] for problem in answer("validate", tmp_path / "y.csv")["problems"]]
        assert codes == ["XE813"]
