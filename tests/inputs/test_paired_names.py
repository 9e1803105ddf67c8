"""Columns of labels and predictions are paired by their names without the words that they share."""

import json
from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from running import inside

RANDOM = np.random.default_rng(6)
CLASSES = ["red", "green", "hot_dog"]
BITS = RANDOM.integers(0, 2, (12, 3))
SCORES = RANDOM.uniform(0.05, 0.95, (12, 3)).round(3)
RIGHT = -np.log(np.where(BITS == 1, SCORES, 1 - SCORES)).mean()


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ("{}_true", "{}_pred"),
        ("{} label", "{}.score"),
        ("y_{}_val", "p_{}_val"),
        ("gt-{}", "{}-model-b"),
        ("{}_actual", "{}_est"),
    ],
)
@pytest.mark.parametrize("is_one", [True, False])
def test_the_order_of_the_columns_means_nothing(tmp_path, mine, theirs, is_one):
    labels = pd.DataFrame(BITS, columns=[mine.format(name) for name in CLASSES])
    scores = pd.DataFrame(SCORES, columns=[theirs.format(name) for name in CLASSES])
    for order in permutations(range(3)):
        files = [labels, scores.iloc[:, list(order)]]
        files = [pd.concat(files[::-1], axis=1)] if is_one else files
        paths = [tmp_path / f"{n}.csv" for n in range(len(files))]
        for path, table in zip(paths, files, strict=True):
            table.to_csv(path, index=False)
        done = inside("loss", *map(str, paths), "-f", "json")
        assert json.loads(done.stdout or done.stderr.splitlines()[0]).get("value") == pytest.approx(RIGHT), (
            done.stderr
        )
