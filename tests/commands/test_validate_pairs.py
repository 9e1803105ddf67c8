"""`xentcli validate` on labels beside predictions: whether they go together, and a loss can be trusted."""

import json

import numpy as np
import pytest
from running import SAMPLES, inside

import xentcli
from xentcli import XentError

IDS = "label\n0\n2\n1\n"
HOT = "1,0,0\n0,0,1\n0,1,0\n"
P = "0.7,0.2,0.1\n0.1,0.2,0.7\n0.2,0.5,0.3\n"
LOGITS = "2.0,-1.5,0.3\n-0.5,1.5,3.0\n0.1,2.2,-0.7\n"
LOGS = "-0.5108,-1.6094,-1.6094\n-1.6094,-1.6094,-0.5108\n-1.6094,-0.5108,-1.6094\n"
SIGMOIDS = "0.91,0.42,0.33\n0.12,0.65,0.87\n0.35,0.72,0.11\n"
NAMED = "p_cat,p_cow,p_dog\n" + P


def judged(folder, labels, predictions, *options):
    files = [folder / "labels.csv", folder / "predictions.csv"]
    for path, content in zip(files, (labels, predictions), strict=True):
        path.write_text(content)
    done = inside("validate", *files, "-f", "json", *options)
    assert done.stdout, done.stderr
    found = json.loads(done.stdout)
    assert done.returncode == (0 if found["valid"] else 1)
    return found


def told(found, level="error"):
    """Each problem's code, its file as far as its first letter, and its row."""
    some = [p for p in found["problems"] if p["level"] == level]
    return [(p["code"], p["file"].rpartition("/")[2][0], p["row"]) for p in some]


VALID = {
    "ids and probabilities": (IDS, P, "", "probabilities"),
    "ids and logits": (IDS, LOGITS, "", "logits"),
    "ids and log-probabilities": (IDS, LOGS, "", "log-probabilities"),
    "ids and rounded probabilities": (IDS, "0.3,0.3,0.3\n" * 3, "", "probabilities"),
    "one-hot and probabilities": (HOT, P, "--expect one-hot", "probabilities"),
    "one-hot and sigmoids, for binary": (HOT, SIGMOIDS, "--loss binary", "probabilities"),
    "multi-label and sigmoids": ("1,1,0\n0,0,0\n0,1,1\n", SIGMOIDS, "--expect multi-label", "probabilities"),
    "soft and probabilities": ("0.5,0.3,0.2\n0,1,0\n1,0,0\n", P, "--expect soft", "probabilities"),
    "binary and one column": ("label\n0\n1\n1\n", "p\n0.2\n0.9\n0.6\n", "--expect binary", "probabilities"),
    "binary and two columns": ("label\n0\n1\n1\n", "0.8,0.2\n0.1,0.9\n0.4,0.6\n", "", "probabilities"),
    "two names, the last positive": (
        "label\ncat\ndog\n", "p\n0.2\n0.9\n", "--classes cat,dog", "probabilities"),
    "names and named columns": ("label\ndog\ncat\ncow\n", NAMED, "", "probabilities"),
    "minus infinity in logits": (IDS, LOGITS.replace("-1.5", "-inf"), "", "logits"),
    "ids from one beside named columns": ("label\n1\n3\n2\n", "p1,p2,p3\n" + P, "", "probabilities"),
    "ids from one, shifted": ("label\n1\n3\n2\n", P, "--label-offset -1", "probabilities"),
    "an ignore mark": ("label\n0\n-1\n1\n", P, "--ignore-index -1", "probabilities"),
    "keys in the same order": ("id,label\na,0\nb,1\n", "id,p\na,0.2\nb,0.9\n", "", "probabilities"),
}  # fmt: skip


@pytest.mark.parametrize(("labels", "predictions", "options", "scale"), VALID.values(), ids=VALID)
def test_these_go_together(tmp_path, labels, predictions, options, scale):
    found = judged(tmp_path, labels, predictions, *options.split())
    assert (told(found), found["valid"], found["scale"]) == ([], True, scale)
    files = tmp_path / "labels.csv", tmp_path / "predictions.csv"
    loss = inside("loss", *files, *_of_loss(options), "-f", "value")
    assert loss.returncode == 0, loss.stderr


def _of_loss(options):
    words = options.split()
    return [w for i, w in enumerate(words) if w != "--expect" and words[max(i - 1, 0)] != "--expect"]


