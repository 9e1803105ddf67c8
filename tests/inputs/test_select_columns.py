"""Columns as users name them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xentcli.core.errors import UsageError
from xentcli.inputs.select_columns import select_columns

NAMES = ("id", "p_0", "p_1", "p_2", "a,b", "2", "weight")

CHOSEN = {
    "a name": ("p_1", (2,)),
    "names in their order": ("p_2,id", (3, 0)),
    "an index": ("0", (0,)),
    "an index from the end": ("-1", (6,)),
    "a name goes before an index": ("2", (5,)),
    "a range with both ends": ("0-3", (0, 1, 2, 3)),
    "a range from the end": ("-3--1", (4, 5, 6)),
    "a pattern": ("/^p_/", (1, 2, 3)),
    "a pattern with a comma": (r"/^p_\d{1,2}$/", (1, 2, 3)),
    "a name in quotes": ('"a,b",id', (4, 0)),
    "a name with a comma by itself": ("a,b", (4,)),
    "all but one": ("!id", (1, 2, 3, 4, 5, 6)),
    "a pattern but one": ("/^p_/,!p_1", (1, 3)),
    "an exclusion that comes first": ("!p_1,/^p_/", (1, 3)),
    "all but a pattern": ("!/^p_/,!-1", (0, 4, 5)),
    "blanks around terms": (" id , p_0 ", (0, 1)),
}


@pytest.mark.parametrize(("spec", "wanted"), CHOSEN.values(), ids=CHOSEN)
def test_terms_name_columns(spec, wanted):
    assert select_columns(spec, NAMES, len(NAMES)) == wanted


def test_names_that_look_like_terms_are_names():
    names = ("!x", "/y/", "1-2", "-1")
    assert [select_columns(name, names, 4) for name in names] == [(0,), (1,), (2,), (3,)]


def test_the_ends_of_a_range_may_be_the_numbers_that_pandas_calls_columns():
    assert select_columns("0-2", ("", "0", "1", "2"), 4) == (1, 2, 3)


def test_columns_without_names_are_named_by_index():
    assert select_columns("3,0-1", None, 4) == (3, 0, 1)


REFUSED = {
    "an unknown name": ("p1", "p_1"),
    "an unknown exclusion": ("!wieght", "weight"),
    "an index too large": ("7", "columns are"),
    "an index too small": ("-8", "columns are"),
    "a range too long": ("3-9", "columns are"),
    "a range backwards": ("3-1", "1-3"),
    "a pattern that matches nothing": ("/^q_/", "columns are"),
    "no pattern": ("/(/", ""),
    "a column twice": ("id,id", ""),
    "a column twice by a pattern": ("p_0,/^p_/", ""),
    "nothing left": ("id,!id", ""),
    "nothing": ("", ""),
    "an empty term": ("id,,p_0", ""),
    "a comma at the end": ("id,", ""),
    "an open quote": ('"id', ""),
    "text after a quote": ('"id"x', ""),
    "digits of another script": ("\u0661", ""),
}


@pytest.mark.parametrize(("spec", "hint"), REFUSED.values(), ids=REFUSED)
def test_what_names_no_columns_is_a_usage_error(spec, hint):
    with pytest.raises(UsageError) as caught:
        select_columns(spec, NAMES, len(NAMES))
    assert hint in (caught.value.hint or "")


def test_names_need_names():
    with pytest.raises(UsageError):
        select_columns("label", None, 3)


@given(st.text(st.sampled_from('id,p_012-!"/^$(.*\\ '), max_size=12))
def test_any_spec_gives_columns_or_a_usage_error(spec):
    try:
        chosen = select_columns(spec, NAMES, len(NAMES))
    except UsageError:
        return
    assert chosen
    assert len(set(chosen)) == len(chosen)
    assert all(0 <= column < len(NAMES) for column in chosen)


NEAR = {
    "Label": "did you mean 'label'?",
    "p, x": "did you mean '\"p, y\"'?",
    "zzz": 'the columns are label, "p, y"',
}


@pytest.mark.parametrize("name", NEAR)
def test_a_hint_names_columns_as_they_are_typed(name):
    with pytest.raises(UsageError) as caught:
        select_columns(f'"{name}"', ("label", "p, y"), 2)
    assert caught.value.hint == NEAR[name]
