"""Facts that are no fault, and that explain a number."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from xentcli.commands.advise.appearance import MOST_DECIMALS
from xentcli.commands.advise.case import Diagnosis
from xentcli.commands.advise.class_counts import class_counts
from xentcli.commands.advise.fixes import rewritten, with_options
from xentcli.commands.advise.forms import PAIRS, SIDE, Assignment, PredictionForm
from xentcli.commands.advise.recommend import by_name
from xentcli.commands.advise.significance import EDGE, unevenness
from xentcli.commands.advise.statistics import GRAIN, MOST_CLASSES
from xentcli.core.text import listed, shown
from xentcli.core.types import Kind, Loss

if TYPE_CHECKING:
    from typing import Any

    from xentcli.commands.advise.case import Case

IMBALANCE = 10.0
"""How many times as frequent the most frequent class is as the rarest, to be worth a word."""
UNIFORM = 0.99
"""The entropy of predictions, as a share of the largest there is, from which on they say nearly nothing."""


def _note(code: str, said: str, fix: str, **evidence: Any) -> Diagnosis:
    return Diagnosis(code, said, evidence, fix, level="note")


def logits(case: Case) -> Diagnosis | None:
    """The predictions are logits: losses must know it."""
    if case.reading.form is not PredictionForm.LOGITS or case.predictions is None:
        return None
    seen = case.seen.predictions
    said = f"the predictions are logits, from {seen.minimum:.6g} to {seen.maximum:.6g}"
    p = "expit(z)" if case.one_by_one else "softmax(z, axis=1)"
    fix = "from_logits=True in Keras; PyTorch's CrossEntropyLoss and BCEWithLogitsLoss take them as they are"
    fix += f"; scikit-learn wants p = scipy.special.{p}"
    return _note("logits", said, fix, minimum=seen.minimum, maximum=seen.maximum)


def log_probabilities(case: Case) -> Diagnosis | None:
    """The predictions are log-probabilities: NLLLoss takes them."""
    if case.reading.form is not PredictionForm.LOG_PROBABILITIES or case.predictions is None:
        return None
    seen = case.seen.predictions
    said = f"the predictions are log-probabilities, from {seen.minimum:.6g} to {seen.maximum:.6g}"
    return _note(
        "log-probabilities", said, "torch.nn.NLLLoss takes them as they are", rows=seen.log_simplex.count
    )


def float_labels(case: Case) -> Diagnosis | None:
    """Class ids that are stored as floats: PyTorch refuses them, and others truncate them."""
    ids = case.reading.kind in {Kind.SPARSE, Kind.BINARY} and not case.reading.layout.vectors
    floats = case.clues.looks.float_labels if case.predictions is not None else _is_float(case)
    if not ids or not floats or case.seen.labels.fractions:
        return None
    said = "the class ids are stored as floats: PyTorch wants int64"
    fix = f"xentcli convert {case.label_file} --to sparse --dtype int64 -o fixed.npy"
    return _note("float-labels", said, fix, rows=case.seen.labels.rows)


def _is_float(case: Case) -> bool:
    dtype = case.labels.table.dtype
    return dtype is not None and dtype.kind == "f"


def positive_class(case: Case) -> Diagnosis | None:
    """Two classes that are not 0 and 1 beside one column: the last of them is taken for the positive one."""
    two = case.classes or []
    known = (*PAIRS, (1, 2))
    if case.reading.doubt != SIDE or len(two) != 2 or tuple(two) in known:
        return None
    low, high = map(str, two)
    fix = with_options(case, "--classes", f"{low},{high}")
    if "," in low + high:
        fix = f"save the labels as 0 and 1: y == {two[1]!r}"
    said = f"the labels are {shown(low)} and {shown(high)}; beside one column {shown(high)} is taken for 1"
    return _note("positive-class", said, fix, negative=low, positive=high)


def rounded_probabilities(case: Case) -> Diagnosis | None:
    """Probabilities of few decimals: half a unit of the last one, over p, is the error of a row's loss."""
    digits = int(case.clues.looks.decimals)
    if not case.is_compared or case.reading.form is not PredictionForm.PROBABILITIES:
        return None
    if digits >= MOST_DECIMALS or not case.clues.looks.soft:
        return None
    error = 0.5 * 10.0**-digits * case.clues.inverse / GRAIN / case.rows
    what = "1 decimal" if digits == 1 else f"{digits} decimals"
    said = f"the probabilities have {what}: the loss is known to within {error:.3g} or so"
    return _note(
        "rounded-probabilities", said, "np.savetxt(..., fmt='%.9g'), or np.save", decimals=digits, error=error
    )


def imbalanced_classes(case: Case) -> Diagnosis | None:
    """The most frequent class is ten times as frequent as the rarest, and chance does not make it so of equal
    shares."""
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
    return _note("imbalanced-classes", said, fix, ratio=ratio, most=usual, least=rare)


