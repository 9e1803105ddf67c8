"""Columns that are called after other numbers than scores: SHAP values, p-values, propensities."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xentcli.core.text import listed, shown
from xentcli.detection.nearly_unit import is_called_exponential
from xentcli.detection.refusal import Refusal, refused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentcli.core.errors import Way
    from xentcli.detection.evidence import PredictionEvidence
    from xentcli.inputs.dataset import Dataset
    from xentcli.inputs.selection import Selection

_OTHERS = {
    "SHAP values": r"shap|shapley",
    "parts of an embedding": r"emb|embs|embed|embedding|embeddings|latent",
    "features": r"feature|features|feat|feats",
    "components": r"pca|umap|tsne|component|components",
    "p-values": r"pvalue|pvalues|pval|pvals",
    "uncertainties": r"uncertainty|uncertainties|entropy|variance|stddev|stderr",
    "similarities": r"cosine|cosines|similarity|similarities|cossim|jaccard|levenshtein",
    "gradients": r"grad|grads|gradient|gradients|attribution|attributions|saliency",
}
_RATIOS = re.compile(
    r"(?i)(?:^|_)(?:lift|lifts|lr|bf|(?:likelihood|odds|risk|hazard|rate|density)_?ratios?|bayes_?factors?"
    r"|relative_?risks?)(?:$|_)"
)
"""Names of ratios, which are logits only if they are called logarithms."""
_SHORT = frozenset({"lr", "bf"})
"""Words that may also name a model."""
_LOGARITHM = re.compile(r"(?i)log|(?:^|_)(?:ln|llr)(?:$|_)")
_SCORE = frozenset({"p", "pr", "prob", "probs", "proba", "probability", "logit", "logits", "score", "scores"})
_P_VALUE = re.compile(r"(?i)(?:.*[\W_])?p[\W_]?val(?:ue)?s?(?:[\W_]?\w+)?")
_EXP = re.compile(r"(?i)exp[\W_]")
_VERSUS = re.compile(r"(?i)(?:.*?[\W_])??(\w+?)[\W_]*(?:_vs_|-vs-| vs |\.vs\.|vs\.?|_v_|versus)[\W_]*(\w+)")
LONG = 200
"""The length from which a name is none of two classes."""
_TREATED = re.compile(
    r"(?i)(?:is_?|got_?)?(?:treatment|treated|treat|exposure|exposed|arm|assigned|assignment)"
)


def no_score(names: Sequence[str], seen: PredictionEvidence) -> Refusal | None:
    """Return the question whether columns with such names are scores, or None.

    Several columns with rows that sum to one are probabilities.
    """
    if not names or (len(names) > 1 and not seen.not_simplex):
        return None
    if exponentials := _exponentials(names, seen):
        return exponentials
    what = _versus(names) or _what(names) or _ratios(names, seen)
    if what is None:
        return None
    some = listed(list(map(shown, names)), 4)
    column = "column" if len(names) == 1 else "columns"
    message = f"judging by the name, {column} {some} may hold {what}, not scores of classes"
    option = "--from-logits" if seen.beyond_unit else "--from-probs"
    hint = f"select other columns with --prediction-columns; if these are scores, use {option}"
    return Refusal("XE227", message, hint, of_predictions=True)


def _what(names: Sequence[str]) -> str | None:
    """Return what all names say that the numbers are, or None."""
    if all(map(_P_VALUE.fullmatch, names)):
        return "p-values"
    own = [{w.casefold() for w in re.split(r"[\W_\d]+|(?<=[a-z])(?=[A-Z])", name) if w} for name in names]
    if any(some & _SCORE for some in own):
        return None
    for what, pattern in _OTHERS.items():
        if all(any(re.fullmatch(pattern, word) for word in some) for some in own):
            return what
    return None


def _ratios(names: Sequence[str], seen: PredictionEvidence) -> str | None:
    """Return what numbers without one below 0 are whose names are those of ratios, or None."""
    words = ["_".join(re.split(r"[\W_\d]+|(?<=[a-z])(?=[A-Z])", name)) for name in names]
    called = all(_RATIOS.search(name) and not _LOGARITHM.search(name) for name in words)
    scored = any(set(name.casefold().split("_")) & (_SCORE | _SHORT) for name in words)
    return "ratios" if called and seen.minimum >= 0 and (seen.beyond_unit or not scored) else None


def _exponentials(names: Sequence[str], seen: PredictionEvidence) -> Refusal | None:
    """Return the question whether several columns hold exponentials of logits, or None."""
    called = len(names) > 1 and all(is_called_exponential(name) or _EXP.match(name) for name in names)
    if not called or seen.minimum < 0:
        return None
    message = f"judging by the name, columns {listed(list(map(shown, names)), 4)} hold exponentials of logits"
    hint = "use --normalize to divide each row by its sum; --from-logits takes the numbers as logits"
    return refused(seen.not_simplex, message, hint, "XE227", ({"normalize": True},))


def _versus(names: Sequence[str]) -> str | None:
    """Return what columns of one class against another are, or None."""
    pairs = [_VERSUS.fullmatch(name) if len(name) < LONG else None for name in names]
    rest = {"rest", "all", "others", "other"}
    if len(names) < 3 or not all(pairs) or any(pair and pair[2].lower() in rest for pair in pairs):
        return None
    return "scores of one class against another"


def propensity(column: str, data: Dataset) -> Refusal | None:
    """Return the question whether a propensity is that of the labels, next to a column of treatments."""
    labels = data.labels
    if not re.search(r"(?i)(?:^|[\W_])(?:propensity|ps|pscore)(?:$|[\W_])", column):
        return None
    own, treated = labels.names, _treatments(labels)
    if not own or len(own) != 1 or not treated or _TREATED.fullmatch(own[0]):
        return None
    label, treatment = own[0], treated[0]
    message = (
        f"column {shown(column)} may be the probability of {shown(treatment)}, but the labels are "
        f"{shown(label)}"
    )
    hint = f"use --labels-column {treatment} if it is; use --from-probs if it predicts {shown(label)}"
    ways: tuple[Way, ...] = (
        {"labels_column": treatment, "prediction_columns": column},
        {"labels_column": label, "prediction_columns": column, "from_probs": True},
    )
    return Refusal("XE231", message, hint, ways=ways)


def _treatments(labels: Selection) -> list[str]:
    return [name for name in labels.table.columns or () if _TREATED.fullmatch(name)]
