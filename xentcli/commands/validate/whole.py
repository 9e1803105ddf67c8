"""Labels after their last row, as warnings look at them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentcli.commands.validate.label_problems import Labels
    from xentcli.commands.validate.pair_problems import PairProblems
    from xentcli.core.types import Kind
    from xentcli.numerics.counts import Tally


class Whole(Frozen):
    """Everything known of labels after their last row."""

    labels: Labels
    names: Sequence[str]
    """The columns' names, or numbers."""
    text: bool
    """Whether they come from text."""
    pair: PairProblems | None = None

    @property
    def kind(self) -> Kind:
        """Their kind."""
        return self.labels.kind

    @property
    def seen(self) -> Tally:
        """The classes that came."""
        return self.labels.seen.classes

    @property
    def on(self) -> Sequence[int]:
        """How many ones each column of label vectors has."""
        return self.labels.audit.ones.counts

    @property
    def titles(self) -> list[str] | None:
        """The classes that could have come, where that is known."""
        classes = self.labels.expected.classes
        return None if classes is None else [classes.title(k) for k in range(classes.size)]
