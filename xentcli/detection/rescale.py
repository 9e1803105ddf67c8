"""Turn percentages, and counts or scores, into probabilities."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.errors import DataError, UsageError
from xentcli.core.frozen import Frozen, replace
from xentcli.numerics.row_sums import row_sums

if TYPE_CHECKING:
    from xentcli.core.blocks import Block
    from xentcli.core.row_layout import RowLayout
    from xentcli.core.types import Floats, Numbers
    from xentcli.settings.settings import Settings


class Rescaling(Frozen):
    """What `--from-percent` and `--normalize` do to predictions."""

    percent: bool
    normalize: bool
    layout: RowLayout

    def __call__(self, block: Block) -> Block:
        """Return a block of predictions as probabilities."""
        values = block.values
        if values.dtype.kind != "f":
            values = values.astype(np.float64)
        if self.percent:
            values = values / values.dtype.type(100)
        return replace(block, values=self._shares(block, values) if self.normalize else values)

    def _shares(self, block: Block, values: Numbers) -> Numbers:
        """Return the rows divided by their sums, in the shape and dtype of the values."""
        axis = self.layout.axis
        if axis is None or self.layout.width < 2:
            hint = "leave out --normalize; --from-percent divides by 100"
            raise UsageError(
                "--normalize divides each row by its sum, but the predictions have one column", hint
            )
        rows = self.layout.predictions(np.asarray(values, dtype=np.float64))
        sums = row_sums(rows)
        self._check(block, rows, sums)
        shape = np.moveaxis(values, axis, -1).shape[:-1]
        return np.asarray(values / np.expand_dims(sums.reshape(shape), axis), dtype=values.dtype)

    def _check(self, block: Block, rows: Floats, sums: Floats) -> None:
        """Raise if a row has a negative number, or nothing above zero."""
        with np.errstate(invalid="ignore"):
            negative = np.asarray((rows < 0).any(axis=1))
            bad = np.flatnonzero(negative | (sums == 0) | np.isinf(sums))
        if not bad.size:
            return
        what = "has a negative number" if negative[bad[0]] else f"sums to {sums[bad[0]]:g}"
        hint = "each row needs a number above zero and none below; for logits, use --from-logits"
        place = block.place(int(bad[0]) // self.layout.per_row)
        raise DataError(f"the row {what}: --normalize cannot divide it", hint, code="XE208", place=place)


def rescaling(settings: Settings, layout: RowLayout) -> Rescaling | None:
    """Return what the settings do to predictions, or None."""
    if not (settings.from_percent or settings.normalize):
        return None
    return Rescaling(settings.from_percent, settings.normalize, layout)
