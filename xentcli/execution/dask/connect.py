"""Connect to a dask cluster, or start one of local processes."""

from __future__ import annotations

import logging
import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from xentcli.core.errors import UsageError
from xentcli.core.text import shown
from xentcli.execution.dask.greeting import greet, unreachable
from xentcli.execution.dask.tasks import Cluster
from xentcli.io.open_table import close_opened

if TYPE_CHECKING:
    from collections.abc import Iterator

CONNECT = 30.0
"""Seconds to wait for a scheduler to answer, unless the timeout is shorter."""
GOODBYE = 2.0
"""Seconds to wait when files and connections are closed."""
SCHEMES = ("tcp://", "tls://")
MOST_PROCESSES, LAST_PORT = 1024, 65535


@contextmanager
def connected(address: str, *, retries: int, timeout: float) -> Iterator[Cluster]:
    """Yield the cluster at ``tcp://host:port``, or one of ``local:N`` processes, with its workers checked."""
    local = _processes(address)
    with _quiet(), _client(address, local, retries, timeout) as client:
        cluster = Cluster(client, retries=retries, timeout=timeout)
        cluster.check()
        try:
            yield cluster
        finally:
            if local is None:
                _close_tables(client)


def _close_tables(client: Any) -> None:
    """Close the files that the workers keep open between tasks; the workers outlive this run."""
    if client.status == "running":
        with suppress(Exception):
            client.sync(client.run, close_opened, on_error="ignore", callback_timeout=GOODBYE)


def _processes(address: str) -> int | None:
    """Return the number of local processes, or None if the address is that of a scheduler.

    >>> _processes("local:3"), _processes("tcp://10.0.0.1:8786")
    (3, None)
    """
    word, _, count = address.partition(":")
    if word == "local" and (not count or _within(count, MOST_PROCESSES)):
        from xentcli.execution.threads import cores

        return int(count) if count else cores()
    host, _, port = address.rpartition(":")
    if address.startswith(SCHEMES) and host not in SCHEMES and _within(port, LAST_PORT):
        return None
    message = f"--scheduler {shown(address)} is not an address"
    raise UsageError(message, "use local, local:4 or tcp://host:8786")


def _within(digits: str, most: int) -> bool:
    return digits.isdecimal() and 0 < int(digits[:9]) <= most


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
            wait = min(timeout, CONNECT)
            if local is None:
                greet(distributed, address, wait)
            else:
                with _unseen():
                    cluster = _local(distributed, local)
            client = distributed.Client(cluster or address, timeout=wait, set_as_default=False)
        except (OSError, TimeoutError, RuntimeError, ValueError) as error:
            raise unreachable(address, str(error)) from error
        try:
            yield client
        finally:
            for end in filter(None, (client, cluster)):
                try:
                    end.close(timeout=GOODBYE)
                except TimeoutError:  # the machine is busy, but the results are complete
                    logging.getLogger("distributed").setLevel(logging.CRITICAL)


def _local(distributed: Any, count: int) -> Any:
    """Start a cluster of ``count`` local processes with one thread each, without a dashboard."""
    return distributed.LocalCluster(
        n_workers=count, threads_per_worker=1, processes=True, dashboard_address=None, memory_limit=0
    )


@contextmanager
def _unseen() -> Iterator[None]:
    """Discard the stderr of processes started inside this context; their errors are reported by this one."""
    try:
        screen = os.dup(2)
    except OSError:  # stderr is closed
        yield
        return
    try:
        with open(os.devnull, "wb") as nothing:
            os.dup2(nothing.fileno(), 2)
        yield
    finally:
        os.dup2(screen, 2)
        os.close(screen)


def _dask() -> tuple[Any, Any]:
    try:
        import dask
        import distributed
    except ImportError as error:
        hint = "pip install 'xentcli[dask]'"
        raise UsageError("--scheduler needs dask.distributed, which is not installed", hint) from error
    return dask, distributed


@contextmanager
def _quiet() -> Iterator[None]:
    """Disable logging, because this program reports the errors of dask."""
    former = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(former)
