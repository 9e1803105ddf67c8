"""Weka's predictions as text and CSV, and ARFF, dense and sparse."""

import gzip

import pytest
from running import inside
from tool_texts import answer, lines, loss_of, numbers, sample, written

NAMES = (["setosa", "versicolor", "virginica"], ["no", "yes"], ["1", "2", "3"], ["Iris one", "it's two"])


def weka(y, cells, names):
    """The rows of a table of predictions."""
    best = numbers(cells).argmax(axis=1)
    for n, (k, b, row) in enumerate(zip(y, best, cells, strict=True), 1):
        marked = [f"*{cell}" if c == b else cell for c, cell in enumerate(row)]
        yield [n, f"{k + 1}:{names[k]}", f"{b + 1}:{names[b]}", "" if k == b else "+", *marked]


def as_csv(y, cells, names):
    head = ["inst#", "actual", "predicted", "error", "distribution", *[""] * (len(names) - 1)]
    return lines([head, *weka(y, cells, names)])


def as_text(y, cells, names):
    short = [name[:8] for name in names]
    rows = (
        f"{n:6d} {a:>10} {b:>10} {e or ' ':^5} {','.join(row)} (5.1,x)"
        for n, a, b, e, *row in weka(y, cells, short)
    )
    head = "\n\n=== Predictions on test data ===\n\n inst#     actual  predicted error distribution (sl,sw)\n"
    return head + "\n".join(rows) + "\n"


@pytest.mark.parametrize("names", NAMES, ids=str)
@pytest.mark.parametrize("write", [as_csv, as_text])
def test_the_distribution_belongs_to_the_numbered_classes(write, names, tmp_path):
    y, cells = sample(len(names), form="%.3f")
    text = write(y, cells, names)
    buffer = "=== Run information ===\n\nScheme: x\n\n" + text + "\n=== Summary ===\n\nCorrect 7\n"
    wanted = pytest.approx(loss_of(y, cells), rel=1e-12)
    for path in written(tmp_path, a_txt=text, b_txt=text.replace("\n", "\r\n"), c_txt=buffer):
        assert answer(path) == wanted


def test_names_that_weka_cut_alike_are_told_apart(tmp_path):
    y, cells = sample(2, form="%.3f")
    text = as_text(y, cells, ["tested_negative", "tested_n_positive"])
    assert answer(*written(tmp_path, out_txt=text)) == pytest.approx(loss_of(y, cells), rel=1e-12)


def test_weka_without_actual_classes_needs_labels(tmp_path):
    y, cells = sample(3, form="%.3f")
    text = as_csv(y, cells, NAMES[0])
    head, *rows = (line.split(",") for line in text.splitlines())
    hidden = lines([head, *([row[0], "1:?", *row[2:]] for row in rows)])
    labels = lines([["species"], *([NAMES[0][k]] for k in y)])
    y_csv, out = written(tmp_path, y_csv=labels, out_csv=hidden)
    assert answer(y_csv, out) == pytest.approx(loss_of(y, cells), rel=1e-12)
    assert answer(out).startswith("XE")


@pytest.mark.parametrize("spoilt", ["twice", "word", "cut"])
def test_a_table_of_weka_that_is_no_single_one_is_refused(spoilt, tmp_path):
    text = as_text(*sample(3, form="%.3f"), NAMES[0])
    texts = {"twice": text * 2, "word": text + "     9 none\n", "cut": text.rpartition(" (")[0][:-8]}
    assert answer(*written(tmp_path, out_txt=texts[spoilt])) in {"XE052", "XE003"}


def quoted(name):
    return name if name.isalnum() else "'{}'".format(name.replace("'", "\\'"))


def arff(cells, labels, names, columns=None, sparse=False):
    columns = columns or [f"p{k}" for k in range(len(names))]
    head = ["% made by a test", "@RELATION 'a relation'", ""]
    head += [f"@Attribute {quoted(name)} NUMERIC" for name in columns]
    head += ["@attribute class {" + ", ".join(map(quoted, names)) + "}", "", "@DATA"]
    rows = [",".join([*row, quoted(names[k])]) for row, k in zip(cells, labels, strict=True)]
    if sparse:
        found = (
            [*enumerate(row), *([(len(row), quoted(names[k]))] if k else [])]
            for row, k in zip(cells, labels, strict=True)
        )
        rows = ["{" + ", ".join(f"{n} {cell}" for n, cell in row) + "}" for row in found]
    return "\n".join([*head, *rows]) + "\n"


@pytest.mark.parametrize("names", [["emu", "cat", "dog"], ["New York", "L.A.", "it's"], ["b", "a"]], ids=str)
@pytest.mark.parametrize("sparse", [False, True])
def test_nominal_values_are_the_order_of_the_classes(names, sparse, tmp_path):
    y, cells = sample(len(names))
    text = arff(cells, y, names, sparse=sparse)
    rows = text.splitlines(keepends=True)
    noted = "".join([*rows[:-3], "% a comment\n", "\n", *rows[-3:]])
    turned = arff([row[::-1] for row in cells], y, names, [f"prob {name}" for name in names[::-1]], sparse)
    files = written(tmp_path, a_arff=text, b_txt=noted, c_arff=text.replace("\n", "\r\n"), d_arff=turned)
    files += written(tmp_path, e_gz=gzip.compress(text.encode()), f_arff=text.encode("utf-16"))
    for path in files:
        assert answer(path) == pytest.approx(loss_of(y, cells), rel=1e-12)


BROKEN = {
    "a value that is not declared": ("0.5,0.5,zebra", "XE053"),
    "a missing class": ("0.5,0.5,?", "XE015"),
    "a missing number": ("?,0.5,cat", "XE016"),
    "a value less": ("0.5,cat", "XE003"),
    "a value more": ("0.5,0.5,cat,1", "XE001"),
    "an open quote": ("0.5,0.5,'cat", "XE053"),
    "an instance weight": ("0.5,0.5,cat,{2}", "XE053"),
    "a sparse row without its end": ("{0 0.5, 1 0.5", "XE053"),
    "a sparse row with an index twice": ("{0 0.5, 0 0.5}", "XE053"),
}


@pytest.mark.parametrize(("row", "code"), BROKEN.values(), ids=BROKEN)
def test_a_broken_row_of_arff_is_told_with_its_line(row, code, tmp_path):
    text = arff([["0.5", "0.5"]] * 4, [0, 1, 0, 1], ["emu", "cat"])
    (path,) = written(tmp_path, a_arff=text + row + "\n")
    done = inside("validate", path, "--labels-column", "class", "--prediction-columns", "p0,p1", path)
    assert code in done.stdout + done.stderr


@pytest.mark.parametrize(
    "header",
    [
        "@relation r\n@attribute y {a,b}\n",
        "@relation r\n@data\n1\n",
        "@relation r\n@attribute y relational\n@data\n1\n",
        "@relation r\n@attribute y {a,a}\n@data\na\n",
        "@relation r\nattribute y real\n@data\n1\n",
    ],
)
def test_a_broken_header_of_arff_is_refused(header, tmp_path):
    assert answer(*written(tmp_path, a_arff=header)) == "XE677"
