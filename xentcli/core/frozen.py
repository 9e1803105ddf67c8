"""Frozen values, like frozen dataclasses but without generating code at start-up.

Defining a dataclass takes half a millisecond, and a command defines nearly a hundred; a `Frozen` takes a
fiftieth of that time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, dataclass_transform

if TYPE_CHECKING:
    from collections.abc import Mapping

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
    _compared: ClassVar[tuple[str, ...]] = ()
    _defaults: ClassVar[dict[str, Any]] = {}

    def __init_subclass__(cls, eq: bool = True, apart: tuple[str, ...] = ()) -> None:
        """Collect the fields: the inherited ones, then those of the class itself."""
        own = [name for name, kind in cls.__annotations__.items() if "ClassVar" not in str(kind)]
        names = cls._fields = tuple(dict.fromkeys((*cls._fields, *own)))
        cls._known = frozenset(names)
        cls._compared = tuple(name for name in names if name not in apart)
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
        return _counting(self) == _counting(other) if type(self) is type(other) else NotImplemented

    def __hash__(self) -> int:
        return hash(_counting(self))

    def __repr__(self) -> str:
        fields = (f"{name}={getattr(self, name)!r}" for name in self._fields)
        return f"{type(self).__qualname__}({', '.join(fields)})"


def _counting(value: Any) -> tuple[Any, ...]:
    return tuple([getattr(value, name) for name in value._compared])


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
    return f"{says} misses {', '.join(map(repr, missing))}"


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
