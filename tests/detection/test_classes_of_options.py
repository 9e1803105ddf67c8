"""Classes given with `--classes`, and labels left out by name or by index."""

import numpy as np
import pytest

import xentcli

ROWS = [[0.7, 0.3], [0.2, 0.8], [0.4, 0.6]]
NAMES, IDS = ["cat", "dog", "dog"], [0, 1, 1]
RIGHT = -np.log([0.7, 0.8, 0.6]).mean()


def table(tmp_path, name, lines):
    path = tmp_path / name
    path.write_text("".join(f"{line}\n" for line in lines))
    return str(path)


def pair(tmp_path, labels, header, rows=ROWS):
    head = [header] if header else []
    predictions = [",".join(map(str, row)) for row in rows]
    return (
        table(tmp_path, "y.csv", ["label", *labels]),
        table(tmp_path, "p.csv", [*head, *predictions]),
    )


@pytest.mark.parametrize(
    ("labels", "header", "classes"),
    [
        (NAMES, "cat,dog", "cat,dog"),
        (NAMES, "cat,dog", "dog,cat"),
        (NAMES, "p_Cat,p_Dog", "dog,cat"),
        (NAMES, "first,second", "cat,dog"),
        (IDS, "p0,p1", "neg,pos"),
        (IDS, "first,second", "neg,pos"),
        (IDS, "", "neg,pos"),
        (IDS, "first,second", "0,1"),
        ([5, 7, 7], "first,second", "5,7"),
        (["neg", "pos", "pos"], "p0,p1", "neg,pos"),
    ],
)
def test_classes_never_rename_a_column(tmp_path, labels, header, classes):
    assert xentcli.loss(*pair(tmp_path, labels, header), classes=classes).value == pytest.approx(RIGHT)


def test_numbered_columns_are_indexes_of_the_classes(tmp_path):
    files = pair(tmp_path, IDS, "p1,p0", [row[::-1] for row in ROWS])
    found = xentcli.loss(*files, classes="neg,pos")
    assert found.value == pytest.approx(RIGHT)
    assert found.class_names == ("pos", "neg")


def test_ids_are_indexes_whose_names_are_shown(tmp_path):
    found = xentcli.loss(*pair(tmp_path, IDS, "p0,p1"), classes="neg,pos")
    assert [row.label for row in found.first] == ["neg", "pos", "pos"]
    with pytest.raises(xentcli.XentError, match=r"2 is not a class of 0..1 \(neg, pos\)"):
        xentcli.loss(*pair(tmp_path, [0, 1, 2], "p0,p1"), classes="neg,pos")


def test_a_class_without_a_column_is_refused(tmp_path):
    with pytest.raises(xentcli.XentError, match="no column is named after bird") as caught:
        xentcli.loss(*pair(tmp_path, NAMES, "cat,dog"), classes="bird,dog")
    assert caught.value.code == "XE118"


@pytest.mark.parametrize("given", ["no,yes", "pos,neg", "1,2"])
def test_a_single_column_named_after_the_first_class_is_refused(tmp_path, given):
    first, last = given.split(",")
    lines = [f"label,p_{first}", f"{first},0.9", f"{last},0.2", f"{last},0.3"]
    both = table(tmp_path, "two.csv", lines)
    chosen = {"labels_column": "label", "prediction_columns": f"p_{first}"}
    with pytest.raises(xentcli.XentError, match=f"named after {first}") as caught:
        xentcli.loss(both, classes=given, **chosen)
    assert caught.value.code == "XE118"
    right = pytest.approx(-np.log([0.9, 0.8, 0.7]).mean())
    for way in caught.value.ways:
        assert xentcli.loss(both, **chosen, **way).value == right


def test_the_class_of_a_single_column_of_ids_is_that_of_its_name(tmp_path):
    files = pair(tmp_path, IDS, "p_neg", [[0.7], [0.2], [0.4]])
    with pytest.raises(xentcli.XentError, match="named after neg") as caught:
        xentcli.loss(*files, classes="neg,pos")
    assert caught.value.ways == ({"classes": "1,0"},)
    assert xentcli.loss(*files, **caught.value.ways[0]).value == pytest.approx(RIGHT)


@pytest.mark.parametrize(
    ("labels", "header", "classes"), [(NAMES, "wolf,fox", "cat,dog"), (IDS, "wolf,fox", "cat,dog")]
)
def test_columns_with_other_names_are_read_by_position_with_a_note(tmp_path, labels, header, classes):
    found = xentcli.loss(*pair(tmp_path, labels, header), classes=classes)
    assert [note.text.partition(": ")[2] for note in found.notes if note.code == "XE880"] == [
        "columns wolf, fox are read as cat, dog, by position"
    ]


@pytest.mark.parametrize(
    ("labels", "header", "classes"),
    [(NAMES, "dog,cat", "cat,dog"), (NAMES, "", "cat,dog"), (IDS, "p1,p0", "cat,dog"), (IDS, "a,b", "0,1")],
)
def test_columns_that_are_matched_or_have_no_names_need_no_note(tmp_path, labels, header, classes):
    found = xentcli.loss(*pair(tmp_path, labels, header), classes=classes)
    assert not [note for note in found.notes if note.code == "XE880"]


@pytest.mark.parametrize("mark", ["void", "-1"])
def test_a_name_is_left_out_in_any_order_of_rows(tmp_path, mark):
    labels, rows = [*NAMES, mark], [*ROWS, [0.5, 0.5]]
    given = mark if mark == "void" else int(mark)
    for order in ([0, 1, 2, 3], [3, 2, 1, 0]):
        files = pair(tmp_path, [labels[k] for k in order], "cat,dog", [rows[k] for k in order])
        assert xentcli.loss(*files, ignore_index=given).value == pytest.approx(RIGHT)


def test_an_index_among_names_is_asked_about(tmp_path):
    with pytest.raises(xentcli.XentError, match="ignore_index=0 is a number") as caught:
        xentcli.loss(*pair(tmp_path, NAMES[::-1], "cat,dog", ROWS[::-1]), ignore_index=0)
    assert caught.value.ways == ({"ignore_index": "cat"},)


def test_an_index_into_classes_is_left_out(tmp_path):
    found = xentcli.loss(*pair(tmp_path, NAMES, ""), classes="cat,dog", ignore_index=1)
    assert found.value == pytest.approx(-np.log(0.7))


def test_a_name_that_no_label_has_leaves_nothing_out(tmp_path):
    with pytest.warns(xentcli.XentWarning, match="XE839"):
        found = xentcli.loss(*pair(tmp_path, NAMES, "cat,dog"), ignore_index="bird")
    assert found.value == pytest.approx(RIGHT)
    assert [c.code for c in found.cautions] == ["XE839"]


def test_validate_takes_ids_for_indexes(tmp_path):
    files = pair(tmp_path, IDS, "p0,p1")
    verdict = xentcli.validate(*files, classes="neg,pos")
    assert (verdict.valid, verdict.warnings) == (True, ())
    assert not xentcli.validate(pair(tmp_path, [0, 2], "")[0], classes="neg,pos").valid


def test_detect_shows_the_names_of_ids(tmp_path):
    assert xentcli.detect(*pair(tmp_path, IDS, "p0,p1"), classes="neg,pos").class_names == ("neg", "pos")
