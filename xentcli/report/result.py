"""What every answer can do: fields for machines, grids for people, a frame for pandas."""

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
"""Of more classes, people see the first."""


class Result(Frozen):
    """What every result can do: fields for machines, grids for people, a frame for pandas."""

    def to_dict(self) -> dict[str, Any]:
        """All fields, ready for JSON: what is not finite is None."""
        raise NotImplementedError

    def grids(self) -> Sequence[Grid]:
        """The tables a person reads."""
        raise NotImplementedError

    def records(self) -> Iterable[dict[str, Cell]]:
        """The rows of the answer, all with the same keys."""
        raise NotImplementedError

    def to_frame(self) -> pd.DataFrame:
        """The answer's rows as a pandas DataFrame."""
        import pandas as pd

        return pd.DataFrame(list(self.records()))

    def __rich__(self) -> Any:
        """The grids, as rich shows them on a terminal."""
        from xentcli.report.table import as_rich

        return as_rich(self.grids())

    def _repr_html_(self) -> str:
        """The grids, as notebooks show them."""
        from xentcli.report.notebook import as_html

        return as_html(self.grids(), getattr(self, "signature", None))


def named(count: int, names: Sequence[str] | None) -> str:
    """Return how many classes there are, and the names of the first.

    >>> named(3, ("cat", "dog", "owl")), named(1000, None)
    ('3: cat, dog, owl', '1,000')
    """
    if names is None:
        return f"{count:,}"
    return f"{count:,}: {listed(names, SOME_NAMES)}"


def json_ready(value: Any) -> Any:
    """Numbers and nested lists of them, None for what is not finite.

    >>> json_ready([1.0, [float("inf")]])
    [1.0, [None]]
    """
    if isinstance(value, list):
        return [json_ready(v) for v in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def flat(value: Any) -> Iterable[float]:
    """The numbers of nested lists, in order."""
    if isinstance(value, list):
        for inner in value:
            yield from flat(inner)
    else:
        yield value


def fields_of(value: Any) -> dict[str, Any]:
    """A value's fields, ready for JSON."""
    return {name: json_ready(getattr(value, name)) for name in fields(value)}


def cells_of(value: Any, *but: str) -> dict[str, Cell]:
    """A value's fields as cells, without some."""
    return {name: getattr(value, name) for name in fields(value) if name not in but}
