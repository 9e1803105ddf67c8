"""Lists of labels next to scores with positions are the labels of the positions."""

import json

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from running import inside

P = np.random.default_rng(1).dirichlet(np.ones(3), (4, 3))
EVEN = [[0, 1, 2], [2, 0, 1], [1, 2, 0], [0, 2, 1]]
RAGGED = [[0, 1, 2], [1], [2, 0], [0, 2]]
LATE = [[0, 1, 2], [2, 0, 1], [1, 2, 0], [0, 2]]


def written(folder, kind, rows):
    path = folder / f"y.{kind}"
    if kind == "jsonl":
        path.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    elif kind == "csv":
        path.write_text("y\n" + "".join(f'"{row}"\n' for row in rows))
    elif kind == "txt":
        path.write_text("y\n" + "".join("|".join(map(str, row)) + "\n" for row in rows))
    else:
        pq.write_table(pa.table({"y": rows}), path)
    np.save(folder / "p.npy", P)
    return inside("loss", path, folder / "p.npy", "-f", "json")


@pytest.mark.parametrize("kind", ["jsonl", "csv", "txt", "parquet"])
@pytest.mark.parametrize("rows", [RAGGED, LATE])
def test_lists_of_other_lengths_are_refused(tmp_path, kind, rows):
    out = written(tmp_path, kind, rows)
    assert out.returncode == 1
    assert json.loads(out.stderr)["code"] in {"XE352", "XE305"}


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_lists_with_a_label_for_each_position_are_read(tmp_path, kind):
    out = written(tmp_path, kind, EVEN)
    expected = -np.log(np.take_along_axis(P, np.array(EVEN)[..., None], -1)).mean()
    assert json.loads(out.stdout)["value"] == pytest.approx(expected, rel=1e-14)


def test_filled_lists_give_the_loss_of_their_positions(tmp_path):
    np.save(tmp_path / "p.npy", P)
    np.save(tmp_path / "y.npy", [row + [-100] * (3 - len(row)) for row in RAGGED])
    out = inside("loss", tmp_path / "y.npy", tmp_path / "p.npy", "--ignore-index", "-100", "-f", "json")
    losses = [-np.log(P[i, j, k]) for i, row in enumerate(RAGGED) for j, k in enumerate(row)]
    assert json.loads(out.stdout)["value"] == pytest.approx(np.mean(losses), rel=1e-14)
