"""Columns named by opposites beside labels 0 and 1, and True and False."""

import numpy as np
import pytest

import xentcli
from xentcli.core.errors import DataError

LAST, FIRST = {"classes": "1,0"}, {"classes": "0,1"}
RIGHT = -np.log([0.8, 0.7, 0.9]).mean()


def files(tmp_path, labels, header, rows):
    y, p = tmp_path / "y.csv", tmp_path / "p.csv"
    y.write_text("".join(f"{label}\n" for label in ["label", *labels]))
    p.write_text("".join(f"{row}\n" for row in [header, *rows]))
    return str(y), str(p)


@pytest.mark.parametrize("header", ["p_yes,p_no", "pos,neg", "P(True),P(False)", "Positive,Negative"])
def test_the_positive_column_first_is_asked_about(tmp_path, header):
    pair = files(tmp_path, [1, 0, 1], header, ["0.8,0.2", "0.3,0.7", "0.9,0.1"])
    with pytest.raises(DataError) as caught:
        xentcli.loss(*pair)
    assert (caught.value.code, caught.value.ways) == ("XE119", (LAST, FIRST))
    assert xentcli.loss(*pair, **LAST).value == pytest.approx(RIGHT)


@pytest.mark.parametrize("header", ["p_no,p_yes", "a,b", "first,second"])
def test_other_columns_go_by_their_place(tmp_path, header):
    pair = files(tmp_path, [1, 0, 1], header, ["0.2,0.8", "0.7,0.3", "0.1,0.9"])
    assert xentcli.loss(*pair).value == pytest.approx(RIGHT)


def test_names_that_are_not_sorted_are_asked_about(tmp_path):
    pair = files(tmp_path, [1, 0, 1], "second,first", ["0.2,0.8", "0.7,0.3", "0.1,0.9"])
    with pytest.raises(DataError) as caught:
        xentcli.loss(*pair)
    assert (caught.value.code, caught.value.ways) == ("XE120", ({"classes": "1,0"}, {"classes": "0,1"}))
    assert xentcli.loss(*pair, classes="0,1").value == pytest.approx(RIGHT)


@pytest.mark.parametrize("labels", [["True", "False", "True"], ["TRUE", "FALSE", "TRUE"]])
@pytest.mark.parametrize(
    ("header", "rows"),
    [("p_true,p_false", ["0.8,0.2", "0.3,0.7", "0.9,0.1"]), ("no,yes", ["0.2,0.8", "0.7,0.3", "0.1,0.9"])],
)
def test_true_is_the_positive_of_opposites(tmp_path, labels, header, rows):
    assert xentcli.loss(*files(tmp_path, labels, header, rows)).value == pytest.approx(RIGHT)


@pytest.mark.parametrize("header", ["p0", "prob_0", "P(0)", "p_no", "probability of negative"])
def test_one_column_of_the_negative_class_is_asked_about(tmp_path, header):
    pair = files(tmp_path, [1, 0, 1], header, ["0.2", "0.7", "0.1"])
    with pytest.raises(DataError) as caught:
        xentcli.loss(*pair)
    assert caught.value.ways == (LAST, FIRST)
    assert xentcli.loss(*pair, **LAST).value == pytest.approx(RIGHT)


@pytest.mark.parametrize("header", ["0", "p1", "p", "p_yes", "note"])
def test_one_other_column_is_that_of_the_positive_class(tmp_path, header):
    pair = files(tmp_path, [1, 0, 1], header, ["0.8", "0.3", "0.9"])
    assert xentcli.loss(*pair).value == pytest.approx(RIGHT)


def test_numbered_columns_from_one_beside_labels_from_zero(tmp_path):
    pair = files(tmp_path, [1, 0, 1], "p1,p2", ["0.2,0.8", "0.7,0.3", "0.1,0.9"])
    with pytest.raises(DataError) as caught:
        xentcli.loss(*pair)
    assert (caught.value.code, caught.value.ways) == ("XE109", (FIRST,))
    assert xentcli.loss(*pair, **FIRST).value == pytest.approx(RIGHT)


