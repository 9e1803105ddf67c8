"""What is wrong with predictions, and with labels and predictions together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import reduce
from operator import add
from typing import TYPE_CHECKING

from xentcli.classes import bare_names
from xentcli.classing import find_classes
from xentcli.decision import find_loss, find_scale
from xentcli.errors import DataError
from xentcli.keying import differing_keys, key_error
from xentcli.problems import Finding, alone, as_problem, found
from xentcli.sightings import UNSEEN
from xentcli.spots import Hits
from xentcli.types import Kind, Loss, Scale

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentcli.auditing import Audit
    from xentcli.evidence import PredictionEvidence
    from xentcli.findings import Labels
    from xentcli.inputs import Side
    from xentcli.settings import Settings

SAY = "say what they are: --from-probs, --from-logits or --from-log-probs"
NUMBER = "every prediction must be a number; -inf is allowed in logits and log-probabilities only"
SPOTS = {
    "XE201": ("number", "{value} is not a prediction"),
    "XE202": ("dead", "the row is -inf throughout"),
    "XE203": ("probability", "{value} is not a probability"),
    "XE204": ("logarithm", "{value} is above 0, no logarithm of a probability is"),
    "XE205": ("distribution", "{value} is no distribution: not in [0, 1], or it does not sum to one"),
    "XE206": ("distribution", "{value} lies in [0, 1] but does not sum to one"),
}
"""The rule behind each reason why predictions have no scale, and what is said of every row that breaks it."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Labels after their last row, and the predictions beside them."""

    labels: Labels
    side: Side
    predictions: Side
    settings: Settings

    @property
    def name(self) -> str:
        """The predictions' file."""
        return self.predictions.table.name


def find_pair_scale(pair: Pair) -> tuple[Scale | None, list[Finding]]:
    """The scale of the predictions, and what is wrong with it or with rows that are off it."""
    labels, width = pair.labels, pair.labels.expected.layout.width
    wrong = [*found("XE201", labels.audit.marks["number"], SPOTS["XE201"][1], NUMBER)]
    seen = _numbers_alone(labels.audit) if wrong else labels.audit.predictions
    try:
        loss = find_loss(labels.kind, labels.expected.layout, width, pair.settings)
        scale = find_scale(seen, labels.kind, loss, width, pair.settings)
    except DataError as error:
        return None, [*wrong, _scale_finding(pair, error)]
    return scale, [*wrong, *_off_simplex(pair, loss, scale)]


def _numbers_alone(audit: Audit) -> PredictionEvidence:
    """The evidence without what is no number, so that the rest can be judged."""
    plain = replace(audit.predictions, nan=UNSEEN, plus_infinity=UNSEEN)
    return plain if audit.marks["distribution"] else replace(plain, not_simplex=UNSEEN)


def _scale_finding(pair: Pair, error: DataError) -> Finding:
    """Why the predictions have no scale: each row that is off, where rows are."""
    name, message = SPOTS.get(error.code, ("", ""))
    hits = pair.labels.audit.marks[name]
    if error.place.file is None:
        error.at(file=pair.name)
    return next(found(error.code, hits, message, error.hint), Finding(1, (as_problem(error),)))


def _off_simplex(pair: Pair, loss: Loss, scale: Scale) -> Iterator[Finding]:
    """Rows that are no distribution, where an option says that all are."""
    if pair.labels.expected.layout.width == 1 or loss is Loss.BINARY:
        return
    marks = pair.labels.audit.marks
    if scale is Scale.PROBABILITIES:
        yield from found("XE205", marks["distribution"], SPOTS["XE205"][1], SAY)
    elif scale is Scale.LOG_PROBABILITIES:
        text = "{value} is no distribution: the exponentials do not sum to one"
        yield from found("XE205", marks["log distribution"], text, "logits? --from-logits")


def pair_findings(pair: Pair, rows: tuple[int, int] | None, *, broken: bool) -> Iterator[Finding]:
    """Labels against predictions: how many rows (None: nobody knows), their keys, and classes.

    Keys are not compared where rows are broken: those cannot be told apart.
    """
    if rows is not None and rows[0] != rows[1]:
        text, hint = f"{rows[0]:,} labels, {rows[1]:,} predictions", "both inputs must hold the same rows"
        yield alone("XE301", text, hint, pair.labels.file)
    elif rows is not None and not broken:
        yield from _keys(pair)
    yield from _classes(pair)


def _keys(pair: Pair) -> Iterator[Finding]:
    """Rows with another key than those beside them."""
    try:
        hits = reduce(add, differing_keys(pair.side, pair.predictions, pair.labels.expected.most), Hits())
    except DataError as error:
        yield Finding(1, (as_problem(error),))
        return
    if hits:
        yield Finding(hits.count, tuple(as_problem(key_error(spot, pair.predictions)) for spot in hits.spots))


def _classes(pair: Pair) -> Iterator[Finding]:
    """Classes against columns."""
    expected, labels = pair.labels.expected, pair.labels
    width, told = expected.layout.width, expected.told
    if not expected.vectors and width > 1 and told not in {None, width}:
        hint = "give one class for every column"
        yield alone("XE116", f"{width} prediction columns for {told} classes", hint, pair.name)
    elif labels.kind in {Kind.SPARSE, Kind.BINARY} and width > 1:
        try:
            find_classes(labels.kind, labels.seen, pair.settings, width, pair.predictions.names)
        except DataError as error:
            error.at(file=error.place.file or labels.file)
            yield Finding(1, (as_problem(error),))


def unlike_names(pair: Pair) -> str | None:
    """Label vectors and predictions whose columns share some names, but not all."""
    mine, theirs = pair.side.names, pair.predictions.names
    if not pair.labels.expected.vectors or not mine or not theirs or len(mine) != len(theirs):
        return None
    wanted, given = bare_names(mine), bare_names(theirs)
    odd = [name for name in wanted if name not in given]
    if not odd or len(odd) == len(wanted):
        return None
    return f"columns {', '.join(odd[:5])} of the labels have no prediction column of their name"
