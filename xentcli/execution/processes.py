"""Work shared out among processes: each takes every n-th task, adds up what it finds, and answers once.

Threads of one interpreter take turns at whatever is not a long NumPy call, and a turn costs as much as many
short ones. Processes do not. They are forked from this one, so that they see the same open files, and what
they find must add up in any order.
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
    """The error that ended a share, and the number of the task in which it came."""

    task: int
    error: Exception


def can_share() -> bool:
    """Return whether processes can be forked here: on Linux, while this process has a single thread.

    Native threads count too. A fork copies only the thread that calls it, so a lock that another thread of
    pyarrow or BLAS holds at that moment stays locked in the child for ever. The command line has no such
    thread when it reads NPY: it starts OpenBLAS with one thread, and loads nothing else that starts any.
    """
    try:
        return sys.platform == "linux" and len(os.listdir("/proc/self/task")) == 1
    except OSError:  # /proc is not mounted, so nothing tells
        return False


def share_out(
    work: Callable[[Iterator[Task]], Result], tasks: Callable[[], Iterable[Task]], jobs: int
) -> list[Result]:
    """What so many processes make of their shares of the tasks, this one among them.

    Of several errors the one in the earliest task is raised, as if all had been done in order. Where fewer
    processes can be had, this one does the other shares.

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
    """A process for each, as long as the system has any."""
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
    """The work on every n-th task; it ends where an earlier task has failed in any process, or with the
    parent."""
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
    """Whole numbers that this process and those forked from it see alike."""
    import mmap

    numbers = memoryview(mmap.mmap(-1, 8 * count)).cast("q")
    for at in range(count):
        numbers[at] = NEVER
    return numbers


class _Child:
    """A process that answers once, through a pipe."""

    def __init__(self, make: Callable[[int], Any]) -> None:
        """Signals wait while there are two processes that would both handle them."""
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
        parent, former = os.getpid(), signal.pthread_sigmask(signal.SIG_BLOCK, ours)
        pid = -1
        try:
            pid = os.fork()
            if pid == 0:
                for number in ours:
                    signal.signal(number, signal.SIG_DFL)
                signal.pthread_sigmask(signal.SIG_SETMASK, former)
                hear_nothing()
                os.close(self._end)  # or writing would wait for this process itself to read
                _send(make(parent), answer)
        finally:
            if pid == 0:
                os._exit(0)
            signal.pthread_sigmask(signal.SIG_SETMASK, former)
        return pid

    def answer(self) -> Any:
        """What the process made; an error where it ended before."""
        with open(self._end, "rb", closefd=False) as pipe:
            data = pipe.read()
        if not data:
            hint = "was it out of memory? -j 1 takes less"
            raise InternalError("a process ended without an answer", hint)
        return pickle.loads(data)

    def end(self) -> None:
        """Leave nothing running."""
        os.close(self._end)
        os.kill(self._pid, signal.SIGKILL)
        os.waitpid(self._pid, 0)


def _send(answer: Any, pipe: int) -> None:
    with open(pipe, "wb") as file:
        file.write(pickle.dumps(answer))
