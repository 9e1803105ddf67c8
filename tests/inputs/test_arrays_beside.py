"""Arrays beside labels and predictions: keys, classes of columns, ids of ranked scores and masks."""

import json
import struct

import numpy as np
import pandas as pd
import pytest
from running import inside

RANDOM = np.random.default_rng(12)
ROWS, K = 12, 3
Y = RANDOM.integers(0, K, ROWS)
P = RANDOM.dirichlet(np.ones(K), ROWS)
SHUFFLED = RANDOM.permutation(ROWS)
RIGHT = -np.log(P[np.arange(ROWS), Y]).mean()
IDS = {"numbers": np.arange(100, 100 + ROWS), "texts": np.array([f"a{n}.png" for n in range(ROWS)])}


def told(*files, options=()):
    done = inside("loss", *map(str, files), *options, "-f", "json")
    return json.loads(done.stdout or done.stderr.splitlines()[-1])


def safetensors(path, **arrays):
    head, data = {}, b""
    for name, array in arrays.items():
        kind = {"f": "F64", "i": "I64"}[array.dtype.kind]
        stop = len(data) + array.nbytes
        head[name] = {"dtype": kind, "shape": array.shape, "data_offsets": [len(data), stop]}
        data += np.ascontiguousarray(array).tobytes()
    text = json.dumps(head, separators=(",", ":")).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


def hdf5(path, **arrays):
    h5py = pytest.importorskip("h5py")
    with h5py.File(path, "w") as file:
        for name, array in arrays.items():
            file[name] = array


WRITERS = {"npz": np.savez, "safetensors": safetensors, "h5": hdf5}


@pytest.mark.parametrize("suffix", WRITERS)
@pytest.mark.parametrize(
    "names", [("ids", "ids"), ("id", "ids"), ("keys", "keys"), ("image_id", "image_ids")]
)
def test_rows_are_joined_by_arrays_of_keys(tmp_path, suffix, names):
    keys = IDS["numbers"]
    y, p = tmp_path / f"y.{suffix}", tmp_path / f"p.{suffix}"
    WRITERS[suffix](y, y=Y, **{names[0]: keys})
    WRITERS[suffix](p, probs=P[SHUFFLED], **{names[1]: keys[SHUFFLED]})
    found = told(y, p)
    assert found["value"] == pytest.approx(RIGHT)
    assert "XE857" in {m["code"] for m in found["messages"]}


@pytest.mark.parametrize("keys", IDS.values(), ids=IDS)
def test_a_column_and_an_array_are_keys(tmp_path, keys):
    pd.DataFrame({"filename": keys, "label": Y}).to_csv(tmp_path / "y.csv", index=False)
    np.savez(tmp_path / "p.npz", probs=P[SHUFFLED], filenames=keys[SHUFFLED])
    assert told(tmp_path / "y.csv", tmp_path / "p.npz")["value"] == pytest.approx(RIGHT)
    np.savez(tmp_path / "p.npz", probs=P[SHUFFLED], sample_keys=keys[SHUFFLED])
    found = told(tmp_path / "y.csv", tmp_path / "p.npz")
    assert found["code"] == "XE307"
    assert told(*found["try"][1:3], options=found["try"][3:])["value"] == pytest.approx(RIGHT)


def test_keys_in_the_same_order_cost_nothing(tmp_path):
    np.savez(tmp_path / "y.npz", y=Y, ids=IDS["texts"])
    np.savez(tmp_path / "p.npz", probs=P, ids=IDS["texts"])
    found = told(tmp_path / "y.npz", tmp_path / "p.npz")
    assert found["value"] == pytest.approx(RIGHT)
    assert not found["messages"]


def test_keys_that_differ_are_an_error(tmp_path):
    np.savez(tmp_path / "y.npz", y=Y, ids=IDS["numbers"])
    np.savez(tmp_path / "p.npz", probs=P, ids=IDS["numbers"] + 2)
    found = told(tmp_path / "y.npz", tmp_path / "p.npz")
    assert found["code"] == "XE310"
    assert "inner" in found["try"]


