"""Predicted classes with their scores become the probabilities of two classes, or are refused."""

import pytest

from xentcli.core.errors import DataError
from xentcli.inputs.top_one import top_one
from xentcli.io.open_table import open_table
from xentcli.io.table import ReadOptions

RIGHT = [("no", 0.75), ("yes", 0.5), ("yes", 0.875)]


def opened(folder, rows, block_rows=None):
    path = folder / "p.csv"
    path.write_text("id,prediction,score\n" + "".join(f"{k},{c},{p}\n" for k, (c, p) in enumerate(rows)))
    return open_table(str(path), ReadOptions(block_rows=block_rows))


def probabilities(table):
    return [row for block in table.blocks(table.added) for row in block.values.tolist()]


@pytest.mark.parametrize("block_rows", [None, 1, 2])
def test_the_score_is_that_of_the_predicted_class_and_the_other_has_the_rest(block_rows, tmp_path):
    table = top_one(opened(tmp_path, RIGHT, block_rows), 1, 2, ["no", "yes"])
    assert probabilities(table) == [[0.75, 0.25], [0.5, 0.5], [0.125, 0.875]]
    assert [table.columns[column] for column in table.added] == ["no", "yes"]
    (note,) = table.notes
    assert note.text.endswith(
        "'score' is the probability of the class in 'prediction'; the other class has the rest"
    )


def test_the_other_columns_keep_their_places(tmp_path):
    table = top_one(opened(tmp_path, RIGHT), 1, 2, ["no", "yes"])
    (block,) = table.blocks((0, table.added[1], 2))
    assert block.values.tolist() == [[0, 0.25, 0.75], [1, 0.5, 0.5], [2, 0.875, 0.875]]
    assert (block.origin.columns, block.place(1, 1).line) == (("id", "yes", "score"), 3)


@pytest.mark.parametrize(("owner", "rows"), [
    ("yes", [("no", 0.25), ("yes", 0.5), ("yes", 0.75)]),
    ("yes", [("no", 0.125), ("no", 0.25), ("yes", 0.375)]),
    ("no", [("no", 0.75), ("yes", 0.25), ("yes", 0.125)]),
])  # fmt: skip
def test_scores_that_part_the_classes_are_those_of_one_class(owner, rows, tmp_path):
    table = top_one(opened(tmp_path, rows), 1, 2, ["no", "yes"])
    of_owner = [row[owner == "yes"] for row in probabilities(table)]
    assert of_owner == [p for _, p in rows]
    assert f"the probability of class '{owner}'" in table.notes[0].text


def test_scores_that_fit_neither_reading_are_asked_about(tmp_path):
    rows = [("no", 0.25), ("yes", 0.5), ("no", 0.75)]
    with pytest.raises(DataError) as caught:
        top_one(opened(tmp_path, rows), 1, 2, ["no", "yes"])
    assert (caught.value.code, caught.value.place.line) == ("XE323", 2)
    assert caught.value.ways == (
        {"prediction_columns": "score", "classes": "no,yes"},
        {"prediction_columns": "prediction,score"},
    )
    table = top_one(opened(tmp_path, rows), 1, 2, ["no", "yes"], said=True)
    assert probabilities(table) == [[0.25, 0.75], [0.5, 0.5], [0.75, 0.25]]


@pytest.mark.parametrize("labels", [["a", "b"], ["a", "b", "c"], [0, 1, 2]])
def test_three_classes_are_refused(labels, tmp_path):
    names = "abc" if labels == ["a", "b"] else [str(c) for c in labels]
    with pytest.raises(DataError, match="only the score of the predicted class is known") as caught:
        top_one(opened(tmp_path, [(name, 0.5) for name in names]), 1, 2, labels)
    assert caught.value.code == "XE321"


def test_a_third_class_among_the_labels_alone_is_refused(tmp_path):
    with pytest.raises(DataError, match="has 3 classes: a, no, yes"):
        top_one(opened(tmp_path, RIGHT), 1, 2, ["a", "no", "yes"])


@pytest.mark.parametrize(("value", "ways"), [(1.5, ({"from_percent": True},)), (-0.25, ()), (101, ())])
def test_a_score_that_is_no_probability_is_told_with_its_place(value, ways, tmp_path):
    with pytest.raises(DataError) as caught:
        top_one(opened(tmp_path, [*RIGHT, ("no", value)]), 1, 2, ["no", "yes"])
    assert (caught.value.code, caught.value.place.line, caught.value.place.column) == ("XE322", 5, "score")
    assert caught.value.ways == ways


def test_percentages_have_a_rest_to_100(tmp_path):
    table = top_one(opened(tmp_path, [("no", 75), ("yes", 50)]), 1, 2, ["no", "yes"], whole=100)
    assert probabilities(table) == [[75, 25], [50, 50]]


def test_ids_of_the_labels_name_the_columns(tmp_path):
    table = top_one(opened(tmp_path, RIGHT), 1, 2, [0, 1])
    assert [table.columns[column] for column in table.added] == ["0", "1"]
    assert "'no' is 0 and 'yes' is 1" in table.notes[1].text


def test_spellings_of_one_class_are_one(tmp_path):
    table = top_one(opened(tmp_path, [("No", 0.75), ("no", 0.5), ("YES", 1)]), 1, 2, ["no", "yes"])
    assert probabilities(table) == [[0.75, 0.25], [0.5, 0.5], [0, 1]]


def test_bad_cells_go_to_the_listener_and_the_other_rows_are_read(tmp_path):
    rows = [RIGHT[0], ("no", ""), ("", 0.75), RIGHT[2]]
    table, heard = top_one(opened(tmp_path, rows), 1, 2, ["no", "yes"]), []
    values = [row for b in table.blocks(table.added, complain=heard.append) for row in b.values.tolist()]
    assert values == [[0.75, 0.25], [0.125, 0.875]]
    assert sorted(error.place.line for error in heard) == [3, 4]
