"""The options of a cluster, and the cluster that they name."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from xentcli.cli.options import option, together
from xentcli.cli.param_types import Checked, Count
from xentcli.core.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from xentcli.execution.partition.split import Tasks

PIPES = frozenset({"-", "/dev/stdin"})
ROLES = ("labels", "predictions", "sample_weight")


def seconds(text: str) -> float:
    """A time in seconds."""
    found = float(text)
    if not 0 < found < 1e9:
        raise ValueError("a number above zero")
    return found


def _cluster(*declarations: str, **attributes: Any) -> Callable[[Any], Any]:
    return option(*declarations, group="Cluster options", **attributes)


cluster_options = together(
    _cluster(
        "--scheduler",
        metavar="ADDRESS",
        help="Work on a dask cluster: tcp://host:8786, or local:4 for processes here.",
    ),
    _cluster(
        "--retries",
        type=Count(0, 1000),
        default=3,
        help="How often a task is done again whose worker is lost. Default: 3.",
    ),
    _cluster(
        "--timeout",
        type=Checked("SECONDS", seconds, "300"),
        default="300",
        help="How long the next task may take. Default: 300.",
    ),
)
"""Who works where: ``spanned(params)`` reads them."""


@contextmanager
def spanned(params: Mapping[str, Any], *refused: str | None) -> Iterator[Tasks | None]:
    """Those who work on the tasks, if a cluster is named; ``refused`` are options that none has."""
    address = params["scheduler"]
    if address is None:
        yield None
        return
    _refuse(params, refused)
    from xentcli.execution.dask.connect import connected
    from xentcli.execution.partition.split import Tasks

    with connected(address, retries=params["retries"], timeout=params["timeout"]) as cluster:
        yield Tasks(cluster)


def _refuse(params: Mapping[str, Any], refused: Sequence[str | None]) -> None:
    """What would pull rows through this process is not done on a cluster."""
    named = next(filter(None, (*refused, None if params["on"] is None else "--on")), None)
    if named is not None:
        hint = "leave out one of the two; without --scheduler it is done here"
        raise UsageError(f"{named} cannot be done on a cluster", hint, code="XE525")
    if any(params.get(role) in PIPES for role in ROLES):
        hint = "write it to a file that every worker sees"
        raise UsageError("a cluster cannot read this process's standard input", hint, code="XE525")
