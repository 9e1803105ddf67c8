"""A value does what a frozen dataclass does."""

import copy
import pickle
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

import pytest

from xentcli.core.frozen import EMPTY_MAP, Frozen, fields, replace


class Point(Frozen):
    """A point."""

    x: int
    y: int = 2
    seen: ClassVar[int] = 0

    @cached_property
    def size(self) -> int:
        return abs(self.x) + abs(self.y)


class Named(Point, apart=("note",)):
    """A point with fields of its own."""

    name: str = "p"
    note: object = None
    shout: Any = lambda text: text.upper()


class Single(Frozen, eq=False):
    """Equals itself alone."""

    x: object = None


class Positive(Frozen):
    """Refuses what is not positive."""

    x: int

    def __post_init__(self) -> None:
        if self.x <= 0:
            raise ValueError(self.x)


@dataclass(frozen=True)
class Plain:
    """What a dataclass does."""

    x: int
    y: int = 2


def test_fields_are_the_annotations_and_the_inherited_come_first():
    assert fields(Point) == ("x", "y")
    assert fields(Named("a")) == ("x", "y", "name", "note", "shout")


def test_a_default_that_is_a_function_stays_one():
    assert Named(1).shout("a") == "A"


MISFITS = {
    "missing": ((), {}),
    "missing, another named": ((), {"y": 1}),
    "unknown": ((1,), {"z": 1}),
    "unknown instead of missing": ((), {"z": 1}),
    "twice": ((1,), {"x": 1}),
    "twice, a default left": ((1, 2), {"x": 1}),
    "too many": ((1, 2, 3), {}),
}


@pytest.mark.parametrize("kind", [Plain, Point])
@pytest.mark.parametrize("given", MISFITS.values(), ids=MISFITS)
def test_what_does_not_fit_is_refused(kind, given):
    positional, named = given
    with pytest.raises(TypeError, match=rf"{kind.__name__}.__init__\(\) "):
        kind(*positional, **named)


@pytest.mark.parametrize(
    "given", [((1,), {}), ((1, 3), {}), ((), {"y": 3, "x": 1}), ((1,), {"y": 3})], ids=str
)
def test_what_fits_is_told_apart_as_a_dataclass_tells_it(given):
    positional, named = given
    value, plain = Point(*positional, **named), Plain(*positional, **named)
    assert (value.x, value.y, hash(value)) == (plain.x, plain.y, hash(plain))
    assert repr(value) == repr(plain).replace("Plain", "Point")
    assert (value == Point(1)) is (plain == Plain(1))


def test_values_of_two_classes_are_never_equal():
    assert Point(1) != Named(1)
    assert Point(1) != (1, 2)


def test_fields_apart_do_not_count():
    assert Named(1, note="a") == Named(1, note=["b"])
    assert hash(Named(1, note="a")) == hash(Named(1, note=["b"]))
    assert Named(1, name="a") != Named(1, name="b")


def test_without_eq_a_value_equals_itself_alone():
    one = Single([])
    assert one == one
    assert one != Single(one.x)
    assert len({one, Single()}) == 2


def test_nothing_changes_a_value():
    value = Point(1)
    with pytest.raises(AttributeError, match="cannot assign to field 'x'"):
        value.x = 2
    with pytest.raises(AttributeError, match="cannot delete field 'x'"):
        del value.x
    with pytest.raises(AttributeError):
        value.other = 2
    assert (value.x, value.size) == (1, 3)


def test_a_changed_copy_forgets_what_was_cached_and_is_judged_again():
    value = Point(1)
    assert value.size == 3
    assert replace(value, x=5).size == 7
    with pytest.raises(TypeError, match="unexpected keyword argument 'z'"):
        replace(value, z=1)
    with pytest.raises(ValueError, match="-1"):
        replace(Positive(1), x=-1)


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda v: pickle.loads(pickle.dumps(v))])
def test_copies_and_pickles_are_equal(again):
    value = replace(Point(1, 5))
    assert value.size == 6
    assert again(value) == value
    assert again(Single((1,))).x == (1,)


def test_nobody_has_put_anything_into_nothing():
    assert EMPTY_MAP == {}
