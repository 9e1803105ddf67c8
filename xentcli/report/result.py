"""The base class of results, and helpers that build their fields and cells."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from xentcli.core.frozen import Frozen, fields
from xentcli.core.text import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    import pandas as pd

    from xentcli.report.answer import Cell, Grid

SOME_NAMES = 10
"""The maximum number of class names shown to people."""


class Result(Frozen):
    """A command's result, as fields for programs, grids for people, or a pandas DataFrame."""

    def to_dict(self) -> dict[str, Any]:
        """Return all fields ready for JSON; numbers that are not finite become None."""
        raise NotImplementedError

    def grids(self) -> Sequence[Grid]:
        """Return the tables for people."""
        raise NotImplementedError

    def records(self) -> Iterable[dict[str, Cell]]:
        """Return the rows of the result, all with the same keys."""
        raise NotImplementedError

    def to_frame(self) -> pd.DataFrame:
        """Return the rows as a pandas DataFrame."""
        import pandas as pd

        return pd.DataFrame(list(self.records()))

    def __rich__(self) -> Any:
        from xentcli.report.table import as_rich

        return as_rich(self.grids())

    def _repr_html_(self) -> str:
        from xentcli.report.notebook import as_html

        return as_html(self.grids(), getattr(self, "signature", None))


def named(count: int, names: Sequence[str] | None) -> str:
    """Return the number of classes, followed by the first `SOME_NAMES` names if known.

    >>> named(3, ("cat", "dog", "owl")), named(1000, None)
    ('3: cat, dog, owl', '1,000')
    """
    if names is None:
        return f"{count:,}"
    return f"{count:,}: {listed(names, SOME_NAMES)}"


def json_ready(value: Any) -> Any:
    """Return a number or nested lists of numbers, with None in place of NaN and infinity.

    >>> json_ready([1.0, [float("inf")]])
    [1.0, [None]]
    """
    if isinstance(value, list):
        return [json_ready(v) for v in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def flat(value: Any) -> Iterable[float]:
    """Yield the numbers of nested lists, in order."""
    if isinstance(value, list):
        for inner in value:
            yield from flat(inner)
    else:
        yield value


def fields_of(value: Any) -> dict[str, Any]:
    """Return a value's fields as a dict ready for JSON."""
    return {name: json_ready(getattr(value, name)) for name in fields(value)}


def cells_of(value: Any, *but: str) -> dict[str, Cell]:
    """Return a value's fields as cells, except those named in ``but``."""
    return {name: getattr(value, name) for name in fields(value) if name not in but}
