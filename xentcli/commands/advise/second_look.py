"""A second look at rows with a suspicious loss, using the suspicions of `advise`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.commands.advise.first_rows import looked_at
from xentcli.core.errors import Caution, DataError
from xentcli.core.frozen import replace
from xentcli.detection.evidence import twice
from xentcli.inputs.dataset import Dataset

if TYPE_CHECKING:
    from xentcli.commands.advise.case import Case
    from xentcli.execution.fold import Execution
    from xentcli.settings.settings import Settings


LAST = "loss-above-class-shares"
ABOVE = Caution(
    "XE845",
    "the loss is far above that of always predicting the class shares: the order of the classes or rows, or"
    " the scale, may be wrong; run xentcli advise",
    grave=True,
)
SAID = {
    "class-order": Caution(
        "XE841",
        "another order of the columns fits the labels better; run xentcli advise to see which",
        grave=True,
    ),
    "rows-shifted": Caution(
        "XE842",
        "the labels of other rows fit the predictions better; run xentcli advise to see which",
        grave=True,
    ),
    "rows-shuffled": Caution(
        "XE843",
        "the rows may be out of order: pairing labels and predictions at random gives the same "
        "loss; run xentcli advise on both files",
        grave=True,
    ),
    "hard-predictions": Caution(
        "XE844",
        "the predictions are only 0 and 1: was predict used instead of predict_proba? run xentcli advise",
        grave=True,
    ),
    LAST: ABOVE,
    "softmax-twice": Caution("XE830", twice("softmax"), grave=True),
    "sigmoid-twice": Caution("XE830", twice("sigmoid"), grave=True),
}
"""The suspicions that make the loss meaningless."""


def suspected(
    data: Dataset, settings: Settings, execution: Execution, *, wide: bool = False
) -> Caution | None:
    """Return a caution for the first suspicion that makes the loss of these rows meaningless, or None.

    Rows of very many numbers are looked at only if ``wide``.
    """
    labels, predictions = data.pair
    most = looked_at(predictions, wide=wide)
    if not most:
        return None
    from xentcli.commands.advise.suspicions.registry import findings

    first = Dataset(labels, predictions, most=most, layout=data.layout)
    here = replace(execution, jobs=1)
    try:
        case = _first(first, settings, here)
        found = findings(case)
        said = SAID.get(found[0].code) if found and (found[0].code != LAST or _has_classes(case)) else None
        if said is None or case.seen.labels.rows < most or _are_mixed(first, here, case):
            return said
    except DataError:
        for side in (labels, predictions):
            side.table.verify()  # files that changed, or cannot be read, are an error here too
    return None


def _has_classes(case: Case) -> bool:
    """Return whether each row has one class."""
    from xentcli.commands.advise.forms import Assignment

    return case.reading.game in {Assignment.CLASSES, Assignment.BIT} and case.reading.kind != "soft"


def _first(data: Dataset, settings: Settings, execution: Execution) -> Case:
    """Return the case for the first rows."""
    from xentcli.commands.advise.case import Case
    from xentcli.commands.advise.gather import gather_clues

    seen = gather_clues(data, settings, execution)
    return Case(*data.pair, settings, seen.reading, (), seen.seen, seen.clues)


def _are_mixed(data: Dataset, execution: Execution, case: Case) -> bool:
    """Return whether the first half of these rows has the same classes as the second half. If labels are
    sorted, the first rows say nothing about the rest."""
    import numpy as np

    from xentcli.commands.advise.class_counts import class_counts
    from xentcli.commands.advise.significance import MIN_STANDARD_ERRORS, independence

    whole = class_counts(case)
    half = class_counts(_first(replace(data, most=case.seen.labels.rows // 2), case.settings, execution))
    table = [[half.get(name, 0), count - half.get(name, 0)] for name, count in whole.items() if count]
    return len(table) > 1 and abs(independence(np.array(table))) < MIN_STANDARD_ERRORS
