"""Which column is what: by names, by what all rows hold, and by the other file; otherwise a question."""

import json

import numpy as np
import pandas as pd
import pytest
from running import inside

from xentcli.inputs.roles.names import Role, suggested

ROWS = 24
RANDOM = np.random.default_rng(3)
BITS = RANDOM.integers(0, 2, ROWS)
P = np.round(np.clip(0.5 + 0.35 * (2 * BITS - 1) + 0.2 * RANDOM.normal(size=ROWS), 0.03, 0.97), 3)
Q = np.round(np.clip(0.5 + 0.2 * (2 * BITS - 1) + 0.2 * RANDOM.normal(size=ROWS), 0.03, 0.97), 3)
IDS = RANDOM.integers(0, 3, ROWS)
LOGITS = np.round(RANDOM.normal(size=(ROWS, 3)) + 1.5 * np.eye(3)[IDS], 3)
SHARES = np.round(np.exp(LOGITS) / np.exp(LOGITS).sum(axis=1, keepdims=True), 4)
SHARES[:, 2] = np.round(1 - SHARES[:, 0] - SHARES[:, 1], 4)
KEYS = RANDOM.permutation(900)[:ROWS] + 100
A, B, C = SHARES.T
AGE = RANDOM.integers(18, 90, ROWS)
BINARY = -np.log(np.where(BITS == 1, P, 1 - P)).mean()
SPARSE = -np.log(SHARES[np.arange(ROWS), IDS]).mean()
OF_LOGITS = (np.log(np.exp(LOGITS).sum(axis=1)) - LOGITS[np.arange(ROWS), IDS]).mean()
LOSSES = -np.log(SHARES.max(axis=1))
ENTROPY = -(SHARES * np.log(SHARES)).sum(axis=1)
HOT = np.eye(3, dtype=int)[IDS].T


def frame(**columns):
    return pd.DataFrame({name.replace("__", " "): cells for name, cells in columns.items()})


def shuffled(table):
    return table.sample(frac=1, random_state=1)


ANSWERED = {
    "an id, a score that is a feature": ([frame(id=KEYS, y=BITS, credit_score=AGE * 8, prob=P)], BINARY),
    "a sorted time in [0, 1]": ([frame(y=BITS, time=np.round(np.sort(RANDOM.random(ROWS)), 3), p=P)], BINARY),
    "a ratio beside a prediction": ([frame(y=BITS, ratio=np.round(RANDOM.random(ROWS), 3), pred=P)], BINARY),
    "a flag of 0 and 1": ([frame(target=BITS, flag=RANDOM.integers(0, 2, ROWS), p=P)], BINARY),
    "losses and hits": (
        [frame(y=IDS, p_0=A, p_1=B, p_2=C, loss=LOSSES, correct=SHARES.argmax(axis=1) == IDS)],
        SPARSE,
    ),
    "the largest logit": (
        [frame(y=IDS, logit_0=LOGITS[:, 0], logit_1=LOGITS[:, 1], logit_2=LOGITS[:, 2],
               pred=LOGITS.argmax(axis=1), max_logit=LOGITS.max(axis=1))],
        OF_LOGITS,
    ),
    "bare letters and an entropy": ([frame(y=IDS, a=A, entropy=ENTROPY, b=B, c=C)], SPARSE),
    "ids from one in names": ([frame(**{"class": IDS + 1, "P1": A, "P2": B, "P3": C, "size": AGE})], SPARSE),
    "features called x1, x2": ([frame(y=BITS, x1=P[::-1], x2=Q[::-1], p0=1 - P, p1=P)], BINARY),
    "one-hot labels in the same table": (
        [frame(true_a=HOT[0], true_b=HOT[1], true_c=HOT[2], pred_a=A, pred_b=B, pred_c=C)], SPARSE,
    ),
    "one-hot labels, shuffled rows and columns": (
        [frame(id=KEYS, a=HOT[0], b=HOT[1], c=HOT[2]), shuffled(frame(id=KEYS, c=C, a=A, b=B))], SPARSE,
    ),
    "a key in another order": ([frame(ID=KEYS, y=BITS, age=AGE), shuffled(frame(ID=KEYS, p=P))], BINARY),
    "row numbers in another order": (
        [frame(row=range(ROWS), y=BITS), shuffled(frame(row=range(ROWS), p=P))], BINARY,
    ),
    "a predicted class beside logits of tidymodels and a feature": (
        [pd.DataFrame({"y": IDS, "price": AGE, "y_pred": LOGITS.argmax(axis=1), ".pred_0": LOGITS[:, 0],
                       ".pred_1": LOGITS[:, 1], ".pred_2": LOGITS[:, 2]})],
        OF_LOGITS,
    ),
    "the truth in both files": ([frame(y=BITS), frame(y=BITS, p=P)], BINARY),
    "a predicted class called label": (
        [frame(label=IDS), frame(label=SHARES.argmax(axis=1), p_0=A, p_1=B, p_2=C)], SPARSE,
    ),
    "doubled keys in the same order": (
        [frame(id=[1, *KEYS[1:-1], 1], y=BITS), frame(id=[1, *KEYS[1:-1], 1], p=P)], BINARY,
    ),
}  # fmt: skip


