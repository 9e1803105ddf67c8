"""Predicted classes that are the largest score under another order of the columns lead to a question."""

import json

import numpy as np
import pandas as pd
import pytest
from running import inside

RANDOM = np.random.default_rng(12)
IDS = RANDOM.permutation(np.arange(30) % 3)
LOGITS = (RANDOM.normal(size=(30, 3)) + 1.5 * np.eye(3)[IDS]).round(3)
SHARES = np.exp(LOGITS) / np.exp(LOGITS).sum(axis=1, keepdims=True)
RIGHT = -np.log(SHARES[np.arange(30), IDS]).mean()
PREDICTED = SHARES.argmax(axis=1)


def told(folder, *tables, options=(), lines=False):
    paths = [str(folder / f"{n}.{'jsonl' if lines else 'csv'}") for n in range(len(tables))]
    for path, table in zip(paths, tables, strict=True):
        table.to_json(path, orient="records", lines=True) if lines else table.to_csv(path, index=False)
    done = inside("loss", *paths, "-f", "json", *options)
    return json.loads(done.stdout or done.stderr.splitlines()[0])


def named(scores, names="abc"):
    return pd.DataFrame(dict(zip(names, scores.T, strict=True)))


@pytest.mark.parametrize("order", [[1, 2, 0], [0, 2, 1], [2, 1, 0]])
@pytest.mark.parametrize("name", ["pred", "y_pred", "prediction"])
@pytest.mark.parametrize("scores", [SHARES, LOGITS], ids=["shares", "logits"])
@pytest.mark.parametrize("is_one", [True, False])
def test_the_first_way_is_the_order_of_the_predicted_classes(tmp_path, order, name, scores, is_one):
    labels, rest = pd.DataFrame({"label": IDS}), named(scores[:, order]).assign(**{name: PREDICTED})
    files = [labels.join(rest)] if is_one else [labels.assign(row=range(30)), rest]
    found = told(tmp_path, *files)
    assert found["code"] == "XE120", found
    classes = ",".join(map(str, order))
    assert found["tries"][0][-2:] == ["--classes", classes]
    assert told(tmp_path, *files, options=["--classes", classes])["value"] == pytest.approx(RIGHT)


def test_ids_from_one_whose_last_is_no_label(tmp_path):
    seen = IDS < 2
    table = pd.DataFrame({"label": IDS[seen] + 1, "pred": PREDICTED[seen] + 1}).join(named(SHARES[seen]))
    found = told(tmp_path, table)
    assert (found["code"], found["tries"][0][-2:]) == ("XE120", ["--label-offset", "-1"])
    right = -np.log(SHARES[seen, IDS[seen]]).mean()
    assert told(tmp_path, table, options=["--label-offset", "-1"])["value"] == pytest.approx(right)


def test_vectors_beside_a_predicted_class(tmp_path):
    table = pd.DataFrame({"label": IDS, "pred": PREDICTED, "probs": SHARES[:, [1, 2, 0]].tolist()})
    assert told(tmp_path, table, lines=True)["code"] == "XE120"
    table["probs"] = SHARES.tolist()
    assert told(tmp_path, table, lines=True)["value"] == pytest.approx(RIGHT)


ANSWERED = {
    "the same order": named(SHARES).assign(pred=PREDICTED),
    "numbers in the names": named(SHARES[:, [2, 0, 1]], ["p_2", "p_0", "p_1"]).assign(pred=PREDICTED),
    "another model's classes": named(SHARES).assign(pred=RANDOM.permutation(PREDICTED)),
    "a class that is never predicted": named(SHARES).assign(pred=np.where(PREDICTED == 2, 0, PREDICTED)),
    "one class for all": named(SHARES).assign(pred=1),
}


@pytest.mark.parametrize("table", ANSWERED.values(), ids=ANSWERED)
def test_other_columns_ask_nothing(tmp_path, table):
    assert told(tmp_path, table.assign(label=IDS))["value"] == pytest.approx(RIGHT)


def test_numbers_from_one_in_the_names(tmp_path):
    table = named(SHARES, ["p_1", "p_2", "p_3"]).assign(pred=PREDICTED + 1, label=IDS + 1)
    assert told(tmp_path, table)["value"] == pytest.approx(RIGHT)
