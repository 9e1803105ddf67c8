"""Structures, maps, Spark's vectors and variants: the numbers of each class, by name or by place."""

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import orc, parquet
from running import inside

from xentcli.io.open_table import open_table
from xentcli.io.table import ReadOptions

NAMES = ("emu", "cat", "dog")
RANDOM = np.random.default_rng(5)
N = 30
Y = RANDOM.integers(0, 3, N)
P = RANDOM.dirichlet([1, 1, 1], N)
P[4] = [0, 0.25, 0.75]
Y[4] = 1
LABELS = [NAMES[k] for k in Y]
RIGHT = -np.log(P[np.arange(N), Y]).mean()
VECTOR = pa.struct(
    [
        ("type", pa.int8()),
        ("size", pa.int32()),
        ("indices", pa.list_(pa.int32())),
        ("values", pa.list_(pa.float64())),
    ]
)
PLAIN = {"type": 1, "size": None, "indices": None}


def dense(row):
    return {**PLAIN, "values": list(map(float, row))}


def sparse(row):
    places = np.flatnonzero(row)
    return {"type": 0, "size": len(row), "indices": places.tolist(), "values": row[places].tolist()}


def vectors(rows, *ways):
    return pa.array([ways[k % len(ways)](row) for k, row in enumerate(rows)], VECTOR)


def variants(values, kind, metadata=b"\x01\0\0"):
    cells = [{"metadata": metadata, "value": None, "typed_value": value} for value in values]
    return pa.array(
        cells, pa.struct([("metadata", pa.binary()), ("value", pa.binary()), ("typed_value", kind)])
    )


def by_name(row, order=(2, 0, 1)):
    return {NAMES[k]: float(row[k]) for k in order}


def shuffled(row):
    return [(NAMES[k], float(row[k])) for k in RANDOM.permutation(3)]


ITEM = pa.struct([("value", pa.binary()), ("typed_value", pa.float64())])
CASES = {
    "structures": {"p": [by_name(row) for row in P]},
    "maps": {"p": pa.array(map(shuffled, P), pa.map_(pa.string(), pa.float64()))},
    "scored labels": {"p": [[{"label": a, "score": b} for a, b in shuffled(row)] for row in P]},
    "a structure in a structure": {"out": [{"model": "x", "scores": by_name(row)} for row in P]},
    "a variant": {"p": variants([by_name(row) for row in P], pa.struct([(n, pa.float64()) for n in NAMES]))},
}


def saved(folder, table, form="parquet"):
    path = folder / f"p.{form}"
    (orc if form == "orc" else parquet).write_table(pa.table(table), path)
    return path


def loss(path, *words):
    done = inside("loss", path, *words, "-f", "value")
    assert done.returncode == 0, done.stderr
    return float(done.stdout)


@pytest.mark.parametrize("form", ["parquet", "orc"])
@pytest.mark.parametrize("columns", CASES.values(), ids=CASES)
def test_scores_by_name_are_matched_by_name(columns, form, tmp_path):
    assert loss(saved(tmp_path, {"label": LABELS, **columns}, form)) == pytest.approx(RIGHT)


SPARK = {
    "dense": (vectors(P, dense), ()),
    "sparse": (vectors(P, sparse), ()),
    "mixed": (vectors(P, dense, sparse, sparse), ()),
}


@pytest.mark.parametrize("form", ["parquet", "orc"])
@pytest.mark.parametrize("probability", [v for v, _ in SPARK.values()], ids=SPARK)
def test_sparks_probability_is_taken_and_not_the_votes_or_features(probability, form, tmp_path):
    table = {
        "features": vectors(RANDOM.normal(size=(N, 3)), dense, sparse),
        "label": pa.array(Y, pa.float64()),
        "rawPrediction": vectors(20 * P, dense),
        "probability": probability,
        "prediction": pa.array(P.argmax(axis=1), pa.float64()),
    }
    assert loss(saved(tmp_path, table, form)) == pytest.approx(RIGHT)


def test_sparks_binary_predictions_are_two_columns(tmp_path):
    two = np.stack([P[:, 0], 1 - P[:, 0]], axis=1)
    two[4] = [0.5, 0.5]
    bits = (Y > 0).astype(float)
    table = {"label": bits, "probability": vectors(two, dense), "prediction": two.argmax(axis=1) * 1.0}
    right = -np.log(two[np.arange(N), bits.astype(int)]).mean()
    assert loss(saved(tmp_path, table)) == pytest.approx(right)


def numbers(folder, column):
    """The rows that can be read, and the code and row of the others."""
    table = open_table(str(saved(folder, {"p": column})), ReadOptions())
    wrong = []
    blocks = [block.values for block in table.blocks(complain=wrong.append)]
    return np.concatenate(blocks).tolist(), [(error.code, error.place.row) for error in wrong]


