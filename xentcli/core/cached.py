"""A cached property that does not block other threads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self

T = TypeVar("T")


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