@pytest.mark.parametrize("name", ["classes", "classes_", "class_names", "label_names"])
@pytest.mark.parametrize("order", [[2, 1, 0], [1, 2, 0], [0, 1, 2]])
@pytest.mark.parametrize("titles", [[0, 1, 2], [10, 20, 30], ["ant", "bee", "cat"]], ids=str)
@pytest.mark.parametrize("suffix", ["npz", "safetensors", "h5"])
def test_an_array_of_classes_orders_the_columns(tmp_path, name, order, titles, suffix):
    titles = np.array(titles)
    if suffix != "npz" and titles.dtype.kind == "U":
        pytest.skip("texts are stored otherwise")
    WRITERS[suffix](tmp_path / f"t.{suffix}", y=titles[Y], probs=P[:, order], **{name: titles[order]})
    assert told(tmp_path / f"t.{suffix}")["value"] == pytest.approx(RIGHT)
    WRITERS[suffix](tmp_path / f"p.{suffix}", probs=P[:, order], **{name: titles[order]})
    pd.DataFrame({"label": titles[Y]}).to_csv(tmp_path / "y.csv", index=False)
    assert told(tmp_path / "y.csv", tmp_path / f"p.{suffix}")["value"] == pytest.approx(RIGHT)


def test_proposed_commands_keep_the_order_of_classes(tmp_path):
    np.savez(tmp_path / "t.npz", y=Y, probs=100 * P[:, ::-1], classes=[2, 1, 0])
    found = told(tmp_path / "t.npz")
    assert any(told(one[1], options=one[2:])["value"] == pytest.approx(RIGHT) for one in found["tries"])


BEST = np.argsort(-P, axis=1)
RANKED = np.take_along_axis(P, BEST, axis=1)


@pytest.mark.parametrize("names", [("topk", "scores"), ("indices", "probs"), ("top_k", "probs")])
@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet", "npz"])
@pytest.mark.parametrize("width", [K, K - 1])
def test_ranked_scores_are_put_in_the_order_of_their_ids(tmp_path, names, form, width):
    file = tmp_path / f"t.{form}"
    ids, scores = BEST[:, :width], RANKED[:, :width]
    table = pd.DataFrame({"label": Y, names[0]: ids.tolist(), names[1]: scores.tolist()})
    if form == "npz":
        np.savez(file, label=Y, **{names[0]: ids, names[1]: scores})
    elif form == "jsonl":
        table.to_json(file, orient="records", lines=True, double_precision=15)
    else:
        getattr(table, f"to_{form}")(file, index=False)
    found = told(file)
    assert found.get("code") in {"XE328", "XE050"} if width < K else found["value"] == pytest.approx(RIGHT)


TOKENS = RANDOM.integers(0, K, (4, 5))
SCORES = RANDOM.dirichlet(np.ones(K), (4, 5))
MASK = np.ones((4, 5), int)
MASK[0, 3:], MASK[2, 1:] = 0, 0
EACH = -np.log(np.take_along_axis(SCORES, TOKENS[..., None], axis=-1))[..., 0]


@pytest.mark.parametrize("name", ["attention_mask", "mask", "loss_mask"])
@pytest.mark.parametrize("axis", [-1, 1])
@pytest.mark.parametrize("kind", [int, bool, float])
def test_masks_are_asked_about(tmp_path, name, axis, kind):
    scores = np.moveaxis(SCORES, -1, axis)
    np.savez(tmp_path / "t.npz", labels=TOKENS, probs=scores, **{name: MASK.astype(kind)})
    found = told(tmp_path / "t.npz")
    assert found["code"] == "XE330"
    values = [told(one[1], options=one[2:])["value"] for one in found["tries"]]
    assert values == pytest.approx([EACH[MASK == 1].mean(), EACH.mean()])


def test_masks_of_rows_and_marks(tmp_path):
    np.savez(tmp_path / "t.npz", y=Y, probs=P, test_mask=np.arange(ROWS) < 4)
    assert told(tmp_path / "t.npz")["code"] == "XE330"
    right = -np.log(P[np.arange(4), Y[:4]]).mean()
    assert told(tmp_path / "t.npz", options=["--where", "test_mask=1"])["value"] == pytest.approx(right)
    labels = np.where(MASK == 1, TOKENS, -100)
    np.savez(tmp_path / "t.npz", labels=labels, probs=SCORES, attention_mask=MASK)
    found = told(tmp_path / "t.npz", options=["--ignore-index", "-100"])
    assert found["value"] == pytest.approx(EACH[MASK == 1].mean())
