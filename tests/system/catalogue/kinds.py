"""L: labels of every kind."""

import random

from catalogue.entry import E1, OK, N, W, entry, labels

HOT = {"hot.csv": ("1,0,0", 1)}
SOFT = {"y.csv": ("0.5,0.3,0.2", 1)}
LATE = "label\n" + "0\n1\n" * 2499 + "2\n3\n"
LATE_P = "0.7,0.2,0.1\n" * 5000
NAMED = "cat,dog\n0.9,0.1\n0.2,0.8\n"
SHUFFLED = random.Random(3).sample(range(10**6, 10**6 + 3000), 3000)
JOINED = {
    "y.csv": "id,label\na,0\nb,1\nc,2\n",
    "p.csv": "id,0,1,2\nc,0.2,0.2,0.6\na,0.7,0.2,0.1\nb,0.1,0.8,0.1\n",
}


def hot(row, name, text, outcome, *says, line="validate hot.csv --expect one-hot", **more):
    return entry(row, name, line, outcome, *says, files={"hot.csv": "a,b,c\n" + text}, pads=HOT, **more)


ENTRIES = (
    hot("L1", "label-two-hot", "1,0,0\n1,1,0\n0,0,1\n", E1, "hot.csv:3: XE",
          "[1, 1, 0] does not have exactly one 1"),
    hot("L1", "label-zero-hot", "1,0,0\n0,0,0\n0,0,1\n", E1, "hot.csv:3: XE",
          "[0, 0, 0] does not have exactly one 1"),
    hot("L1", "label-zero-hot-convert", "1,0,0\n0,0,0\n0,0,1\n", E1, "hot.csv:3", "row 2",
        line="convert hot.csv --to sparse"),
    hot("L1", "label-two-hot-convert", "1,0,0\n1,1,0\n0,0,1\n", E1, "hot.csv:3", "row 2",
        line="convert hot.csv --to sparse"),
    hot("L2", "label-255-hot", "255,0,0\n0,255,0\n0,0,255\n", E1, "hot.csv:2: a: XE", "255"),
    entry("L3", "label-soft-bad-sum", "validate y.csv", E1,
          "y.csv:2: XE", "[0.5, 0.2, 0.1] does not sum to 1",
          files={"y.csv": "a,b,c\n0.5,0.2,0.1\n0.2,0.2,0.6\n"}, pads=SOFT),
    entry("L3", "label-soft-bad-sum-loss", "loss y.csv p.csv", E1, "y.csv:2: row 1: [0.5, 0.2, 0.1]",
          "--labels-kind multi-label",
          files={"y.csv": "a,b,c\n0.5,0.2,0.1\n0.2,0.2,0.6\n0.2,0.2,0.6\n"},
          pads=SOFT | {"p.csv": ("0.7,0.2,0.1", 0)}),
    entry("L3", "label-soft-negative", "validate y.csv", E1, "y.csv:3: c: XE", "-0.1",
          files={"y.csv": "a,b,c\n0.5,0.3,0.2\n0.6,0.5,-0.1\n"}, pads=SOFT),
    labels("L4", "label-minus-one", "0\n-1\n2\n1\n", E1, "y.csv:3: label: XE", "-1",
          "--ignore-index -1"),
    entry("L4", "label-minus-one-loss", "loss y.csv p.csv", E1, "y.csv:3: column 'label' (row 2): -1",
          "--ignore-index -1",
          files={"y.csv": "label\n0\n-1\n2\n"}, pads=True),
    entry("L4", "label-minus-one-fixed", "loss y.csv p.csv --ignore-index -1", OK, answer="ignored",
          files={"y.csv": "label\n0\n-1\n2\n"}),
    entry("L5", "label-minus-100", "loss y.csv p.csv", E1, "y.csv:3: column 'label' (row 2): -100",
          "--ignore-index -100",
          files={"y.csv": "label\n0\n-100\n2\n"}, pads=True),
    entry("L5", "label-minus-100-torch", "loss y.csv p.csv --like torch", W, "1 row", "ignored",
          files={"y.csv": "label\n0\n-100\n2\n"}),
    labels("L6", "label-gaps", "0\n2\n7\n", W, "largest id is 7", "--num-classes", good=None),
    labels("L7", "label-mixed-kinds", "0\n1\ncat\n", E1, "y.csv:4: label: XE", "cat"),
    entry("L7", "label-mixed-kinds-loss", "loss y.csv p.csv", E1, "y.csv:4: column 'label' (row 3)", "cat",
          files={"y.csv": "label\n0\n1\ncat\n"}, pads=True),
    labels("L8", "label-all-different", "".join(f"{n}\n" for n in SHUFFLED), W, "an id column?", good=None),
    entry("L9", "label-name-order", "loss y.csv p.csv -f value", OK, answer="0.164252033486018",
          files={"y.csv": "label\ndog\ncat\n", "p.csv": "dog,cat\n0.9,0.1\n0.2,0.8\n"}),
    entry("L10", "label-names-no-header", "loss y.csv p.csv", E1, "y.csv", "--classes",
          files={"y.csv": "label\nzebra\nant\n", "p.csv": "0.9,0.1\n0.2,0.8\n"}),
    entry("L10", "label-names-no-header-fixed", "loss y.csv p.csv --classes zebra,ant -f value", OK,
          answer="0.164252033486018", files={"y.csv": "label\nzebra\nant\n", "p.csv": "0.9,0.1\n0.2,0.8\n"}),
    entry("L11", "label-id-order", "loss y.csv p.csv", N, "rows joined by 'id'", files=JOINED,
          answer="0.3635480"),
    entry("L12", "label-out-of-range-late", "loss y.csv p.csv", E1,
          "y.csv:5001: column 'label' (row 5000): 3 is not a class of 0..2",
          files={"y.csv": LATE, "p.csv": LATE_P}, pads=True),
    entry("L13", "label-named-beside-id", "loss y.csv p.csv", OK, answer="binary: one column",
          files={"y.csv": "id,label\n0,1\n1,0\n1,0\n", "p.csv": "0.9,0.1\n0.2,0.8\n0.2,0.8\n"}),
    entry("L13", "label-two-columns-one-prediction", "loss y.csv one.csv", E1,
          "one.csv: the labels have 2 columns, but the predictions have 1", "--labels-column",
          files={"y.csv": "a,b\n0,1\n1,0\n1,0\n"}),
    entry("L13", "label-two-readings-shown", "detect y.csv", OK, files={"y.csv": "0,1\n1,0\n1,0\n"},
          answer="could be  multi-label"),
    entry("L14", "label-all-ignored", "loss y.csv p.csv --ignore-index -1", E1, "y.csv: every row is ignored",
          files={"y.csv": "label\n-1\n-1\n-1\n"}),
    entry("L14", "label-all-ignored-torch", "loss y.csv p.csv --like torch -f value", W, "ignored",
          answer="nan",
          files={"y.csv": "label\n-100\n-100\n-100\n"}),
    entry("L14", "label-all-ignored-judged", "validate y.csv --ignore-index -1", E1,
          "y.csv: XE111 every row is ignored",
          files={"y.csv": "label\n-1\n-1\n-1\n"}),
)  # fmt: skip
"""Rows L1 to L14."""