def unseen_classes(case: Case) -> Diagnosis | None:
    """Columns of classes that no label has: scikit-learn then wants labels=."""
    counts = class_counts(case)
    absent = [name for name, n in counts.items() if not n]
    if not absent or len(absent) == len(counts) or case.reading.kind is Kind.SOFT:
        return None
    said = f"{len(absent):,} of {len(counts):,} classes never occur: {listed(absent, 12)}"
    return _note("unseen-classes", said, _all_told(case), classes=absent[:20], count=len(absent))


def _all_told(case: Case) -> str:
    """All classes for scikit-learn; one-hot rows have them already."""
    classes, size = case.reading.classes, max(case.width, 2)
    if case.reading.kind is Kind.ONE_HOT:
        return "log_loss(y, p)  # one-hot rows have a column a class"
    if case.classes is not None:
        return by_name(case.classes)
    first = f"{-classes.offset}, " if classes.offset else ""
    return f"log_loss(y, p, labels=range({first}{size - classes.offset}))"


def zero_probability(case: Case) -> Diagnosis | None:
    """Rows whose own class has a probability of zero: the loss is infinite, unless a framework clips."""
    count = case.clues.infinite
    if not case.is_compared or not count:
        return None
    rows = "row" if count == 1 else "rows"
    said = f"{count:,} {rows} with a probability of zero on the true class: the loss is infinite"
    share = count / case.rows
    return _note(
        "zero-probability-on-target", said, with_options(case, "--like", "all"), rows=count, share=share
    )


def near_uniform(case: Case) -> Diagnosis | None:
    """Predictions that say nearly nothing: their entropy is that of all classes alike."""
    if not case.is_compared or case.reading.game not in {
        Assignment.CLASSES,
        Assignment.BIT,
        Assignment.SHARES,
    }:
        return None
    most = math.log(max(case.width, 2))
    share = case.claimed / most
    if share < UNIFORM:
        return None
    said = f"the predictions are nearly uniform: their mean entropy is {case.claimed:.6g} of {most:.6g}"
    return _note(
        "near-uniform-predictions", said, "train for longer, or look at the inputs", entropy_share=share
    )


def not_examined(case: Case) -> Diagnosis | None:
    """What is left out: the order of classes and the pairing of rows, where a row has several positions or
    very many classes, or where the columns' classes are not known."""
    if case.predictions is None:
        return None
    reading = case.reading
    positions = list(reading.layout.positions)
    unknown = reading.game is None and reading.kind is Kind.SPARSE and case.width > 1
    if positions:
        why, fix = "a row has several positions", _one_a_row(case)
    elif unknown:
        why = f"which of {case.width:,} columns is whose is not known"
        fix = f"{with_options(case, '--classes', '@names.txt')}  # a name a line, as the columns are"
    elif reading.game is not None and case.width > MOST_CLASSES:
        why, fix = (
            f"{case.width:,} are more than {MOST_CLASSES:,}",
            "advise on some classes' rows and columns",
        )
    else:
        return None
    said = f"the order of classes and the pairing of rows were not examined: {why}"
    return _note("not-examined", said, fix, classes=case.width, positions=positions)


def _one_a_row(case: Case) -> str:
    """Both arrays with a row for each position."""
    layout, side = case.reading.layout, case.predictions
    if side is None or side.table.dtype is None or case.labels.table.dtype is None:
        return "save a row for each position"
    last = layout.axis is None or layout.axis > len(layout.positions)
    moved = "t" if last else f"np.moveaxis(t, {layout.axis}, -1)"
    p = f"{moved}.reshape(-1, {layout.width})"
    one = rewritten(case.labels, p if layout.vectors else "t.ravel()", role="fixed_labels")
    other = rewritten(side, p, role="fixed_predictions")
    return f"{one} && {other} && xentcli advise fixed_labels.npy fixed_predictions.npy"


def elementwise_accuracy(case: Case) -> Diagnosis | None:
    """One-hot labels under binary cross-entropy: accuracy is counted output by output there."""
    one_hot = case.reading.kind is Kind.ONE_HOT and case.table is not None and case.width > 2
    if not one_hot or not case.is_compared or case.settings.loss.formula is not Loss.BINARY:
        return None
    _, _, hits = case.table or (None, None, None)
    assert hits is not None
    argmax = float(hits.trace()) / case.rows
    worst = 1 - 2 * (1 - argmax) / case.width
    said = (
        f"binary cross-entropy on one-hot labels: the largest prediction is right in {argmax:.4g} "
        f"of the rows, "
        f"an accuracy by element counts up to {worst:.4g}"
    )
    return _note(
        "elementwise-accuracy", said, "metrics=['categorical_accuracy']", argmax=argmax, elementwise=worst
    )
