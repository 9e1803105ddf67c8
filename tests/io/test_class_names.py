"""Names of classes that the container declares: columns are matched by them, else by their ids."""

import json

import numpy as np
import polars as pl
import pyarrow as pa
import pytest
from pyarrow import ipc, parquet
from running import inside

NAMES = ("emu", "cat", "dog")
RANDOM = np.random.default_rng(3)
N = 40
Y = RANDOM.integers(0, 3, N)
P = RANDOM.dirichlet([1, 1, 1], N)
BITS = (Y > 0).astype(int)
TWO = np.stack([P[:, 0], 1 - P[:, 0]], axis=1)


def mean(y=Y, p=P):
    return -np.log(p[np.arange(len(y)), y]).mean()


def label(*names):
    return {"names": list(names), "_type": "ClassLabel"}


def wide(form, names=NAMES, order=(2, 0, 1), p=P):
    return {form.format(names[k], k): p[:, k] for k in order}


def saved(folder, columns, features=None, form="parquet"):
    table, path = pa.table(columns), folder / f"p.{form}"
    if features is not None:
        table = table.replace_schema_metadata({"huggingface": json.dumps({"info": {"features": features}})})
    if form == "parquet":
        parquet.write_table(table, path)
    else:
        with pa.OSFile(str(path), "wb") as file, ipc.new_stream(file, table.schema) as writer:
            writer.write_table(table)
    return path


def loss(path, *words):
    done = inside("loss", path, *words, "-f", "value")
    assert done.returncode == 0, done.stderr
    return float(done.stdout)


COLUMNS = {
    "names": wide("{0}"),
    "names in a pattern": wide("prob_{0}"),
    "ids": wide("LABEL_{1}"),
    "numbered": wide("p{1}", order=(0, 1, 2)),
    "a list": {"probs": P.tolist()},
    "a structure": {"probs": [{NAMES[k]: float(row[k]) for k in (1, 2, 0)} for row in P]},
    "beside predicted ids": {"pred": P.argmax(axis=1), "probs": P.tolist()},
    "beside text": {"text": [f"row {k}" for k in range(N)], "probs": P.tolist()},
}


@pytest.mark.parametrize("form", ["parquet", "arrow"])
@pytest.mark.parametrize("columns", COLUMNS.values(), ids=COLUMNS)
def test_ids_of_hugging_face_are_matched_by_their_names(columns, form, tmp_path):
    path = saved(tmp_path, {"label": Y, **columns}, {"label": label(*NAMES)}, form)
    assert loss(path) == pytest.approx(mean())


TWO_CLASSES = {
    "words": ("neg", "pos"),
    "words against the alphabet": ("z", "a"),
    "numbers": ("0", "1"),
    "numbers in another order": ("1", "0"),
    "truths": ("False", "True"),
    "truths in another order": ("True", "False"),
    "number words": ("1 star", "2 stars"),
}


@pytest.mark.parametrize("names", TWO_CLASSES.values(), ids=TWO_CLASSES)
def test_ids_count_where_the_columns_have_no_names(names, tmp_path):
    features = {"label": label(*names)}
    right = mean(BITS, TWO)
    assert loss(saved(tmp_path, {"label": BITS, "probs": TWO.tolist()}, features)) == pytest.approx(right)
    assert loss(saved(tmp_path, {"label": BITS, "score": TWO[:, 1]}, features)) == pytest.approx(right)


@pytest.mark.parametrize("names", [("False", "True"), ("True", "False"), ("z", "a")])
def test_columns_called_after_truths_are_matched_by_name(names, tmp_path):
    for order in ((0, 1), (1, 0)):
        columns = wide("p_{0}", names, order, TWO)
        path = saved(tmp_path, {"label": BITS, **columns}, {"label": label(*names)})
        assert loss(path) == pytest.approx(mean(BITS, TWO))


def test_numbers_that_may_be_names_or_ids_are_refused(tmp_path):
    columns = {"label": BITS, "p_0": TWO[:, 0], "p_1": TWO[:, 1]}
    done = inside("loss", saved(tmp_path, columns, {"label": label("1", "0")}))
    assert (done.returncode, "XE073" in done.stderr) == (1, True)
    stars = saved(tmp_path, {"label": Y, **wide("p_{0}", ("1", "2", "3"))}, {"label": label("1", "2", "3")})
    assert loss(stars) == pytest.approx(mean())


