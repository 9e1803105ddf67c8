"""pyarrow's compute functions, and the memory that it works in."""

from __future__ import annotations

from functools import cache
from typing import Any


@cache
def pool() -> Any:
    """Return jemalloc's pool where there is one: it gives memory back, which pyarrow's default does not."""
    import pyarrow as pa

    return (
        pa.jemalloc_memory_pool() if "jemalloc" in pa.supported_memory_backends() else pa.system_memory_pool()
    )


def kernel(function: str, options: str, column: Any, *told: Any, **named: Any) -> Any:
    """Apply the compute function of this name to a column, with options of the class `options`.

    `pyarrow.compute`, which re-exports what is used here, takes as long to import as half of numpy: it makes
    a documented function of each.
    """
    try:
        from pyarrow import _compute as compute
    except ImportError:
        from pyarrow import compute

    chosen = getattr(compute, options)(*told, **named)
    return compute.call_function(function, [column], chosen, memory_pool=pool())
