"""Recommended loss and last layer, with one line each for Keras, PyTorch and scikit-learn."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xentcli.core.frozen import Frozen
from xentcli.core.types import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentcli.core.class_map import Class
    from xentcli.core.row_layout import RowLayout

MAX_LISTED_NAMES = 20
"""Longer lists of names are not written out."""


class Fit(Frozen):
    """The loss, the reason, and a line for each framework; `{size}` stands for the number of classes or
    outputs."""

    loss: str
    reason: str
    keras: str
    torch: str
    sklearn: str

    def lines(
        self, size: int | None, names: Sequence[Class] | None = None, offset: int = 0
    ) -> dict[str, str]:
        """Return the lines with the number of classes filled in, if known. ``names`` are the classes of the
        columns if labels are not numbers from 0; ``offset`` is what has to be added to make them so."""
        count = str(size) if size else "K"
        sklearn = self.sklearn if names is None else by_name(names)
        if offset and size:
            sklearn = sklearn.replace("range({size})", f"range({-offset}, {size - offset})")
        pairs = (("keras", self.keras), ("pytorch", self.torch), ("scikit-learn", sklearn))
        return {name: line.replace("{size}", count) for name, line in pairs}


def by_name(names: Sequence[Class]) -> str:
    """Return the scikit-learn line, which needs the columns in the sorted order of the names; an empty list
    means that the names are unknown.

    >>> by_name(["cat", "dog"])
    "log_loss(y, p, labels=['cat', 'dog'])"
    >>> by_name(["dog", "cat"])
    "k = ['dog', 'cat']; log_loss(y, p[:, np.argsort(k)], labels=sorted(k))"
    """
    if not names or len(names) > MAX_LISTED_NAMES:
        return "log_loss(y, p[:, np.argsort(k)], labels=sorted(k))  # k: the columns' classes"
    if list(names) == sorted(names, key=_rank):
        return f"log_loss(y, p, labels={list(names)})"
    return f"k = {list(names)}; log_loss(y, p[:, np.argsort(k)], labels=sorted(k))"


def _rank(name: Class) -> tuple[bool, Class]:
    return isinstance(name, str), name


BINARY = Fit(
    "binary",
    "two classes and one output: a sigmoid with binary cross-entropy equals two outputs with a softmax",
    "Dense(1, activation='sigmoid'), loss='binary_crossentropy'",
    "nn.Linear(n, 1), nn.BCEWithLogitsLoss(): no activation, float labels (N, 1)",
    "log_loss(y, p)",
)
SPARSE = Fit(
    "sparse",
    "one class id per row, so no one-hot vectors are needed",
    "Dense({size}, activation='softmax'), loss='sparse_categorical_crossentropy'",
    "nn.Linear(n, {size}), nn.CrossEntropyLoss(): no activation, int64 labels",
    "log_loss(y, p, labels=range({size}))",
)
CATEGORICAL = Fit(
    "categorical",
    "one-hot rows: the same formula as sparse, with one column per class",
    "Dense({size}, activation='softmax'), loss='categorical_crossentropy'",
    "nn.Linear(n, {size}), nn.CrossEntropyLoss(): no activation, y.argmax(1) or float rows",
    "log_loss(y, p)",
)
SOFT = Fit(
    "categorical",
    "each row has shares of several classes, which only categorical cross-entropy accepts",
    "Dense({size}, activation='softmax'), loss='categorical_crossentropy'",
    "nn.Linear(n, {size}), nn.CrossEntropyLoss(): no activation, float rows",
    "-(y * np.log(p)).sum(axis=1).mean()  # log_loss takes no shares",
)
SOFT_BINARY = Fit(
    "binary",
    "one share per row: binary cross-entropy with soft targets",
    "Dense(1, activation='sigmoid'), loss='binary_crossentropy'",
    "nn.Linear(n, 1), nn.BCEWithLogitsLoss(): no activation, float labels (N, 1)",
    "-(y * np.log(p) + (1 - y) * np.log(1 - p)).mean()  # log_loss takes no shares",
)
OUTPUTS = Fit(
    "binary",
    "several independent labels per row: a sigmoid and a binary loss for each output",
    "Dense({size}, activation='sigmoid'), loss='binary_crossentropy'",
    "nn.Linear(n, {size}), nn.BCEWithLogitsLoss(): no activation, float labels",
    "np.mean([log_loss(y[:, k], p[:, k], labels=[0, 1]) for k in range({size})])",
)
TWO_COLUMNS = Fit(
    "sparse",
    "two classes and two outputs: class ids are enough, and so would be one output with a sigmoid",
    "Dense(2, activation='softmax'), loss='sparse_categorical_crossentropy'",
    "nn.Linear(n, 2), nn.CrossEntropyLoss(): no activation, int64 labels",
    "log_loss(y, p)",
)
NONE = Fit(
    "none",
    "the labels are a quantity, not classes: no cross-entropy fits a regression target",
    "Dense(1), loss='mean_squared_error'",
    "nn.Linear(n, 1), nn.MSELoss()",
    "mean_squared_error(y, p)",
)


def fit_for(kind: Kind | None, width: int) -> Fit:
    """Return the recommendation for labels of a kind with ``width`` prediction columns (0 without
    predictions)."""
    if kind is None:
        return NONE
    if kind is Kind.BINARY:
        return TWO_COLUMNS if width == 2 else BINARY
    if kind is Kind.SOFT:
        return SOFT if width > 1 else SOFT_BINARY
    return {Kind.SPARSE: SPARSE, Kind.ONE_HOT: CATEGORICAL, Kind.MULTI_LABEL: OUTPUTS}[kind]


CONVOLUTIONS = {2: "nn.Conv2d(n, {size}, 1)", 3: "nn.Conv3d(n, {size}, 1)"}
"""Last layers by the number of axes of a position."""
CALL = re.compile(r"log_loss\(y, p\b")


def fitted(lines: dict[str, str], layout: RowLayout, size: int | None, mark: int | None) -> dict[str, str]:
    """Adapt the lines, written for rows of one position without marks, to the layout and the mark."""
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
    """Adapt a line to PyTorch's cross-entropy, which has the classes on axis 1, before any positions.

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
    """Adapt a line to scikit-learn, which takes rows of one position; rows with the mark are removed."""
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
