"""Find problems of labels and predictions together: rows, keys, classes and names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.commands.validate.problem import Finding, alone, as_problem, as_refused
from xentcli.core.errors import DataError
from xentcli.core.frozen import Frozen, replace
from xentcli.core.text import counted, listed
from xentcli.core.types import Kind
from xentcli.detection.classes import find_classes
from xentcli.detection.decide import Evidence, decide
from xentcli.detection.gather import doubt_on, other_keys, sense_of
from xentcli.detection.refusal import Refusal
from xentcli.inputs.keys import key_error
from xentcli.losses.spec import Breakdown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentcli.commands.validate.label_problems import Labels
    from xentcli.execution.fold import Execution
    from xentcli.inputs.dataset import Dataset
    from xentcli.inputs.selection import Selection
    from xentcli.losses.spec import LossSpec
    from xentcli.settings.settings import Settings


class PairProblems(Frozen):
    """Audited labels with their predictions."""

    labels: Labels
    data: Dataset
    settings: Settings
    execution: Execution

    @property
    def predictions(self) -> Selection:
        """The predictions of the pair."""
        return self.data.pair[1]

    @property
    def name(self) -> str:
        """The file name of the predictions."""
        return self.predictions.table.name


def pair_findings(pair: PairProblems, rows: tuple[int, int] | None, *, broken: bool) -> Iterator[Finding]:
    """Yield problems of the row counts (`rows`, None if unknown), keys and classes.

    Keys are not compared if some rows are broken, because rows cannot be matched then.
    """
    if rows is not None and rows[0] != rows[1]:
        text, hint = (
            f"{counted(rows[0], 'row')} of labels, but {rows[1]:,} of predictions",
            "both need the same rows; to pair rows by a key column: --on NAME --join inner",
        )
        yield alone("XE301", text, hint, pair.labels.file)
    elif rows is not None and not broken:
        yield from _keys(pair)
    yield from _classes(pair)


def _keys(pair: PairProblems) -> Iterator[Finding]:
    """Yield rows whose keys differ between labels and predictions."""
    try:
        most = pair.labels.expected.most
        hits = other_keys(pair.data, most, pair.execution)
    except DataError as error:
        yield Finding(1, (as_problem(error),))
        return
    if hits:
        yield Finding(hits.count, tuple(as_problem(key_error(spot, pair.name)) for spot in hits.spots))


def _classes(pair: PairProblems) -> Iterator[Finding]:
    """Yield a problem if the classes do not match the prediction columns."""
    expected, labels = pair.labels.expected, pair.labels
    width, told = expected.layout.width, expected.told
    if not expected.vectors and width > 1 and told not in {None, width}:
        hint = "there must be one column per class"
        yield alone(
            "XE116",
            f"{counted(width, 'prediction column')} for {counted(told, 'class', 'classes')}",
            hint,
            pair.name,
        )
    elif labels.kind in {Kind.SPARSE, Kind.BINARY} and labels.doubt is None:
        names = pair.predictions.names if width > 1 else None
        sensed = sense_of(pair.data, pair.settings, expected.layout, labels.seen)
        settings = pair.settings if sensed is None or isinstance(sensed, Refusal) else sensed.settings
        found = find_classes(labels.kind, labels.seen, settings, max(width, 2), names)
        if isinstance(found, Refusal):
            yield as_refused(found, labels.file)


def settled_loss(pair: PairProblems) -> LossSpec | Finding:
    """Return the loss of a valid pair, or the reason why none can be computed."""
    labels, settings = pair.labels, replace(pair.settings, labels_kind=pair.labels.kind)
    seen = Evidence(labels.audit.labels, labels.audit.predictions)
    layout = labels.expected.layout
    sensed = sense_of(pair.data, settings, layout, seen.labels)
    if isinstance(sensed, Refusal):
        return as_refused(sensed, labels.file)
    settings = settings if sensed is None else sensed.settings
    found = decide(seen, layout, pair.predictions, settings, Breakdown(), weighted=False)
    if isinstance(found, Refusal):
        return as_refused(found, labels.file)
    doubt = doubt_on(found.spec, seen, pair.data)
    return found.spec if doubt is None else as_refused(doubt, pair.name)


def unlike_names(pair: PairProblems) -> str | None:
    """Return a message if the columns of labels and predictions share some names, but not all."""
    mine, theirs = pair.data.labels.names, pair.predictions.names
    if not pair.labels.expected.vectors or not mine or not theirs or len(mine) != len(theirs):
        return None
    from xentcli.core.class_columns import bare_names

    wanted, given = bare_names(mine), bare_names(theirs)
    odd = [name for name in wanted if name not in given]
    if not odd or len(odd) == len(wanted):
        return None
    return f"label columns without a prediction column of the same name: {listed(odd, 5)}"
