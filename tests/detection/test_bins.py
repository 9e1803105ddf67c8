"""Ids of classes next to columns that are called after ranges of numbers, or after a scale with two ends."""

import itertools
import json

import numpy as np
import pytest
from running import inside

P = np.random.default_rng(7).dirichlet(np.ones(3) * 2, 12)
BINS = [
    ["<10", "10-50", ">50"],
    ["0-5", "5-10", "10+"],
    ["under 18", "18 to 65", "over 65"],
    ["<=1.5", "1.5-2.5", ">2.5"],
    ["age 0-9", "age 10-19", "age 20-29"],
]
SCALES = [["neg", "neu", "pos"], ["low", "medium", "high"], ["loss", "draw", "win"]]


def loss(folder, names, values, labels, *options):
    rows = [",".join([str(y), *map(repr, row.tolist())]) for y, row in zip(labels, values, strict=True)]
    (folder / "c.csv").write_text("\n".join([",".join(["y", *names]), *rows]) + "\n")
    return inside("loss", folder / "c.csv", "-f", "json", *options)


@pytest.mark.parametrize("names", BINS)
@pytest.mark.parametrize("order", list(itertools.permutations(range(3)))[1:])
def test_ranges_in_another_order_are_asked_about(tmp_path, names, order):
    y = np.arange(12) % 3
    out = loss(tmp_path, [names[i] for i in order], P[:, order], y)
    error = json.loads(out.stderr)
    assert error["code"] == "XE120"
    value = json.loads(inside(*error["tries"][0]).stdout)["value"]
    assert value == pytest.approx(-np.log(P[np.arange(12), y]).mean(), rel=1e-12)


@pytest.mark.parametrize("names", BINS)
def test_ranges_in_order_are_read(tmp_path, names):
    y = np.arange(12) % 3
    value = json.loads(loss(tmp_path, names, P, y).stdout)["value"]
    assert value == pytest.approx(-np.log(P[np.arange(12), y]).mean(), rel=1e-12)


@pytest.mark.parametrize("names", SCALES)
def test_labels_0_and_1_may_be_the_ends_of_a_scale(tmp_path, names):
    y = np.arange(12) % 2
    error = json.loads(loss(tmp_path, names, P, y).stderr)
    assert error["code"] == "XE120"
    values = [json.loads(inside(*words).stdout)["value"] for words in error["tries"]]
    assert values == pytest.approx([-np.log(P[np.arange(12), k * y]).mean() for k in (2, 1)], rel=1e-12)
