"""Import optional dependencies."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from xentcli.core.errors import InputError, Place


def needed(module: str, extra: str, file: str) -> Any:
    """Import a module; raise with an install command if it is missing."""
    try:
        return import_module(module)
    except ImportError as error:
        hint = f"pip install 'xentcli[{extra}]'"
        message = f"needs {module}, which is not installed"
        raise InputError(message, hint, code="XE611", place=Place(file)) from error
