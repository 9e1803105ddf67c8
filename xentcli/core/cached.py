"""Attributes worked out when they are first wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self

T = TypeVar("T")


class lazily(Generic[T]):  # noqa: N801
    """Makes a method an attribute that is worked out once.

    `functools.cached_property` does the same, but up to Python 3.11 one thread waits for another that works
    out the same attribute of another object.

    >>> class Circle:
    ...     @lazily
    ...     def area(self):
    ...         return 3.14
    >>> Circle().area
    3.14
    """

    def __init__(self, make: Callable[[Any], T]) -> None:
        """The attribute has the method's name."""
        self._make, self.__doc__ = make, make.__doc__

    @overload
    def __get__(self, instance: None, owner: type) -> Self: ...
    @overload
    def __get__(self, instance: object, owner: type) -> T: ...
    def __get__(self, instance: object | None, owner: type) -> Self | T:
        """Work it out and keep it: found in the instance, it is not asked for again."""
        if instance is None:
            return self
        value = instance.__dict__[self._make.__name__] = self._make(instance)
        return value
