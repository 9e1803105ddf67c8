"""Run tasks on a dask cluster, and run them again when workers are lost."""

from __future__ import annotations

import asyncio
import pickle
import time
from collections import deque
from concurrent.futures import CancelledError, wait
from hashlib import sha256
from typing import TYPE_CHECKING, Any, TypeVar

from xentcli.core.errors import ClusterError, XentError
from xentcli.core.frozen import Frozen
from xentcli.core.progress import tell_tasks, tell_waiting
from xentcli.core.text import shown
from xentcli.execution.dask.fingerprint import Fingerprint, fingerprint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Task = TypeVar("Task")
Result = TypeVar("Result")

AHEAD = 16
"""The number of tasks submitted ahead, per thread of the cluster."""
LEAST_AHEAD = 128
LOOK = 0.25
"""Seconds between two checks of the tasks while none is done."""
LOST = "was the scheduler stopped, or the network cut? run again when it is back"


class Failed(Frozen, eq=False):
    """The error that a task raised, and the worker it ran on."""

    error: XentError
    worker: str


class Submitted:
    """A submitted task, and how many workers were lost while running it."""

    def __init__(self, payload: bytes, number: int) -> None:
        """Take the pickled function and task, and the number of the task."""
        self.payload, self.number, self.losses = payload, number, 0
        self.future: Any = None

    @property
    def name(self) -> str:
        """Return the dask key, which is the same for the same work on the same rows."""
        again = f"-{self.losses}" if self.losses else ""
        return f"xentcli-{sha256(self.payload).hexdigest()[:32]}{again}"