INVALID = {
    # rows and widths
    "fewer labels": ("label\n0\n2\n", P, "", [("XE301", "l", None)]),
    "fewer predictions": (IDS, P[:24], "", [("XE301", "l", None)]),
    "fewer, and one of them broken": ("label\n0\n\n", P, "", [("XE301", "l", None), ("XE004", "l", 2)]),
    "one-hot of another width": ("1,0\n0,1\n0,1\n", P, "", [("XE302", "p", None)]),
    "another width and bad labels": ("1,0\n0,2\n0,1\n", P, "--expect one-hot",
                                     [("XE302", "p", None), ("XE105", "l", 2)]),
    "a label beyond the width": ("label\n0\n3\n1\n", P, "", [("XE112", "l", 2)]),
    "labels from one": ("label\n1\n3\n2\n", P, "", [("XE112", "l", 2)]),
    "a told number of classes": (IDS, P, "--num-classes 4", [("XE116", "p", None)]),
    "three classes beside one column": (IDS, "p\n0.2\n0.9\n0.6\n", "", [("XE304", "l", 2)]),
    "two names beside one column": ("label\ncat\ndog\n", "p\n0.2\n0.9\n", "", [("XE304", "l", 1)]),
    "many ones for a categorical loss": ("1,1,0\n0,0,1\n0,1,1\n", P, "--loss categorical",
                                         [("XE106", "l", 1)]),
    "a loss that ids do not fit": (IDS, P, "--loss categorical", [("XE303", "p", None)]),
    "one column of shares": ("p\n0.5\n0.25\n0.1\n", P, "", [("XE302", "p", None)]),
    # classes and names
    "names without columns' names": ("label\ndog\ncat\ncow\n", P, "", [("XE108", "l", 1)]),
    "names beside numbered columns": ("label\ndog\ncat\ncow\n", "p0,p1,p2\n" + P, "", [("XE108", "l", 1)]),
    "a name that no column has": ("label\ndog\ncat\nowl\n", NAMED, "", [("XE112", "l", 3)]),
    "ids from zero, columns from one": (IDS, "p1,p2,p3\n" + P, "", [("XE109", "l", None)]),
    "other names of keys in another order": ("id,label\na,0\nb,1\nc,1\n", "key,p\nb,0.2\na,0.9\nc,0.9\n", "",
                                             [("XE307", "l", None)]),
    "other keys": ("id,label\na,0\nb,1\nc,1\n", "id,p\nb,0.2\na,0.9\nd,0.9\n", "", [("XE310", "l", None)]),
    # values
    "NaN": (IDS, P.replace("0.5", "nan"), "", [("XE201", "p", 3)]),
    "plus infinity": (IDS, LOGITS.replace("3.0", "inf"), "", [("XE201", "p", 2)]),
    "a dead row": (IDS, "1,2,3\n-inf,-inf,-inf\n1,2,0\n", "", [("XE202", "p", 2)]),
    "NaN, and a row that is off": (IDS, "nan,0.2,0.1\n0.1,0.2,0.7\n0.2,0.5,0.9\n", "",
                                   [("XE201", "p", 1), ("XE205", "p", 3)]),
    "an impossible probability": (IDS, P.replace("0.7,0.2,0.1", "1.2,-0.3,0.1"), "--from-probs",
                                  [("XE203", "p", 1), ("XE203", "p", 1)]),
    "a positive logarithm": (IDS, "0.5,-1,-1\n" + LOGS[24:], "--from-log-probs", [("XE204", "p", 1)]),
    # one scale, and rows that sum to one
    "a row that does not sum to one": (IDS, P.replace("0.5", "0.9"), "", [("XE205", "p", 3)]),
    "the same, said to be probabilities": (IDS, P.replace("0.5", "0.9"), "--from-probs", [("XE205", "p", 3)]),
    "a row of logarithms that does not": (IDS, LOGS.replace("-0.5108", "-2.5", 1), "--from-log-probs",
                                          [("XE205", "p", 1)]),
    "logits late": (IDS, P.replace("0.2,0.5,0.3", "2.5,-1,0.3"), "", [("XE205", "p", 3)]),
    "a negative probability": (IDS, P.replace("0.2,0.5,0.3", "-0.1,0.6,0.5"), "", [("XE205", "p", 3)]),
    "sigmoids beside ids": (IDS, SIGMOIDS, "", [("XE206", "p", 1), ("XE206", "p", 2), ("XE206", "p", 3)]),
    "percentages": (IDS, "70,20,10\n10,20,70\n20,50,30\n", "", [("XE207", "p", 1)]),
    # rows that are none
    "a short row": (IDS, "0.7,0.2,0.1\n0.1,0.9\n0.2,0.5,0.3\n", "", [("XE003", "p", 2)]),
    "both broken": ("label\n0\ncat\n1\n", P.replace("0.5", "x"), "", [("XE103", "l", 2), ("XE020", "p", 3)]),
}  # fmt: skip


@pytest.mark.parametrize(("labels", "predictions", "options", "wanted"), INVALID.values(), ids=INVALID)
def test_these_do_not_go_together_and_no_loss_is_computed(tmp_path, labels, predictions, options, wanted):
    found = judged(tmp_path, labels, predictions, *options.split())
    assert told(found) == wanted
    assert found["errors"] == len(wanted)
    assert all(problem["hint"] for problem in found["problems"])


