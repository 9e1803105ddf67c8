"""Which predicted class is which label: by name, by what the names mean, or asked."""

import pytest

from xentcli.core.errors import DataError, Place
from xentcli.inputs.two_classes import matched

PLACE = Place("p.csv")
DECIDED = {
    "the same names": (["neg", "pos"], ["neg", "pos"], None, {"neg": "neg", "pos": "pos"}),
    "one name never predicted": (["pos"], ["neg", "pos"], None, {"neg": "neg", "pos": "pos"}),
    "one label never seen": (["neg", "pos"], ["pos"], None, {"neg": "neg", "pos": "pos"}),
    "one of each": (["pos"], ["neg"], None, {"neg": "neg", "pos": "pos"}),
    "another case": (
        ["NEGATIVE", "POSITIVE"],
        ["positive"],
        None,
        {"NEGATIVE": "NEGATIVE", "POSITIVE": "positive"},
    ),
    "ids": (["0", "1"], [0, 1], None, {"0": 0, "1": 1}),
    "ids as floats": (["0.0", "1.0"], [0, 1], None, {"0.0": 0, "1.0": 1}),
    "one id": (["1"], [1], None, {"0": 0, "1": 1}),
    "minus one": (["-1", "1"], [1, -1], None, {"-1": -1, "1": 1}),
    "yes is one": (["Yes", "No"], [0, 1], None, {"No": 0, "Yes": 1}),
    "positive is one": (["POSITIVE"], [0, 1], None, {"negative": 0, "POSITIVE": 1}),
    "a hub's labels": (["LABEL_1", "LABEL_0"], [1, 0], None, {"LABEL_0": 0, "LABEL_1": 1}),
    "the higher id": (["false", "true"], [2, 1], None, {"false": 1, "true": 2}),
    "ids beside names": (["0", "1"], ["no", "yes"], None, {"0": "no", "1": "yes"}),
    "given": (["spam", "ham"], [0, 1], ["spam", "ham"], {"spam": 0, "ham": 1}),
    "given for ids": (["0", "1"], ["spam", "ham"], ["spam", "ham"], {"0": "spam", "1": "ham"}),
    "given order": (["spam", "ham"], ["ham"], ["spam", "ham"], {"spam": "spam", "ham": "ham"}),
    "no labels": (["spam", "ham"], [], None, {"ham": "ham", "spam": "spam"}),
}


@pytest.mark.parametrize(("predicted", "labels", "given", "right"), DECIDED.values(), ids=DECIDED)
def test_the_classes_are_matched(predicted, labels, given, right):
    found = matched(predicted, labels, given, place=PLACE)
    assert list(found.classes.items()) == list(right.items())


def test_the_meaning_of_names_is_noted_and_equal_names_are_not():
    assert "'No' is 0 and 'Yes' is 1" in matched(["Yes", "No"], [0, 1], place=PLACE).note.text
    assert matched(["Yes", "No"], ["Yes", "No"], place=PLACE).note is None


@pytest.mark.parametrize(
    ("predicted", "labels"),
    [
        (["a", "b", "c"], ["a", "b"]),
        (["a", "b"], ["a", "b", "c"]),
        (["a", "b"], ["b", "c"]),
        (["0", "1"], [0, 1, 2]),
    ],
)
def test_more_than_two_classes_have_no_match(predicted, labels):
    assert matched(predicted, labels, place=PLACE) is None


ASKED = {
    "names beside ids": (["ham", "spam"], [0, 1], None, ["ham,spam", "spam,ham"]),
    "by agreement": (["ham", "spam"], [0, 1], {("spam", 0): 5, ("ham", 0): 1}, ["spam,ham", "ham,spam"]),
    "ids beside names": (["0", "1"], ["ham", "spam"], {("0", "spam"): 5}, ["spam,ham", "ham,spam"]),
}


@pytest.mark.parametrize(("predicted", "labels", "agree", "orders"), ASKED.values(), ids=ASKED)
def test_which_one_is_which_is_asked_in_the_order_of_agreement(predicted, labels, agree, orders):
    with pytest.raises(DataError, match="which one is which") as caught:
        matched(predicted, labels, agree=agree and (lambda: agree), place=PLACE)
    assert [way["classes"] for way in caught.value.ways] == orders
    assert f"--classes {orders[0]}" in caught.value.hint


def test_ids_from_another_number_on_are_asked_about():
    with pytest.raises(DataError) as caught:
        matched(["0", "1"], [1, 2], place=PLACE)
    assert caught.value.ways == ({"label_offset": -1},)


def test_names_in_two_languages_are_refused():
    with pytest.raises(DataError) as caught:
        matched(["ham", "spam"], ["a", "b"], place=PLACE)
    assert (caught.value.code, caught.value.ways) == ("XE324", ())