def saved(folder, tables, **more):
    names = ["t.csv"] if len(tables) == 1 else ["y.csv", "p.csv"]
    for name, table in zip(names, tables, strict=True):
        table.to_csv(folder / name, index=False, **more)
    return [folder / name for name in names]


@pytest.mark.parametrize("name", ANSWERED)
def test_the_right_columns_are_taken_unasked(tmp_path, name):
    tables, loss = ANSWERED[name]
    done = inside("loss", *saved(tmp_path, tables), "-f", "json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["value"] == pytest.approx(loss, rel=1e-12)


ASKED = {
    "two models": ([frame(y=BITS, rf=P, xgb=Q)], "XE306"),
    "two models with a prefix": ([frame(y=BITS, prob_rf=P, prob_xgb=Q)], "XE306"),
    "two models with numbers": ([frame(y=BITS, p1=P, p2=Q)], "XE306"),
    "two series that sum to one": ([frame(y=BITS, rf_0=1 - P, rf_1=P, xgb_0=1 - Q, xgb_1=Q)], "XE306"),
    "the truth in another order": ([frame(y=BITS), frame(y=BITS, p=P)[::-1]], "XE314"),
    "keys of other names": ([frame(image=KEYS, y=BITS), shuffled(frame(filename=KEYS, p=P))], "XE307"),
    "keys of other names, one of which is in both": (
        [frame(image=KEYS, y=BITS), shuffled(frame(image=KEYS[0] + np.arange(ROWS) * 1000, name=KEYS, p=P))],
        "XE307",
    ),
    "a predicted class called class": (
        [pd.DataFrame({"species": IDS, "class": SHARES.argmax(axis=1), "p_0": A, "p_1": B, "p_2": C})],
        "XE305",
    ),
    "some keys missing": ([frame(id=KEYS, y=BITS), frame(id=KEYS, p=P)[:-2]], "XE310"),
}


@pytest.mark.parametrize("name", ASKED)
def test_what_is_not_settled_is_asked_with_commands_that_answer(tmp_path, name):
    tables, code = ASKED[name]
    done = inside("loss", *saved(tmp_path, tables), "-f", "json")
    error = json.loads(done.stderr.splitlines()[-1])
    assert (done.returncode, done.stdout, error["code"]) == (1, "", code)
    assert error["tries"]
    assert all(inside(*words).returncode == 0 for words in error["tries"])


@pytest.mark.parametrize("order", [[0, 1, 2], [2, 0, 1], [1, 2, 0]])
def test_a_table_without_a_header_is_told_apart_by_its_cells(tmp_path, order):
    columns = [KEYS, BITS, P]
    table = pd.DataFrame({place: columns[one] for place, one in enumerate(order)})
    done = inside("loss", *saved(tmp_path, [table], header=False), "-f", "json")
    assert json.loads(done.stdout)["value"] == pytest.approx(BINARY, rel=1e-12)


def test_detect_gives_the_role_of_every_column(tmp_path):
    tables = [
        frame(id=KEYS, y=BITS, fold=AGE % 5),
        frame(id=KEYS, age=AGE, p_0=1 - P, p_1=P, pred=(P > 0.5) * 1),
    ]
    columns = json.loads(inside("detect", *saved(tmp_path, tables), "-f", "json").stdout)["columns"]
    assert [(one["name"], one["input"], one["role"], one["class"]) for one in columns] == [
        ("id", "labels", "key", None), ("y", "labels", "label", None), ("fold", "labels", "split", None),
        ("id", "predictions", "key", None), ("age", "predictions", "other", None),
        ("p_0", "predictions", "score", 0), ("p_1", "predictions", "score", 1),
        ("pred", "predictions", "predicted-class", None),
    ]  # fmt: skip
    assert all(one["reason"] for one in columns)


SUGGESTED = {
    "label": ["y_true", "true_label", "ground_truth", "TARGET", "obs", "y_test"],
    "predicted-class": ["y_pred", "predicted_label", ".pred_class", "prediction"],
    "score": ["prob_1", "y_prob", "Probability:Class=ash", "confidence", "logit_0", "y_pred_proba"],
    "key": ["PassengerId", "image_id", "filename", "SampleId", "row"],
    "weight": ["w", "sample_weight"],
    "split": ["fold", "Usage", "split"],
}


@pytest.mark.parametrize(
    ("role", "name"), [(role, name) for role, names in SUGGESTED.items() for name in names]
)
def test_names_suggest_roles(role, name):
    assert suggested(name) is Role(role)


def test_one_of_several_columns_without_names_holds_the_labels(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "y.csv").write_text("2.5,cat\n0.1,dog\n1,cat\n")
    done = inside("detect", "y.csv", "--no-header", "-f", "json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["classes"] == 2


CONFIDENCE = np.maximum(P, 1 - P)
DECIDED = (P > 0.5).astype(int)
PREDICTED = {
    "a predicted class called pred": (
        [pd.DataFrame({"species": IDS, "pred": SHARES.argmax(axis=1), "p_0": A, "p_1": B, "p_2": C})],
        SPARSE,
    ),
    "a predicted class and its score": ([frame(churn=BITS, pred=DECIDED, conf=CONFIDENCE)], BINARY),
    "the same beside features": (
        [frame(id=KEYS, age=AGE + 0.5, churn=BITS, pred=DECIDED, conf=CONFIDENCE)], BINARY,
    ),
    "a fold of 0 and 1": ([frame(fold=AGE % 2, m1_0=1 - P, m1_1=P, diagnosis=BITS)], BINARY),
    "keys of files without a header": (
        [pd.DataFrame({0: KEYS, 1: BITS}), shuffled(pd.DataFrame({0: KEYS, 1: 1 - P, 2: P}))], BINARY,
    ),
    "a common column of fractions in another order": (
        [frame(time=AGE / 8 + np.arange(ROWS), y=BITS), shuffled(frame(time=AGE / 8 + np.arange(ROWS), p=P))],
        BINARY,
    ),
    "a counter of rows beside a key": (
        [frame(index=range(ROWS), id=KEYS, y=BITS), shuffled(frame(id=KEYS, p=P)).assign(index=range(ROWS))],
        BINARY,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", PREDICTED)
def test_predicted_classes_folds_and_counters_are_told_apart(tmp_path, name):
    tables, loss = PREDICTED[name]
    done = inside("loss", *saved(tmp_path, tables, header="files" not in name), "-f", "json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["value"] == pytest.approx(loss, rel=1e-12)


REFUSED = {
    "a common column in another order": (
        [frame(age=AGE // 9, y=BITS), frame(age=AGE // 9, p=P)[::-1].reset_index(drop=True)], "XE315",
    ),
    "ids beside names that are not sorted": ([frame(y=IDS), frame(fox=A, cat=B, dog=C)], "XE120"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_would_be_a_wrong_number_is_refused(tmp_path, name):
    tables, code = REFUSED[name]
    done = inside("loss", *saved(tmp_path, tables), "-f", "json")
    assert (done.returncode, json.loads(done.stderr.splitlines()[-1])["code"]) == (1, code)
