"""T: encodings, invisible characters and names of files."""

import os

from catalogue.entry import E1, E3, OK, W, entry, labels

LATE = b"label\n" + b"0\n" * 50_000 + b"\xff\n" + b"1\n" * 9
EDGE = "label\n" + "cat\n" * 16381 + "ab\u20ac\n" + "cat\n" * 9
STRANGE = os.fsdecode(b"caf\xe9.csv")


def _named(name):
    def prepare(folder):
        (folder / name).write_text("label\n0\n1\n2.5\n", encoding="utf-8")

    return prepare


def _reachable(row, name, file, shown):
    """A file of a strange name, with a bad value in it: the message shows the name escaped."""
    return entry(row, name, f"validate {_quoted(file)}", E1, shown, "2.5", prepare=_named(file), still=True)


def _quoted(name):
    return "'" + name.replace("'", "'\"'\"'") + "'"


ENTRIES = (
    entry("T1", "enc-utf8-bom", "loss y.csv p.csv -f value", OK, answer="0.4688323561458034",
          files={"y.csv": b"\xef\xbb\xbflabel\n0\n2\n1\n"}),
    entry("T2", "enc-two-boms", "validate y.csv", E1, "y.csv:1", "two byte order marks", "tail -c +7",
          files={"y.csv": b"\xef\xbb\xbf\xef\xbb\xbflabel\n0\n2\n1\n"}),
    *(entry("T3", f"enc-{name}", "validate y.csv", E3, "y.csv: looks like UTF-16", "use --encoding utf-16",
            files={"y.csv": "label\n0\n1\n2\n".encode(name)}) for name in ("utf-16-le", "utf-16-be")),
    entry("T3", "enc-utf-16", "validate y.csv", OK, answer="valid",
          files={"y.csv": "label\n0\n1\n2\n".encode("utf-16")}),
    entry("T3", "enc-utf16-said", "validate y.csv --encoding utf-16", OK, answer="valid",
          files={"y.csv": "label\n0\n1\n2\n".encode("utf-16")}),
    entry("T4", "enc-latin1", "validate y.csv", E3, "y.csv:2", "byte 0xE9 at offset 9", "--encoding",
          files={"y.csv": "label\ncafé\nthé\n".encode("latin-1")}, pads={"y.csv": ("cat", 1)}),
    entry("T4", "enc-latin1-said", "convert y.csv --to names --encoding latin-1", OK, answer="café",
          files={"y.csv": "label\ncafé\nthé\n".encode("latin-1")}),
    entry("T5", "enc-bad-byte-late", "validate y.csv", E3, "y.csv:50002", "byte 0xFF at offset 100006",
          files={"y.csv": LATE}, pads={"y.csv": ("0", 1)}),
    entry("T6", "enc-char-on-64k-edge", "validate y.csv -f json", OK, files={"y.csv": EDGE},
          answer='"classes": 2'),
    labels("T7", "enc-nfc-nfd", "caf\u00e9\ncafe\u0301\ndog\n", W, "look the same", good=None),
    labels("T8", "enc-zero-width", "cat\ncat\u200b\ndog\n", W, "cat\\u200b", good=None),
    labels("T9", "enc-trailing-space", "cat\ncat \ndog\n", W, "look the same", good=None),
    labels("T9", "enc-letter-case", "cat\nCat\ndog\n", W, "Cat", good=None),
    labels("T10", "enc-unicode-digits", "0\n\u0661\n1\n", E1, "y.csv:3: label: XE",
          "ASCII digits"),
    labels("T10", "enc-nbsp-number", "0\n1\xa0\n1\n", E1, "y.csv:3: label: XE", "'1\\xa0' has",
          "ASCII digits"),
    entry("T10", "enc-unicode-digits-loss", "loss y.csv p.csv", E1, "y.csv:3: column 'label' (row 2)",
          "non-ASCII digits", files={"y.csv": "label\n0\n\u0661\n1\n"}, pads=True),
    entry("T10", "enc-nbsp-prediction", "loss bits.csv one.csv", E1, "one.csv:3: column 'p' (row 2)",
          "non-ASCII digits", files={"one.csv": "p\n0.5\n0.5\xa0\n0.5\n"}, pads=True),
    _reachable("T12", "enc-name-newline", "a\nb.csv", "a\\nb.csv:4"),
    _reachable("T12", "enc-name-escape", "a\x1b[2J.csv", "a\\x1b[2J.csv:4"),
    _reachable("T12", "enc-name-byte", STRANGE, "caf\\udce9.csv:4"),
    entry("T12", "enc-name-dash", "validate -- -y.csv", E1, "-y.csv:4", "2.5", prepare=_named("-y.csv"),
          still=True),
    entry("T12", "enc-name-dash-path", "validate ./-y.csv", E1, "./-y.csv:4", "2.5", prepare=_named("-y.csv"),
          still=True),
    entry("T12", "enc-name-missing", "validate 'a\x1b[2J\n.csv'", E3, "a\\x1b[2J\\n.csv: no such file",
          still=True),
)  # fmt: skip
"""Rows T1 to T12; T11 needs a process of its own."""
