"""`convert` takes the class of a column from its name, as `loss` does: the number, or a word that says 0."""

import pytest
from running import inside


def converted(folder, text, *options):
    (folder / "t.csv").write_text(text)
    done = inside("convert", folder / "t.csv", *options)
    return done.stdout.split()[1:], done.stderr


@pytest.mark.parametrize("pattern", ["p_{}", "class {} score", "{}", "P(y={})"])
def test_numbers_in_names_are_the_classes_of_scores(tmp_path, pattern):
    head = ",".join(["id", *map(pattern.format, (2, 0, 1))])
    text = head + "\n7,0.9,0.05,0.05\n8,0.1,0.8,0.1\n"
    assert converted(tmp_path, text, "--to", "sparse", "--argmax")[0] == ["2", "0"]


def test_numbers_in_names_are_the_classes_of_one_hot_labels(tmp_path):
    text = "y_2,y_0,y_1\n1,0,0\n0,1,0\n0,0,1\n"
    assert converted(tmp_path, text, "--to", "sparse")[0] == ["2", "0", "1"]
    assert converted(tmp_path, text, "--to", "one-hot")[0] == ["0,0,1", "1,0,0", "0,1,0"]


def test_one_hot_columns_of_two_classes_in_reverse_are_binary(tmp_path):
    assert converted(tmp_path, "y_1,y_0\n1,0\n0,1\n1,0\n", "--to", "binary")[0] == ["1", "0", "1"]


@pytest.mark.parametrize("head", ["p_dog,p_cat", "dog_prob,cat_prob", "p_3,p_1"])
def test_ids_in_another_order_than_the_names_are_said(tmp_path, head):
    found, said = converted(tmp_path, f"{head}\n0.9,0.1\n0.2,0.8\n", "--to", "sparse", "--argmax")
    assert found == ["0", "1"]
    assert "note: the class names are not in the output; --classes" in said


@pytest.mark.parametrize("name", ["p0", "p_0", "p_not_spam", "P(y=0)"])
@pytest.mark.parametrize("target", ["binary", "sparse", "soft"])
def test_a_single_column_of_class_0_is_a_question(tmp_path, name, target):
    cut = [] if target == "soft" else ["--threshold", "0.5"]
    found, said = converted(tmp_path, f"id,{name}\n1,0.9\n2,0.3\n", "--to", target, *cut)
    assert found == []
    assert "[XE119]" in said


def test_the_ways_out_give_both_answers(tmp_path):
    text, cut = "id,p0\n1,0.9\n2,0.3\n", ("--to", "binary", "--threshold", "0.5")
    assert converted(tmp_path, text, *cut, "--classes", "1,0", "--positive", "1")[0] == ["0", "1"]
    assert converted(tmp_path, text, *cut, "--classes", "0,1")[0] == ["1", "0"]


def test_yes_before_no_is_a_question(tmp_path):
    text, how = "p_yes,p_no\n0.9,0.1\n0.2,0.8\n", ("--to", "binary", "--argmax")
    assert "[XE119]" in converted(tmp_path, text, *how)[1]
    assert converted(tmp_path, text, *how, "--positive", "yes")[0] == ["1", "0"]
    assert converted(tmp_path, text.replace("p_yes,p_no", "p_no,p_yes"), *how)[0] == ["0", "1"]
