"""Predictions of LIBSVM, fastText and Vowpal Wabbit, and the labels in their files of examples."""

import gzip

import numpy as np
import pytest
from running import inside, xentcli
from tool_texts import answer, lines, loss_of, numbers, sample, written

ORDERS = ([1, -1], [-1, 1], [0, 1], [2, 3, 1], [2, 0, 1, 3], [10, 20, 30, 40, 50])


def libsvm(y, cells, order, end="\n"):
    best = numbers(cells).argmax(axis=1)
    rows = [[order[k], *row] for k, row in zip(best, cells, strict=True)]
    data = [[f"{order[k]:+d}" if -1 in order else order[k], "1:0.5", "3:-1.25"] for k in y]
    return lines([["labels", *order], *rows], " ", end), lines(data, " ", end)


@pytest.mark.parametrize("order", ORDERS, ids=str)
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CR LF"])
def test_the_first_line_of_libsvm_is_the_order_of_the_columns(order, end, tmp_path):
    y, cells = sample(len(order), form="%g")
    out, data = libsvm(y, cells, order, end)
    names = lines([["label"], *([order[k]] for k in y)])
    files = written(tmp_path, test_svm=data, out_txt=out, data=data, out=out, y_csv=names)
    files += written(tmp_path, out_gz=gzip.compress(out.encode()))
    test, first, plain, bare, y_csv, packed = files
    wanted = pytest.approx(loss_of(y, cells), rel=1e-12)
    for pair in ((test, first), (plain, bare), (y_csv, first), (test, packed)):
        assert answer(*pair) == wanted


def test_predicted_classes_are_no_labels(tmp_path):
    (out,) = written(tmp_path, out_txt=libsvm(*sample(3, form="%g"), [2, 3, 1])[0])
    assert answer(out) == "XE305"


@pytest.mark.parametrize("line", ["1 0.5 0.5", "1 0.25 0.25 0.25 0.25", "1 0.5 x 0.5", ""])
def test_a_broken_row_of_libsvm_is_told_with_its_line(line, tmp_path):
    y, cells = sample(3, form="%g")
    out, data = libsvm(y, cells, [2, 3, 1])
    rows = out.splitlines()
    rows[5] = line
    test, path = written(tmp_path, test_svm=data, out_txt="\n".join(rows) + "\n")
    done = inside("validate", test, path, "--prediction-columns", "1-3")
    assert done.returncode == 1
    assert "out.txt:6" in done.stdout + done.stderr


def test_six_digits_of_c_are_enough_for_probabilities(tmp_path):
    y = np.arange(300) % 2
    cells = [[f"{a:g}", f"{1 - a:g}"] for a in np.random.default_rng(1).random(300) / 10]
    assert (np.abs(numbers(cells).sum(axis=1) - 1) > 4 * 2 * 2.0**-24).any()
    out, data = libsvm(y, cells, [0, 1])
    assert answer(*written(tmp_path, test_svm=data, out_txt=out)) == pytest.approx(
        loss_of(y, cells), rel=1e-12
    )


NAMES = (["a", "b"], ["setosa", "versicolor", "virginica"], ["é", "z,q", "w'x", 'd"q'])


def fasttext(y, cells, names, most=None):
    orders = (-numbers(cells)).argsort(axis=1)[:, :most]
    pairs = [
        " ".join(f"__label__{names[k]} {row[k]}" for k in o) for row, o in zip(cells, orders, strict=True)
    ]
    return "\n".join(pairs) + "\n", lines([[f"__label__{names[k]}", "some 0.5 words"] for k in y], " ")


@pytest.mark.parametrize("names", NAMES, ids=str)
def test_labels_of_fasttext_are_matched_by_name(names, tmp_path):
    y, cells = sample(len(names), form="%g")
    cells = [[f"{float(cell) + 1e-5:g}" for cell in row] for row in cells]
    cells[3] = ["1.00001", *["1e-05"] * (len(names) - 1)]
    y[3] = 0
    out, data = fasttext(y, cells, names)
    assert answer(*written(tmp_path, test_txt=data, out_txt=out)) == pytest.approx(
        loss_of(y, cells), rel=1e-12
    )


def test_fasttext_without_all_labels_is_refused(tmp_path):
    y, cells = sample(3, form="%g")
    out, data = fasttext(y, cells, NAMES[1], most=2)
    assert answer(*written(tmp_path, test_txt=data, out_txt=out)) == "XE050"
    assert answer(*written(tmp_path, test_txt=data, cut_txt=fasttext(y, cells, NAMES[1])[0][:-12])) == "XE054"


def test_several_labels_of_fasttext_are_multi_label(tmp_path):
    text = "__label__cat __label__dog a b\n__label__dog c d\n" * 10
    scores = "cat,dog\n" + "0.75,0.5\n0.25,0.5\n" * 10
    wanted = -(np.log(0.75) + np.log(0.5) + np.log(0.75) + np.log(0.5)) / 4
    assert answer(*written(tmp_path, y_txt=text, p_csv=scores)) == pytest.approx(wanted, rel=1e-12)


def vowpal(cells, tags=None):
    rows = [[f"{k}:{cell}" for k, cell in enumerate(row, 1)] for row in cells]
    return lines(rows if tags is None else [[*row, tag] for row, tag in zip(rows, tags, strict=True)], " ")


@pytest.mark.parametrize("classes", [2, 3, 11])
def test_classes_of_vowpal_wabbit_are_numbered(classes, tmp_path):
    y, cells = sample(classes, form="%g")
    ids = lines([[k + 1] for k in y])
    plain = lines([[k + 1, "|", f"f{k}:0.5 b c"] for k in y], " ")
    tagged = lines([[k + 1, "1.0", f"ex{n}|ns a b:2", "|x c"] for n, k in enumerate(y)], " ")
    tags = [f"ex{n}" for n in range(len(y))]
    turned = vowpal(cells[::-1], tags[::-1])
    files = written(
        tmp_path, y_txt=ids, plain_vw=plain, tagged_vw=tagged, out_txt=vowpal(cells), turned_txt=turned
    )
    wanted = pytest.approx(loss_of(y, cells), rel=1e-12)
    for pair in ((0, 3), (1, 3), (2, 4)):
        assert answer(*(files[n] for n in pair)) == wanted


def test_a_cut_row_of_vowpal_wabbit_is_an_error(tmp_path):
    y, cells = sample(3, form="%g")
    ids = lines([[k + 1] for k in y])
    assert answer(*written(tmp_path, y_txt=ids, out_txt=vowpal(cells) + "1:0.5\n")) == "XE054"


def test_a_pipe_is_read(tmp_path):
    y, cells = sample(3, form="%g")
    out, data = fasttext(y, [[f"{float(c) + 1e-5:g}" for c in row] for row in cells], NAMES[1])
    (test,) = written(tmp_path, test_txt=data)
    done = xentcli("loss", test, "-", "-f", "value", stdin=out)
    assert done.returncode == 0
    assert "XE871" in done.stderr
