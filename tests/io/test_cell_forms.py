"""Cells of tensors, NumPy's numbers, dicts and percentages; arrays that printing cut; decimal commas."""

import csv
import io
import json

import numpy as np
import pytest
from running import inside
from tool_texts import answer, loss_of, sample, written

from xentcli.io.text.literals import literal


def sheet(head, rows, sep=","):
    out = io.StringIO()
    csv.writer(out, lineterminator="\n", delimiter=sep).writerows([head, *rows])
    return out.getvalue()


LISTS = {
    "tensor": "tensor([{}])",
    "tensor with a gradient": "tensor([{}], grad_fn=<SoftmaxBackward0>)",
    "tensor of a type": "tensor([{}], device='cuda:0', dtype=torch.float64, grad_fn=<UnbindBackward0>)",
    "tensor of one row": "tensor([[{}]])",
    "array": "array([{}], dtype=float32)",
    "JAX": "Array([{}], dtype=float32)",
    "TensorFlow": "<tf.Tensor: shape=(3,), dtype=float32, numpy=array([{}], dtype=float32)>",
    "tuple": "({})",
}
JOINED = {name: form.replace("{}", "{0}") for name, form in LISTS.items()}
FORMS = {name: (lambda row, form=form: form.format(", ".join(row))) for name, form in JOINED.items()}
FORMS |= {
    "NumPy's blanks": lambda row: "[" + "  ".join(row) + "]",
    "lines": lambda row: "tensor([" + ",\n        ".join(row) + "])",
    "NumPy's numbers": lambda row: "[" + ", ".join(f"np.float64({cell})" for cell in row) + "]",
    "tensors in a list": lambda row: "[" + ", ".join(f"tensor({cell})" for cell in row) + "]",
    "tf.Tensor": lambda row: f"tf.Tensor([{' '.join(row)}], shape=({len(row)},), dtype=float32)",
}


@pytest.mark.parametrize("classes", [2, 3, 5])
@pytest.mark.parametrize("sep", [",", ";"])
@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_lists_are_read_in_their_wrappers(form, sep, classes, tmp_path):
    y, cells = sample(classes)
    rows = [[k, form(row)] for k, row in zip(y, cells, strict=True)]
    wrapped = [[f"tensor({k})", cell] for k, cell in rows]
    wanted = pytest.approx(loss_of(y, cells), rel=1e-12)
    for path in written(
        tmp_path, a_csv=sheet(["label", "probs"], rows, sep), b_csv=sheet(["label", "probs"], wrapped, sep)
    ):
        assert answer(path) == wanted


def test_four_digits_of_tensors_are_enough_for_probabilities(tmp_path):
    y, cells = sample(3, form="%.4e")
    rows = [[k, FORMS["tensor"](row)] for k, row in zip(y, cells, strict=True)]
    (path,) = written(tmp_path, a_csv=sheet(["label", "probs"], rows))
    assert answer(path) == pytest.approx(loss_of(y, cells), rel=1e-12)


DICTS = {
    "Python": lambda items: str(dict(items)),
    "JSON": lambda items: json.dumps(dict(items)),
    "NumPy's numbers": lambda items: "{" + ", ".join(f"{n!r}: np.float64({p})" for n, p in items) + "}",
    "the best first": lambda items: str(dict(sorted(items, key=lambda item: -item[1]))),
    "pipeline": lambda items: str([{"label": n, "score": p} for n, p in sorted(items, key=lambda i: -i[1])]),
    "pairs": lambda items: str(list(items)),
}


@pytest.mark.parametrize("form", DICTS.values(), ids=DICTS)
def test_dicts_are_matched_by_their_keys(form, tmp_path):
    names = ["it's", 'd"q', "cat", "é, x"]
    y, cells = sample(4)
    rows = [
        [names[k], form(list(zip(names, map(float, row), strict=True))[::-1])]
        for k, row in zip(y, cells, strict=True)
    ]
    labels, scores = (sheet([name], [[row[n]] for row in rows]) for n, name in enumerate(("label", "probs")))
    one, y_csv, p_csv = written(tmp_path, a_csv=sheet(["label", "probs"], rows), y_csv=labels, p_csv=scores)
    assert answer(one) == answer(y_csv, p_csv) == pytest.approx(loss_of(y, cells), rel=1e-12)


