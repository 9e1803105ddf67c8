"""What the name of a column suggests. A name is a hypothesis; only the data prove it."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from xentcli.inputs.roles import other_scripts
from xentcli.inputs.roles.other_scripts import role_of as other
from xentcli.inputs.roles.other_scripts import words_of


class Role(StrEnum):
    """The roles of columns."""

    KEY = "key"
    LABEL = "label"
    SCORE = "score"
    PREDICTED_CLASS = "predicted-class"
    PREDICTED_SCORE = "predicted-score"
    WEIGHT = "weight"
    GROUP = "group"
    SPLIT = "split"
    OTHER = "other"


_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+", re.ASCII)

LABELS = frozenset(
    {"label", "labels", "y", "y true", "true", "true y", "true label", "true labels", "true class", "target"}
    | {"targets", "class", "class id", "class label", "class name", "category", "truth", "ground truth", "gt"}
    | {
        "gold",
        "gold label",
        "actual",
        "actual class",
        "actual label",
        "actuals",
        "observed",
        "obs",
        "outcome",
    }
    | {"y test", "y val", "y valid", "y actual", "ytrue", "ytest", "label id", "label ids", "reference"}
    | {"expected", "groundtruth", "label true", "y real", "correct label", "annotation", "target label"}
    | {"label name", "target name", "target class", "y label", "response", "answer"}
    | other_scripts.LABELS
)
"""Names of label columns, in lower case, with a space between words."""

WEIGHTS = frozenset(
    {"weight", "weights", "w", "sample weight", "sample weights", "wt", "sampleweight", "instance weight"}
    | {"case weight", "row weight"}
)
SPLITS = frozenset(
    {"split", "fold", "set", "subset", "usage", "indicator", "partition", "phase", "cv fold", "fold id"}
    | {"dataset", "is train", "is test", "train", "test", "kfold", "stage", "resample"}
)
GROUPS = frozenset({"group", "batch", "epoch", "cluster", "group id", "batch id", "document", "session"})
KEY_WORDS = frozenset(
    {"id", "ids", "key", "uuid", "guid", "uid", "index", "idx", "filename", "file", "path", "image", "img"}
    | {
        "row",
        "rowid",
        "rownames",
        "rowname",
        "rownum",
        "url",
        "name",
        "hash",
        "sample",
        "example",
        "no",
        "nr",
    }
)
SCORE_WORDS = frozenset(
    {
        "fitted",
        "p",
        "prob",
        "probs",
        "proba",
        "probas",
        "probability",
        "probabilities",
        "score",
        "scores",
        "logit",
    }
    | {"logits", "confidence", "confidences", "conf", "likelihood", "softmax", "sigmoid", "output", "outputs"}
    | other_scripts.SCORES
    | {"logprob", "logprobs", "prob1", "posterior", "yprob", "yscore", "votes", "z", "lp", "phat"}
)
PREDICTED_WORDS = frozenset(
    {"pred", "preds", "predicted", "prediction", "predictions", "predict", "hat", "yhat", "ypred", "decision"}
    | {"argmax", "top1", "guess", "guessed"}
)

BEST = ("top", "1")
"""The words of a name that some programs give to the predicted class."""
LEVERAGE = ("hat",)
"""The name that R gives to the leverage of a row, which is not a prediction."""


@lru_cache(4096)
def words(name: str) -> tuple[str, ...]:
    """Return the words of a name in lower case, parted at case changes, digits and other characters.

    >>> words("PassengerId"), words(".pred_class"), words("Probability:Class=ash"), words("y_pred_proba")
    (('passenger', 'id'), ('pred', 'class'), ('probability', 'class', 'ash'), ('y', 'pred', 'proba'))
    """
    return tuple(word.lower() for word in _WORD.findall(name)) if name.isascii() else words_of(name)


@lru_cache(4096)
def suggested(name: str) -> Role | None:
    """Return the role that a name suggests, or None.

    >>> [suggested(name) for name in ("y_true", "y_pred", "y_prob", "PassengerId", "fold", "age")][:3]
    [<Role.LABEL: 'label'>, <Role.PREDICTED_CLASS: 'predicted-class'>, <Role.SCORE: 'score'>]
    """
    own = words(name)
    told = other(name) if not name.isascii() else None
    if told is not None:
        return Role(told)
    text = " ".join(own)
    for role, names in (
        (Role.LABEL, LABELS),
        (Role.WEIGHT, WEIGHTS),
        (Role.SPLIT, SPLITS),
        (Role.GROUP, GROUPS),
    ):
        if text in names:
            return role
    if SCORE_WORDS.intersection(own):
        return Role.SCORE
    if own == LEVERAGE:
        return Role.OTHER
    if PREDICTED_WORDS.intersection(own):
        return Role.PREDICTED_CLASS
    return Role.KEY if is_key_name(name) else None


def is_key_name(name: str) -> bool:
    """Return whether a name is one of keys: its last word is `id`, `key`, `index`, `filename` or similar."""
    own = words(name)
    return not own or own[-1] in KEY_WORDS
