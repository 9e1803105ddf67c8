"""pyarrow's compute functions, without the module that makes a documented function of each at import."""

from __future__ import annotations

from typing import Any

from xentcli.io.columnar.pool import pool


def kernel(function: str, options: str, column: Any, *told: Any, **named: Any) -> Any:
    """What the function of this name makes of a column, with options of the class of that name.

    `pyarrow.compute` takes as long to import as half of numpy; it re-exports what is used here.
    """
    try:
        from pyarrow import _compute as compute
    except ImportError:
        from pyarrow import compute

    chosen = getattr(compute, options)(*told, **named)
    return compute.call_function(function, [column], chosen, memory_pool=pool())
