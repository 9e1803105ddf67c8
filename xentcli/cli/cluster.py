"""Connect to the dask cluster given by the options."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from xentcli.core.errors import UsageError
from xentcli.execution.dask.connect import connected
from xentcli.execution.partition.split import Tasks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from xentcli.cli.params import PairParams

PIPES = frozenset({"-", "/dev/stdin"})


@contextmanager
def spanned(params: PairParams, refused: Sequence[str | None]) -> Iterator[Tasks]:
    """Connect to the cluster and yield its tasks; raise UsageError if a ``refused`` option is set."""
    refuse(params, refused)
    address = params["scheduler"]
    assert address is not None
    with connected(address, retries=params["retries"], timeout=params["timeout"]) as cluster:
        yield Tasks(cluster)


def refuse(params: Mapping[str, Any], refused: Sequence[str | None]) -> None:
    """Raise UsageError for options that would send rows through this process."""
    named = next(filter(None, (*refused, None if params["on"] is None else "--on")), None)
    if named is not None:
        hint = "leave out one of the two; without --scheduler it works on this machine"
        raise UsageError(f"{named} does not work on a cluster", hint, code="XE525")
    if {params["labels"], params["predictions"], params.get("sample_weight")} & PIPES:
        hint = "write it to a file that every worker sees"
        raise UsageError("a cluster cannot read this process's standard input", hint, code="XE525")