@pytest.mark.parametrize(
    ("labels", "header", "rows", "code", "orders"),
    [
        ([1, -1, 1], "p_pos,p_neg", ["0.8,0.2", "0.3,0.7", "0.9,0.1"], "XE119", ["1,-1", "-1,1"]),
        ([1, -1, 1], "second,first", ["0.8,0.2", "0.3,0.7", "0.9,0.1"], "XE120", ["1,-1", "-1,1"]),
        (["yes", "no", "yes"], "p_0,p_1", ["0.2,0.8", "0.7,0.3", "0.1,0.9"], "XE108", ["no,yes", "yes,no"]),
        (["yes", "no", "yes"], "p_1,p_0", ["0.8,0.2", "0.3,0.7", "0.9,0.1"], "XE108", ["no,yes", "yes,no"]),
        (
            ["emu", "cat", "emu"],
            "p_0,p_1",
            ["0.2,0.8", "0.7,0.3", "0.1,0.9"],
            "XE108",
            ["cat,emu", "emu,cat"],
        ),
    ],
)
def test_the_commands_for_two_classes_name_them_in_the_order_of_the_columns(
    tmp_path, labels, header, rows, code, orders
):
    pair = files(tmp_path, labels, header, rows)
    with pytest.raises(DataError) as caught:
        xentcli.loss(*pair)
    found = [way["classes"] for way in caught.value.ways]
    assert caught.value.code == code
    assert [one if isinstance(one, str) else ",".join(one) for one in found] == orders
    assert xentcli.loss(*pair, classes=found[0]).value == pytest.approx(RIGHT)


@pytest.mark.parametrize("labels", [[1, 0, 1], ["True", "False", "True"]])
@pytest.mark.parametrize(
    "header",
    ["P(y=0)", ".pred_0", "X0", "prob_class_0", "label_0_score", "p_not_spam", "nontoxic", "1-p", "p_false"],
)
def test_a_column_of_the_negative_class_is_asked_about_in_any_spelling(tmp_path, header, labels):
    pair = files(tmp_path, labels, header, ["0.2", "0.3", "0.1"])
    with pytest.raises(DataError) as caught:
        xentcli.loss(*pair)
    assert (caught.value.code, caught.value.ways) == ("XE119", (LAST, FIRST))
    assert xentcli.loss(*pair, **LAST).value == pytest.approx(-np.log([0.8, 0.3, 0.9]).mean())


@pytest.mark.parametrize("header", ["FALSE,TRUE", "false,true", "TRUE,FALSE", "no,yes"])
def test_columns_called_after_opposites_are_both_scores(tmp_path, header):
    words = header.split(",")
    yes = [word.lower() in {"true", "yes"} for word in words].index(True)
    table = tmp_path / "t.csv"
    rows = [[0.2, 0.8], [0.7, 0.3], [0.4, 0.6], [0.9, 0.1]]
    labels = [words[yes], words[1 - yes], words[yes], words[1 - yes]]
    cells = [f"{label},{row[1 - yes]},{row[yes]}" for label, row in zip(labels, rows, strict=True)]
    if yes == 1:
        cells = [f"{label},{a},{b}" for label, (a, b) in zip(labels, rows, strict=True)]
    table.write_text("\n".join(["label," + header, *cells]) + "\n")
    assert xentcli.loss(str(table)).value == pytest.approx(-np.log([0.8, 0.7, 0.6, 0.9]).mean())


@pytest.mark.parametrize("names", ["5 stars,4 stars,3 stars,2 stars,1 star", "5th,4th,3rd,2nd,1st"])
def test_numbers_in_names_that_differ_otherwise_are_asked_about(tmp_path, names):
    rows = [".1,.1,.1,.1,.6", ".1,.6,.1,.1,.1", ".1,.1,.1,.5,.2"]
    pair = files(tmp_path, [1, 4, 2], names, rows)
    with pytest.raises(DataError) as caught:
        xentcli.loss(*pair)
    assert caught.value.code == "XE120"
    assert xentcli.loss(*pair, **caught.value.ways[0]).value == pytest.approx(-np.log([0.6, 0.6, 0.5]).mean())
