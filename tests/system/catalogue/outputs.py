"""O: where answers go, and inputs that are no files; full disks and kills have tests of their own."""

import os
import stat

from catalogue.entry import E1, E2, E3, E4, OK, entry

HOT = "class_0,class_1,class_2\n1,0,0\n0,0,1\n0,1,0\n"
Y = "label\n0\n2\n1\n"
TO = "convert y.csv --to one-hot"


def convert(row, name, options, outcome, *says, **more):
    return entry(row, name, f"convert y.csv --to one-hot {options}", outcome, *says, still=True, **more)


def holding(name, text):
    def check(folder):
        assert (folder / name).read_text() == text
        left = [path.name for path in folder.iterdir() if path.name.startswith(".")]
        assert not left, left

    return check


def old(*names):
    def prepare(folder):
        for name in names:
            (folder / name).write_text("old")

    return prepare


def linked(make):
    def prepare(folder):
        make(folder / "y.csv", folder / "o.csv")

    return prepare


def unwritable(folder):
    (folder / "d").mkdir()
    (folder / "d").chmod(0o555)


def private(folder):
    (folder / "o.csv").write_text("old")
    (folder / "o.csv").chmod(0o600)


def still_private(folder):
    assert stat.S_IMODE((folder / "o.csv").stat().st_mode) == 0o600
    assert (folder / "o.csv").read_text() == HOT


def by_umask(folder):
    mask = os.umask(0)
    os.umask(mask)
    assert stat.S_IMODE((folder / "o.csv").stat().st_mode) == 0o666 & ~mask


def device(folder):
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)


def forbidden(folder):
    (folder / "y.csv").chmod(0)


ENTRIES = (
    convert("O2", "out-is-directory", "-o . --force", E4, "directory", check=holding("y.csv", Y)),
    convert("O2", "out-missing-parent", "-o no/such/x.csv", E4, "no/such"),
    convert("O2", "out-unknown-suffix", "-o x.unknown", E2, "x.unknown", ".npy"),
    convert("O2", "out-below-a-file", "-o y.csv/x.csv", E4, "y.csv"),
    convert("O2", "out-exists", "-o o.csv", E4, "o.csv", "--force", prepare=old("o.csv"),
          check=holding("o.csv", "old")),
    entry("O2", "out-answer-unknown-suffix", "loss y.csv p.csv -o x.unknown", E2, "x.unknown", "--format",
          still=True),
    entry("O2", "out-persample-unknown-suffix", "loss y.csv p.csv --per-sample x.unknown", E2, "x.unknown",
          still=True),
    entry("O2", "out-before-reading", "convert none.csv --to one-hot -o no/such/x.csv", E4, "no/such",
          still=True),
    convert("O3", "out-same-as-input", "-o y.csv --force", OK, check=holding("y.csv", HOT)),
    convert("O3", "out-hard-link", "-o o.csv --force", OK, prepare=linked(os.link), check=holding("y.csv",
          Y)),
    convert("O3", "out-symlink", "-o o.csv --force", OK, prepare=linked(os.symlink), check=holding("y.csv",
          HOT)),
    entry("O3", "out-answer-over-input", "loss y.csv p.csv -f json -o y.csv", E4, "y.csv", "--force",
          check=holding("y.csv", Y)),
    convert("O4", "out-one-hot-explosion", "-o o.csv", E1,
          "y.csv: one-hot labels would have 1,000,000,001 columns (1e9)",
            files={"y.csv": "label\n0\n1000000000\n"}),
    convert("O5", "out-bad-input", "-o o.csv --force", E1, "y.csv:5", "cat", prepare=old("o.csv"),
          check=holding("o.csv", "old"),
            files={"y.csv": "label\n0\n1\n2\ncat\n"}),
    convert("O6", "out-dev-null", "-o /dev/null --format csv --force", OK, check=device),
    entry("O9", "in-is-directory", "validate .", E3, ".: is a folder without data files", still=True),
    entry("O9", "in-missing", "validate missing.csv", E3, "missing.csv: no such file", still=True),
    entry("O9", "in-missing-nearest", "loss y.cvs p.csv", E3, "y.cvs: no such file", "did you mean 'y.csv'?",
          files={"y.csv": Y}, still=True),
    entry("O9", "in-url", "validate ftp://example.org/y.csv", E3, "ftp://example.org/y.csv: is a URL",
          still=True),
    entry("O9", "in-file-url", "validate file://host/y.csv", E3, "file://host/y.csv: is a URL", still=True),
    entry("O9", "in-file-url-missing", "validate file:///no/such/y.csv", E3, "/no/such/y.csv: no such file",
          still=True),
    entry("O9", "in-memory-of-a-process", "validate /proc/self/mem", E3, "/proc/self/mem", still=True),
    entry("O9", "in-no-folder", "validate no/such/y.csv", E3, "no/such/y.csv", "folder not found",
          still=True),
    entry("O9", "in-below-a-file", "validate y.csv/z.csv", E3, "y.csv/z.csv", files={"y.csv": Y}, still=True),
    convert("O8", "out-mode-kept", "-o o.csv --force", OK, prepare=private, check=still_private),
    convert("O8", "out-mode-by-umask", "-o o.csv", OK, check=by_umask),
)  # fmt: skip
"""Rows O2 to O6, O8 and O9."""
