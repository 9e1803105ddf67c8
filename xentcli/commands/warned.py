"""Warn from Python as the command line does on stderr."""

from __future__ import annotations

import warnings
from functools import wraps
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from xentcli.core.errors import XentWarning
from xentcli.core.frozen import fields, replace
from xentcli.report.answer import Answer

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
A = TypeVar("A", bound=Answer)


def warned(call: Callable[P, A]) -> Callable[P, A]:
    """Make a function of the Python API issue the warnings of its answer as `XentWarning`.

    Its messages name arguments in place of the options of the command line.
    """

    @wraps(call)
    def called(*args: P.args, **kwargs: P.kwargs) -> A:
        answer = _in_python(call(*args, **kwargs))
        for caution in answer.cautions:
            warnings.warn(caution.said, XentWarning, stacklevel=2)
        return answer

    return called


def _in_python(answer: A) -> A:
    """Return an answer with messages for a caller from Python."""
    from xentcli.commands.python_words import message_in_python

    names = [name for name in ("cautions", "notes") if name in fields(answer) and getattr(answer, name)]
    if not names:
        return answer
    changed = {name: tuple(map(message_in_python, getattr(answer, name))) for name in names}
    return replace(answer, **changed)
