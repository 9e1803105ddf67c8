"""An ordered map on several threads with a bounded look-ahead."""

from __future__ import annotations

import itertools
import os
from collections import deque
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Future, ThreadPoolExecutor

Task = TypeVar("Task")
Result = TypeVar("Result")


def threads(function: Callable[[Task], Result], tasks: Iterable[Task], jobs: int) -> Iterator[Result]:
    """Yield the results of ``tasks`` in order, computed by ``jobs`` threads.

    Unlike `ThreadPoolExecutor.map`, this reads only a few tasks ahead. A single task runs in this thread. If
    reading the next task fails, the results of the earlier tasks are yielded first, so that the first error
    is the same as with one thread.

    >>> list(threads(abs, [-1, 2, -3], 2))
    [1, 2, 3]
    """
    tasks = _UntilError(tasks)
    start = list(itertools.islice(tasks, 2))
    if len(start) < 2:
        yield from map(function, start)
        tasks.fail()
        return
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(jobs) as pool:
        waiting: deque[Future[Result]] = deque()
        try:
            for task in itertools.chain(start, tasks):
                waiting.append(_started(pool, function, task))
                if len(waiting) > jobs:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
            tasks.fail()
        finally:
            for future in waiting:
                future.cancel()


def _started(pool: ThreadPoolExecutor, function: Callable[[Task], Result], task: Task) -> Future[Result]:
    """Submit a task to the pool; run it in this thread if the system cannot start another thread."""
    try:
        return pool.submit(function, task)
    except RuntimeError:
        from concurrent.futures import Future

        done: Future[Result] = Future()
        try:
            done.set_result(function(task))
        except Exception as error:
            done.set_exception(error)
        return done


class _UntilError(Generic[Task]):
    """An iterator of tasks that ends at the first error and stores it."""

    def __init__(self, tasks: Iterable[Task]) -> None:
        self._tasks = iter(tasks)
        self._error: Exception | None = None

    def __iter__(self) -> Iterator[Task]:
        return self

    def __next__(self) -> Task:
        try:
            return next(self._tasks)
        except StopIteration:
            raise
        except Exception as error:
            self._error = error
            raise StopIteration from error

    def fail(self) -> None:
        """Raise the stored error, if any."""
        if self._error is not None:
            raise self._error


def cores() -> int:
    """Return the number of cores that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1
