"""The arrays of a file get the names and roles that the columns of a table get."""

import json

import numpy as np
import pytest
from running import inside

RNG = np.random.default_rng(4)
N, K = 60, 4
Y = RNG.integers(0, K, N)
Z = RNG.normal(size=(N, K)) + 1.5 * np.eye(K)[Y]
LOSSES = -(Z - np.log(np.exp(Z).sum(1, keepdims=True)))[np.arange(N), Y]
BITS = RNG.integers(0, 2, N)
Q = 1 / (1 + np.exp(-(RNG.normal(size=N) + 2 * BITS - 1)))
BCE = -np.where(BITS == 1, np.log(Q), np.log1p(-Q))
ORDER = RNG.permutation(N)


def loss(folder, *options, **arrays):
    np.savez(folder / "c.npz", **arrays)
    return inside("loss", folder / "c.npz", *options, "-f", "json")


def value(out):
    return json.loads(out.stdout)["value"]


def asked(out, code):
    error = json.loads(out.stderr)
    assert error["code"] == code, error
    return [" ".join(some[4:]) for some in error.get("tries", [])]


def test_the_score_of_the_predicted_class_is_read_as_such(tmp_path):
    arrays = {"y_true": BITS, "y_pred": (Q > 0.5).astype(int), "y_score": np.maximum(Q, 1 - Q)}
    out = loss(tmp_path, **arrays)
    assert value(out) == pytest.approx(BCE.mean(), rel=1e-12)
    runs = {name: np.concatenate([array, array]) for name, array in arrays.items()}
    kept = loss(tmp_path, "--where", "part=1", part=np.repeat([0, 1], N), **runs)
    assert value(kept) == pytest.approx(BCE.mean(), rel=1e-12)


def test_scores_of_predicted_classes_beside_labels_of_another_file(tmp_path):
    np.save(tmp_path / "y.npy", BITS)
    np.savez(tmp_path / "p.npz", y_pred=(Q > 0.5).astype(int), y_score=np.maximum(Q, 1 - Q))
    out = inside("loss", tmp_path / "y.npy", tmp_path / "p.npz", "-f", "json")
    assert value(out) == pytest.approx(BCE.mean(), rel=1e-12)


def test_epochs_are_asked_about(tmp_path):
    runs = {"id": np.tile(np.arange(20), 3), "epoch": np.repeat([0, 1, 2], 20), "labels": np.tile(Y[:20], 3)}
    runs["logits"] = np.concatenate([Z[:20] * 0.1, Z[:20] * 0.5, Z[:20]])
    assert asked(loss(tmp_path, **runs), "XE329") == [f"--where epoch={epoch}" for epoch in range(3)]
    last = loss(tmp_path, "--where", "epoch=2", **runs)
    assert value(last) == pytest.approx(LOSSES[:20].mean(), rel=1e-12)
    groups = json.loads(loss(tmp_path, "--by", "epoch", **runs).stdout)["by"]
    assert [one["mean"] for one in groups][2] == pytest.approx(LOSSES[:20].mean(), rel=1e-12)


@pytest.mark.parametrize("other", ["y_train", "y2", "gold"])
def test_other_labels_are_asked_about(tmp_path, other):
    out = loss(tmp_path, y=Y, **{other: Y[::-1].copy()}, logits=Z)
    assert asked(out, "XE305") == ["--labels-column y", f"--labels-column {other}"]
    assert value(loss(tmp_path, y=Y, **{other: Y}, logits=Z)) == pytest.approx(LOSSES.mean(), rel=1e-12)


def test_mixed_labels_are_not_chosen_one_by_one(tmp_path):
    out = loss(tmp_path, y=Y, y2=np.roll(Y, 3), lam=np.full(N, 0.7), logits=Z)
    assert asked(out, "XE305") == []
    assert "soft labels" in json.loads(out.stderr)["hint"]


def test_scores_of_another_model_are_asked_about(tmp_path):
    tries = asked(loss(tmp_path, labels=Y, logits=Z, logits_ema=Z * 0.9), "XE306")
    assert tries == ["--prediction-columns logits", "--prediction-columns logits_ema"]
    assert value(loss(tmp_path, labels=Y, logits=Z, logits_std=Z**2)) == pytest.approx(LOSSES.mean())


@pytest.mark.parametrize("name", ["index", "idx", "order", "perm"])
def test_an_order_of_the_rows_in_one_file_is_asked_about(tmp_path, name):
    arrays = {"labels": Y, name: ORDER, "logits": Z[ORDER]}
    assert len(asked(loss(tmp_path, **arrays), "XE332")) == 3
    joined = loss(tmp_path, "--on", f"#={name}", **arrays)
    assert value(joined) == pytest.approx(LOSSES.mean(), rel=1e-12)
    sorted_one = loss(tmp_path, labels=Y, logits=Z, **{name: np.arange(N)})
    assert value(sorted_one) == pytest.approx(LOSSES.mean(), rel=1e-12)


def test_arrays_of_one_name_in_two_files_are_keys_if_they_hold_the_same_values(tmp_path):
    np.savez(tmp_path / "y.npz", rowkey=np.arange(N) + 100, labels=Y)
    np.savez(tmp_path / "p.npz", rowkey=ORDER + 100, logits=Z[ORDER])
    out = inside("loss", tmp_path / "y.npz", tmp_path / "p.npz", "-f", "json")
    assert value(out) == pytest.approx(LOSSES.mean(), rel=1e-12)


def test_weights_that_are_not_used_are_noted_and_the_option_reads_them(tmp_path):
    weights = (np.arange(N) % 3 > 0) * 1.0
    out = inside("loss", saved(tmp_path, labels=Y, logits=Z, sample_weight=weights), "-f", "value")
    assert "'sample_weight' is not used: every row counts once [XE852]" in out.stderr
    used = loss(
        tmp_path, "--sample-weight-column", "sample_weight", labels=Y, logits=Z, sample_weight=weights
    )
    assert value(used) == pytest.approx(LOSSES[weights > 0].mean(), rel=1e-12)
    lost = loss(tmp_path, "--sample-weight-column", "w", labels=Y, logits=Z, sample_weight=weights)
    assert json.loads(lost.stderr)["code"] == "XE505"


def test_weights_of_positions_are_noted(tmp_path):
    tokens = Z.reshape(6, 10, K)
    out = inside(
        "loss",
        saved(tmp_path, labels=Y.reshape(6, 10), logits=tokens, weights=np.ones((6, 10))),
        "-f",
        "value",
    )
    assert "'weights' is not used: every position counts once [XE852]" in out.stderr


def saved(folder, **arrays):
    np.savez(folder / "c.npz", **arrays)
    return folder / "c.npz"


@pytest.mark.parametrize("form", ["jsonl", "parquet"])
def test_lists_of_tables_get_the_same_questions_and_notes(tmp_path, form):
    weights = RNG.random(N)
    assert "'weight' is not used" in listed(tmp_path, form, label=Y, logits=Z, weight=weights).stderr
    assert "XE305" in listed(tmp_path, form, labels=Y, targets=Y[::-1], logits=Z).stderr
    assert "XE306" in listed(tmp_path, form, labels=Y, logits=Z, logits_ema=Z / 2).stderr


def listed(folder, form, **columns):
    rows = [{k: v[i].tolist() for k, v in columns.items()} for i in range(N)]
    path = folder / f"c.{form}"
    if form == "jsonl":
        path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    else:
        pa = pytest.importorskip("pyarrow")
        pytest.importorskip("pyarrow.parquet").write_table(pa.Table.from_pylist(rows), path)
    return inside("loss", path, "-f", "value")