def test_label_vectors_and_predictions_in_another_order_are_matched_by_name(tmp_path):
    labels, predictions = "cow,cat,dog\n0,1,0\n1,0,0\n0,0,1\n", "p_cat,p_cow,p_dog\n" + P
    found = judged(tmp_path, labels, predictions)
    assert (found["valid"], found["warnings"]) == (True, 0)
    done = inside("validate", tmp_path / "labels.csv", tmp_path / "predictions.csv")
    assert "predictions.csv: columns matched to the label columns by name" in done.stderr


def test_vectors_that_share_only_some_names_are_asked_about(tmp_path):
    labels, predictions = "cow,cat,owl\n0,1,0\n1,0,0\n0,0,1\n", "p_cat,p_cow,p_dog\n" + P
    assert told(judged(tmp_path, labels, predictions)) == [("XE128", "p", None)]


BOTH = "id,y,p_0,p_1,note\n1,0,0.7,0.3,a\n2,1,0.1,0.9,b\n"
COLUMNS = ("--labels-column", "y", "--prediction-columns", "/^p_/")


def test_one_file_may_hold_both(tmp_path):
    (tmp_path / "both.csv").write_text(BOTH)
    done = inside("validate", tmp_path / "both.csv", *COLUMNS, "-f", "json")
    assert (json.loads(done.stdout)["valid"], done.returncode) == (True, 0)


def test_a_broken_row_of_a_file_that_holds_both_is_told_once(tmp_path):
    (tmp_path / "both.csv").write_text(BOTH + "3,1,0.4\n4,2,0.3,0.9,c\n5,1,x,0.9,d\n")
    found = json.loads(inside("validate", tmp_path / "both.csv", *COLUMNS, "-f", "json").stdout)
    assert [(p["code"], p["row"]) for p in found["problems"]] == [
        ("XE003", 3), ("XE112", 4), ("XE205", 4), ("XE020", 5),
    ]  # fmt: skip
    assert found["rows"] == 5


def test_rows_in_another_order_are_joined_with_a_warning(tmp_path):
    rows = [f"k{i:04}" for i in range(2000)]
    labels = "id,label\n" + "".join(f"{key},{i % 2}\n" for i, key in enumerate(rows))
    predictions = "id,p\n" + "".join(f"{key},0.5\n" for key in rows[:1000] + rows[1000:][::-1])
    found = judged(tmp_path, labels, predictions)
    assert (found["valid"], found["errors"], found["warnings"]) == (True, 0, 1)


PAIRS = [
    "digits_labels.npy digits_probs.npy",
    "digits_labels.csv digits_probs.csv",
    "digits_labels.npy digits_logits.npy",
    "digits_onehot.csv digits_probs.csv",
    "digits_soft.npy digits_logits.npy",
    "iris_labels.csv iris_probs.csv",
    "breast_cancer_labels.csv breast_cancer_sigmoid.csv",
    "breast_cancer_labels.npy breast_cancer_logits.npy",
    "breast_cancer_labels.npy breast_cancer_softmax.csv",
    "multilabel_labels.csv multilabel_sigmoid.csv",
    "multilabel_labels.npy multilabel_logits.npy",
]


@pytest.mark.parametrize("files", PAIRS)
def test_the_sample_files_go_together(files):
    done = inside("validate", *(SAMPLES / name for name in files.split()), "--strict", "-f", "value")
    assert (done.stdout, done.stderr, done.returncode) == ("valid\n", "", 0)


# ------------------------------------------------------------------ valid is what has a loss


def some_labels(random, n, k):
    """Labels of every kind, right and wrong."""
    ids = random.integers(0, k, n)
    hot = np.eye(k)[ids]
    soft = random.dirichlet(np.ones(k), n)
    single = [ids, ids + 1, ids - 1.0, ids % 2, np.where(ids == 0, np.nan, ids), ids.astype(str), soft[:, 0]]
    return [*single, hot, hot.astype(np.uint8), hot * 2, soft, soft * 0.9, random.integers(0, 2, (n, k))]


def some_predictions(random, n, k):
    """Predictions on every scale, right and wrong."""
    logits = random.normal(size=(n, k)) * 3
    p = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
    mixed = np.where(np.arange(n)[:, None] == 1, logits, p)
    right = [p, p.astype(np.float32), np.log(p), logits, 1 / (1 + np.exp(-logits)), p[:, 0]]
    return [*right, mixed, 100 * p, p[1:], np.where(p == p.max(), np.nan, p), np.full((n, k), -np.inf)]


def has_loss(labels, predictions):
    try:
        xentcli.loss(labels, predictions)
    except XentError:
        return False
    return True


@pytest.mark.filterwarnings("ignore::xentcli.XentWarning")
@pytest.mark.parametrize("k", [2, 3, 5])
def test_what_is_valid_has_a_loss_and_what_has_none_is_invalid(k):
    random = np.random.default_rng(k)
    for i, labels in enumerate(some_labels(random, 6, k)):
        for j, predictions in enumerate(some_predictions(random, 6, k)):
            assert xentcli.validate(labels, predictions).valid is has_loss(labels, predictions), (i, j)
