"""Frozen values, like frozen dataclasses but without generating code at start-up.

Defining a dataclass takes half a millisecond, and a command defines nearly a hundred; a `Frozen` takes a
fiftieth of that time.
"""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Self, TypeVar, dataclass_transform, overload

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

T = TypeVar("T")
V = TypeVar("V", bound="Frozen")

EMPTY_MAP: Mapping[Any, Any] = {}
"""An empty mapping as a field default; frozen values never change it, so it can be shared."""


@dataclass_transform(frozen_default=True)
class Frozen:
    """A frozen value whose fields are the annotations of its class, with the defaults set there.

    Values of one class with equal fields are equal. ``apart`` names fields to ignore in comparisons; with
    ``eq=False`` values are compared by identity.

    >>> class Point(Frozen):
    ...     x: int
    ...     y: int = 0
    >>> Point(1), Point(1) == Point(1, y=0), replace(Point(1), y=2)
    (Point(x=1, y=0), True, Point(x=1, y=2))
    """

    _fields: ClassVar[tuple[str, ...]] = ()
    _known: ClassVar[frozenset[str]] = frozenset()
    _compared: ClassVar[Callable[[Any], Any]]
    _defaults: ClassVar[dict[str, Any]] = {}

    def __init_subclass__(cls, eq: bool = True, apart: tuple[str, ...] = ()) -> None:
        """Collect the fields: the inherited ones, then those of the class itself."""
        own = [name for name, kind in cls.__annotations__.items() if "ClassVar" not in str(kind)]
        names = cls._fields = tuple(dict.fromkeys((*cls._fields, *own)))
        cls._known = frozenset(names)
        cls._compared = _getter([name for name in names if name not in apart])
        cls._defaults = {name: getattr(cls, name) for name in names if hasattr(cls, name)}
        if not eq:
            cls.__eq__, cls.__hash__ = object.__eq__, object.__hash__  # type: ignore[method-assign]

    def __init__(self, *given: Any, **named: Any) -> None:
        """Set the fields by position or by name; the others get their defaults."""
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
        """Validate the fields; subclasses override this and raise."""

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"cannot assign to field {name!r}")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"cannot delete field {name!r}")

    def __eq__(self, other: object) -> bool:
        if type(self) is not type(other):
            return NotImplemented
        get = type(self)._compared
        return self is other or bool(get(self) == get(other))

    def __hash__(self) -> int:
        return hash(type(self)._compared(self))

    def __repr__(self) -> str:
        fields = (f"{name}={getattr(self, name)!r}" for name in self._fields)
        return f"{type(self).__qualname__}({', '.join(fields)})"


def _getter(names: list[str]) -> Callable[[Any], Any]:
    """Return a function that gets the fields of a value to compare."""
    return attrgetter(*names) if names else lambda _: ()


def _misfit(kind: type[Frozen], given: tuple[Any, ...], named: dict[str, Any]) -> str:
    """Return the message of a TypeError for these arguments, in Python's wording."""
    names, says = kind._fields, f"{kind.__qualname__}.__init__()"
    taken = set(names[: len(given)])
    if len(given) > len(names):
        return f"{says} takes {len(names)} positional arguments but {len(given)} were given"
    if unknown := [name for name in named if name not in names]:
        return f"{says} got an unexpected keyword argument {unknown[0]!r}"
    if twice := [name for name in named if name in taken]:
        return f"{says} got multiple values for argument {twice[0]!r}"
    missing = [name for name in names if name not in {*taken, *named, *kind._defaults}]
    return f"{says} missing required arguments: {', '.join(map(repr, missing))}"


def fields(kind: Frozen | type[Frozen]) -> tuple[str, ...]:
    """Return the names of the fields, in order.

    >>> class Point(Frozen):
    ...     x: int
    >>> fields(Point)
    ('x',)
    """
    return kind._fields


def replace(value: V, /, **changes: Any) -> V:
    """Return a copy of the value with some fields changed.

    >>> class Point(Frozen):
    ...     x: int
    ...     y: int
    >>> replace(Point(1, 2), y=3)
    Point(x=1, y=3)
    """
    return type(value)(**{name: getattr(value, name) for name in fields(value)} | changes)


class lazily(Generic[T]):  # noqa: N801
    """Turn a method into an attribute that is computed once, on first access.

    `functools.cached_property` does the same, but up to Python 3.11 it holds one lock for all objects, so a
    thread waits while another computes the attribute of a different object.

    >>> class Circle:
    ...     @lazily
    ...     def area(self):
    ...         return 3.14
    >>> Circle().area
    3.14
    """

    def __init__(self, make: Callable[[Any], T]) -> None:
        self._make, self.__doc__ = make, make.__doc__

    @overload
    def __get__(self, instance: None, owner: type) -> Self: ...
    @overload
    def __get__(self, instance: object, owner: type) -> T: ...
    def __get__(self, instance: object | None, owner: type) -> Self | T:
        """Compute the value and store it in the instance, where later accesses find it directly."""
        if instance is None:
            return self
        value = instance.__dict__[self._make.__name__] = self._make(instance)
        return value


class Low(float):
    """A field default that marks the field as a minimum."""


class High(float):
    """A field default that marks the field as a maximum."""


def low(start: float = float("inf")) -> float:
    """Return the default of a field for which `+` takes the minimum."""
    return Low(start)


def high(start: float = float("-inf")) -> float:
    """Return the default of a field for which `+` takes the maximum."""
    return High(start)


class Merged(Frozen):
    """A value whose `+` adds each field, or takes the minimum or maximum of `low()` and `high()` fields.

    A value with all defaults is the identity, so each default must be the identity of its field.

    >>> class Span(Merged):
    ...     rows: int = 0
    ...     minimum: float = low()
    >>> Span(2, 0.5) + Span(3, 0.25)
    Span(rows=5, minimum=0.25)
    """

    def __add__(self, other: Self) -> Self:
        ours, theirs, start = self.__dict__, other.__dict__, self._defaults
        return type(self)(*[_merge(start.get(n), ours[n], theirs[n]) for n in self._fields])


def _merge(identity: Any, mine: Any, other: Any) -> Any:
    """Return the combination of two field values, skipping the identity, which is the most common case."""
    if mine is identity or other is identity:
        return other if mine is identity else mine
    if isinstance(identity, Low):
        return min(mine, other)
    return max(mine, other) if isinstance(identity, High) else mine + other
