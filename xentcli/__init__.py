"""Cross-entropy from label and prediction files: the loss your framework prints, and what the labels are."""

from __future__ import annotations

from xentcli._version import __version__

TYPE_CHECKING = False  # as typing says it, without the time that importing it takes
if TYPE_CHECKING:
    from typing import Any

    from xentcli.api import advise, convert, detect, loss, losses_like_all, validate
    from xentcli.core.errors import XentError

_FUNCTIONS = ("advise", "convert", "detect", "loss", "losses_like_all", "validate")
_HOMES = dict.fromkeys(_FUNCTIONS, "api") | {"XentError": "core.errors"}

__all__ = ["XentError", "__version__", "advise", "convert", "detect", "loss", "losses_like_all", "validate"]


def __getattr__(name: str) -> Any:
    """The public functions, imported when first used: `import xentcli` alone loads no NumPy."""
    if name not in _HOMES:
        raise AttributeError(f"module 'xentcli' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"xentcli.{_HOMES[name]}"), name)
