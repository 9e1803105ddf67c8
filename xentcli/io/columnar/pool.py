"""The memory that pyarrow works in."""

from __future__ import annotations

from functools import cache
from typing import Any


@cache
def pool() -> Any:
    """jemalloc's pool where there is one: it gives back, which pyarrow's own choice does not."""
    import pyarrow as pa

    return (
        pa.jemalloc_memory_pool() if "jemalloc" in pa.supported_memory_backends() else pa.system_memory_pool()
    )
