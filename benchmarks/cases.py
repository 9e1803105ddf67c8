"""The cases with a target: inputs, the command of xentcli, and the commands of peers on the same files."""

from __future__ import annotations

from contenders import PASS, XENTCLI, Case, Contender, Target, cat, ours, peer, shell
from kinds import KINDS
from memory import MEMORY

_TINY = ("tiny_y.npy", "tiny_p.npy")
_TINY_CSV = ("tiny_y.csv", "tiny_p.csv")
_PROBS = ("probs_y.npy", "probs_p.npy")
_LOGITS = ("logits_y.npy", "logits_z.npy")
_SHORT = ("narrow_y.npy", "narrow_z.npy")
_NARROW = ("narrow_y.csv", "narrow_p.csv")
_WIDE = ("wide_y.csv", "wide_p.csv")
_SKLEARN = Target(0.13, ("scikit-learn",))


def _start(name: str, title: str, most: float, *contenders: Contender) -> Case:
    """The time of a start, compared with that of Python."""
    more = (_SKLEARN,) if len(contenders) > 1 else ()
    targets = (Target(most, (PASS.name,)), *more)
    return Case(f"start-{name}", title, "tiny", (*contenders, PASS), (PASS.name,), targets)


STARTS = (
    _start("version", "`xentcli --version`", 2, ours("--version")),
    _start("help", "`xentcli --help`", 5, ours("--help")),
    _start(
        "npy",
        "The loss of a tiny NPY pair",
        11,
        ours("loss", *_TINY, "-f", "value"),
        peer("scikit-learn", "sklearn_npy", *_TINY, needs="sklearn"),
    ),
    _start(
        "csv",
        "The loss of a tiny CSV pair",
        14,
        ours("loss", *_TINY_CSV, "-f", "value"),
        peer("scikit-learn", "sklearn_csv", *_TINY_CSV, needs="sklearn"),
    ),
)

LOSSES = (
    Case(
        "npy-probs",
        "NPY, sparse labels, probabilities 10M x 10 float32",
        "npy_probs",
        (
            ours("loss", *_PROBS, "-f", "value"),
            peer("NumPy", "numpy_probs", *_PROBS, needs="numpy"),
            peer("torch", "torch_probs", *_PROBS, needs="torch"),
            peer("scikit-learn", "sklearn_npy", *_PROBS, needs="sklearn", rounds=1),
            cat(*_PROBS),
        ),
        ("cat",),
        (Target(0.3), Target(2.8, ("cat",))),
    ),
    Case(
        "npy-logits",
        "NPY, sparse labels, logits 1M x 1000 float32",
        "npy_logits",
        (
            ours("loss", *_LOGITS, "-f", "value"),
            peer("NumPy, by hand in chunks", "numpy_logits", *_LOGITS, needs="numpy", rounds=1),
            peer("torch, by hand in chunks", "torch_logits", *_LOGITS, needs="torch"),
            cat(*_LOGITS),
        ),
        ("cat",),
        (Target(0.35, ("torch, by hand in chunks",)), Target(1.6, ("cat",))),
    ),
    Case(
        "csv-narrow",
        "CSV, sparse labels, probabilities 1M x 10",
        "csv_narrow",
        (
            ours("loss", *_NARROW, "-f", "value"),
            peer("polars", "polars_csv", *_NARROW, needs="polars"),
            peer("duckdb", "duckdb_csv", *_NARROW, needs="duckdb"),
            peer("pandas", "pandas_csv", *_NARROW, needs="pandas"),
            peer("scikit-learn", "sklearn_csv", *_NARROW, needs="sklearn"),
            shell(
                "mawk (checks nothing)",
                "paste -d, narrow_y.csv narrow_p.csv"
                " | mawk -F, 'NR>1 {s -= log($($1+2))} END {printf \"%.12f\\n\", s/(NR-1)}'",
                "mawk",
            ),
            cat(*_NARROW),
        ),
        ("cat",),
        (Target(0.75, ("polars", "duckdb")),),
    ),
    Case(
        "csv-wide",
        "CSV, sparse labels, probabilities 15k x 1000",
        "csv_wide",
        (
            ours("loss", *_WIDE, "-f", "value"),
            peer("polars", "polars_csv", *_WIDE, needs="polars"),
            peer("pandas", "pandas_csv", *_WIDE, needs="pandas"),
            cat(*_WIDE),
        ),
        ("cat",),
        (Target(1.0, ("polars",)),),
    ),
)

_TO_ONE_HOT = ("convert", "ids_y.npy", "--to", "one-hot", "--num-classes", "1000", "-o", "onehot.npy")
_TO_IDS = ("convert", "judged.npy", "--to", "sparse", "-o", "ids.npy", "--force")
LABELS = (
    Case(
        "convert",
        "Class ids to a one-hot NPY of 1M x 1000 bytes, flushed",
        "ids",
        (
            ours(*_TO_ONE_HOT, "--force"),
            shell("dd", "dd if=/dev/zero of=onehot.raw bs=1M count=$(cat mib) conv=fsync 2>/dev/null", "dd"),
        ),
        ("dd",),
        (Target(1.0, ("dd",)),),
        ("onehot.npy", "onehot.raw"),
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
        (Target(3.5, ("cat",)),),
    ),
    Case(
        "to-ids",
        "A one-hot NPY of 1M x 1000 bytes to class ids, every row checked",
        "one_hot",
        (
            ours(*_TO_IDS),
            peer("NumPy", "numpy_to_ids", "judged.npy", needs="numpy"),
            peer("torch (checks nothing)", "torch_to_ids", "judged.npy", needs="torch", rounds=1),
            cat("judged.npy"),
        ),
        ("cat",),
        outputs=("ids.npy", "ids_numpy.npy", "ids_torch.npy"),
    ),
)


def _advice(name: str, title: str, inputs: str, files: tuple[str, str]) -> Case:
    """The time of advice, compared with that of the loss of the same files."""
    mine = Contender("xentcli", (*XENTCLI, "advise", *files, "-f", "json"))
    loss = Contender("xentcli loss", (*XENTCLI, "loss", *files, "-f", "value"))
    return Case(f"advise-{name}", title, inputs, (mine, loss), targets=(Target(3, (loss.name,)),))


ADVICE = (
    _advice("npy", "`advise` on NPY, probabilities 10M x 10 float32", "npy_probs", _PROBS),
    _advice("logits", "`advise` on NPY, logits 10M x 10 float32", "more_logits narrow", _SHORT),
    _advice("csv", "`advise` on CSV, probabilities 1M x 10", "csv_narrow", _NARROW),
)

CASES: tuple[Case, ...] = (*STARTS, *LOSSES, *KINDS, *LABELS, *ADVICE, *MEMORY)
"""Every case, cheap ones first."""
