"""Call pyarrow's compute functions and choose its memory pool."""

from __future__ import annotations

from functools import cache
from typing import Any


@cache
def pool() -> Any:
    """Return the jemalloc pool if available: unlike the default pool, it returns memory to the system."""
    import pyarrow as pa

    return (
        pa.jemalloc_memory_pool() if "jemalloc" in pa.supported_memory_backends() else pa.system_memory_pool()
    )


def kernel(function: str, options: str | None, column: Any, *told: Any, **named: Any) -> Any:
    """Apply a compute function by name to a column, with an instance of the class `options`, if any.

    `pyarrow.compute`, which wraps these functions, takes as long to import as half of numpy, because it
    builds a documented wrapper for each function.
    """
    try:
        from pyarrow import _compute as compute
    except ImportError:
        from pyarrow import compute

    chosen = None if options is None else getattr(compute, options)(*told, **named)
    return compute.call_function(function, [column], chosen, memory_pool=pool())