@pytest.mark.parametrize("bad", ["{'a': 1.0}", "{'a': 0.5, 'b': 0.25, 'c': 0.25}", "{'a': 0.5, 'b'", "x", ""])
def test_a_cell_that_is_no_such_dict_is_told_with_its_line(bad, tmp_path):
    rows = [["a", "{'a': 0.75, 'b': 0.25}"]] * 120 + [["b", bad]]
    done = inside("loss", *written(tmp_path, a_csv=sheet(["label", "p"], rows)))
    assert done.returncode == 1
    assert "a.csv:122" in done.stderr


@pytest.mark.parametrize("form", ["tensor({})", "np.float32({})", "array({}, dtype=float32)", "{}%", "{} %"])
def test_wrapped_numbers_and_percentages(form, tmp_path):
    y = np.random.default_rng(3).integers(0, 2, 20)
    cells = [f"{n:.2f}" for n in np.random.default_rng(4).random(20) * (98 if "%" in form else 0.98) + 0.01]
    p = np.array([float(cell + ("e-2" if "%" in form else "")) for cell in cells])
    rows = [[f"tensor({k})", form.format(cell)] for k, cell in zip(y, cells, strict=True)]
    (path,) = written(tmp_path, a_csv=sheet(["label", "prob"], rows))
    assert answer(path) == pytest.approx(float(-np.log(np.where(y, p, 1 - p)).mean()), rel=1e-12)


@pytest.mark.parametrize(("usual", "odd"), [("93%", "0.07"), ("0.93", "7%")])
def test_percentages_beside_other_numbers_are_refused(usual, odd, tmp_path):
    rows = [[1, usual]] * 6 + [[0, odd]]
    assert answer(*written(tmp_path, a_csv=sheet(["label", "p"], rows))) == "XE055"


CUT = (
    "[0.1 0.2 ... 0.3]",
    "tensor([0.1, 0.2,  ..., 0.3])",
    "array([0.1, ..., 0.3], dtype=float32)",
    "[0.1\n ...\n 0.3]",
)


@pytest.mark.parametrize("cell", CUT)
def test_arrays_that_printing_cut_have_lost_numbers(cell, tmp_path):
    y, cells = sample(3)
    rows = [[k, FORMS["NumPy's blanks"](row)] for k, row in zip(y, cells, strict=True)]
    late = [*rows[:-1], [rows[-1][0], cell]]
    every = [[k, cell] for k, _ in rows]
    files = written(
        tmp_path, late_csv=sheet(["label", "p"], late), all_csv=sheet(["label", "p"], every),
        y_csv=sheet(["label"], [[k] for k in y]), p_csv=sheet(["p"], [[cell]] * len(y)),
    )  # fmt: skip
    assert [answer(files[0]), answer(files[1]), answer(*files[2:])] == ["XE051"] * 3
    beside = [[k, cell, *row] for k, row in zip(y, cells, strict=True)]
    (path,) = written(tmp_path, beside_csv=sheet(["label", "embedding", "p0", "p1", "p2"], beside))
    assert answer(path) == pytest.approx(loss_of(y, cells), rel=1e-12)


@pytest.mark.parametrize("sep", [";", "\t", "|"])
def test_decimal_commas_are_seen(sep, tmp_path):
    y, cells = sample(3)
    rows = [[k, *(cell.replace(".", ",") for cell in row)] for k, row in zip(y, cells, strict=True)]
    text = sheet(["label", "p0", "p1", "p2"], rows, sep)
    for path in written(
        tmp_path, a_csv=text, b_csv=text.encode("utf-16"), c_csv="\ufeff" + text.replace("\n", "\r\n")
    ):
        assert answer(path) == pytest.approx(loss_of(y, cells), rel=1e-12)


DOUBTFUL = {
    "ids": "id;labels\n1;1,4\n2;3\n3;0,2\n",
    "thousands": "label;p\n1;1,234\n0;2,345\n",
    "points as well": "label;p;q\n1;0,25;0.5\n0;0,75;0.5\n",
    "ids beside decimals": "label;p\n1,4;0,25\n3;0,75\n",
}


@pytest.mark.parametrize("text", DOUBTFUL.values(), ids=DOUBTFUL)
def test_commas_that_may_be_others_are_not_taken_for_decimal(text, tmp_path):
    (path,) = written(tmp_path, a_csv=text)
    column = text.partition("\n")[0].split(";")[1]
    done = inside("loss", path, "--labels-column", "0", "--prediction-columns", column)
    assert done.returncode == 1


@pytest.mark.parametrize(
    "text", ["__import__('os')", "[1, 2", "{'a': 1, 'a': 2}", "1 2", "{1}", "x" * 9, "[" * 99]
)
def test_nothing_but_literals_is_read(text):
    with pytest.raises(ValueError, match=r".+"):
        literal(text)
