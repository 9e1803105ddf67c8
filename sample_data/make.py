"""Make every file of this folder again: `python sample_data/make.py [FOLDER]`.

Needs scikit-learn (the `dev` extra). PyTorch and Keras only compute the losses that they print. If one of
them is not installed, its stored figures are kept.
"""

from __future__ import annotations

import argparse
import csv
import importlib
import importlib.util
import json
import os
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from sklearn.datasets import load_breast_cancer, load_digits, load_iris
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

Array = NDArray[Any]
Floats = NDArray[np.float64]
Entry = dict[str, str | float]

HERE = Path(__file__).resolve().parent
FIGURES = "printed_losses.json"
SEED = 20240501
FOLDS = 5
VOTES = 16  # a power of two: every share of the votes is an exact binary fraction
IRIS_ORDER = (2, 0, 1)  # virginica, setosa, versicolor: on purpose not the alphabet's order
TINY_PROBS = [[0.05, 0.95, 0], [0.1, 0.8, 0.1]]
TINY_SOFT = [[0.3, 0.7, 0], [0.5, 0.3, 0.2]]
MULTILABEL = {
    "even": (0, 2, 4, 6, 8),
    "prime": (2, 3, 5, 7),
    "above_four": (5, 6, 7, 8, 9),
    "closed_loop": (0, 6, 8, 9),  # a handwritten 4 is usually open
}


# --- writing --------------------------------------------------------------------------------------


def text(value: object) -> str:
    """Return a cell: the shortest digits that read back as the same number, or the name itself."""
    number = value.item() if isinstance(value, np.generic) else value
    return repr(number) if isinstance(number, float) else str(number)


def write_csv(path: Path, rows: Iterable[Iterable[object]], header: Sequence[str] = ()) -> None:
    """Write rows as CSV with LF line ends, under a header if there is one."""
    lines = [",".join(header)] if header else []
    lines += [",".join(map(text, row)) for row in rows]
    path.write_bytes(("\n".join(lines) + "\n").encode())


def write_labels(folder: Path, stem: str, labels: Array) -> None:
    """Write class ids both ways: CSV with the header `label`, and int64 NPY."""
    write_csv(folder / f"{stem}.csv", labels[:, None], ["label"])
    np.save(folder / f"{stem}.npy", labels.astype(np.int64))


def numbered(prefix: str, count: int) -> list[str]:
    """Return the column names prefix_0 .. prefix_(count-1)."""
    return [f"{prefix}_{i}" for i in range(count)]


# --- models ---------------------------------------------------------------------------------------


def logistic(strength: float = 1.0) -> LogisticRegression:
    """Return the only model of this folder, fitted until it converges; less strength makes smaller logits."""
    return LogisticRegression(C=strength, tol=1e-8, max_iter=10_000)


def out_of_fold(model: Any, features: Array, targets: Array, strata: Array) -> NDArray[np.float32]:
    """Return each row's logits from a model that has not seen the row, as float32."""
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED).split(features, strata)
    logits = cross_val_predict(model, features, targets, cv=list(folds), method="decision_function")
    return np.asarray(logits, dtype=np.float32)


