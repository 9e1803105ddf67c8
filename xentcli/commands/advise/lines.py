"""Lines of code made to fit labels of several positions a row, and marks of what is to be left out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xentcli.core.row_layout import RowLayout

CONVOLUTIONS = {2: "nn.Conv2d(n, {size}, 1)", 3: "nn.Conv3d(n, {size}, 1)"}
"""A last layer by the number of axes that a position has."""
CALL = re.compile(r"log_loss\(y, p\b")


def fitted(lines: dict[str, str], layout: RowLayout, size: int | None, mark: int | None) -> dict[str, str]:
    """The lines, as they are for rows of one position without marks."""
    if not layout.positions and mark is None:
        return lines
    count = str(size) if size else "K"
    told = dict(lines)
    if layout.positions:
        told["pytorch"] = _channels_first(told["pytorch"], len(layout.positions), count)
    told["scikit-learn"] = _flat(told["scikit-learn"], layout, count, mark)
    if mark is not None:
        sparse = f"keras.losses.SparseCategoricalCrossentropy(ignore_class={mark})"
        told["keras"] = told["keras"].replace("'sparse_categorical_crossentropy'", sparse)
        marked = f"CrossEntropyLoss(ignore_index={mark})"
        told["pytorch"] = told["pytorch"].replace("CrossEntropyLoss()", marked)
    return told


def _channels_first(line: str, axes: int, count: str) -> str:
    """PyTorch's cross-entropy has the classes on axis 1, whatever comes after it.

    >>> _channels_first("nn.Linear(n, 9), nn.CrossEntropyLoss(): no activation", 1, "9")
    'nn.Linear(n, 9), nn.CrossEntropyLoss(): logits.transpose(1, 2), no activation'
    """
    if "CrossEntropyLoss():" not in line:
        return line
    layer = CONVOLUTIONS.get(axes)
    if layer is not None:
        line = line.replace(f"nn.Linear(n, {count})", layer.format(size=count))
    shape = "logits.transpose(1, 2)" if axes == 1 else f"logits (N, {count}, ...)"
    return line.replace("CrossEntropyLoss():", f"CrossEntropyLoss(): {shape},")


def _flat(line: str, layout: RowLayout, count: str, mark: int | None) -> str:
    """scikit-learn takes rows of one position; rows with the mark go."""
    before = ""
    if layout.positions:
        last = layout.axis is None or layout.axis > len(layout.positions)
        moved = "p" if last else f"np.moveaxis(p, {layout.axis}, -1)"
        labels = "y" if last or not layout.vectors else f"np.moveaxis(y, {layout.axis}, -1)"
        labels += f".reshape(-1, {count})" if layout.vectors else ".ravel()"
        before = f"y, p = {labels}, {moved}.reshape(-1, {count}); "
    if mark is not None and CALL.search(line):
        before, line = f"{before}k = y != {mark}; ", CALL.sub("log_loss(y[k], p[k]", line)
    return before + line
