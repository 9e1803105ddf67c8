"""Compute the cross-entropy of label and prediction files, and detect, check and convert labels."""

from __future__ import annotations

from xentcli._version import __version__

TYPE_CHECKING = False  # same as in typing, without the cost of importing it
if TYPE_CHECKING:
    from typing import Any

    from xentcli.api import advise, convert, detect, explain, loss, losses_like_all, validate
    from xentcli.core.errors import XentError, XentWarning

_FUNCTIONS = ("advise", "convert", "detect", "explain", "loss", "losses_like_all", "validate")
_RAISED = ("XentError", "XentWarning")
_HOMES = dict.fromkeys(_FUNCTIONS, "api") | dict.fromkeys(_RAISED, "core.errors")

__all__ = [
    "XentError",
    "XentWarning",
    "__version__",
    "advise",
    "convert",
    "detect",
    "explain",
    "loss",
    "losses_like_all",
    "validate",
]


def __dir__() -> list[str]:
    """Return the public names, also those that are not imported yet."""
    return sorted({*globals(), *__all__})


def __getattr__(name: str) -> Any:
    """Import public names on first use, so that `import xentcli` does not load NumPy."""
    if name not in _HOMES:
        raise AttributeError(f"module 'xentcli' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"xentcli.{_HOMES[name]}"), name)
