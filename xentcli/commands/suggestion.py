"""The call to make instead of one that failed: made with the same arguments before it is suggested."""

from __future__ import annotations

import json
import os
from functools import partial, wraps
from inspect import Parameter, signature
from typing import TYPE_CHECKING, Any, ParamSpec, TypeAlias, TypeVar

from xentcli.core.errors import InternalError, XentError
from xentcli.core.frozen import fields
from xentcli.core.text import discreet
from xentcli.core.types import Scale
from xentcli.settings.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from xentcli.core.errors import Way

P = ParamSpec("P")
R = TypeVar("R")
Arguments: TypeAlias = dict[str, Any]

DATA = ("labels", "predictions", "sample_weight")
"""The arguments that may be arrays, frames or paths."""
SCALES = {
    "from_probs": Scale.PROBABILITIES,
    "from_logits": Scale.LOGITS,
    "from_log_probs": Scale.LOG_PROBABILITIES,
}
"""The options that are values of ``scale`` in Python."""


def suggesting(call: Callable[P, R]) -> Callable[P, R]:
    """Make errors of a function of the Python API carry the call to make instead, as ``suggestion``."""

    @wraps(call)
    def called(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return call(*args, **kwargs)
        except XentError as error:
            if error.ways:
                given = signature(call).bind(*args, **kwargs).arguments
                more = given.pop("settings", {})
                error.suggestion = suggestion(error, call, given | more)
            _say_in_python(error)
            raise

    return called


def _say_in_python(error: XentError) -> None:
    """Replace the options of the command line in an error by arguments."""
    from xentcli.commands.python_words import in_python

    error.message = in_python(error.message)
    error.hint = None if error.hint is None else in_python(error.hint)
    error.args = (error.message,)


def suggestion(error: XentError, call: Callable[..., Any], given: Arguments) -> str | None:
    """Return the first call with a way out that gives an answer, as text; None if there is none."""
    data = [given.get(name) for name in DATA]
    if not all(map(is_readable_again, data)):
        return None
    from xentcli.commands.ways_out import answering

    known = {name for name, p in signature(call).parameters.items() if p.kind is not Parameter.VAR_KEYWORD}
    found = answering(
        error,
        given,
        take=partial(_taken, known=known | set(fields(Settings))),
        refusal=partial(_refusal, call),
        key=lambda arguments: call_as_text(call, arguments),
        most=1,
    )
    return call_as_text(call, found[0]) if found else None


def is_readable_again(data: Any) -> bool:
    """Return whether an argument gives the same rows again, in a short time."""
    from xentcli.io.batches import is_blocks
    from xentcli.io.head import LARGE, is_large

    if isinstance(data, str | os.PathLike):
        path = os.fspath(data)
        return path not in {"-", "/dev/stdin"} and discreet(path) == path and not is_large([path])
    return not is_blocks(data) and getattr(data, "nbytes", 0) <= LARGE


def _taken(given: Arguments, way: Way, *, known: set[str]) -> Arguments | None:
    """Return the arguments with those of a way out; None if the function does not have them all."""
    new: dict[str, Any] = {}
    for option, value in way.items():
        if option not in SCALES:
            new["to" if option == "target" else option] = value
        elif value or given.get("scale") == SCALES[option]:
            new["scale"] = str(SCALES[option]) if value else None
    if not new.keys() <= known:
        return None
    return {name: value for name, value in (given | new).items() if value is not None or name == "labels"}


def _refusal(call: Callable[..., Any], given: Arguments) -> XentError | None:
    try:
        call(**given)
    except XentError as error:
        return error
    except Exception as error:  # whatever it is, this call gives no answer
        return InternalError(str(error))
    return None


def call_as_text(call: Callable[..., Any], given: Arguments) -> str:
    """Return a call as text; data that are no paths are given by the names of their arguments.

    >>> def loss(labels, predictions): ...
    >>> call_as_text(loss, {"labels": [0, 1], "predictions": "p.csv", "classes": ("cat", "dog")})
    'xentcli.loss(labels, "p.csv", classes=["cat", "dog"])'
    """
    positional = [name for name in ("labels", "predictions", "to") if name in given]
    values = [_value(name, given[name]) for name in positional]
    values += [f"{name}={_value(name, value)}" for name, value in given.items() if name not in positional]
    return f"xentcli.{call.__name__}({', '.join(values)})"


def _value(name: str, value: Any) -> str:
    """Return a value as a literal, or the name of its argument if it is not made of plain values."""
    if isinstance(value, os.PathLike):
        value = os.fspath(value)
    if isinstance(value, str):
        return json.dumps(str(value), ensure_ascii=False)
    if isinstance(value, bool | int | float | None):
        return repr(value)
    if isinstance(value, list | tuple) and name not in DATA:
        return f"[{', '.join(_value(name, item) for item in value)}]"
    return name
