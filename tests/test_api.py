"""The Python API: one answer, whatever the labels and predictions are handed over as."""

import json
import re
import subprocess
import sys

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from running import ROOT, SAMPLES, inside

import xentcli
from xentcli.core.frozen import fields
from xentcli.settings.keywords import FRACTIONS, SCALES, WHOLE, Keywords, settings_from
from xentcli.settings.settings import Settings

Y = np.load(SAMPLES / "digits_labels.npy")
P = np.load(SAMPLES / "digits_probs.npy")
FRAME = pd.DataFrame(P, columns=[f"p_{k}" for k in range(10)])
BOTH = FRAME.assign(label=Y)
WANTED = xentcli.loss(Y, P)


def parts(values, rows=250):
    return (values[start : start + rows] for start in range(0, len(values), rows))


class Loader:
    """What can be gone through again and again, and not asked for a place, as PyTorch's loaders."""

    def __iter__(self):
        return ([y, p] for y, p in zip(parts(Y), parts(P), strict=True))

    def __len__(self):
        return 8


WAYS = {
    "lists": lambda: (Y.tolist(), P),
    "a column and a frame": lambda: (pd.Series(Y), FRAME),
    "a column with a name": lambda: (pd.Series(Y, name="y"), FRAME),
    "frames": lambda: (pd.DataFrame({"label": Y}), FRAME),
    "one frame": lambda: (BOTH, None),
    "a frame beside an array": lambda: (pd.DataFrame({"label": Y, "id": Y}), P),
    "Arrow": lambda: (pa.array(Y), pa.Table.from_pandas(FRAME)),
    "Arrow in chunks": lambda: (pa.chunked_array([Y[:5], Y[5:]]), pa.Table.from_pandas(FRAME)),
    "paths": lambda: (SAMPLES / "digits_labels.npy", str(SAMPLES / "digits_probs.npy")),
    "a path and an array": lambda: (SAMPLES / "digits_labels.csv", P),
    "pairs of arrays": lambda: (zip(parts(Y), parts(P), strict=True), None),
    "pairs of a column and a frame": lambda: (zip(parts(BOTH.label), parts(FRAME), strict=True), None),
    "a loader": lambda: (Loader(), None),
    "two iterators, cut elsewhere": lambda: (parts(Y), parts(P, 77)),
    "an iterator of frames": lambda: (Y, parts(FRAME, 77)),
    "blocks of columns in another order": lambda: (
        Y, iter([FRAME[:9], FRAME[9:].iloc[:, ::-1]])),
    "empty blocks between": lambda: (iter([Y[:0], Y[:7], Y[7:7], Y[7:]]), iter([FRAME[:0], FRAME])),
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_the_loss_is_the_same_however_it_is_handed_over(way):
    found = xentcli.loss(*WAYS[way]())
    assert (found.value, found.signature, found.statistics) == (
        WANTED.value, WANTED.signature, WANTED.statistics)  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_so_are_the_kind_the_verdict_and_the_advice(way):
    labels, predictions = WAYS[way]()
    if way in {"one frame", "a loader"}:
        return  # labels alone, for what needs no predictions
    assert xentcli.detect(labels, predictions).loss == "sparse"
    assert xentcli.validate(*WAYS[way]()).valid
    assert xentcli.advise(*WAYS[way]()).suspicions == ()


@pytest.mark.parametrize(
    "way", [name for name in WAYS if name not in {"a loader", "pairs of arrays", "one frame"}]
)
def test_labels_are_converted_from_whatever_they_are(way):
    labels = WAYS[way]()[0]
    if way == "pairs of a column and a frame":
        labels = parts(BOTH.label)
    assert (xentcli.convert(labels, "one-hot") == np.eye(10)[Y]).all()


def test_polars_is_read_as_pandas_is():
    pl = pytest.importorskip("polars")
    frame = pl.DataFrame({name: FRAME[name].to_numpy() for name in FRAME})
    assert xentcli.loss(pl.Series(Y), frame).value == WANTED.value
    words = pl.Series("label", ["a word of more than twelve letters", "b"] * 2)
    assert xentcli.detect(words).class_names == ("a word of more than twelve letters", "b")
    assert xentcli.detect(words.cast(pl.Categorical)).classes == 2


@pytest.mark.parametrize("wrap", [pd.Categorical, lambda names: pd.array(pd.Categorical(names))])
def test_a_categorical_is_a_column(wrap):
    names = pd.Categorical(["b", "a", "b"], categories=["b", "a"])
    assert xentcli.loss(wrap(names), [[0.9, 0.1], [0.2, 0.8], [0.7, 0.3]]).class_names == ("b", "a")
    assert xentcli.detect(wrap(names)).classes == 2
    assert (
        xentcli.convert(wrap(names), "one-hot").tolist()
        == xentcli.convert(pd.Series(names), "one-hot").tolist()
    )


def test_columns_without_a_name_are_read_from_arrays_of_pandas():
    assert xentcli.loss(pd.array([0, 1], "Int64"), [[0.5, 0.5], [0.5, 0.5]]).samples == 2
    assert xentcli.detect(pd.array(["x", "y"], "string")).class_names == ("x", "y")


def test_views_of_strings_are_read_from_files_too(tmp_path):
    words = pa.array(["a word of more than twelve letters", "b"] * 2, pa.string_view())
    table = pa.table({"label": words})
    with pa.ipc.new_file(tmp_path / "y.arrow", table.schema) as file:
        file.write_table(table)
    assert xentcli.detect(tmp_path / "y.arrow").class_names == ("a word of more than twelve letters", "b")


def test_tensors_are_arrays():
    torch = pytest.importorskip("torch")
    assert xentcli.loss(torch.tensor(Y), torch.tensor(P)).value == WANTED.value
    with pytest.raises(xentcli.XentError, match="requires grad") as caught:
        xentcli.loss(torch.tensor(Y), torch.tensor(P, requires_grad=True))
    assert "detach" in caught.value.hint


def test_an_iterator_is_gone_through_once():
    asked = []
    blocks = ((asked.append(n), (Y[n : n + 600], P[n : n + 600]))[1] for n in range(0, len(Y), 600))
    assert xentcli.loss(blocks, class_weight="balanced", reduction="none").value[:2] != []
    assert asked == [0, 600, 1200]


def test_types_that_differ_from_block_to_block_are_read_in_the_one_that_holds_all():
    blocks = [([1], np.array([[0.25, 0.75]], "f4")), (np.array([0], "u1"), np.array([[0.125, 0.875]]))]
    found = xentcli.loss(iter(blocks))
    assert (found.dtype, found.value) == (
        "float64",
        xentcli.loss([1, 0], [[0.25, 0.75], [0.125, 0.875]]).value,
    )


def test_columns_are_matched_by_name():
    hot = pd.DataFrame({"cat": [1, 0], "dog": [0, 1]})
    scores = pd.DataFrame({"p_dog": [0.25, 0.75], "p_cat": [0.75, 0.25]})
    assert xentcli.loss(hot, scores).statistics.accuracy == 1
    assert xentcli.loss(pd.Series(["cat", "dog"]), scores).statistics.accuracy == 1


def test_rows_are_joined_grouped_and_weighed_by_columns():
    labels = pd.DataFrame({"id": [1, 2], "y": [0, 1], "w": [1.0, 3.0], "split": ["a", "b"]})
    scores = pd.DataFrame({"id": [2, 1], "p_0": [0.125, 0.75], "p_1": [0.875, 0.25]})
    found = xentcli.loss(labels, scores, on="id", by="split", labels_column="y", sample_weight_column="w")
    assert [group.name for group in found.by] == ["a", "b"]
    assert found.statistics.accuracy == 1
    assert found.value == pytest.approx(-(np.log(0.75) + 3 * np.log(0.875)) / 4)
    assert xentcli.loss(labels, scores[:1], on="id", join="inner", labels_column="y").samples == 1


FEW = pd.DataFrame(P[:40, :3], columns=["p_a", "p_b", "p_c"]).pipe(
    lambda frame: frame.div(frame.sum(axis=1), axis=0)
)
NAMES = pd.Series(["a", "b", "c", "b"] * 10)
TYPES = ("category", "string", "string[pyarrow]", "large_string[pyarrow]")


@pytest.mark.parametrize("dtype", TYPES)
def test_every_type_of_text_is_names(dtype):
    assert xentcli.loss(NAMES.astype(dtype), FEW).value == xentcli.loss(NAMES.to_list(), FEW).value


@pytest.mark.parametrize("dtype", ["Int64", "UInt8", "int16[pyarrow]", "float32", "Float64"])
def test_every_type_of_number_is_ids(dtype):
    ids = NAMES.map({"a": 0, "b": 1, "c": 2})
    assert xentcli.loss(ids.astype(dtype), FEW).value == xentcli.loss(NAMES, FEW).value


@pytest.mark.parametrize(
    "classes", ["a,b,c", {"b": 1, "c": 2, "a": 0}, {0: "a", 1: "b", 2: "c"}, pd.Index([*"abc"])]
)
def test_classes_are_a_list_a_text_or_a_map(classes):
    assert xentcli.convert(NAMES, "sparse", classes=classes)[:4].tolist() == [0, 1, 2, 1]


WEIGHTS = {
    "text": "1,2,3",
    "a list": [1, 2, 3],
    "an array": np.array([1, 2, 3], "f4"),
    "by name": {"c": 3, "a": 1, "b": 2.0},
    "by number": {2: 3, 0: 1, 1: 2},
}


@pytest.mark.parametrize("way", WEIGHTS)
def test_weights_of_classes_are_a_list_or_a_map(way):
    each = np.array(xentcli.loss(NAMES, FEW, reduction="none").value)
    weights = NAMES.map({"a": 1, "b": 2, "c": 3}).to_numpy()
    wanted = (each * weights).sum() / weights.sum()
    found = xentcli.loss(NAMES, FEW, class_weight=WEIGHTS[way], reduction="mean_with_sample_weight")
    assert found.value == pytest.approx(wanted, rel=1e-15)


def test_an_index_that_is_a_key_joins_the_rows():
    labels = pd.DataFrame({"y": [0, 1]}, index=pd.Index([1, 2], name="id"))
    scores = pd.DataFrame({"p_0": [0.25, 0.5], "p_1": [0.75, 0.5]}, index=pd.Index([2, 1], name="id"))
    assert xentcli.loss(labels, scores).value == pytest.approx(-np.log([0.5, 0.75]).mean(), rel=1e-15)


@pytest.mark.parametrize(
    "columns",
    [
        {"labels_column": 10, "prediction_columns": "0-9"},
        {"labels_column": "label", "prediction_columns": [f"p_{k}" for k in range(10)]},
        {"labels_column": -1, "prediction_columns": tuple(range(10))},
    ],
    ids=str,
)
def test_columns_are_named_by_names_indexes_or_several(columns):
    assert xentcli.loss(BOTH.assign(more=0.5)[[*BOTH]], **columns) == WANTED


def test_a_list_of_names_means_them_whatever_is_in_them():
    frame = pd.DataFrame({"y": [0, 1], "p, 1": [0.75, 0.5], '"q"': [0.25, 0.5], "0": [9, 9]})
    mean = (np.log(4 / 3) + np.log(2)) / 2
    assert xentcli.loss(frame["y"], frame, prediction_columns=["p, 1", '"q"']).value == mean


def test_an_index_that_is_named_is_a_key_or_a_group():
    labels = pd.DataFrame({"y": [0, 1]}, index=pd.Index([1, 2], name="User"))
    scores = FRAME[["p_0", "p_1"]][:2].set_index(pd.Index([2, 1], name="User"))
    joined = xentcli.loss(labels, scores, on="User", by="User", scale="logits")
    assert [group.name for group in joined.by] == ["1", "2"]


def test_a_reader_of_record_batches_is_a_frame():
    assert xentcli.loss(pa.Table.from_pandas(BOTH, preserve_index=False).to_reader()) == WANTED


DECIMALS = pa.array(Y % 2).cast(pa.decimal128(20, 1))
PAIR = [0, 1], [[0.75, 0.25], [0.25, 0.75]]
WRONG = {
    "rows of several lengths": (lambda: xentcli.loss([0, 1], [[0.5, 0.5], [1]]), "XE037", "lengths"),
    "a cell of another sort": (
        lambda: xentcli.detect(pd.Series([1, "a"], dtype=object)), "XE037", "cannot be read"),
    "a column twice": (
        lambda: xentcli.loss([0, 1], pd.DataFrame(PAIR[1], columns=["a", "a"])), "XE037", "Duplicate column"),
    "a missing label": (lambda: xentcli.detect(pd.Series(["a", None])), "XE015", "row 2"),
    "a missing number": (lambda: xentcli.loss(PAIR[0], pd.DataFrame([[1, 0], [None, 1]])), "XE016", "row 2"),
    "a masked value": (lambda: xentcli.loss(np.ma.array([0, 1], mask=[0, 1]), PAIR[1]), "XE016", "masked"),
    "dates": (lambda: xentcli.detect(pd.Series(pd.to_datetime(["2024-01-01"]))), "XE031", "dates"),
    "no predictions": (lambda: xentcli.loss([0, 1]), "XE561", "does not hold predictions"),
    "no pair": (lambda: xentcli.loss(iter([PAIR, [0, 1, 2]])), "XE561", "block 2 is not a pair"),
    "a pair or two rows": (lambda: xentcli.detect(Loader()), "XE561", "a pair, or two rows"),
    "no array": (lambda: xentcli.detect({"y": 1}), "XE561", "a dict is not an array"),
    "nothing": (lambda: xentcli.loss(iter([])), "XE013", "no rows"),
    "empty blocks alone": (lambda: xentcli.detect(iter([Y[:0]])), "XE013", "no rows"),
    "numbers, then names": (lambda: xentcli.detect(iter([[0, 1], ["a"]])), "XE037", "row 3"),
    "another width": (lambda: xentcli.detect(iter([[[0, 1]], [[0, 1, 0]]])), "XE037", "row 2"),
    "other columns": (
        lambda: xentcli.detect(iter([FRAME, FRAME[["p_1"]]])), "XE037", "does not match the first"),
    "an unknown framework": (lambda: xentcli.loss(*PAIR, like="kerass"), "XE500", "not one of exact, keras"),
    "a missing index": (lambda: xentcli.detect([0], classes={"a": 0, "b": 2}), "XE500", "none with index 1"),
    "a class twice": (lambda: xentcli.detect([0], classes=["a", "a"]), "XE500", "a twice"),
    "a weight of no class": (
        lambda: xentcli.loss(*PAIR, class_weight={0: 1, 2: 1}), "XE500", "names 2, which is not a class"),
    "too few weights": (lambda: xentcli.loss(*PAIR, class_weight={0: 1}), "XE500", "no weight for class 1"),
    "all frameworks": (lambda: xentcli.loss(*PAIR, like="all"), "XE500", "more than one number"),
    "an unknown kind": (lambda: xentcli.convert([0, 1], "onehot"), "XE500", "not one of sparse, one-hot"),
    "an unknown expectation": (lambda: xentcli.validate([0, 1], expect="hot"), "XE500", "not one of"),
    "an unknown join": (lambda: xentcli.loss(*PAIR, on="id", join="outer"), "XE522", "unknown join"),
    "an unknown group": (lambda: xentcli.loss(BOTH, by="lable"), "XE505", "no column is named 'lable'"),
    "a group that is no name": (lambda: xentcli.loss(Y, P, by=Y), "XE500", "by is the name of a column"),
    "a key that is no name": (lambda: xentcli.loss(BOTH, FRAME, on=["id"]), "XE500", "on is the name"),
    "marks in a list": (lambda: xentcli.loss(Y, P, ignore_index=[1]), "XE500", "[1] is not a whole number"),
    "a mark as text": (lambda: xentcli.loss(Y, P, ignore_index="1"), "XE500", "1 is not a whole number"),
    "half an offset": (lambda: xentcli.loss(Y, P, label_offset=0.5), "XE500", "0.5 is not a whole number"),
    "smoothing as text": (lambda: xentcli.loss(Y, P, label_smoothing="a"), "XE500", "a is not a number"),
    "less than no rows": (lambda: xentcli.loss(Y, P, top=-1), "XE500", "top: -1 is negative"),
    "half a row": (lambda: xentcli.loss(Y, P, top=2.5), "XE500", "top: 2.5 is not a whole number"),
    "rows without end": (lambda: xentcli.loss(Y, P, top=float("inf")), "XE500", "inf is not a whole number"),
    "jobs without number": (lambda: xentcli.validate(Y, jobs=float("nan")), "XE500", "jobs: nan is not"),
    "no job": (lambda: xentcli.detect(Y, jobs=0), "XE500", "jobs: 0 is below 1"),
    "endless problems": (lambda: xentcli.validate(Y, max_errors=float("inf")), "XE500", "max_errors: inf"),
    "a threshold out of range": (
        lambda: xentcli.convert(P, "one-hot", threshold=10**400), "XE500", "threshold: the number is out"),
    "a threshold that is none": (
        lambda: xentcli.convert(P, "one-hot", threshold=float("nan")), "XE500", "nan is not a number"),
    "bytes": (lambda: xentcli.loss(pa.table({"y": Y, "p": [b"1"] * len(Y)})), "XE033", "binary"),
    "no such file": (lambda: xentcli.validate("nothing.csv"), "XE601", "no such file"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_what_has_no_answer_is_an_error_with_a_code_and_a_hint(case):
    call, code, says = WRONG[case]
    with pytest.raises(xentcli.XentError, match=re.escape(says)) as caught:
        call()
    assert (caught.value.code, bool(caught.value.hint)) == (code, True)


NUMBERS = (*WHOLE, *FRACTIONS, "pos_weight", "focal_alpha", "class_weight")


@pytest.mark.parametrize("name", NUMBERS)
@pytest.mark.parametrize("number", [10**400, -(10**400), 10**5000], ids=["large", "small", "long"])
def test_a_number_out_of_range_is_an_error_of_ours(name, number):
    with pytest.raises(xentcli.XentError, match=f"^{name}: the number is out of range"):
        xentcli.loss(Y, P, **{name: number})


@pytest.mark.parametrize("offset", [2**63, -(2**63) - 1, np.uint64(2**64 - 1)])
def test_an_offset_is_an_int64(offset):
    with pytest.raises(xentcli.XentError, match=r"^label_offset: the number is out of range"):
        xentcli.loss(Y, P, label_offset=offset)


@pytest.mark.parametrize("name", NUMBERS)
@pytest.mark.parametrize("number", [float("inf"), float("nan"), 1j])
def test_what_is_no_finite_number_is_an_error_of_ours(name, number):
    with pytest.raises(xentcli.XentError):
        xentcli.loss(Y, P, **{name: number})


@pytest.mark.parametrize("name", ["pos_weight", "focal_alpha", "class_weight"])
@pytest.mark.parametrize("kind", [np.int8, np.uint64, np.float32, np.asarray])
def test_one_number_of_numpy_is_one_number(name, kind):
    assert settings_from({name: kind(2)}) == settings_from({name: 2})


@pytest.mark.parametrize("weights", [[1, None], [1, 10**400], {0: 1, 1: "x"}, {0: 1, 1: 10**400}])
def test_weights_that_are_no_numbers_are_errors_of_ours(weights):
    with pytest.raises(xentcli.XentError, match=r"^class_weight: "):
        xentcli.loss([0, 1], PAIR[1], class_weight=weights)


@pytest.mark.parametrize("by", ["lable", "nothing"])
def test_an_unknown_group_is_the_same_error_as_on_the_command_line(tmp_path, by):
    path = tmp_path / "both.csv"
    BOTH.to_csv(path, index=False)
    with pytest.raises(xentcli.XentError) as caught:
        xentcli.loss(path, by=by)
    done = inside("loss", path, "--by", by, "-f", "json")
    told = json.loads(done.stderr)
    assert told | {"message": told["message"].removeprefix("--")} == caught.value.to_dict()


def test_an_error_of_the_iterator_is_its_own():
    def broken():
        yield Y, P
        raise FileNotFoundError("theirs")

    with pytest.raises(FileNotFoundError, match="theirs"):
        xentcli.loss(broken())


def test_what_is_wrong_before_the_first_row_gets_a_verdict_too():
    verdict = xentcli.validate([0, 1], [[0.5, 0.5], [1]])
    assert (verdict.valid, [problem.code for problem in verdict.problems]) == (False, ["XE037"])


ANSWERS = {
    "loss": lambda: xentcli.loss(Y, P),
    "all": lambda: xentcli.losses_like_all(Y, P),
    "detect": lambda: xentcli.detect(Y, P),
    "validate": lambda: xentcli.validate(["<b>", ""]),
    "advise": lambda: xentcli.advise(Y, P),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_every_answer_shows_its_grids_in_a_notebook(name):
    answer = ANSWERS[name]()
    html = answer._repr_html_()
    assert html.count("<table>") == html.count("</table>") == len(answer.grids())
    assert html.count("<tr>") == sum(len(grid.rows) + any(grid.columns) for grid in answer.grids())
    assert (answer.signature or "") in html


def test_markup_in_data_is_no_markup_in_a_notebook():
    found = xentcli.loss(["<script>", "b & c"], PAIR[1], classes=["<script>", "b & c"])
    html = found._repr_html_()
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert "b &amp; c" in html


def test_dir_lists_the_functions_before_they_are_imported():
    code = "import xentcli; print(*dir(xentcli))"
    listed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert {*xentcli.__all__} <= {*listed.split()}


def test_the_package_is_typed_and_names_all_that_it_offers():
    assert (ROOT / "xentcli" / "py.typed").exists()
    assert all(getattr(xentcli, name).__doc__ for name in xentcli.__all__ if name != "__version__")


def test_every_setting_has_its_type():
    assert set(Keywords.__annotations__) == {*fields(Settings), *SCALES}
    assert "Unpack[Keywords]" in xentcli.loss.__annotations__["settings"]
