"""Fold tasks over forked processes: each takes every n-th task and returns one result.

Threads of one interpreter wait for the GIL between long NumPy calls, which makes blocks with many short calls
slow; processes do not. They are forked, so that they share the open files. Results must add up in any order.
"""

from __future__ import annotations

import itertools
import os
import pickle
import signal
import sys
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from xentcli.core.errors import InternalError
from xentcli.core.frozen import Frozen
from xentcli.core.progress import hear_nothing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Task = TypeVar("Task")
Result = TypeVar("Result")

NAMES = ("SIGINT", "SIGTERM", "SIGHUP")
NEVER = 1 << 62


class Failure(Frozen, eq=False):
    """The error that ended a share, and the number of the task that raised it."""

    task: int
    error: Exception


def can_share() -> bool:
    """Return whether processes can be forked here: on Linux, while this process has a single thread.

    Native threads count too: a fork copies only the calling thread, so a lock that a thread of pyarrow or
    BLAS holds at that moment stays locked in the child forever. The command line has no such thread when it
    reads NPY: it limits OpenBLAS to one thread, and loads nothing else that starts threads.
    """
    try:
        return sys.platform == "linux" and len(os.listdir("/proc/self/task")) == 1
    except OSError:  # /proc is not mounted, so the number of threads is unknown
        return False


def share_out(
    work: Callable[[Iterator[Task]], Result], tasks: Callable[[], Iterable[Task]], jobs: int
) -> list[Result]:
    """Return the results of ``jobs`` processes, this one included, each with its share of the tasks.

    If tasks fail, raise the error of the earliest one, as serial work would. If the system cannot start all
    processes, this process does the remaining shares.

    >>> share_out(sum, lambda: range(10), 3)
    [18, 12, 15]
    """
    failed = _shared_numbers(jobs)
    children: list[_Child] = []
    try:
        children.extend(_forked(partial(_share, work, tasks, which, failed) for which in range(1, jobs)))
        own = [which for which in range(jobs) if not 1 <= which <= len(children)]
        answers = [_share(work, tasks, which, failed, 0) for which in own]
        answers += [child.answer() for child in children]
    finally:
        for child in children:
            child.end()
    failures = [answer for answer in answers if isinstance(answer, Failure)]
    if failures:
        raise min(failures, key=lambda failure: failure.task).error
    return answers


def _forked(makes: Iterable[Callable[[int], Any]]) -> Iterator[_Child]:
    """Yield a forked process for each function; stop when the system cannot start more."""
    for make in makes:
        try:
            child = _Child(make)
        except OSError:
            return
        yield child


def _share(
    work: Callable[[Iterator[Task]], Result],
    tasks: Callable[[], Iterable[Task]],
    which: int,
    failed: Any,
    parent: int,
) -> Any:
    """Return the result of ``work`` on every n-th task, or a `Failure`.

    Stop early once an earlier task has failed in any process, or the parent has died.
    """
    at = 0

    def mine() -> Iterator[Task]:
        nonlocal at
        everything = iter(tasks())
        for at in itertools.count():
            task = next(everything, failed)
            if task is failed or at > min(failed) or (parent and os.getppid() != parent):
                return
            if at % len(failed) == which:
                yield task

    try:
        return work(mine())
    except Exception as error:
        failed[which] = at
        return Failure(at, error)


def _shared_numbers(count: int) -> Any:
    """Return integers in memory that is shared with forked processes, all set to `NEVER`."""
    import mmap

    numbers = memoryview(mmap.mmap(-1, 8 * count)).cast("q")
    for at in range(count):
        numbers[at] = NEVER
    return numbers


class _Child:
    """A forked process that sends one result through a pipe."""

    def __init__(self, make: Callable[[int], Any]) -> None:
        """Fork a process that sends the result of ``make``, which takes the id of the parent."""
        self._end, answer = os.pipe()
        try:
            self._pid = self._fork(make, answer)
        except OSError:
            os.close(self._end)
            raise
        finally:
            os.close(answer)

    def _fork(self, make: Callable[[int], Any], answer: int) -> int:
        heard = [signal.Signals[name] for name in NAMES]
        ours = {number for number in heard if signal.getsignal(number) != signal.SIG_IGN}
        # Until the child has default handlers, a signal would be handled by both processes.
        parent, former = os.getpid(), signal.pthread_sigmask(signal.SIG_BLOCK, ours)
        pid = -1
        try:
            pid = os.fork()
            if pid == 0:
                for number in ours:
                    signal.signal(number, signal.SIG_DFL)
                signal.pthread_sigmask(signal.SIG_SETMASK, former)
                hear_nothing()
                os.close(self._end)  # else a write could block, waiting for this process itself to read
                _send(make(parent), answer)
        finally:
            if pid == 0:
                os._exit(0)
            signal.pthread_sigmask(signal.SIG_SETMASK, former)
        return pid

    def answer(self) -> Any:
        """Return the result of the process; raise if it ended without one."""
        with open(self._end, "rb", closefd=False) as pipe:
            data = pipe.read()
        if not data:
            hint = "was it out of memory? use -j 1 to need less"
            raise InternalError("a process ended without a result", hint)
        return pickle.loads(data)

    def end(self) -> None:
        """Kill the process and reap it."""
        os.close(self._end)
        os.kill(self._pid, signal.SIGKILL)
        os.waitpid(self._pid, 0)


def _send(answer: Any, pipe: int) -> None:
    with open(pipe, "wb") as file:
        file.write(pickle.dumps(answer))