BAD = {
    "shorter": ({**PLAIN, "values": [1.0]}, "XE043"),
    "sparse of another size": ({"type": 0, "size": 2, "indices": [0], "values": [1.0]}, "XE043"),
    "an index too far": ({"type": 0, "size": 3, "indices": [3], "values": [1.0]}, "XE070"),
    "an index below": ({"type": 0, "size": 3, "indices": [-1], "values": [1.0]}, "XE070"),
    "indices that fall": ({"type": 0, "size": 3, "indices": [1, 0], "values": [0.5, 0.5]}, "XE070"),
    "an index twice": ({"type": 0, "size": 3, "indices": [1, 1], "values": [0.5, 0.5]}, "XE070"),
    "fewer indices": ({"type": 0, "size": 3, "indices": [1], "values": [0.5, 0.5]}, "XE070"),
    "no indices": ({"type": 0, "size": 3, "indices": None, "values": [1.0]}, "XE070"),
    "a gap": ({**PLAIN, "values": [0.5, None, 0.5]}, "XE016"),
    "nothing": (None, "XE016"),
}


@pytest.mark.parametrize(("cell", "code"), BAD.values(), ids=BAD)
def test_a_vector_that_does_not_fit_is_told_with_its_row(cell, code, tmp_path):
    good = [dense(P[0]), sparse(P[4])]
    found = numbers(tmp_path, pa.array([*good, cell, *good], VECTOR))
    assert found == ([P[0].tolist(), P[4].tolist()] * 2, [(code, 3)])


def test_a_gap_in_a_structure_is_told_with_its_row(tmp_path):
    cells = [{"a": 0.5, "b": 0.5}, {"a": None, "b": 1.0}, None, {"a": 0.25, "b": 0.75}]
    assert numbers(tmp_path, pa.array(cells)) == ([[0.5, 0.5], [0.25, 0.75]], [("XE016", 2), ("XE016", 3)])


@pytest.mark.parametrize("number", [pa.int64(), pa.float64(), pa.decimal128(9, 2)], ids=str)
def test_shredded_variants_are_read(number, tmp_path):
    from decimal import Decimal

    values = [Decimal(int(k)) if pa.types.is_decimal(number) else int(k) for k in Y]
    table = {"label": variants(values, number), **{f"p{k}": P[:, k] for k in range(3)}}
    assert loss(saved(tmp_path, table)) == pytest.approx(RIGHT)


def test_a_variant_of_another_type_is_told_with_its_row(tmp_path):
    cells = variants(Y.tolist(), pa.int64()).to_pylist()
    cells[6] = {"metadata": b"\x01\0\0", "value": b"\x05x", "typed_value": None}
    table = {"label": pa.array(cells, variants([1], pa.int64()).type), **{f"p{k}": P[:, k] for k in range(3)}}
    done = inside("loss", saved(tmp_path, table))
    assert (done.returncode, "(row 7)" in done.stderr, "XE071" in done.stderr) == (1, True, True)


def test_a_variant_of_null_is_a_missing_label(tmp_path):
    cells = [{"metadata": b"", "value": b"\0", "typed_value": None}, *variants([1], pa.int64()).to_pylist()]
    column = pa.array(cells, variants([1], pa.int64()).type)
    done = inside("loss", saved(tmp_path, {"label": column, "p": [0.5, 0.5]}))
    assert (done.returncode, "missing label" in done.stderr, "(row 1)" in done.stderr) == (1, True, True)


def test_maps_without_a_class_are_refused(tmp_path):
    cells = [[(n, p) for n, p in shuffled(row) if p > 0.1] for row in P]
    path = saved(tmp_path, {"label": LABELS, "p": pa.array(cells, pa.map_(pa.string(), pa.float64()))})
    done = inside("loss", path)
    assert (done.returncode, "XE050" in done.stderr) == (1, True)
    assert "the other scores are unknown" in done.stderr


def test_columns_of_scores_win_over_other_vectors(tmp_path):
    rest = {"box": [{"x": 0.5, "y": 0.25, "w": 0.25}] * N, "embedding": RANDOM.normal(size=(N, 3)).tolist()}
    path = saved(tmp_path, {"label": Y, **rest, **{f"p{k}": P[:, k] for k in range(3)}})
    assert loss(path) == pytest.approx(RIGHT)


def test_hashed_features_stand_in_no_way(tmp_path):
    hashed = {"type": 0, "size": 1 << 18, "indices": [7, 9], "values": [1.0, 2.0]}
    long = pa.array([np.ones(100_001)] * N)
    table = {
        "label": Y,
        "features": pa.array([hashed] * N, VECTOR),
        "long": long,
        "probability": vectors(P, dense),
    }
    assert loss(saved(tmp_path, table)) == pytest.approx(RIGHT)
