"""Stacks of runs without keys, groups of candidates, and numbers of rows in one input."""

import json

import numpy as np
import pandas as pd
import pytest
from running import inside

RANDOM = np.random.default_rng(6)
ROWS = 12
Y = RANDOM.permutation(np.arange(ROWS) % 3)
SHARES = [RANDOM.dirichlet(np.ones(3), ROWS) for _ in "ab"]
TITLES = [f"p_{k}" for k in range(3)]


def told(*files, options=()):
    done = inside("loss", *map(str, files), *options, "-f", "json")
    return json.loads(done.stdout or done.stderr.splitlines()[-1])


def tried(found):
    return [told(*one[1:], options=())["value"] for one in found["tries"]]


def nll(p, y=Y):
    return -np.log(p[np.arange(len(y)), y]).mean()


def stack(name, values, labels=Y):
    parts = [
        pd.DataFrame(p, columns=TITLES).assign(label=labels, **{name: v})
        for v, p in zip(values, SHARES, strict=True)
    ]
    return pd.concat(parts, ignore_index=True)


@pytest.mark.parametrize("name", ["model", "fold", "epoch", "seed", "run", "kernel"])
@pytest.mark.parametrize("mixed", [False, True])
def test_a_stack_is_asked_about(tmp_path, name, mixed):
    table = stack(name, ["a", "b"])
    table = table.iloc[np.arange(2 * ROWS).reshape(2, -1).T.reshape(-1)] if mixed else table
    table.to_csv(tmp_path / "t.csv", index=False)
    found = told(tmp_path / "t.csv")
    assert found["code"] == "XE329"
    assert tried(found)[:2] == pytest.approx([nll(p) for p in SHARES])


@pytest.mark.parametrize("labels", [np.sort(Y), RANDOM.permutation(Y)], ids=["sorted", "other"])
def test_strata_are_no_stack(tmp_path, labels):
    table = stack("kernel", ["a", "b"], labels)
    table.loc[ROWS:, "label"] = np.sort(Y)
    table.to_csv(tmp_path / "t.csv", index=False)
    assert "value" in told(tmp_path / "t.csv")


def test_a_stack_in_two_files_is_asked_about(tmp_path):
    table = stack("model", ["a", "b"])
    table[["label"]].to_csv(tmp_path / "y.csv", index=False)
    table.drop(columns="label").to_csv(tmp_path / "p.csv", index=False)
    assert told(tmp_path / "y.csv", tmp_path / "p.csv")["code"] == "XE329"


LOGITS = RANDOM.normal(scale=2, size=(6, 4)).round(3)
TRUE = RANDOM.integers(0, 4, 6)


@pytest.mark.parametrize(
    "names", [("query_id", "label", "logit"), ("qid", "y", "score"), ("group", "target", "z")]
)
@pytest.mark.parametrize("order", [None, 5])
def test_logits_of_candidates_are_asked_about(tmp_path, names, order):
    bits = (np.arange(4) == TRUE[:, None]).astype(int)
    cells = np.repeat(np.arange(6) + 40, 4), bits.reshape(-1), LOGITS.reshape(-1)
    table = pd.DataFrame(dict(zip(names, cells, strict=True)))
    table = table if order is None else table.sample(frac=1, random_state=order)
    table.to_csv(tmp_path / "t.csv", index=False)
    found = told(tmp_path / "t.csv")
    assert found["code"] == "XE331"
    softmax = np.exp(LOGITS) / np.exp(LOGITS).sum(axis=1, keepdims=True)
    each = np.log1p(np.exp(np.where(bits == 1, -LOGITS, LOGITS)))
    assert tried(found) == pytest.approx([nll(softmax, TRUE), each.mean()])


SHUFFLED = RANDOM.permutation(ROWS)


@pytest.mark.parametrize("name", ["index", "idx", "order", "row", ""])
@pytest.mark.parametrize("start", [0, 1])
@pytest.mark.parametrize("form", ["csv", "npy"])
def test_numbers_of_rows_are_asked_about(tmp_path, name, start, form):
    p, y = SHARES[0], tmp_path / f"y.{form}"
    pd.DataFrame({"label": Y}).to_csv(y, index=False) if form == "csv" else np.save(y, Y)
    table = pd.DataFrame(p[SHUFFLED], columns=TITLES)
    table.insert(0, name, SHUFFLED + start)
    table.to_csv(tmp_path / "p.csv", index=False)
    found = told(y, tmp_path / "p.csv")
    assert found["code"] == "XE332"
    assert tried(found) == pytest.approx([nll(p), nll(p[SHUFFLED])])
    table[name] = np.arange(ROWS) + start
    table.to_csv(tmp_path / "p.csv", index=False)
    assert told(y, tmp_path / "p.csv")["value"] == pytest.approx(nll(p[SHUFFLED]))


def test_numbers_beside_the_labels_are_asked_about(tmp_path):
    pd.DataFrame({"index": SHUFFLED, "label": Y[SHUFFLED]}).to_csv(tmp_path / "y.csv", index=False)
    np.save(tmp_path / "p.npy", SHARES[0])
    found = told(tmp_path / "y.csv", tmp_path / "p.npy")
    assert found["code"] == "XE332"
    assert tried(found)[0] == pytest.approx(nll(SHARES[0]))
