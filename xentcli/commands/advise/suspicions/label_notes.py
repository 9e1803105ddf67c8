"""Notes on labels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.commands.advise.class_counts import class_counts
from xentcli.commands.advise.fixes import quoted, with_options
from xentcli.commands.advise.forms import PAIRS
from xentcli.commands.advise.recommend import by_name
from xentcli.commands.advise.significance import EDGE, unevenness
from xentcli.commands.advise.suspicions.suspicion import Suspicion, note
from xentcli.core.text import counted, listed, shown
from xentcli.core.types import Kind
from xentcli.detection.refusal import SIDE

if TYPE_CHECKING:
    from xentcli.commands.advise.case import Case, Diagnosis


IMBALANCE = 10.0
"""The minimum ratio of the most frequent to the rarest class for a note."""


def float_labels(case: Case) -> Diagnosis | None:
    """Report class ids stored as floats: PyTorch refuses them, and others truncate them."""
    ids = case.reading.kind in {Kind.SPARSE, Kind.BINARY} and not case.reading.layout.vectors
    floats = case.clues.looks.float_labels if case.predictions is not None else _is_float(case)
    if not ids or not floats or case.seen.labels.fractions:
        return None
    said = "the class ids are stored as floats; PyTorch needs int64"
    fix = f"xentcli convert {quoted(case.label_file)} --to sparse --dtype int64 -o fixed.npy"
    return note("float-labels", said, fix, rows=case.seen.labels.rows)


FLOAT_LABELS = Suspicion(
    "float-labels",
    title="class ids stored as floats",
    meaning="PyTorch refuses float class ids, and other programs truncate them.",
    fix="Save them as int64.",
    find=float_labels,
)


def _is_float(case: Case) -> bool:
    dtype = case.labels.table.dtype
    return dtype is not None and dtype.kind == "f"


def positive_class(case: Case) -> Diagnosis | None:
    """Report two classes other than 0 and 1 with a single prediction column: the last class is taken as
    positive."""
    two = case.classes or []
    known = (*PAIRS, (1, 2))
    if case.reading.doubt != SIDE or len(two) != 2 or tuple(two) in known:
        return None
    low, high = map(str, two)
    fix = with_options(case, "--classes", f"{low},{high}")
    if "," in low + high:
        fix = f"save the labels as 0 and 1: y == {two[1]!r}"
    said = f"the labels are {shown(low)} and {shown(high)}; one column of predictions is for {shown(high)}"
    return note("positive-class", said, fix, negative=low, positive=high)


POSITIVE_CLASS = Suspicion(
    "positive-class",
    title="the positive class of two",
    meaning="One column of predictions is the probability of one class, and the labels are not 0 and "
    "1. The last label in sorted order is taken as the positive class, as in scikit-learn.",
    fix="Use --classes NEGATIVE,POSITIVE.",
    find=positive_class,
)


def imbalanced_classes(case: Case) -> Diagnosis | None:
    """Report that the most frequent class is at least ten times as frequent as the rarest, if equal shares
    would not produce this by chance."""
    counts = {name: n for name, n in class_counts(case).items() if n}
    if len(counts) < 2 or case.reading.kind is Kind.MULTI_LABEL:
        return None
    rare, usual = min(counts, key=lambda c: counts[c]), max(counts, key=lambda c: counts[c])
    ratio = counts[usual] / counts[rare]
    if ratio < IMBALANCE or unevenness(list(class_counts(case).values())) < EDGE:
        return None
    said = f"class {usual} is {ratio:.3g} times as frequent as class {rare}"
    fix = with_options(case, "--class-weight", "balanced")
    if case.predictions is None:
        fix = "sklearn.utils.class_weight.compute_class_weight('balanced', classes=np.unique(y), y=y)"
    return note("imbalanced-classes", said, fix, ratio=ratio, most=usual, least=rare)


IMBALANCED_CLASSES = Suspicion(
    "imbalanced-classes",
    title="imbalanced classes",
    meaning="The most frequent class is at least ten times as frequent as the rarest.",
    fix="Class weights give rare classes more weight: --class-weight balanced.",
    find=imbalanced_classes,
)


def unseen_classes(case: Case) -> Diagnosis | None:
    """Report columns of classes without a label: scikit-learn then requires `labels=`."""
    counts = class_counts(case)
    absent = [name for name, n in counts.items() if not n]
    if not absent or len(absent) == len(counts) or case.reading.kind is Kind.SOFT:
        return None
    verb = "never occurs" if len(absent) == 1 else "never occur"
    said = f"{len(absent):,} of {counted(len(counts), 'class', 'classes')} {verb}: {listed(absent, 12)}"
    return note("unseen-classes", said, _all_told(case), classes=absent[:20], count=len(absent))


UNSEEN_CLASSES = Suspicion(
    "unseen-classes",
    title="classes without a label",
    meaning="scikit-learn needs their names: labels=range(K).",
    fix="Pass all labels to log_loss.",
    find=unseen_classes,
)


def _all_told(case: Case) -> str:
    """Return the argument that lists all classes for scikit-learn; one-hot rows contain them already."""
    classes, size = case.reading.classes, max(case.width, 2)
    if case.reading.kind is Kind.ONE_HOT:
        return "log_loss(y, p)  # one-hot rows have a column a class"
    if case.classes is not None:
        return by_name(case.classes)
    first = f"{-classes.offset}, " if classes.offset else ""
    return f"log_loss(y, p, labels=range({first}{size - classes.offset}))"
