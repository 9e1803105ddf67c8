"""From an address to the cluster there, or to one of processes on this machine."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from xentcli.cluster import LOST, Cluster
from xentcli.errors import ClusterError, UsageError, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

CONNECT = 30.0
"""Seconds in which a scheduler must answer, if the timeout is not shorter."""
GOODBYE = 2.0
"""Seconds in which a cluster is told that the work is over."""
SCHEMES = ("tcp://", "tls://")


@contextmanager
def connected(address: str, *, retries: int, timeout: float) -> Iterator[Cluster]:
    """The cluster at ``tcp://host:port``, or of ``local:N`` processes of this machine, looked over."""
    local = _processes(address)
    with _quiet(), _client(address, local, retries, timeout) as client:
        cluster = Cluster(client, retries=retries, timeout=timeout)
        cluster.check()
        yield cluster


def _processes(address: str) -> int | None:
    """How many processes of this machine; None where the address is that of a scheduler.

    >>> _processes("local:3"), _processes("tcp://10.0.0.1:8786")
    (3, None)
    """
    word, _, count = address.partition(":")
    if word == "local" and (not count or (count.isdecimal() and int(count))):
        from xentcli.engines import engine_for

        return int(count) if count else engine_for(None)[1]
    if address.startswith(SCHEMES) and address.rpartition(":")[2].isdecimal():
        return None
    message = f"--scheduler {shown(address)} is no address"
    raise UsageError(message, "local, local:4 or tcp://host:8786")


@contextmanager
def _client(address: str, local: int | None, retries: int, timeout: float) -> Iterator[Any]:
    dask, distributed = _dask()
    settings = {
        "distributed.scheduler.allowed-failures": retries,
        "distributed.comm.retry.count": 0,
        "distributed.admin.tick.limit": "1h",
    }
    with dask.config.set(settings):
        cluster = None
        try:
            if local is not None:
                cluster = _local(distributed, local)
            wait = min(timeout, CONNECT)
            client = distributed.Client(cluster or address, timeout=wait, set_as_default=False)
        except (OSError, TimeoutError, RuntimeError, ValueError) as error:
            raise _unreachable(address, error) from error
        try:
            yield client
        finally:
            client.close(timeout=GOODBYE)
            if cluster is not None:
                cluster.close(timeout=GOODBYE)


def _local(distributed: Any, count: int) -> Any:
    """Processes of one thread each, without a page to look at."""
    return distributed.LocalCluster(
        n_workers=count, threads_per_worker=1, processes=True, dashboard_address=None, memory_limit=0
    )


def _dask() -> tuple[Any, Any]:
    try:
        import dask
        import distributed
    except ImportError as error:
        hint = "pip install 'xentcli[dask]'"
        raise UsageError("--scheduler needs dask.distributed, which is not installed", hint) from error
    return dask, distributed


def _unreachable(address: str, error: Exception) -> ClusterError:
    said = shown(" ".join(str(error).split()))
    return ClusterError(f"no scheduler answers at {shown(address)}: {said}", LOST)


@contextmanager
def _quiet() -> Iterator[None]:
    """What dask would log is said by us, in words."""
    former = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(former)
