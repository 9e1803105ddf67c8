"""S: what does not fit together."""

import numpy as np

from catalogue.entry import E1, OK, W, entry, labels

SQUARE = np.array([[0.7, 0.1, 0.6], [0.2, 0.2, 0.3], [0.1, 0.7, 0.1]])
WIDE = {"y.csv": "label\n" + "0\n2\n1\n" * 3}
TALL = np.full((3, 9), 1 / 3)

ENTRIES = (
    entry("S1", "shape-row-mismatch", "loss y.csv p4.csv", E1, "p4.csv:4: row 4", "3 labels, 4 predictions",
          "header"),
    entry("S1", "shape-row-mismatch-more-labels", "loss y.csv p.csv", E1, "y.csv:5: row 4",
          "4 labels, 3 predictions",
          files={"y.csv": "label\n0\n1\n2\n1\n"}, pads=True),
    entry("S1", "shape-row-mismatch-npy", "loss y.npy p.npy", E1, "2 labels, 3 predictions",
          files={"y.npy": np.array([0, 1]), "p.npy": SQUARE.T.copy()}),
    entry("S2", "shape-transposed", "loss y.csv p.npy", E1, "9 labels, 3 predictions", "transposed?",
          files=WIDE | {"p.npy": TALL}),
    entry("S2", "shape-transposed-square", "loss y.csv p.npy", E1, "p.npy: row 1", "is not a distribution",
          "transposed?",
          files={"p.npy": SQUARE}),
    entry("S3", "shape-one-based", "loss y.csv p.csv", E1,
          "y.csv:4: column 'label' (row 3): 3 is not a class of 0..2",
          "labels look 1-based", "--label-offset -1", files={"y.csv": "label\n1\n2\n3\n"},
          pads={"y.csv": ("1", 1), "p.csv": ("0.7,0.2,0.1", 0)}),
    entry("S3", "shape-one-based-fixed", "loss y.csv p.csv --label-offset -1 -f value", OK,
          files={"y.csv": "label\n1\n2\n3\n"}),
    entry("S3", "shape-offset-wrong-way", "loss y.csv p.csv --label-offset 1", E1,
          "y.csv:3: column 'label' (row 2): 2 is not a class of -1..1", "leave out --label-offset",
          pads=True),
    entry("S4", "shape-one-hot-width", "loss hot.csv p.csv", E1,
          "p.csv: the labels have 2 columns, but the predictions have 3",
          files={"hot.csv": "a,b\n1,0\n0,1\n0,1\n"}),
    entry("S4", "shape-vector-vs-matrix", "loss y.npy p.npy", E1, "y.npy",
          files={"y.npy": np.array([0, 2, 1]), "p.npy": np.array([0.5, 0.2, 0.3])}),
    entry("S4", "shape-predictions-empty", "loss y.csv p.npy", E1, "p.npy", files={"p.npy": np.zeros((3,
          0))}),
    labels("S5", "shape-one-class", "1\n1\n1\n", W, "one class", good=None),
    entry("S5", "shape-one-output-of-one", "loss bits.csv one.csv", W, "every prediction is 1",
          files={"one.csv": "p\n1\n1\n1\n"}),
)  # fmt: skip
"""Rows S1 to S5."""
