"""Questions about scales and classes do not depend on the size of the blocks."""

import json

import numpy as np
import pandas as pd
import pytest
from running import inside

RANDOM = np.random.default_rng(4)
ROWS = 60
BITS = RANDOM.integers(0, 2, ROWS)
SURE = np.clip(RANDOM.uniform(0.6, 0.95, ROWS), 0.05, 0.95).round(3)
OWN = np.where(BITS == 1, SURE, 1 - SURE)
LATE = np.where(np.arange(ROWS) < 8, 1 - OWN, OWN)
SHARES = RANDOM.dirichlet(np.ones(3), ROWS)
ONE_ROW = np.vstack([np.log2(SHARES[:1]), RANDOM.uniform(-3, -0.1, (ROWS - 1, 3))])
ODDS = np.log(SHARES / (1 - SHARES))

TABLES = {
    "two names that fit": {"label": BITS, "cat": 1 - OWN, "dog": OWN},
    "two names that fit the other way": {"label": BITS, "cat": OWN, "dog": 1 - OWN},
    "two names that fit late": {"label": BITS, "cat": 1 - LATE, "dog": LATE},
    "base-2 logarithms": {"label": BITS, **{f"p_{k}": np.log2(SHARES[:, k]) for k in range(3)}},
    "base-2 logarithms in one row": {"label": BITS, **{f"p_{k}": ONE_ROW[:, k] for k in range(3)}},
    "one against the rest": {"label": BITS, **{f"z_{k}": ODDS[:, k] for k in range(3)}},
}


def answer(path, *options):
    done = inside("loss", path, "-f", "json", *options)
    found = json.loads(done.stdout or done.stderr.splitlines()[-1])
    return found.get("code"), found.get("value")


@pytest.mark.parametrize("name", TABLES)
def test_the_blocks_change_no_question(tmp_path, name):
    path = tmp_path / "t.csv"
    pd.DataFrame(TABLES[name]).to_csv(path, index=False)
    whole = answer(path)
    assert all(answer(path, "--block-rows", str(rows)) == whole for rows in (1, 2, 7, 59))
    assert (whole[0] is None) is (
        name in {"two names that fit", "two names that fit late"} or "in one" in name
    )
