"""Turn the audit of predictions into problems: invalid numbers, an unclear scale, rows off the scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.commands.validate.problem import Finding, as_refused, found
from xentcli.core.frozen import replace
from xentcli.core.types import Loss, Scale
from xentcli.detection.loss import find_loss
from xentcli.detection.refusal import Refusal
from xentcli.detection.scale import NUMBER, find_scale
from xentcli.numerics.occurrences import UNSEEN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xentcli.commands.validate.audit import Audit
    from xentcli.commands.validate.label_problems import Labels
    from xentcli.detection.evidence import PredictionEvidence
    from xentcli.settings.settings import Settings

SAY = "set the scale with --from-probs, --from-logits or --from-log-probs"
SPOTS = {
    "XE201": ("number", "{value} is not a score"),
    "XE202": ("dead", "every score of the row is -inf"),
    "XE203": ("probability", "{value} is not a probability"),
    "XE204": ("logarithm", "{value} is above 0, so it is not the logarithm of a probability"),
    "XE205": ("distribution", "{value} is not a distribution: it leaves [0, 1] or does not sum to 1"),
    "XE206": ("distribution", "{value} lies in [0, 1] but does not sum to 1"),
}
"""The rule and the message for each code with which the scale of predictions is refused."""


def scale_findings(
    labels: Labels, file: str, settings: Settings, names: Sequence[str]
) -> tuple[Scale | None, list[Finding]]:
    """Return the scale of the predictions, or None, and the problems with it."""
    width = labels.expected.layout.width
    wrong = [*found("XE201", labels.audit.marks["number"], SPOTS["XE201"][1], NUMBER)]
    seen = _numbers_alone(labels.audit) if wrong else labels.audit.predictions
    loss = find_loss(labels.kind, labels.expected.layout, width, settings)
    if isinstance(loss, Refusal):
        return None, [*wrong, as_refused(loss, file)]
    scale = find_scale(seen, labels.kind, loss, width, settings, names)
    if isinstance(scale, Refusal):
        return None, [*wrong, _scale_finding(labels, file, scale)]
    return scale, [*wrong, *_off_simplex(labels, loss, scale)]


def _numbers_alone(audit: Audit) -> PredictionEvidence:
    """Return the evidence without NaN and +inf, to judge the rest."""
    plain = replace(audit.predictions, nan=UNSEEN, plus_infinity=UNSEEN)
    return plain if audit.marks["distribution"] else replace(plain, not_simplex=UNSEEN)


def _scale_finding(labels: Labels, file: str, refusal: Refusal) -> Finding:
    """Return the problem of predictions without a scale, with each affected row if it has any."""
    name, message = SPOTS.get(refusal.code, ("", ""))
    hits = labels.audit.marks[name]
    return next(found(refusal.code, hits, message, refusal.hint), as_refused(refusal, file))


def _off_simplex(labels: Labels, loss: Loss, scale: Scale) -> Iterator[Finding]:
    """Yield the rows that are not distributions, if an option says that all are."""
    if labels.expected.layout.width == 1 or loss is Loss.BINARY:
        return
    marks = labels.audit.marks
    if scale is Scale.PROBABILITIES:
        yield from found("XE205", marks["distribution"], SPOTS["XE205"][1], SAY)
    elif scale is Scale.LOG_PROBABILITIES:
        text = "{value} is not a distribution: its exponentials do not sum to 1"
        yield from found("XE205", marks["log distribution"], text, "for logits, use --from-logits")
