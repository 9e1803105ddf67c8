"""W: weights, and options that cannot be."""

from catalogue.entry import E1, E2, OK, entry

GOOD = "1\n2\n0.5\n"


def weights(name, text, *says, line="loss y.csv p.csv --sample-weight w.csv", outcome=E1, good=True, **more):
    pads = {"y.csv": ("0", 1), "p.csv": ("0.7,0.2,0.1", 0), "w.csv": ("1", 0)} if good else None
    return entry("W1", name, line, outcome, *says, files={"w.csv": text}, pads=pads, **more)


def wrong(row, name, options, *says, line="loss y.csv p.csv", outcome=E2, **more):
    return entry(row, name, f"{line} {options}", outcome, *says, **more)


ENTRIES = (
    weights("weight-negative", "1\n-2\n1\n", "w.csv:2", "row 2", "-2"),
    weights("weight-nan", "1\nnan\n1\n", "w.csv:2", "row 2", "nan"),
    weights("weight-inf", "1\ninf\n1\n", "w.csv:2", "row 2", "inf"),
    weights("weight-text", "1\ncat\n1\n", "w.csv:2", "row 2", "cat"),
    weights("weight-all-zero", "0\n0\n0\n", "w.csv: all weights are zero", good=False),
    weights("weight-too-few", "1\n2\n", "y.csv:4: row 3", "2 weights", good=False),
    weights("weight-too-many", "1\n2\n1\n1\n", "w.csv:4", "4 weights", good=False),
    weights("weight-two-columns", "1,2\n2,1\n1,1\n", "w.csv", good=False),
    weights("weight-negative-keras", "1\n-2\n1\n", outcome=OK,
          line="loss y.csv p.csv --sample-weight w.csv --like keras",
            good=False),
    wrong("W1", "class-weight-negative", "--class-weight 1,-2,1", "--class-weight", "-2"),
    wrong("W1", "class-weight-nan", "--class-weight 1,nan,1", "--class-weight", "nan"),
    wrong("W1", "class-weight-zero", "--class-weight 0,0,0", "weight", outcome=E1),
    wrong("W2", "class-weight-missing", "--class-weight 1,2", "--class-weight", "3"),
    wrong("W2", "class-weight-unknown-name", "--class-weight 0=1,7=2", "--class-weight", "7"),
    wrong("W2", "smoothing-high", "--label-smoothing 1.5", "--label-smoothing", "1.5"),
    wrong("W2", "smoothing-low", "--label-smoothing -0.1", "--label-smoothing", "-0.1"),
    wrong("W2", "base-one", "--base 1", "--base", "1"),
    wrong("W2", "base-zero", "--base 0", "--base", "0"),
    wrong("W2", "base-nan", "--base nan", "--base", "nan"),
    wrong("W2", "epsilon-high", "--epsilon 0.6", "--epsilon", "0.6"),
    wrong("W2", "like-scikti", "--like scikti", "--like: scikti is not one of"),
    wrong("W2", "like-scikit", "--like scikit -f value", outcome=OK),
    wrong("W2", "like-tensorflow", "--like tensorflow -f value", outcome=OK),
    wrong("W2", "like-pytorch", "--like pytorch -f value", outcome=OK),
    *(wrong("W3", f"jobs-{text}", f"--jobs {text}", "--jobs", text, "from 1 to 1024") for text in ("0", "-1",
          "1000000", "x", "1_0")),
    *(wrong("W3", f"block-rows-{text}", f"--block-rows {text}", "--block-rows", text) for text in ("0", "-1",
          "1e3")),
    wrong("W3", "num-classes-zero", "--num-classes 0", "--num-classes", "0"),
    entry("W3", "num-classes-too-few", "loss y.csv logits.csv --num-classes 2", E1,
          "y.csv:3: column 'label' (row 2): 5 is not a class",
          files={"y.csv": "label\n0\n5\n1\n", "logits.csv": "2.0,-1.5\n-0.5,1.5\n0.1,2.2\n"},
          pads={"y.csv": ("0", 1), "logits.csv": ("2.0,-1.5", 0)}),
    entry("W3", "num-classes-too-few-judged", "validate y.csv --num-classes 2", E1,
          "y.csv:3: label: XE", "5",
          files={"y.csv": "label\n0\n5\n1\n"}, pads={"y.csv": ("0", 1)}),
    wrong("W4", "stdin-twice", "", "- can be used for one input only", line="loss - -"),
    wrong("W4", "stdin-three-times", "", "- can be used for one input only",
          line="loss y.csv - --sample-weight -"),
    wrong("W4", "sparse-on-one-hot", "--labels-kind sparse", "hot.csv", "3 columns",
          line="loss hot.csv p.csv", outcome=E1),
    wrong("W4", "offset-no-number", "--label-offset x", "--label-offset", "x"),
    wrong("W4", "offset-huge", "--label-offset 99999999999999999999", "--label-offset"),
    entry("W2", "epsilon-good", "loss y.csv p.csv --epsilon 0.1 -f value", OK, answer="0."),
)  # fmt: skip
"""Rows W1 to W4."""
