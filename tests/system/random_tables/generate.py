"""Random tables of ids, times, features, folds, texts, predicted classes and scores around a known loss."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

NAMES = ["ash", "birch", "cedar", "elm", "fir", "oak", "pine", "yew"]
PATTERNS = [
    "p_{}", "prob_{}", "{}_prob", "proba_{}", "P (class={})", "confidence({})", "Probability:Class={}",
    "Prob[{}]", ".pred_{}", "score_{}", "logit_{}", "{}", "probability_{}",
]  # fmt: skip
SINGLES = ["p", "prob", "y_prob", "score", "probability", "y_pred_proba", "confidence"]
LABELS = ["label", "y", "y_true", "target", "truth", "actual", "obs", "class", "ground_truth"]
KEYS = ["id", "user_id", "PassengerId", "sample_id", "image", "filename", "row_id"]
FEATURES = ["age", "income", "bmi", "temperature", "height", "x7", "duration_ms", "price"]
FOLDS = ["fold", "cv_fold", "batch", "epoch"]
TEXTS = ["text", "comment", "city", "title"]
FORMATS = ["csv", "tsv", "csv", "parquet", "jsonl", "feather", "csv.gz"]


class Case(NamedTuple):
    """Tables by file name without suffix, the known loss, and whether the tables decide themselves."""

    frames: dict[str, pd.DataFrame]
    format: str
    loss: float
    decided: bool
    story: str


def case(seed: int) -> Case:
    """Return the tables of a seed."""
    random = np.random.default_rng(seed)
    rows, classes = int(random.integers(8, 60)), int(random.integers(2, 6))
    single = classes == 2 and random.random() < 0.5
    scores, labels, logits = _scores(random, rows, classes, single)
    named = bool(random.random() < 0.5) and not single
    titles = list(random.permutation(NAMES)[:classes]) if named else list(range(classes))
    pattern = str(random.choice(PATTERNS))
    own = _score_frame(random, scores, titles, pattern, single, logits)
    label = str(random.choice(LABELS)) if random.random() < 0.8 else "species"
    truth = pd.DataFrame({label: [titles[k] for k in labels]})
    loss = _loss(scores, labels, single, logits)
    patterned = single or named or pattern != "{}"
    decided = (not logits or patterned) and (label != "species" or named)
    frames, story, asked = _assembled(random, truth, own, titles, labels, scores, single)
    return Case(
        frames, str(random.choice(FORMATS)), loss, decided and not asked, f"{pattern} {label} {story}"
    )


def _scores(random: Any, rows: int, classes: int, single: bool) -> tuple[Any, Any, bool]:
    labels = random.integers(0, classes, rows)
    labels[:classes] = np.arange(classes)
    raw = random.normal(size=(rows, classes))
    raw[np.arange(rows), labels] += random.uniform(0, 3)
    logits = bool(random.random() < 0.3)
    if single:
        margin = np.round(raw[:, 1] - raw[:, 0], 3)
        if logits:
            margin[0] = -2.25  # a logit is seldom inside [0, 1] in all rows
            return margin, labels, True
        return np.clip(np.round(1 / (1 + np.exp(-margin)), 3), 0.001, 0.999), labels, False
    if logits:
        return np.round(raw, 2), labels, True
    shares = np.exp(raw) / np.exp(raw).sum(axis=1, keepdims=True)
    shares = np.clip(np.round(shares, 4), 0.0001, None)
    shares[:, -1] = np.round(1 - shares[:, :-1].sum(axis=1), 4)
    shares[shares[:, -1] <= 0] = 1 / classes
    return shares, labels, False


def _loss(scores: Any, labels: Any, single: bool, logits: bool) -> float:
    if single:
        p = 1 / (1 + np.exp(-scores)) if logits else scores
        return float(-np.log(np.where(labels == 1, p, 1 - p)).mean())
    rows = np.arange(len(labels))
    if logits:
        return float((np.log(np.exp(scores).sum(axis=1)) - scores[rows, labels]).mean())
    return float(-np.log(scores[rows, labels]).mean())


def _score_frame(
    random: Any, scores: Any, titles: list[Any], pattern: str, single: bool, logits: bool
) -> pd.DataFrame:
    if single:
        return pd.DataFrame({"logit" if logits else str(random.choice(SINGLES)): scores})
    frame = pd.DataFrame({pattern.format(t): scores[:, k] for k, t in enumerate(titles)})
    named = isinstance(titles[0], str)
    order = random.permutation(len(titles)) if named or pattern != "{}" else np.arange(len(titles))
    return frame[[frame.columns[k] for k in order]]


def _assembled(
    random: Any,
    truth: pd.DataFrame,
    own: pd.DataFrame,
    titles: list[Any],
    labels: Any,
    scores: Any,
    single: bool,
) -> tuple[dict[str, pd.DataFrame], str, bool]:
    rows = len(truth)
    if random.random() < 0.5:
        both = pd.concat([truth, own, _extras(random, rows, titles, scores, single)], axis=1)
        return {"t": _mixed(random, both)}, "one file", False
    keyed = random.random() < 0.5
    mine, theirs = truth, pd.concat([own, _extras(random, rows, titles, scores, single)], axis=1)
    if random.random() < 0.5:
        mine = pd.concat([mine, _extras(random, rows, titles, None, single)], axis=1)
    asked, story = False, "two files"
    if keyed:
        keys = _keys(random, rows)
        name = str(random.choice(KEYS))
        other = name if random.random() < 0.8 else str(random.choice(KEYS))
        mine = pd.concat([mine.drop(columns=[name], errors="ignore"), pd.Series(keys, name=name)], axis=1)
        theirs = pd.concat(
            [theirs.drop(columns=[other], errors="ignore"), pd.Series(keys, name=other)], axis=1
        )
        order = random.permutation(rows)
        theirs = theirs.iloc[order].reset_index(drop=True)
        asked = name != other
        story = f"joined by {name}, {other}"
    shared = set(mine.columns) & set(theirs.columns) & set(KEYS)
    del labels
    return (
        {"y": _mixed(random, mine), "p": _mixed(random, theirs)},
        story,
        asked or (bool(shared) and not keyed),
    )


def _extras(random: Any, rows: int, titles: list[Any], scores: Any, single: bool) -> pd.DataFrame:
    """Return columns that are neither labels nor scores."""
    makers = {
        str(random.choice(KEYS)): _keys(random, rows),
        "timestamp": 1_700_000_000 + np.sort(random.integers(0, 10_000, rows)),
        str(random.choice(FEATURES)): np.round(random.normal(40, 12, rows), 1),
        str(random.choice(FEATURES[:3])): random.integers(18, 90, rows),
        str(random.choice(FOLDS)): random.integers(0, 5, rows),
        str(random.choice(TEXTS)): [f"some text {n}" for n in random.integers(0, 30, rows)],
    }
    chosen = {name: cells for name, cells in makers.items() if random.random() < 0.3}
    if scores is not None and not single and random.random() < 0.3:
        best = scores.argmax(axis=1)
        chosen[str(random.choice(["pred", "y_pred", "predicted_class", "prediction"]))] = [
            titles[k] for k in best
        ]
    return pd.DataFrame(chosen, index=range(rows))


def _keys(random: Any, rows: int) -> Any:
    if random.random() < 0.5:
        return [f"img{n:04}.png" for n in random.permutation(9999)[:rows]]
    return random.permutation(100_000)[:rows] + 1000


def _mixed(random: Any, frame: pd.DataFrame) -> pd.DataFrame:
    return frame[[frame.columns[k] for k in random.permutation(len(frame.columns))]]


def written(frames: dict[str, pd.DataFrame], form: str, folder: Any) -> list[str]:
    """Write the tables in a format, and return the names of the files."""
    for name, frame in frames.items():
        path = folder / f"{name}.{form}"
        if form in {"csv", "csv.gz"}:
            frame.to_csv(path, index=False)
        elif form == "tsv":
            frame.to_csv(path, index=False, sep="\t")
        elif form == "jsonl":
            frame.to_json(path, orient="records", lines=True)
        else:
            getattr(frame, f"to_{form}")(path)
    return [f"{name}.{form}" for name in frames]
