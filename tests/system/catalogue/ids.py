"""N: class ids, and what looks like them."""

from catalogue.entry import E1, OK, W, entry, labels

FRACTION_LATE = "label\n" + "1\n" * 30_000 + "2.7\n" + "0\n" * 9
TEXT_LATE = "label\n" + "1\n" * 300_000 + "cat\n" + "0\n" * 9
BIG = f"{2**64 - 1}\n{2**64 - 2}\n"
UINT64_LATE = "label\n" + "1\n" * 5_000 + BIG

ENTRIES = (
    labels("N1", "num-float-ints", "0.0\n1.0\n2.0\n", W, "1.0, 1e0 or +1", good=None),
    entry("N1", "num-float-ints-loss", "loss y.csv p.csv -f value", OK, answer="0.4688323561458034",
          files={"y.csv": "label\n0.0\n2.0\n1.0\n"}),
    labels("N2", "num-fraction", "0\n1\n2.5\n", E1, "y.csv:4: label: XE", "2.5 is not a whole number"),
    entry("N2", "num-fraction-loss", "loss y.csv p.csv", E1,
          "y.csv:4: column 'label' (row 3): 2.5 is not a class",
          files={"y.csv": "label\n0\n1\n2.5\n"}, pads=True),
    entry("N2", "num-fraction-late", "validate y.csv", E1, "y.csv:30002: label: XE", "2.7",
          files={"y.csv": FRACTION_LATE}, pads={"y.csv": ("1", 1)}),
    entry("N3", "num-text-late", "validate y.csv", E1, "y.csv:300002: label: XE", "cat",
          files={"y.csv": TEXT_LATE}, pads={"y.csv": ("1", 1)}),
    labels("N4", "num-int64-overflow", f"0\n1\n{2**63}\n", E1,
          "y.csv:4: label: XE", "9223372036854775808"),
    entry("N4", "num-int64-overflow-loss", "loss y.csv p.csv", E1, "y.csv:4", "9223372036854775808",
          files={"y.csv": f"label\n0\n1\n{2**63}\n"}, pads=True),
    entry("N5", "num-uint64-late", "validate y.csv", E1, "y.csv:5002", "18446744073709551615",
          files={"y.csv": UINT64_LATE}, pads={"y.csv": ("1", 1)}),
    entry("N5", "num-uint64-two", "validate y.csv", E1, "y.csv:5002", "y.csv:5003", "18446744073709551614",
          files={"y.csv": UINT64_LATE}, pads={"y.csv": ("1", 1)}),
    entry("N6", "num-big-int-with-gap", "validate y.csv", E1, "y.csv:3: label: XE",
          "missing label",
          files={"y.csv": "id,label\n,1\n1234567890123456789,\n"}, pads={"y.csv": ("1,1", 1)}),
    labels("N7", "num-nan-label", "0\nnan\n1\n", E1, "y.csv:3: label: XE", "missing label: nan"),
    entry("N7", "num-nan-label-loss", "loss y.csv p.csv", E1, "y.csv:3: column 'label' (row 2)",
          "missing label",
          files={"y.csv": "label\n0\nnan\n1\n"}, pads=True),
    entry("N7", "num-empty-cell", "validate y.csv", E1, "y.csv:3: label: XE", "missing label",
          files={"y.csv": "id,label\n0,0\n1,\n2,1\n"}, pads={"y.csv": ("1,1", 1)}),
    entry("N7", "num-empty-cell-loss", "loss y.csv p.csv", E1, "y.csv:3: column 'label' (row 2)",
          "missing label",
          files={"y.csv": "id,label\n0,0\n1,\n2,1\n"}, pads={"y.csv": ("1,1", 1), "p.csv": ("0.7,0.2,0.1",
          0)}),
    labels("N8", "num-inf-label", "0\ninf\n1\n", E1, "y.csv:3: label: XE", "inf"),
    labels("N8", "num-minus-inf-label", "0\n-inf\n1\n", E1, "y.csv:3: label: XE", "-inf"),
    entry("N8", "num-inf-label-loss", "loss y.csv p.csv", E1, "y.csv:3: column 'label' (row 2)", "inf",
          files={"y.csv": "label\n0\ninf\n1\n"}, pads=True),
    entry("N9", "num-na-class-names", "validate y.csv -f json", W, "XE813", answer='"classes": 4',
          files={"y.csv": "label\nNA\nNone\nnull\ncat\n"}),
    *(labels("N10", f"num-{name}", f"0\n{cell}\n1\n", E1, "y.csv:3: label: XE", said)
      for name, cell, said in (("underscore", "1_0", "1_0"), ("hex", "0x1", "0x1"), ("thousands", '"1,000"',
          "1,000"))),
    *(entry("N10", f"num-{name}-loss", "loss y.csv p.csv", E1, "y.csv:3: column 'label' (row 2)", said, words,
            files={"y.csv": f"label\n0\n{cell}\n1\n"}, pads=True)
      for name, cell, said, words in (("underscore", "1_0", "1_0", "underscores"), ("hex", "0x1", "0x1",
          "hexadecimal"),
                                      ("thousands", '"1,000"', "1,000", "thousands"))),
    *(entry("N10", f"num-{name}-prediction", "loss bits.csv one.csv", E1, "one.csv:3: column 'p' (row 2)",
          said,
            files={"one.csv": f"p\n0.5\n{cell}\n0.5\n"}, pads=True)
      for name, cell, said in (("underscore", "1_0", "underscores"), ("hex", "0x1", "hexadecimal"),
                               ("thousands", '"1,000"', "thousands"))),
    labels("N11", "num-leading-zero", "7\n007\n0\n", E1,
          "y.csv:3: label: XE", "'007' has a leading zero"),
    labels("N12", "num-mixed-bool", "True\n1\nFalse\n0\n", E1, "y.csv:", "True", good=None),
    labels("N13", "num-exponent", "0\n1e0\n1\n", W, "1.0, 1e0 or +1", good=None),
    labels("N13", "num-plus", "0\n+1\n1\n", W, "+1", good=None),
    labels("N13", "num-minus-zero", "0\n-0\n1\n", W, "not as plain whole numbers", good=None),
    entry("N14", "num-date-short", "convert y.csv --to one-hot", OK, answer="1-2,3-4\n1,0\n0,1\n",
          files={"y.csv": "label\n1-2\n3-4\n1-2\n"}),
    entry("N14", "num-date-iso", "convert y.csv --to one-hot", OK, answer="2024-01-01,2024-01-02\n1,0\n",
          files={"y.csv": "label\n2024-01-01\n2024-01-02\n"}),
)  # fmt: skip
"""Rows N1 to N14."""