def test_rows_without_a_label_are_asked_about(tmp_path):
    marked = np.where(np.arange(N) % 7, Y, -1)
    path = saved(tmp_path, {"label": marked, "probs": P.tolist()}, {"label": label(*NAMES)})
    done = inside("loss", path)
    assert (done.returncode, "--ignore-index -1" in done.stderr) == (1, True)
    right = mean(marked[marked >= 0], P[marked >= 0])
    assert loss(path, "--ignore-index", -1) == loss(path, "--unknown", "-1") == pytest.approx(right)


LISTS = [[0], [1, 2], [], [0, 2], [1], [2], [0, 1, 2]]
HOT = np.array([[k in ids for k in range(3)] for ids in LISTS]).astype(float)
Q = RANDOM.random((len(LISTS), 3))
WRAPPED = {
    "List": {"feature": label(*NAMES), "_type": "List"},
    "Sequence": {"feature": label(*NAMES), "length": -1, "_type": "Sequence"},
    "a list": [label(*NAMES)],
}


@pytest.mark.parametrize("feature", WRAPPED.values(), ids=WRAPPED)
@pytest.mark.parametrize("columns", [wide("p_{0}", p=Q), wide("p{1}", p=Q), {"probs": Q.tolist()}])
def test_lists_of_ids_are_labels_by_name(columns, feature, tmp_path):
    path = saved(tmp_path, {"labels": LISTS, **columns}, {"labels": feature})
    assert loss(path) == pytest.approx(-(HOT * np.log(Q) + (1 - HOT) * np.log(1 - Q)).mean())


def test_metadata_that_tell_nothing_change_nothing(tmp_path):
    for features in ("x", {"label": {"names": [1, 2], "_type": "ClassLabel"}}, {"label": label("a", "a")}):
        assert loss(saved(tmp_path, {"label": Y, "probs": P.tolist()}, features)) == pytest.approx(mean())


def coded(ordered, names=NAMES):
    return pa.DictionaryArray.from_arrays(pa.array(Y, pa.int8()), names, ordered=ordered)


@pytest.mark.parametrize("form", ["parquet", "arrow"])
def test_only_categories_have_an_order(form, tmp_path):
    assert Y[0] != 0, "the order of the rows is another"
    columns = wide("p{1}", order=(0, 1, 2))
    assert loss(saved(tmp_path, {"label": coded(True), **columns}, form=form)) == pytest.approx(mean())
    path = saved(tmp_path, {"label": coded(False), **columns}, form=form)
    done = inside("loss", path)
    assert (done.returncode, "--classes emu,cat,dog" in done.stderr) == (1, True)
    texts = pa.array([NAMES[k] for k in Y]).dictionary_encode()
    done = inside("loss", saved(tmp_path, {"label": texts, **columns}, form=form))
    assert (done.returncode, "try:" in done.stderr) == (1, False)
    named = saved(tmp_path, {"label": coded(False), **wide("{0}")}, form=form)
    assert loss(named) == pytest.approx(mean())


@pytest.mark.parametrize("form", ["parquet", "ipc", "ipc_stream"])
@pytest.mark.parametrize("names", [NAMES, ("é;1", "b 2;", "3;c")])
def test_enums_of_polars_are_in_order_and_categoricals_are_not(names, form, tmp_path):
    texts, path = [names[k] for k in Y], tmp_path / ("p.parquet" if form == "parquet" else "p.arrow")
    for kind, works in ((pl.Enum(names), True), (pl.Categorical, False)):
        frame = pl.DataFrame({"label": pl.Series(texts, dtype=kind), "p": P.tolist()})
        getattr(frame, f"write_{form}")(path)
        done = inside("loss", path, "-f", "value")
        assert (done.returncode == 0) is works
        assert not works or float(done.stdout) == pytest.approx(mean())


def test_an_enum_in_a_file_without_dictionary_pages_is_in_order(tmp_path):
    frame = pl.DataFrame({"label": pl.Series([NAMES[k] for k in Y], dtype=pl.Enum(NAMES)), "p": P.tolist()})
    parquet.write_table(frame.to_arrow(), tmp_path / "p.parquet", use_dictionary=False)
    assert loss(tmp_path / "p.parquet") == pytest.approx(mean())
