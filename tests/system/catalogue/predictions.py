"""R, so they are probabilities, logits and what is neither."""

import numpy as np

from catalogue.entry import E1, E3, OK, W, entry

NAMED = "a,b,c\n"
PADS = {"y.csv": ("0", 1), "p.csv": ("0.7,0.2,0.1", 1)}
LOGIT_PADS = {"y.csv": ("0", 1), "p.csv": ("2.0,-1.5,0.3", 1)}
LATE = {"y.csv": "label\n" + "0\n" * 50_001, "p.csv": NAMED + "0.7,0.2,0.1\n" * 50_000 + "2.0,-1.5,0.3\n"}


def loss(row, name, text, outcome, *says, line="loss y.csv p.csv", pads=None, **more):
    """Predictions for the labels 0, 2, 1."""
    return entry(row, name, line, outcome, *says, files={"p.csv": NAMED + text}, pads=pads, **more)


def array(row, name, made, outcome, *says, line="loss y.csv p.npy", **more):
    return entry(row, name, line, outcome, *says, files={"p.npy": made}, **more)


ENTRIES = (
    loss("R1", "prob-zero-on-target", "0.7,0.2,0.1\n0.5,0.5,0\n0.2,0.5,0.3\n", W, "infinite", "row 2",
          answer="inf"),
    loss("R1", "prob-csv-1e-400", "0.7,0.2,0.1\n0.5,0.5,1e-400\n0.2,0.5,0.3\n", W, "infinite", "row 2",
          answer="inf"),
    array("R1", "prob-float16-underflow", np.array([[0.7, 0.2, 0.1], [0.5, 0.5, 1e-9], [0.25, 0.5, 0.25]],
          np.float16), W,
          "infinite", "row 2", answer="inf"),
    loss("R2", "prob-zero-elsewhere", "1,0,0\n0,0,1\n0,1,0\n", OK, line="loss y.csv p.csv -f value",
          answer="0.0\n"),
    loss("R2", "prob-subnormal", "1,5e-324,0\n0.5,0.5,5e-324\n0,1,0\n", OK, line="loss y.csv p.csv -f value",
         answer="248.146"),
    loss("R3", "prob-sum-low", "0.7,0.2,0.1\n0.10,0.21,0.59\n0.2,0.5,0.3\n", E1,
          "p.csv:3: row 2: [0.1, 0.21, 0.59] is not a distribution", pads=PADS),
    loss("R3", "prob-all-zero-row", "0.7,0.2,0.1\n0,0,0\n0.2,0.5,0.3\n", E1, "p.csv:3: row 2", pads=PADS),
    loss("R3", "prob-negative", "0.7,0.2,0.1\n0.5,-0.1,0.6\n0.2,0.5,0.3\n", E1,
          "p.csv:3: row 2: [0.5, -0.1, 0.6] is not a distribution", "--from-logits", pads=PADS),
    loss("R3", "prob-negative-said", "0.7,0.2,0.1\n0.5,-0.1,0.6\n0.2,0.5,0.3\n", E1,
          "p.csv:3: column 'b' (row 2)", "-0.1",
         line="loss y.csv p.csv --from-probs", pads=PADS),
    loss("R4", "prob-logits", "2.0,-1.5,0.3\n-0.5,1.5,3.0\n0.1,2.2,-0.7\n", OK, answer="logits, 3 columns"),
    loss("R4", "prob-log-probs", "-0.35667494,-1.60943791,-2.30258509\n" * 3, OK,
          answer="log-probabilities, 3 columns"),
    loss("R4", "prob-percent", "70,20,10\n10,20,70\n20,50,30\n", E1, "p.csv", "percent"),
    loss("R5", "prob-nan", "0.7,0.2,0.1\n0.5,nan,0.5\n0.2,0.5,0.3\n", E1, "p.csv:3: column 'b' (row 2)",
          "nan", pads=PADS),
    loss("R5", "prob-nan-last-row", "0.7,0.2,0.1\n0.1,0.2,0.7\n0.2,0.5,nan\n", E1,
          "p.csv:4: column 'c' (row 3)", "nan", pads=PADS),
    loss("R5", "prob-inf", "0.7,0.2,0.1\n0.5,inf,0.5\n0.2,0.5,0.3\n", E1, "p.csv:3: column 'b' (row 2)",
          "inf", pads=PADS),
    loss("R5", "prob-csv-1e400", "0.7,0.2,0.1\n0.5,1e400,0.5\n0.2,0.5,0.3\n", E1,
          "p.csv:3: column 'b' (row 2): '1e400'",
         "too large for float64", pads=PADS),
    loss("R5", "prob-empty-cell", "0.7,0.2,0.1\n0.5,,0.5\n0.2,0.5,0.3\n", E1, "p.csv:3: column 'b' (row 2)",
          "empty", pads=PADS),
    loss("R5", "prob-text", "0.7,0.2,0.1\n0.5,cat,0.5\n0.2,0.5,0.3\n", E1,
          "p.csv:3: column 'b' (row 2): 'cat' is not a number",
         pads=PADS),
    array("R6", "prob-float32-rounding", np.array([[0.7, 0.2, 0.1], [0.1, 0.2, 0.7], [0.2, 0.5, 0.3]],
          np.float32), OK,
          answer="probabilities, 3 columns, float32"),
    entry("R7", "prob-logits-late", "loss y.csv p.csv", E1, "p.csv:50002", "row 50001", files=LATE,
          pads=PADS),
    array("R8", "logits-equal-1e8", np.full((3, 3), 1e8), OK, line="loss y.csv p.npy --from-logits -f value",
          answer="1.0986122886681098"),
    loss("R8", "logits-plus-inf", "1,2,3\n1,inf,2\n1,2,0\n", E1, "p.csv:3: column 'b' (row 2)", "inf",
         line="loss y.csv p.csv --from-logits", pads=LOGIT_PADS),
    loss("R8", "logits-all-minus-inf", "1,2,3\n-inf,-inf,-inf\n1,2,0\n", E1, "p.csv:3", "row 2", "-inf",
         line="loss y.csv p.csv --from-logits", pads=LOGIT_PADS),
    entry("R3", "prob-partly", "loss y.csv p.csv", E1, "p.csv:3: row 2",
          files={"p.csv": NAMED + "0.70,0.20,0.10\n0.91,0.42,0.33\n0.20,0.50,0.30\n"}, pads=PADS),
    entry("R5", "prob-missing", "loss y.csv none.csv", E3, "none.csv: no such file"),
)  # fmt: skip
"""Rows R1 to R8."""
