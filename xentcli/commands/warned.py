"""Warn from Python as the command line does on stderr."""

from __future__ import annotations

import warnings
from functools import wraps
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from xentcli.core.errors import XentWarning
from xentcli.report.answer import Answer

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
A = TypeVar("A", bound=Answer)


def warned(call: Callable[P, A]) -> Callable[P, A]:
    """Make a function of the Python API issue the warnings of its answer as `XentWarning`."""

    @wraps(call)
    def called(*args: P.args, **kwargs: P.kwargs) -> A:
        answer = call(*args, **kwargs)
        for caution in answer.cautions:
            warnings.warn(caution.said, XentWarning, stacklevel=2)
        return answer

    return called
