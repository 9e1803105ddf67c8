"""Columns that are not predictions by their names or numbers: distances, losses, odds, votes."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from xentcli.core.frozen import replace
from xentcli.core.opposite_words import sense
from xentcli.core.text import listed, shown
from xentcli.detection.nearly_unit import is_called_odds
from xentcli.detection.refusal import Refusal, refused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentcli.detection.decide import Evidence
    from xentcli.detection.evidence import PredictionEvidence

LARGEST_WHOLE = 50
"""Logits that are whole numbers are seldom larger."""
_TRUTH = r"gold|gt|correct|actual|truth|ground[\W_]?truth|own|reference"
_P = r"p|pr|prob|probs|proba|probability|conf|confidence|likelihood|score|softmax"
_OWN = re.compile(
    rf"(?i)(?:^|[\W_])(?:(?:true|correct|actual|target|gold|gt)[\W_]?(?:class|label)|(?:{_TRUTH}|true|target)[\W_]?(?:{_P})"
    rf"|(?:{_P})[\W_]?(?:of[\W_])?(?:{_TRUTH}))\d*(?:$|[\W_])"
)
_OWN_WORD = re.compile(rf"(?i){_TRUTH}|true|target")
_LOSSES = re.compile(r"(?i)(.*\W|.*_)?(nll|loss|surprisal|perplexity|neg(ative)?[\W_]?log[\W_]?\w+)")
_FARTHER = re.compile(
    r"(?i)dist|distance|distances|mahalanobis|euclidean|dissimilarity|dissimilarities|energy|energies|error|errors|err"
    r"|residual|residuals|loss|losses|nll|cost|costs|rank|ranks|ranking|divergence|kl|mse|mae|rmse|penalty|deviance"
    r"|perplexity|perplexities|ppl|surprisals?|bits|nats|negloglik\w*|neglogp\w*|nlp|crossentropy|xent|brier"
    r"|euclid|manhattan|cityblock|hamming|wasserstein|emd|jsd|chi|chisq|chisquared?"
)
_NEGATED_LOG = re.compile(r"(?i)(?:^|[\W_])(?:neg|negative|minus)[\W_]?log(?:$|[\W_]?(?:p|lik|prob)|[\W_])")
_CONVERTED = {
    **dict.fromkeys(("perplexity", "perplexities", "ppl"), "convert them to probabilities: 1 / perplexity"),
    "bits": "convert them to probabilities: 2 ** -bits",
}
"""What to do with losses that are not those of a softmax when their sign is changed."""
_OF_P = frozenset({"p", "pr", "prob", "probs", "proba", "probability", "logit", "logits", "score"})
"""Words with which the name of a column says that it holds predictions."""
_VOTES = re.compile(
    r"(?i)lf|lfs|vote|votes|voter|annotator|rater|judge|worker|coder|labeler|labeller|labeling"
)


def _words(name: str) -> list[str]:
    found = [word for word in re.split(r"[\W_\d]+|(?<=[a-z])(?=[A-Z])", name) if word]
    return [*found, "neglogp"] if _NEGATED_LOG.search(name) else found


def _has_score(name: str) -> bool:
    return not _OF_P.isdisjoint(word.casefold() for word in _words(name))


def no_prediction(column: str, seen: PredictionEvidence, label: str = "") -> Refusal | None:
    """Return the refusal of a column of losses, odds, distances, or probabilities of each row's own label."""
    name, hint, what = shown(column), "choose the predictions with --prediction-columns NAMES", ""
    own = _OWN.search(column)
    if own and not (_OWN_WORD.fullmatch(label) and label.casefold() in {"target", "correct", "true"}):
        what = f"column {name} holds the probability of each row's true class, so the loss is -log of it"
    elif seen.minimum >= 0 and is_called_odds(column) and (seen.beyond_unit or not _has_score(column)):
        what = f"column {name} holds odds, not probabilities or logits"
        hint = "convert odds to probabilities: odds / (1 + odds)"
    elif seen.minimum >= 0 and seen.beyond_unit and _LOSSES.fullmatch(column):
        what = f"column {name} holds losses, not predictions"
    elif _is_farther(column, seen) and sense(label, column) != 1:
        what, hint = (
            f"column {name} is named {_what(column)}: a larger number means a less likely class",
            _less(column),
        )
    return Refusal("XE212", what, hint, of_predictions=True) if what else None


_LESS = "negate the numbers first; --from-logits uses them unchanged"


def no_scores(names: Sequence[str], seen: Evidence) -> Refusal | None:
    """Return the refusal of several columns that hold distances, losses or votes, or None."""
    if not names:
        return None
    some = listed(list(map(shown, names)), 4)
    if _are_farther(names, seen.predictions):
        are = f"columns {some} are" if len(names) > 1 else f"array {some} is"
        message = f"{are} named {_what(names[0])}: a larger number means a less likely class"
        return Refusal("XE221", message, _less(names[0]), of_predictions=True)
    return votes(names, seen)


def farther_anyway(names: Sequence[str] | None, seen: Evidence) -> Refusal | None:
    """Return the refusal of distances and similar numbers in [0, 1], or None."""
    wide = replace(seen, predictions=replace(seen.predictions, beyond_unit=seen.predictions.not_simplex))
    return None if names is None else no_scores(names, wide)


def votes(names: Sequence[str] | None, seen: Evidence) -> Refusal | None:
    """Return the refusal of columns of class ids, one for each voter, or None."""
    numbers = seen.predictions
    ids = [c for c in seen.labels.classes.counts if isinstance(c, int)]
    if not (names and ids and numbers.is_whole and -1 <= numbers.minimum <= numbers.maximum <= max(ids)):
        return None
    called = all(any(map(_VOTES.fullmatch, _words(name))) for name in names)
    if not called or (numbers.minimum >= 0 and numbers.simplex):
        return None
    some = listed(list(map(shown, names)), 4)
    message = f"columns {some} hold one class per voter, not scores of classes"
    hint = "cross-entropy needs a probability per class, such as its share of the votes in the row"
    return Refusal("XE222", message, hint, of_predictions=True)


def _is_farther(column: str, seen: PredictionEvidence) -> bool:
    """Return whether a single column is named after a distance or similar, and not after a probability."""
    far = any(map(_FARTHER.fullmatch, _words(column)))
    return far and (bool(seen.beyond_unit) or not _has_score(column))


def _are_farther(names: Sequence[str], seen: PredictionEvidence) -> bool:
    """Return whether all names have a word for numbers that are smaller for likelier classes."""
    words = [{word.casefold() for word in _words(name) if _FARTHER.fullmatch(word)} for name in names]
    return bool(set.intersection(*words)) and bool(seen.beyond_unit)


def _what(name: str) -> str:
    if negated := _NEGATED_LOG.search(name):
        return negated[0].strip("_-. ").lower()
    return next(word.lower() for word in _words(name) if _FARTHER.fullmatch(word))


def _less(name: str) -> str:
    """Return what to do with numbers that are smaller for likelier classes."""
    return _CONVERTED.get(_what(name), _LESS)


def too_large(seen: PredictionEvidence) -> Refusal | None:
    """Ask whether large whole numbers are logits; return None if there are none."""
    largest = max(-seen.minimum, seen.maximum)
    if not seen.is_whole or not LARGEST_WHOLE < largest < math.inf:
        return None
    message = f"all predictions are whole numbers from {seen.minimum:g} to {seen.maximum:g}: are they logits?"
    hint = "if so, use --from-logits; convert other scores to probabilities first"
    return refused(seen.beyond_unit, message, hint, "XE223")
