"""Variables that Octave saves as text."""

import gzip

import numpy as np
import pytest
from running import xentcli
from tool_texts import answer, loss_of, numbers, sample, written

HEAD = "# Created by Octave 7.3.0, Mon Nov 30 2026 <user@host>\n"


def matrix(name, rows):
    text = "".join(" " + " ".join(map(str, row)) + "\n" for row in rows)
    sizes = f"# rows: {len(rows)}\n# columns: {len(rows[0])}\n"
    return f"# name: {name}\n# type: matrix\n{sizes}{text}\n\n"


def array(name, kind, values):
    values = np.asarray(values)
    sizes = " " + " ".join(map(str, values.shape))
    text = "".join(f"  {int(value)}\n" for value in values.ravel(order="F"))
    return f"# name: {name}\n# type: {kind}\n# ndims: {values.ndim}\n{sizes}\n{text}\n\n"


def cell(name, texts):
    items = (
        f"# name: <cell-element>\n# type: string\n# elements: 1\n# length: {len(t.encode())}\n{t}\n\n\n"
        for t in texts
    )
    return f"# name: {name}\n# type: cell\n# rows: {len(texts)}\n# columns: 1\n{''.join(items)}\n\n\n"


NAMES = ["cat", "New York", "é", "z"]
LABELS = {
    "a column": lambda y: matrix("y", [[k] for k in y]),
    "a row": lambda y: matrix("y", [list(y)]),
    "one-hot": lambda y: matrix("labels", np.eye(4, dtype=int)[y].tolist()),
    "int32": lambda y: array("y", "int32 matrix", y[:, None]),
    "bool one-hot": lambda y: array("target", "bool matrix", np.eye(4)[y]),
}


@pytest.mark.parametrize("write", LABELS.values(), ids=LABELS)
def test_variables_of_one_file_are_labels_and_predictions(write, tmp_path):
    y, cells = sample(4)
    text = HEAD + write(y) + matrix("p", cells)
    files = written(tmp_path, a_txt=text, b_txt=text.replace("\n", "\r\n"), c_gz=gzip.compress(text.encode()))
    for path in files:
        assert answer(path) == pytest.approx(loss_of(y, cells), rel=1e-12)
    done = xentcli("loss", "-", "-f", "value", stdin=text)
    assert float(done.stdout) == pytest.approx(loss_of(y, cells), rel=1e-12)


def test_names_in_a_cell_are_labels(tmp_path):
    y, cells = sample(4)
    (path,) = written(tmp_path, a_txt=HEAD + cell("y", [NAMES[k] for k in y]) + matrix("p", cells))
    assert answer(path, "--classes", ",".join(NAMES)) == pytest.approx(loss_of(y, cells), rel=1e-12)


def test_files_of_one_variable_each(tmp_path):
    y, cells = sample(3)
    files = written(tmp_path, y_txt=HEAD + matrix("a", [[k] for k in y]), p_txt=HEAD + matrix("b", cells))
    assert answer(*files) == pytest.approx(loss_of(y, cells), rel=1e-12)


def test_of_several_variables_one_is_asked_for(tmp_path):
    y, cells = sample(3)
    other = matrix("x", (2 * numbers(cells)).tolist())
    (path,) = written(tmp_path, a_txt=HEAD + matrix("y", [[k] for k in y]) + other + matrix("p", cells))
    assert answer(path) == "XE648"
    assert answer(path, "--prediction-columns", "p") == pytest.approx(loss_of(y, cells), rel=1e-12)


BROKEN = {
    "a row less": lambda text: text[: text.rindex("\n 0.")] + "\n",
    "a value less": lambda text: text.rstrip().rpartition(" ")[0] + "\n",
    "a word": lambda text: text.rstrip()[:-4] + "word\n",
    "a size that is none": lambda text: text.replace("# columns: 3", "# columns: three"),
}


@pytest.mark.parametrize("spoil", BROKEN.values(), ids=BROKEN)
def test_a_cut_variable_is_an_error(spoil, tmp_path):
    y, cells = sample(3)
    (path,) = written(tmp_path, a_txt=spoil(HEAD + matrix("y", [[k] for k in y]) + matrix("p", cells)))
    assert answer(path) in {"XE678", "XE020"}


def test_other_variables_are_refused(tmp_path):
    struct = "# name: y\n# type: scalar struct\n# ndims: 2\n 1 1\n# length: 0\n\n\n"
    assert answer(*written(tmp_path, a_txt=HEAD + struct)) == "XE678"