class Cluster:
    """A function that applies another one to tasks on the workers of a cluster."""

    def __init__(self, client: Any, *, retries: int, timeout: float) -> None:
        """Set how many workers a task may lose, and for how many seconds no task may finish."""
        self._client, self._retries, self._timeout = client, retries, timeout
        self._own = fingerprint()

    def __call__(self, function: Callable[[Task], Result], tasks: list[Task]) -> Iterator[Result]:
        """Yield the results in the order of the tasks; raise the error of the first task that fails."""
        waiting: deque[Submitted] = deque()
        left = enumerate(tasks)
        ahead = max(LEAST_AHEAD, AHEAD * self._threads())
        done = 0
        tell_tasks(0, len(tasks))
        try:
            while True:
                while len(waiting) < ahead and (task := next(left, None)) is not None:
                    waiting.append(self._send(Submitted(pickle.dumps((function, task[1])), task[0])))
                if not waiting:
                    return
                for result in self._ready(waiting):
                    done += 1
                    tell_tasks(done, len(tasks))
                    yield result
        finally:
            self._cancel([sent.future for sent in waiting])

    def _send(self, sent: Submitted) -> Submitted:
        more = {"key": sent.name, "retries": self._retries, "priority": -sent.number, "pure": False}
        sent.future = self._client.submit(perform, sent.payload, self._own, **more)
        return sent

    def _ready(self, waiting: deque[Submitted]) -> list[Any]:
        """Wait for the first task, and return its result and those of the finished tasks that follow it."""
        self._wait(waiting)
        ready = []
        while waiting and waiting[0].future.status == "finished":
            ready.append(waiting.popleft().future)
        return [_unfailed(pickle.loads(result)) for result in self._bounded(self._client.gather, ready)]

    def _wait(self, waiting: deque[Submitted]) -> None:
        """Wait until the first task is done; raise if no task finishes within the timeout."""
        done, since = 0, time.monotonic()
        while not self._is_done(waiting[0]):
            tell_waiting()
            for sent in waiting:
                self._look_after(sent)
            now = sum(sent.future.status == "finished" for sent in waiting)
            if now != done:
                done, since = now, time.monotonic()
            if time.monotonic() - since > self._timeout:
                raise self._silent()

    def _is_done(self, sent: Submitted) -> bool:
        try:
            return sent.future.exception(timeout=LOOK) is None
        except TimeoutError:
            return False
        except CancelledError as error:
            raise _lost() from error

    def _look_after(self, sent: Submitted) -> None:
        """Send a task again if its worker was lost; raise if it ended in any other error."""
        status = sent.future.status
        if status in {"cancelled", "lost"}:
            raise _lost()
        if status == "error":
            self._again(sent, sent.future.exception(timeout=self._timeout))

    def _again(self, sent: Submitted, error: BaseException) -> None:
        from distributed.scheduler import KilledWorker

        if not isinstance(error, KilledWorker):
            said = f"{type(error).__name__}: {shown(str(error))}"
            hint = "if it is not a problem of memory, run again without --scheduler and report it"
            raise ClusterError(f"a task failed on the cluster: {said}", hint)
        sent.losses += error.allowed_failures + 1
        if sent.losses > self._retries:
            hint = "were they stopped, or out of memory? use --retries N to try more often"
            raise ClusterError(f"{sent.losses} workers in a row were lost with the same task", hint)
        self._send(sent)

    def check(self) -> None:
        """Raise if a worker would compute different bits, or cannot load this package."""
        self._wait_for_workers()
        found = self._bounded(self._client.run, fingerprint, on_error="return")
        for worker, answer in found.items():
            if isinstance(answer, Fingerprint):
                check_alike(self._own, answer, worker)
            elif not isinstance(answer, OSError):  # an OSError means that the worker is gone
                hint = "install the same version of xentcli on the workers"
                said = shown(str(answer))
                raise ClusterError(f"worker {worker} cannot load xentcli: {said}", hint, code="XE911")

    def _wait_for_workers(self) -> None:
        end = time.monotonic() + self._timeout
        while not self._threads():
            if time.monotonic() > end:
                hint = "start workers with dask worker ADDRESS, or use --timeout SECONDS to wait longer"
                raise ClusterError(f"no worker joined in {self._timeout:g} seconds", hint)
            time.sleep(LOOK)

    def _threads(self) -> int:
        """Return the number of threads of all workers."""
        return sum(self._bounded(self._client.scheduler.ncores).values())

    def _bounded(self, function: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
        """Return the result of a coroutine function of the client; raise if it exceeds the timeout."""

        async def called() -> Any:
            return await function(*arguments, **named)

        answer = asyncio.run_coroutine_threadsafe(called(), self._client.loop.asyncio_loop)
        end = time.monotonic() + self._timeout
        while not answer.done() and self._client.status == "running" and time.monotonic() < end:
            wait([answer], LOOK)
        if not answer.done():
            answer.cancel()
            raise self._silent()
        try:
            return answer.result()
        except (OSError, TimeoutError, CancelledError) as error:
            raise _lost() from error

    def _silent(self) -> ClusterError:
        if self._client.status != "running":
            return _lost()
        hint = "does a worker hang, or is none left? use --timeout SECONDS to wait longer"
        return ClusterError(f"no task finished in {self._timeout:g} seconds", hint)

    def _cancel(self, futures: list[Any]) -> None:
        """Cancel tasks that are not needed any more."""
        from contextlib import suppress

        if futures and self._client.status == "running":
            with suppress(Exception):
                self._client.sync(self._client.cancel, futures, callback_timeout=1)


def _lost() -> ClusterError:
    return ClusterError("the scheduler was lost", LOST)


def perform(payload: bytes, wanted: Fingerprint) -> bytes:
    """Run a task on the worker; return its pickled result or `Failed`."""
    try:
        check_alike(wanted, fingerprint(), "this one")
        function, task = pickle.loads(payload)
        return pickle.dumps(function(task))
    except XentError as error:
        return pickle.dumps(Failed(error, _here()))


def check_alike(wanted: Fingerprint, found: Fingerprint, worker: str) -> None:
    """Raise if a worker's fingerprint differs from ``wanted``."""
    difference = wanted.differs(found)
    if difference is not None:
        hint = "every worker needs the same versions and the same kind of processor as this machine"
        raise ClusterError(f"worker {worker} has {difference}", hint, code="XE911")


def _here() -> str:
    """Return the host and address of this worker."""
    import socket

    from distributed import get_worker

    return f"{socket.gethostname()} ({get_worker().address})"


def _unfailed(result: Any) -> Any:
    if not isinstance(result, Failed):
        return result
    if isinstance(result.error, ClusterError):
        result.error.message = f"{result.error.message} (worker {result.worker})"
    raise result.error
