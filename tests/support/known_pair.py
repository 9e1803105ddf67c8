"""Labels and predictions with losses by NumPy, to compare with the answers for files."""

import json

import numpy as np
from running import inside

_random = np.random.default_rng(17)
N, K = 11, 4
NAMES = np.array(["emu", "cat", "dog", "ant"])
IDS = np.concatenate([np.arange(K), _random.integers(0, K, N - K)])
LOGITS = 3 * _random.normal(size=(N, K))
PROBS = np.exp(LOGITS) / np.exp(LOGITS).sum(axis=1, keepdims=True)
ONE_HOT = np.eye(K)[IDS]
MULTI = np.vstack([[1, 1, 0, 0], [0, 0, 0, 0], _random.random((N - 2, K)) < 0.5]).astype(int)
SIGMOIDS = 1 / (1 + np.exp(-LOGITS))
BITS = np.concatenate([[0, 1], _random.integers(0, 2, N - 2)])
CHANCES = SIGMOIDS[:, 0]


def sparse_loss(probs=PROBS, ids=IDS):
    return float(-np.log(np.asarray(probs, float)[np.arange(len(ids)), ids]).mean())


def logits_loss(logits, ids=IDS):
    z = np.asarray(logits, float)
    return float((np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(ids)), ids]).mean())


def binary_loss(bits=BITS, chances=CHANCES):
    p = np.asarray(chances, float)
    return float(-(bits * np.log(p) + (1 - bits) * np.log1p(-p)).mean())


def loss(*words):
    """Return the answer of `loss` as JSON; fail if there is none."""
    done = inside("loss", *words, "-f", "json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def value(*words):
    return loss(*words)["value"]


def refusal(*words):
    """The error of `loss` as JSON, with its exit status."""
    done = inside("loss", *words, "-f", "json")
    assert done.returncode in {1, 2, 3}, done.stdout
    return json.loads(done.stderr) | {"exit": done.returncode}


def codes(answer):
    return [message["code"] for message in answer["messages"]]
