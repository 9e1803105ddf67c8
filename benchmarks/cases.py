"""What is measured: inputs, xentcli's command, and the peers' commands on the same files."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

XENTCLI = (sys.executable, "-m", "xentcli")


@dataclass(frozen=True)
class Contender:
    """A command; `{peers}` in it is the folder of the peers' scripts, `needs` modules or programs."""

    name: str
    words: tuple[str, ...]
    needs: tuple[str, ...] = ()
    silent: bool = False

    def argv(self, here: Path) -> list[str]:
        """The command to run."""
        return [word.replace("{peers}", str(here / "peers")) for word in self.words]


@dataclass(frozen=True)
class Case:
    """One measurement: the inputs, who runs on them, and which contenders are floors rather than peers."""

    name: str
    title: str
    inputs: str
    """The function of `inputs` that makes them."""
    contenders: tuple[Contender, ...]
    floors: tuple[str, ...] = ()


def ours(*words: str) -> Contender:
    """xentcli itself."""
    return Contender("xentcli", (*XENTCLI, *words))


def peer(name: str, script: str, *words: str, needs: str) -> Contender:
    """A Python script of the peers' folder."""
    return Contender(name, (sys.executable, f"{{peers}}/{script}.py", *words), (needs,))


def shell(name: str, command: str, *needs: str) -> Contender:
    """A shell command whose output does not count."""
    return Contender(name, ("sh", "-c", command), needs, silent=name in {"cat", "dd"})


def cat(*files: str) -> Contender:
    """The floor: the bytes read once."""
    return shell("cat", f"cat {' '.join(files)} > /dev/null", "cat")


_TINY = ("tiny_y.npy", "tiny_p.npy")
_TINY_CSV = ("tiny_y.csv", "tiny_p.csv")
PASS = Contender("python -c pass", (sys.executable, "-c", "pass"))

CASES: tuple[Case, ...] = (
    Case("start-version", "`xentcli --version`", "tiny", (ours("--version"), PASS), (PASS.name,)),
    Case("start-help", "`xentcli --help`", "tiny", (ours("--help"), PASS), (PASS.name,)),
    Case(
        "start-npy",
        "The loss of a tiny NPY pair",
        "tiny",
        (
            ours("loss", *_TINY, "-f", "value"),
            PASS,
            peer("scikit-learn", "sklearn_npy", *_TINY, needs="sklearn"),
        ),
        (PASS.name,),
    ),
    Case(
        "start-csv",
        "The loss of a tiny CSV pair",
        "tiny",
        (
            ours("loss", *_TINY_CSV, "-f", "value"),
            PASS,
            peer("scikit-learn", "sklearn_csv", *_TINY_CSV, needs="sklearn"),
        ),
        (PASS.name,),
    ),
    Case(
        "npy-probs",
        "NPY, sparse labels, probabilities 10M x 10 float32",
        "npy_probs",
        (
            ours("loss", "probs_y.npy", "probs_p.npy", "-f", "value"),
            peer("NumPy", "numpy_probs", "probs_y.npy", "probs_p.npy", needs="numpy"),
            peer("torch", "torch_probs", "probs_y.npy", "probs_p.npy", needs="torch"),
            peer("scikit-learn", "sklearn_npy", "probs_y.npy", "probs_p.npy", needs="sklearn"),
            cat("probs_y.npy", "probs_p.npy"),
        ),
        ("cat",),
    ),
    Case(
        "npy-logits",
        "NPY, sparse labels, logits 1M x 1000 float32",
        "npy_logits",
        (
            ours("loss", "logits_y.npy", "logits_z.npy", "-f", "value"),
            peer("NumPy, by hand in chunks", "numpy_logits", "logits_y.npy", "logits_z.npy", needs="numpy"),
            peer("torch, by hand in chunks", "torch_logits", "logits_y.npy", "logits_z.npy", needs="torch"),
            cat("logits_y.npy", "logits_z.npy"),
        ),
        ("cat",),
    ),
    Case(
        "csv-narrow",
        "CSV, sparse labels, probabilities 1M x 10",
        "csv_narrow",
        (
            ours("loss", "narrow_y.csv", "narrow_p.csv", "-f", "value"),
            peer("polars", "polars_csv", "narrow_y.csv", "narrow_p.csv", needs="polars"),
            peer("duckdb", "duckdb_csv", "narrow_y.csv", "narrow_p.csv", needs="duckdb"),
            peer("pandas", "pandas_csv", "narrow_y.csv", "narrow_p.csv", needs="pandas"),
            peer("scikit-learn", "sklearn_csv", "narrow_y.csv", "narrow_p.csv", needs="sklearn"),
            shell(
                "mawk (checks nothing)",
                "paste -d, narrow_y.csv narrow_p.csv"
                " | mawk -F, 'NR>1 {s -= log($($1+2))} END {printf \"%.12f\\n\", s/(NR-1)}'",
                "mawk",
            ),
            cat("narrow_y.csv", "narrow_p.csv"),
        ),
        ("cat",),
    ),
    Case(
        "csv-wide",
        "CSV, sparse labels, probabilities 15k x 1000",
        "csv_wide",
        (
            ours("loss", "wide_y.csv", "wide_p.csv", "-f", "value"),
            peer("polars", "polars_csv", "wide_y.csv", "wide_p.csv", needs="polars"),
            peer("pandas", "pandas_csv", "wide_y.csv", "wide_p.csv", needs="pandas"),
            cat("wide_y.csv", "wide_p.csv"),
        ),
        ("cat",),
    ),
    Case(
        "convert",
        "Class ids to a one-hot NPY of 1M x 1000 bytes, flushed",
        "ids",
        (
            ours(
                "convert",
                "ids_y.npy",
                "--to",
                "one-hot",
                "--num-classes",
                "1000",
                "-o",
                "onehot.npy",
                "--force",
            ),
            shell("dd", "dd if=/dev/zero of=onehot.raw bs=1M count=$(cat mib) conv=fsync 2>/dev/null", "dd"),
        ),
        ("dd",),
    ),
    Case(
        "validate",
        "A one-hot NPY of 1M x 1000 bytes judged",
        "one_hot",
        (
            ours("validate", "judged.npy", "--expect", "one-hot", "-f", "value"),
            peer("NumPy", "numpy_onehot", "judged.npy", needs="numpy"),
            cat("judged.npy"),
        ),
        ("cat",),
    ),
)
"""Every case, cheap ones first."""
