"""All suspicions and all notes, in the order in which a cause comes before what it causes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.commands.advise.suspicions import activations, labels, notes, scales
from xentcli.commands.advise.suspicions import class_order as ordering
from xentcli.commands.advise.suspicions import double_activation as undoing
from xentcli.commands.advise.suspicions import files as misfits
from xentcli.commands.advise.suspicions import row_order as rows

if TYPE_CHECKING:
    from collections.abc import Callable

    from xentcli.commands.advise.case import Case, Diagnosis

    Find = Callable[[Case], Diagnosis | None]

SUSPICIONS: dict[str, Find] = {
    "transposed": lambda _: None,
    "swapped-files": misfits.swapped_files,
    "id-column": misfits.id_column,
    "id-labels": labels.id_labels,
    "regression-target": labels.regression_target,
    "labels-plus-minus-one": labels.plus_minus_one,
    "labels-0-255": labels.zero_and_255,
    "ignore-marks": labels.ignore_marks,
    "labels-from-one": labels.labels_from_one,
    "one-hot-with-broken-rows": labels.broken_rows,
    "one-node-softmax": activations.one_node_softmax,
    "one-output": activations.one_output,
    "percentages": scales.percentages,
    "logits-as-probabilities": scales.logits_as_probabilities,
    "probabilities-as-logits": scales.probabilities_as_logits,
    "multi-hot-with-softmax": activations.multi_hot_with_softmax,
    "one-hot-with-sigmoid": activations.one_hot_with_sigmoid,
    "rows-not-summing": activations.rows_not_summing,
    "softmax-twice": undoing.softmax_twice,
    "sigmoid-twice": undoing.sigmoid_twice,
    "class-order": ordering.class_order,
    "rows-shifted": rows.rows_shifted,
    "hard-predictions": activations.hard_predictions,
    "rows-shuffled": rows.rows_shuffled,
}
"""Every suspicion; `transposed` files have no rows to compare, and are found before."""

NOTES: dict[str, Find] = {
    "logits": notes.logits,
    "log-probabilities": notes.log_probabilities,
    "float-labels": notes.float_labels,
    "positive-class": notes.positive_class,
    "rounded-probabilities": notes.rounded_probabilities,
    "imbalanced-classes": notes.imbalanced_classes,
    "unseen-classes": notes.unseen_classes,
    "zero-probability-on-target": notes.zero_probability,
    "near-uniform-predictions": notes.near_uniform,
    "elementwise-accuracy": notes.elementwise_accuracy,
    "not-examined": notes.not_examined,
}
"""Every note."""

CAUSES: dict[str, frozenset[str]] = {
    "swapped-files": frozenset(SUSPICIONS) - {"swapped-files"},
    "id-column": frozenset(SUSPICIONS) - {"id-column"},
    "regression-target": frozenset(SUSPICIONS) - {"regression-target"},
    "one-node-softmax": frozenset({"hard-predictions", "probabilities-as-logits", "ignore-marks"}),
    "hard-predictions": frozenset({"one-output"}),
    "one-hot-with-broken-rows": frozenset({"multi-hot-with-softmax"}),
    "one-hot-with-sigmoid": frozenset({"rows-not-summing"}),
    "rows-shifted": frozenset({"rows-shuffled"}),
    "class-order": frozenset({"rows-shuffled"}),
}
"""What is not said beside what causes it."""


def findings(case: Case) -> tuple[Diagnosis, ...]:
    """What was found, the cause before its consequences: suspicions, then notes."""
    found = {name: finding for name, find in SUSPICIONS.items() if (finding := find(case)) is not None}
    _keep_better(found)
    caused = {code for name in found for code in CAUSES.get(name, ())}
    said = [finding for name, finding in found.items() if name not in caused]
    return (*said, *(note for find in NOTES.values() if (note := find(case)) is not None))


def _keep_better(found: dict[str, Diagnosis]) -> None:
    """Of another order of the classes and of shifted rows, where both fit better than nothing, the one that
    makes the loss fall further: labels in a regular sequence let either look like the other."""
    order, shift = found.get("class-order"), found.get("rows-shifted")
    if order is None or shift is None or "loss_before" not in order.evidence:
        return
    fall = order.evidence["loss_before"] - order.evidence["loss_after"]
    del found["rows-shifted" if fall >= shift.evidence["loss_falls_by"] else "class-order"]
