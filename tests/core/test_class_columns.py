"""The classes that columns are called after."""

import pytest

from xentcli.core.class_columns import bare_names, classes_of, numbers_of

DECORATIONS = [
    "{}", "p_{}", "{}_prob", "P (class={})", "confidence({})", "Probability:Class={}", "Prob[{}]", "X.{}",
    ".pred_{}", "prob_{}_calibrated", "p{}", "P( {} )", "proba of {}", "predictions.{}.score", "{}%",
]  # fmt: skip


@pytest.mark.parametrize("pattern", DECORATIONS)
@pytest.mark.parametrize(
    "classes",
    [("dog", "cat"), ("virginica", "setosa", "versicolor"), ("car", "cat", "cab"), ("b", "a"), ("é", "ü")],
)
def test_names_are_found_inside_any_decoration(pattern, classes):
    columns = [pattern.format(name) for name in classes]
    assert classes_of(columns, sorted(classes)) == classes
    assert classes_of(columns, classes[:1]) == classes


@pytest.mark.parametrize("pattern", [*DECORATIONS, "LABEL_{}", "prediction_{}", "class_{}_score", "class-{}"])
def test_ids_are_found_inside_any_decoration(pattern):
    assert classes_of([pattern.format(n) for n in (1, 10, 0, 2)], [0, 1, 2]) == (1, 10, 0, 2)


@pytest.mark.parametrize(
    ("columns", "seen", "classes"),
    [
        (["p_yes", "p_no"], ["No", "Yes"], ("Yes", "No")),
        (["Yes", "No"], ["no", "yes"], ("yes", "no")),
        (["P_CAT", "P_DOG", "P_BIRD"], ["dog", "cat"], ("cat", "dog", "BIRD")),
        (["X.not.spam", "X.spam"], ["spam", "not spam"], ("not spam", "spam")),
        (["p_new_york ", "p_ rome"], ["Rome", "New York"], ("New York", "Rome")),
        (["Cat", "cat"], ["cat", "Cat"], ("Cat", "cat")),
        (["prediction_10", "prediction_2"], ["10", "2"], ("10", "2")),
        (["p_1.0", "p_0.0"], [0, 1], (1, 0)),
        (["p_1", "p_-1"], [-1, 1], (1, -1)),
    ],
)
def test_case_blanks_and_punctuation(columns, seen, classes):
    assert classes_of(columns, seen) == classes


@pytest.mark.parametrize(
    ("columns", "seen"),
    [
        (["p_cat", "p_dog"], ["cat", "fox"]),
        (["cat", "dog"], [0, 1]),
        (["p1", "p2", "p3"], [0, 1, 2]),
        (["Cat", "CAT"], ["cat"]),
        (["a1", "b2"], [1, 2]),
        (["time", "p_cat", "p_dog"], ["cat", "dog"]),
        (["cat", "dog"], []),
        (["area", "alpha"], ["a"]),
    ],
)
def test_no_classes_where_some_label_has_no_column(columns, seen):
    assert classes_of(columns, seen) is None


def test_some_labels_are_enough_if_asked():
    assert classes_of(["p_cat", "p_dog"], ["cat", "fox"], partly=True) == ("cat", "dog")
    assert classes_of(["p1", "p2"], [0, 1], partly=True) == (1, 2)
    assert classes_of(["p_cat", "p_dog"], ["fox"], partly=True) is None


def test_all_labels_in_another_spelling_are_better_than_some_in_their_own():
    assert classes_of(["cat", "dog"], ["cat", "Dog"], partly=True) == ("cat", "Dog")


def test_the_labels_decide_where_the_class_begins():
    columns = ["p_hot_dog", "p_corn_dog"]
    assert classes_of(columns, ["hot_dog"]) == ("hot_dog", "corn_dog")
    assert classes_of(columns, ["hot"]) == ("hot", "corn")


@pytest.mark.parametrize(
    ("columns", "ids"),
    [
        (["0", "1"], (0, 1)),
        (["m2_c0", "m2_c1"], (0, 1)),
        (["m1_c0", "m2_c1"], None),
        (["a", "b"], None),
        (["p0", "p0"], None),
    ],
)
def test_numbers_of(columns, ids):
    assert numbers_of(columns) == ids


def test_bare_names_keep_what_is_no_decoration():
    assert bare_names(["hot_dog", "corn_dog"]) == ("hot_dog", "corn_dog")
    assert bare_names(["P (class=cat)", "P (class=car)"]) == ("cat", "car")
    assert bare_names(["a_prob", "b_prob"]) == ("a", "b")