def softmax(logits: Array) -> Floats:
    """Return the probabilities of float32 logits, computed in float64."""
    wide = logits.astype(np.float64)
    powers = np.exp(wide - wide.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def sigmoid(logits: Array) -> Floats:
    """Return 1 / (1 + exp(-logit)) of float32 logits, computed in float64."""
    return np.asarray(1.0 / (1.0 + np.exp(-logits.astype(np.float64))))


def neighbour_votes(pixels: Array, labels: Array) -> NDArray[np.float32]:
    """Return the class shares among each row's nearest other rows (whole-number distances, ties by row)."""
    whole = pixels.astype(np.int64)
    squares = (whole**2).sum(axis=1)
    distances = squares[:, None] + squares - 2 * (whole @ whole.T)
    np.fill_diagonal(distances, np.iinfo(np.int64).max)
    nearest = np.argsort(distances, axis=1, kind="stable")[:, :VOTES]
    return np.asarray(np.eye(labels.max() + 1)[labels[nearest]].mean(axis=1), dtype=np.float32)


# --- the data sets --------------------------------------------------------------------------------


def make_digits(folder: Path) -> None:
    """Write the handwritten digits: ten classes, in every kind of label, as probabilities and as logits."""
    pixels, labels = load_digits(return_X_y=True)
    logits = out_of_fold(logistic(), pixels / 16, labels, labels)
    probabilities = softmax(logits)
    make_digit_labels(folder, pixels, labels)
    np.save(folder / "digits_logits.npy", logits)
    np.save(folder / "digits_probs.npy", probabilities.astype(np.float32))
    write_csv(folder / "digits_probs.csv", probabilities, numbered("p", 10))


def make_digit_labels(folder: Path, pixels: Array, labels: Array) -> None:
    """Write the digits' labels: sparse, one-hot and soft."""
    onehot = np.eye(10, dtype=np.uint8)[labels]
    write_labels(folder, "digits_labels", labels)
    write_csv(folder / "digits_onehot.csv", onehot, numbered("digit", 10))
    np.save(folder / "digits_onehot.npy", onehot)
    np.save(folder / "digits_soft.npy", neighbour_votes(pixels, labels))


def make_multilabel(folder: Path) -> None:
    """Write four independent yes/no labels of each digit, and a one-vs-rest model's sigmoids."""
    pixels, digits = load_digits(return_X_y=True)
    hot = np.stack([np.isin(digits, members) for members in MULTILABEL.values()], axis=1).astype(np.uint8)
    logits = out_of_fold(OneVsRestClassifier(logistic()), pixels / 16, hot, digits)
    write_csv(folder / "multilabel_labels.csv", hot, list(MULTILABEL))
    np.save(folder / "multilabel_labels.npy", hot)
    np.save(folder / "multilabel_logits.npy", logits)
    write_csv(folder / "multilabel_sigmoid.csv", sigmoid(logits), list(MULTILABEL))


def make_breast_cancer(folder: Path) -> None:
    """Write the binary set: one sigmoid column, and two softmax columns (the second is class 1)."""
    features, labels = load_breast_cancer(return_X_y=True)
    model = make_pipeline(StandardScaler(), logistic(0.1))
    logits = out_of_fold(model, features, labels, labels)[:, None]
    negative = 1.0 - sigmoid(logits)
    positive = 1.0 - negative  # both are now multiples of 2^-53: exact complements
    write_labels(folder, "breast_cancer_labels", labels)
    np.save(folder / "breast_cancer_logits.npy", logits)
    write_csv(folder / "breast_cancer_sigmoid.csv", positive, ["p"])
    write_csv(folder / "breast_cancer_softmax.csv", np.hstack([negative, positive]), numbered("p", 2))


def make_iris(folder: Path) -> None:
    """Write labels that are names, and predictions with named columns in another order."""
    iris = load_iris()
    model = make_pipeline(StandardScaler(), logistic())
    probabilities = softmax(out_of_fold(model, iris.data, iris.target, iris.target))
    names = [str(name) for name in iris.target_names]
    write_csv(folder / "iris_labels.csv", [[names[i]] for i in iris.target], ["label"])
    header = [f"prob_{names[i]}" for i in IRIS_ORDER]
    write_csv(folder / "iris_probs.csv", probabilities[:, IRIS_ORDER], header)


def make_tiny(folder: Path) -> None:
    """Write the two-row example: the same labels three ways, and one file of predictions."""
    write_csv(folder / "tiny_sparse.csv", [[1], [2]], ["label"])
    write_csv(folder / "tiny_onehot.csv", [[0, 1, 0], [0, 0, 1]])
    write_csv(folder / "tiny_soft.csv", TINY_SOFT)
    write_csv(folder / "tiny_probs.csv", TINY_PROBS)


# --- reading back ---------------------------------------------------------------------------------


def is_number(cell: str) -> bool:
    """Return whether a cell reads as a number."""
    try:
        float(cell)
    except ValueError:
        return False
    return True


def read(path: Path) -> tuple[list[str], Array]:
    """Return a file's column names (none for NPY) and its rows; a single CSV column comes back flat."""
    if path.suffix == ".npy":
        return [], np.load(path)
    with path.open(newline="", encoding="utf-8") as stream:
        rows = list(csv.reader(stream))
    header = [] if is_number(rows[0][0]) else rows.pop(0)
    cells = np.array(rows)
    values = cells.astype(np.float64) if is_number(rows[0][0]) else cells
    return header, values[:, 0] if values.shape[1] == 1 else values


# --- the figures that the frameworks print --------------------------------------------------------


@dataclass(frozen=True)
class Pair:
    """A file of labels and a file of predictions, what the predictions are and the loss that fits."""

    labels: str
    predictions: str
    scale: str
    loss: str


Figure = tuple[str, str, float]  # dtype, call, value


def cross(labels: Sequence[str], predictions: Sequence[tuple[str, str]], loss: str) -> list[Pair]:
    """Return every pair of the labels with the (file, scale) predictions."""
    return [Pair(y, p, scale, loss) for y in labels for p, scale in predictions]


def pairs() -> list[Pair]:
    """Return all pairs of files that have a loss."""
    digits = [("digits_logits.npy", "logits")]
    digits += [(f"digits_probs.{suffix}", "probabilities") for suffix in ("csv", "npy")]
    cancer = [("breast_cancer_logits.npy", "logits"), ("breast_cancer_sigmoid.csv", "probabilities")]
    multi = [("multilabel_logits.npy", "logits"), ("multilabel_sigmoid.csv", "probabilities")]
    tiny = [("tiny_probs.csv", "probabilities")]
    cancer_labels = ["breast_cancer_labels.csv", "breast_cancer_labels.npy"]
    return [
        *cross(["digits_labels.csv", "digits_labels.npy"], digits, "sparse"),
        *cross(["digits_onehot.csv", "digits_onehot.npy", "digits_soft.npy"], digits, "categorical"),
        *cross(cancer_labels, cancer, "binary"),
        *cross(cancer_labels, [("breast_cancer_softmax.csv", "probabilities")], "sparse"),
        *cross(["multilabel_labels.csv", "multilabel_labels.npy"], multi, "binary"),
        *cross(["iris_labels.csv"], [("iris_probs.csv", "probabilities")], "sparse"),
        *cross(["tiny_sparse.csv"], tiny, "sparse"),
        *cross(["tiny_onehot.csv", "tiny_soft.csv"], tiny, "categorical"),
    ]


def load_pair(folder: Path, pair: Pair) -> tuple[Array, Array]:
    """Return labels and predictions as arrays; names become ids, with their columns in sorted order."""
    _, labels = read(folder / pair.labels)
    header, predictions = read(folder / pair.predictions)
    if labels.dtype.kind == "U":
        predictions = predictions[:, np.argsort([name.removeprefix("prob_") for name in header])]
        labels = np.unique(labels, return_inverse=True)[1]
    return labels, predictions


def as_ids(labels: Array) -> Array:
    """Return whole-number labels as int64."""
    return labels.astype(np.int64)


def keras_figures(labels: Array, predictions: Array, pair: Pair) -> list[Figure]:
    """Return the loss that Keras prints (it computes in float32 whatever it is given)."""
    names = {"sparse": "SparseCategoricalCrossentropy", "categorical": "CategoricalCrossentropy"}
    name, logits = names.get(pair.loss, "BinaryCrossentropy"), pair.scale == "logits"
    if pair.loss == "binary":
        labels, predictions = (np.reshape(a, (len(a), -1)) for a in (labels, predictions))
    targets = as_ids(labels) if pair.loss == "sparse" else labels.astype(np.float32)
    loss = getattr(importlib.import_module("keras").losses, name)(from_logits=logits)
    call = f"keras.losses.{name}(from_logits={logits})(labels, predictions)"
    return [("float32", call, float(loss(targets, predictions.astype(np.float32))))]


def torch_call(pair: Pair) -> str:
    """Return the name of the PyTorch function that takes such a pair, or nothing."""
    if pair.loss == "binary":
        return "binary_cross_entropy" + ("_with_logits" if pair.scale == "logits" else "")
    return "cross_entropy" if pair.scale == "logits" else ""


def torch_figures(labels: Array, predictions: Array, pair: Pair) -> list[Figure]:
    """Return the loss that PyTorch prints in float32 and in float64."""
    name = torch_call(pair)
    if not name:
        return []
    call = f"torch.nn.functional.{name}(predictions, labels)"
    targets = as_ids(labels) if pair.loss == "sparse" else labels
    if pair.loss == "binary":
        targets = np.reshape(targets, predictions.shape)
    return [(d, call, torch_value(name, predictions.astype(d), targets)) for d in ("float32", "float64")]


def torch_value(name: str, predictions: Array, targets: Array) -> float:
    """Return one loss of PyTorch; targets that are not ids take the predictions' type."""
    torch = importlib.import_module("torch")
    torch.set_num_threads(1)
    if targets.shape == predictions.shape:
        targets = targets.astype(predictions.dtype)
    function = getattr(torch.nn.functional, name)
    return float(function(torch.from_numpy(predictions), torch.from_numpy(targets)).item())


def sklearn_figures(labels: Array, predictions: Array, pair: Pair) -> list[Figure]:
    """Return scikit-learn's log_loss if it takes the pair without a warning."""
    if pair.scale == "logits" or (labels % 1).any():
        return []
    classes = list(range(predictions.shape[1])) if pair.loss == "sparse" else None
    call = "sklearn.metrics.log_loss(labels, predictions" + (f", labels={classes})" if classes else ")")
    try:
        return [(str(predictions.dtype), call, strict_log_loss(as_ids(labels), predictions, classes))]
    except (Warning, ValueError):
        return []


def strict_log_loss(labels: Array, predictions: Array, classes: list[int] | None) -> float:
    """Return log_loss, with every warning an error."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return float(log_loss(labels, predictions, labels=classes))


ASK: dict[str, Callable[[Array, Array, Pair], list[Figure]]] = {
    "keras": keras_figures,
    "torch": torch_figures,
    "sklearn": sklearn_figures,
}


def version(framework: str) -> str:
    """Return a framework's version, for Keras with the backend that computed."""
    number = str(importlib.import_module(framework).__version__)
    if framework != "keras":
        return number
    backend = str(importlib.import_module("keras").backend.backend())
    return f"{number} ({backend} {importlib.import_module(backend).__version__})"


def ask(folder: Path, framework: str) -> list[Entry]:
    """Return all figures of one framework."""
    entries: list[Entry] = []
    for pair in pairs():
        for dtype, call, value in ASK[framework](*load_pair(folder, pair), pair):
            files: Entry = {"labels": pair.labels, "predictions": pair.predictions, "like": framework}
            kinds: Entry = {"scale": pair.scale, "loss": pair.loss, "dtype": dtype, "value": value}
            entries.append({**files, **kinds, "call": call, "version": version(framework)})
    return entries


def stored(framework: str) -> list[Entry]:
    """Return the figures of one framework that this folder holds already."""
    path = HERE / FIGURES
    entries: list[Entry] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
    return [entry for entry in entries if entry["like"] == framework]


def make_figures(folder: Path) -> None:
    """Write the printed losses, one per line; keep the stored ones of a framework that is not installed."""
    os.environ.setdefault("KERAS_BACKEND", "jax")
    missing = [name for name in ASK if not importlib.util.find_spec(name)]
    entries = [entry for name in ASK for entry in (stored(name) if name in missing else ask(folder, name))]
    lines = ",\n".join(json.dumps(entry) for entry in entries)
    (folder / FIGURES).write_bytes(f"[\n{lines}\n]\n".encode())
    if missing:
        print(f"{FIGURES}: not installed: {', '.join(missing)}; the stored figures are kept")


def main() -> None:
    """Make all files, here or in the folder that is named."""
    parser = argparse.ArgumentParser(description="Make the sample data again.")
    parser.add_argument("folder", nargs="?", type=Path, default=HERE, help="default: beside this script")
    folder: Path = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    for make in (make_digits, make_multilabel, make_breast_cancer, make_iris, make_tiny, make_figures):
        make(folder)


if __name__ == "__main__":
    main()
