"""The base class of every command's answer."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar

from xentcli.core.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd

    from xentcli.core.errors import Caution, Message, Note
    from xentcli.report.grid import Cell, Grid
    from xentcli.report.page import Block, Line


class Answer(Frozen):
    """What a command answers with: fields for machines, grids for people, a frame for pandas."""

    paged: ClassVar[str | None] = None
    """The module of commands and its function that return the short page for a terminal."""
    if TYPE_CHECKING:

        @property
        def signature(self) -> str | None:
            """One line with every setting behind the answer; None if it depends on the data only."""

        @property
        def notes(self) -> tuple[Note, ...]:
            """How the answer came about, such as the columns that were left out."""

        @property
        def cautions(self) -> tuple[Caution, ...]:
            """The warnings, each with its code."""
    else:
        signature, notes, cautions = None, (), ()  # fields of some answers, which properties would hide

    @property
    def messages(self) -> tuple[Message, ...]:
        """Return the notes and the warnings, in the order in which a shell sees them."""
        return (*self.notes, *self.cautions)

    def told(self) -> dict[str, Any]:
        """Return the field of the JSON with the messages."""
        return {"messages": [message.to_dict() for message in self.messages]}

    def to_dict(self) -> dict[str, Any]:
        """Return all fields, ready for JSON: no NaN, no infinity, no NumPy types."""
        raise NotImplementedError

    def values(self) -> Iterable[tuple[Cell, ...]]:
        """Return the lines of ``-f value``: most often one line of one cell."""
        raise NotImplementedError

    def grids(self) -> Sequence[Grid]:
        """Return the tables a person reads, the most wanted first."""
        raise NotImplementedError

    def page(self) -> Sequence[Block] | None:
        """Return the short page for a terminal; None to show all tables."""
        if self.paged is None:
            return None
        module, _, function = self.paged.partition(":")
        blocks: Sequence[Block] = getattr(import_module(f"xentcli.commands.{module}"), function)(self)
        return blocks

    def picture(self) -> str:
        """Return the answer's picture for notebooks as SVG; "" without one."""
        return ""

    in_lines: ClassVar[bool] = False
    """Whether text shows the answer in lines, not in tables."""

    def text_lines(self) -> Iterable[Line] | None:
        """Return what plain text and the short page show instead of tables; None if they show tables."""
        return None

    def records(self) -> Iterable[dict[str, Cell]]:
        """Return the rows of ``-f csv``, ``tsv``, ``md`` and ``ndjson``, all with the same keys."""
        raise NotImplementedError

    def to_frame(self) -> pd.DataFrame:
        """Return the answer's rows as a pandas DataFrame."""
        import pandas as pd

        return pd.DataFrame(list(self.records()))

    def __str__(self) -> str:
        """Return the short page without pictures, or all tables, and the messages as plain text."""
        from xentcli.report.plain import as_text

        page = self.page()
        if page is None:
            return as_text(self.grids(), self.signature, self.messages)
        from xentcli.report.layout import page_as_text

        return page_as_text(page, self.messages)

    def __rich__(self) -> Any:
        """Return the grids and the messages, as rich shows them on a terminal."""
        from xentcli.report.rich_grid import as_rich

        return as_rich(self.grids(), self.messages)

    def _repr_html_(self) -> str:
        """Return the grids and the messages, as notebooks show them."""
        from xentcli.report.notebook import as_html

        return as_html(self.grids(), self.signature, self.messages, self.picture())
