"""Frozen values: what a frozen dataclass does, without writing code at start-up.

A dataclass takes half a millisecond to define, and a command defines nearly a hundred; a `Frozen` takes a
fiftieth of that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, dataclass_transform

if TYPE_CHECKING:
    from collections.abc import Mapping

V = TypeVar("V", bound="Frozen")

EMPTY_MAP: Mapping[Any, Any] = {}
"""The empty mapping for fields to default to: nobody changes a value, so all may share it."""


@dataclass_transform(frozen_default=True)
class Frozen:
    """A frozen value: its fields are what its class annotates, with the defaults set there.

    Values of one class with equal fields are equal; ``apart`` names the fields that do not count, and with
    ``eq=False`` a value equals itself alone.

    >>> class Point(Frozen):
    ...     x: int
    ...     y: int = 0
    >>> Point(1), Point(1) == Point(1, y=0), replace(Point(1), y=2)
    (Point(x=1, y=0), True, Point(x=1, y=2))
    """

    _fields: ClassVar[tuple[str, ...]] = ()
    _known: ClassVar[frozenset[str]] = frozenset()
    _compared: ClassVar[tuple[str, ...]] = ()
    _defaults: ClassVar[dict[str, Any]] = {}

    def __init_subclass__(cls, eq: bool = True, apart: tuple[str, ...] = ()) -> None:
        """Gather the fields: the inherited ones, then the class's own."""
        own = [name for name, kind in cls.__annotations__.items() if "ClassVar" not in str(kind)]
        names = cls._fields = tuple(dict.fromkeys((*cls._fields, *own)))
        cls._known = frozenset(names)
        cls._compared = tuple(name for name in names if name not in apart)
        cls._defaults = {name: getattr(cls, name) for name in names if hasattr(cls, name)}
        if not eq:
            cls.__eq__, cls.__hash__ = object.__eq__, object.__hash__  # type: ignore[method-assign]

    def __init__(self, *given: Any, **named: Any) -> None:
        """Take the fields by position or by name; what is not given has its default."""
        names, own = self._fields, self.__dict__
        if len(given) < len(names):
            own.update(self._defaults)
        own.update(zip(names, given, strict=False))
        if named:
            own.update(named)
        twice = given and named and not named.keys().isdisjoint(names[: len(given)])
        if twice or len(own) != len(names) or len(given) > len(names) or not own.keys() <= self._known:
            raise TypeError(_misfit(type(self), given, named))
        self.__post_init__()

    def __post_init__(self) -> None:
        """Refuse here what no such value can be."""

    def __setattr__(self, name: str, value: object) -> None:
        """Refuse: a value is frozen."""
        raise AttributeError(f"cannot assign to field {name!r}")

    def __delattr__(self, name: str) -> None:
        """Refuse: a value is frozen."""
        raise AttributeError(f"cannot delete field {name!r}")

    def __eq__(self, other: object) -> bool:
        """Whether the other one is of the same class and its fields are equal."""
        return _counting(self) == _counting(other) if type(self) is type(other) else NotImplemented

    def __hash__(self) -> int:
        """As equal values share it."""
        return hash(_counting(self))

    def __repr__(self) -> str:
        """As it would be written."""
        fields = (f"{name}={getattr(self, name)!r}" for name in self._fields)
        return f"{type(self).__qualname__}({', '.join(fields)})"


def _counting(value: Any) -> tuple[Any, ...]:
    return tuple([getattr(value, name) for name in value._compared])


def _misfit(kind: type[Frozen], given: tuple[Any, ...], named: dict[str, Any]) -> str:
    """What is wrong with these arguments, as Python says it."""
    names, says = kind._fields, f"{kind.__qualname__}.__init__()"
    taken = set(names[: len(given)])
    if len(given) > len(names):
        return f"{says} takes {len(names)} positional arguments but {len(given)} were given"
    if unknown := [name for name in named if name not in names]:
        return f"{says} got an unexpected keyword argument {unknown[0]!r}"
    if twice := [name for name in named if name in taken]:
        return f"{says} got multiple values for argument {twice[0]!r}"
    missing = [name for name in names if name not in {*taken, *named, *kind._defaults}]
    return f"{says} misses {', '.join(map(repr, missing))}"


def fields(kind: Frozen | type[Frozen]) -> tuple[str, ...]:
    """The names of the fields, in order.

    >>> class Point(Frozen):
    ...     x: int
    >>> fields(Point)
    ('x',)
    """
    return kind._fields


def replace(value: V, /, **changes: Any) -> V:
    """The value with some fields changed.

    >>> class Point(Frozen):
    ...     x: int
    ...     y: int
    >>> replace(Point(1, 2), y=3)
    Point(x=1, y=3)
    """
    return type(value)(**{name: getattr(value, name) for name in fields(value)} | changes)
