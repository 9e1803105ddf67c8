"""Tables from iterators of blocks, which can only be read once."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

from xentcli.core.errors import DataError, InputError, Place, UsageError
from xentcli.io.batch_spool import ArraySpool, FrameSpool
from xentcli.io.memory import is_frame

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from xentcli.io.table import Table


def is_blocks(data: Any) -> bool:
    """Return whether the data are an iterator or a loader of blocks.

    >>> is_blocks(iter([[0, 1]])), is_blocks([[0, 1]])
    (True, False)
    """
    single = hasattr(data, "__getitem__") or hasattr(data, "__array__") or is_frame(data)
    return hasattr(data, "__iter__") and not single


def kept(blocks: Iterable[Any], name: str) -> Table:
    """Return all blocks as one table.

    >>> table = kept(iter([[0, 1], [2]]), "labels")
    >>> [block.values.tolist() for block in table.blocks()]
    [[0, 1, 2]]
    """
    with _opened(name) as keep:
        for block in blocks:
            keep.add(block)
        return keep.table()


def kept_pairs(pairs: Iterable[Any]) -> tuple[Table, Table]:
    """Return the tables of labels and predictions from pairs of blocks.

    >>> [table.shape for table in kept_pairs(iter([([0, 1], [[0.5, 0.5], [0.5, 0.5]])]))]
    [(2,), (2, 2)]
    """
    with _opened("labels") as labels, _opened("predictions") as predictions:
        for number, pair in enumerate(pairs, 1):
            if not isinstance(pair, tuple | list) or len(pair) != 2:
                message = f"block {number} is not a pair of labels and predictions"
                raise UsageError(message, "yield (labels, predictions)", code="XE561")
            labels.add(pair[0])
            predictions.add(pair[1])
        return labels.table(), predictions.table()


class _Keep:
    """Collects blocks. The first one determines whether they are arrays or frames."""

    def __init__(self, name: str, file: Any) -> None:
        self._name, self._file = name, file
        self._spool: ArraySpool | FrameSpool | None = None

    def add(self, block: Any) -> None:
        with _keeping(self._name):
            self._spool = self._spool or self._started(block)
            self._spool.add(block)

    def _started(self, block: Any) -> ArraySpool | FrameSpool:
        return (FrameSpool if is_frame(block) else ArraySpool)(self._name, self._file)

    def table(self) -> Table:
        if self._spool is None:
            raise DataError(
                "no rows", "the iterator is already exhausted", code="XE013", place=Place(self._name)
            )
        with _keeping(self._name):
            return self._spool.table()


@contextmanager
def _opened(name: str) -> Iterator[_Keep]:
    with ExitStack() as stack:
        with _keeping(name):
            file = stack.enter_context(tempfile.TemporaryFile())
        yield _Keep(name, file)


@contextmanager
def _keeping(name: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        hint = "set TMPDIR to a folder with space for a copy of the blocks"
        message = f"cannot write a temporary copy: {error.strerror or error}"
        raise InputError(message, hint, code="XE607", place=Place(name)) from error
