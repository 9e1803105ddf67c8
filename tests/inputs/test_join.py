"""--on brings rows together by their keys, --by parts them by a column: the same numbers as by hand."""

import io
import json
import math
import subprocess
import sys
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from running import inside

LABELS = pd.DataFrame({"sample": list("abcdef"), "label": [0, 1, 2, 0, 1, 2], "split": list("xyxyxx")})
SCORES = pd.DataFrame({"sample": list("abcdef")}).assign(
    p_0=[0.5, 0.25, 0.125, 0.75, 0.25, 0.0625],
    p_1=[0.25, 0.5, 0.25, 0.125, 0.5, 0.25],
    p_2=lambda scores: 1 - scores.p_0 - scores.p_1,
)
DOUBLED = pd.concat([SCORES, SCORES[:2]])
COUNTED = LABELS.assign(sample=range(6)), SCORES.assign(sample=[f"{k:03d}" for k in range(6)])
BAD = {
    "missing": (LABELS, SCORES.drop([1, 3]), "XE310", "2 keys are not in", "b, d"),
    "extra": (LABELS.drop([0]), SCORES, "XE310", "1 key is not in", "a"),
    "twice": (LABELS, DOUBLED, "XE309", "2 rows repeat the key of an earlier row", "a, b"),
    "empty": (LABELS.assign(sample=["a", "", *"cdef"]), SCORES, "XE309", "empty key", ""),
    "another type": (*COUNTED, "XE310", "6 keys are not in", "0, 1, 2, 3, 4 and 1 more"),
}


def saved(folder, labels, scores, **more):
    labels.to_csv(folder / "y.csv", index=False, **more)
    scores.to_csv(folder / "p.csv", index=False, **more)
    return str(folder / "y.csv"), str(folder / "p.csv")


def answer(*words):
    done = inside("loss", *words, "-f", "json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def unplaced(found):
    """An answer without its rows' numbers, and the rows in the order of their keys."""
    rows = {name: sorted((row["key"], row["loss"]) for row in found[name]) for name in ("top",)}
    return {name: field for name, field in found.items() if name not in {"top", "first"}} | rows


@settings(max_examples=25)
@given(st.permutations(range(6)), st.permutations(range(6)))
def test_no_order_of_rows_changes_the_answer(tmp_path_factory, mine, theirs):
    folder = tmp_path_factory.mktemp("join")
    plain = answer(*saved(folder, LABELS, SCORES), "--on", "sample")
    moved = answer(*saved(folder, LABELS.iloc[list(mine)], SCORES.iloc[list(theirs)]), "--on", "sample")
    assert unplaced(moved) == unplaced(plain)


def test_rows_that_already_stand_side_by_side_have_the_same_loss(tmp_path):
    paths = saved(tmp_path, LABELS, SCORES)
    plain = answer(*paths, "--prediction-columns", "/p_/", "--labels-column", "label")
    joined = answer(*paths, "--on", "sample")
    own = {"top": 0, "first": 0, "messages": 0}
    assert {**joined, **own} == {**plain, **own}


@pytest.mark.parametrize("name", BAD)
def test_keys_that_do_not_fit_are_an_error_that_lists_them(tmp_path, name):
    labels, scores, code, said, listed = BAD[name]
    done = inside("loss", *saved(tmp_path, labels, scores), "--on", "sample", "-f", "json")
    error = json.loads(done.stderr.splitlines()[-1])
    assert (done.returncode, done.stdout, error["code"]) == (1, "", code)
    assert said in error["message"]
    assert error["message"].endswith(listed)
    assert (error["column"], error["line"]) == ("sample", error["row"] + 1)


def test_keys_that_are_written_otherwise_are_shown_side_by_side(tmp_path):
    y, p = saved(tmp_path, *COUNTED)
    done = inside("loss", y, p, "--on", "sample", "--join", "inner")
    assert done.returncode == 1
    assert done.stderr.splitlines()[1] == (
        f"hint: no key is in both files; {p} has 000, 001, 002, 003, 004 and 1 more: "
        "use the same keys in both"
    )


@pytest.mark.parametrize("options", [(), ("--on", "sample")])
@pytest.mark.parametrize("swapped", [False, True])
def test_whole_numbers_are_equal_with_and_without_a_decimal_point(tmp_path, options, swapped):
    numbers = [np.array([11, 7, 3, 29, 5, 2]), np.array([11.0, 7, 3, 29, 5, 2])]
    first, second = numbers[::-1] if swapped else numbers
    paths = saved(tmp_path, LABELS.assign(sample=first), SCORES.assign(sample=second)[::-1])
    own = np.array([SCORES[f"p_{label}"][row] for row, label in enumerate(LABELS.label)])
    assert math.isclose(answer(*paths, *options)["value"], -np.log(own).mean(), rel_tol=1e-12)


def test_an_inner_join_is_the_loss_of_the_common_rows_and_says_what_fell_out(tmp_path):
    paths = saved(tmp_path, LABELS.drop([0]), SCORES.drop([1, 3])[::-1])
    done = inside("loss", *paths, "--on", "sample", "--join", "inner", "-f", "value")
    common = LABELS.merge(SCORES, on="sample").drop([0, 1, 3])
    own = [row[f"p_{row.label}"] for _, row in common.iterrows()]
    assert math.isclose(float(done.stdout), np.mean(-np.log(own)), rel_tol=1e-15)
    assert "y.csv without a partner" in done.stderr
    assert "2 rows of " in done.stderr
    assert "1 row of " in done.stderr
    rows = answer(*paths, "--on", "sample", "--join", "inner")["first"]
    assert [(row["row"], row["key"]) for row in rows] == [(2, "c"), (4, "e"), (5, "f")]


def test_rows_are_written_with_their_keys(tmp_path):
    paths = saved(tmp_path, LABELS, SCORES[::-1])
    out = tmp_path / "losses.csv"
    answer(*paths, "--on", "sample", "--per-sample", str(out))
    written = pd.read_csv(out)
    assert list(written.columns) == ["row", "key", "label", "loss"]
    assert written.key.tolist() == list("abcdef")


def test_a_wrong_cell_is_named_where_it_stands(tmp_path):
    scores = SCORES.astype({"p_1": object})[::-1].reset_index(drop=True)
    scores.loc[1, "p_1"] = "x"
    done = inside("loss", *saved(tmp_path, LABELS, scores), "--on", "sample")
    assert done.returncode == 1
    assert "p.csv:3: column 'p_1' (row 2): 'x' is not a number" in done.stderr


@pytest.mark.parametrize("command", ["detect", "validate"])
def test_other_commands_join_too(tmp_path, command):
    paths = saved(tmp_path, LABELS, SCORES[::-1])
    assert inside(command, *paths, "--on", "sample").returncode == 0
    assert inside(command, *saved(tmp_path, LABELS, SCORES[1:]), "--on", "sample").returncode == 1


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        ("--join inner", 2, "--on id"),
        ("--on smple", 2, "did you mean 'sample' or "),
        ("--on sample,label", 2, "names 2 columns"),
        ("--by spilt", 2, "did you mean 'split'?"),
    ],
)
def test_wrong_use_gets_a_hint(tmp_path, words, status, said):
    done = inside("loss", *saved(tmp_path, LABELS, SCORES), *words.split())
    assert (done.returncode, done.stdout) == (status, "")
    assert said in done.stderr


@given(st.lists(st.sampled_from(["x", "y", "10", "9", ""]), min_size=6, max_size=6), st.integers(1, 6))
@settings(max_examples=25)
def test_the_groups_make_up_the_whole(tmp_path_factory, groups, rows):
    paths = saved(tmp_path_factory.mktemp("by"), LABELS.assign(split=groups), SCORES)
    common = [*paths, "--on", "sample", "--by", "split"]
    found = answer(*common, "--block-rows", str(rows))
    assert found == answer(*common)
    losses = [-math.log(SCORES[f"p_{label}"][row]) for row, label in enumerate(LABELS.label)]
    for group in found["by"]:
        own = [loss for loss, name in zip(losses, groups, strict=True) if name == group["name"]]
        assert (group["samples"], group["share"]) == (len(own), len(own) / 6)
        assert math.isclose(group["sum"], math.fsum(own), rel_tol=1e-15)
        assert math.isclose(group["mean"], math.fsum(own) / len(own), rel_tol=1e-15)
    names = [group["name"] for group in found["by"]]
    assert names == [name for name in ("9", "10", "", "x", "y") if name in groups]


def test_groups_are_columns_of_a_csv_answer(tmp_path):
    done = inside("loss", *saved(tmp_path, LABELS, SCORES), "--on", "sample", "--by", "split", "-f", "csv")
    table = pd.read_csv(io.StringIO(done.stdout))
    assert table.split.tolist() == ["x", "y"]
    assert table.samples.tolist() == [4, 2]


DAYS = pd.date_range("2024-02-28", periods=6)
NO_TEXT = {
    "dates": DAYS.date,
    "times": DAYS + pd.Timedelta("1h"),
    "times of a zone": DAYS.tz_localize("UTC"),
    "decimals": [Decimal(day) for day in range(6)],
}


@pytest.mark.parametrize("name", NO_TEXT)
def test_dates_and_decimals_are_keys_and_groups(tmp_path, name):
    y, p = str(tmp_path / "y.parquet"), str(tmp_path / "p.parquet")
    LABELS.assign(id=NO_TEXT[name]).to_parquet(y)
    SCORES.assign(id=NO_TEXT[name])[::-1].to_parquet(p)
    here = [answer(*saved(tmp_path, LABELS, SCORES), *more) for more in ((), ("--by", "label"))]
    assert answer(y, p, "--on", "id")["value"] == here[0]["value"]
    assert len(answer(y, p, "--on", "id", "--by", "id")["by"]) == 6
    joined = inside("loss", y, p)
    assert (joined.returncode, "rows joined by 'sample'" in joined.stderr) == (0, True)
    assert answer(y, p)["value"] == here[0]["value"]


def test_times_are_spelled_as_pandas_writes_them(tmp_path):
    p = str(tmp_path / "p.parquet")
    SCORES.assign(sample=DAYS + pd.Timedelta("90s"))[::-1].to_parquet(p)
    y, _ = saved(tmp_path, LABELS.assign(sample=DAYS + pd.Timedelta("90s")), SCORES)
    assert answer(y, p, "--on", "sample")["samples"] == 6


def test_an_id_that_is_not_read_stands_in_no_way(tmp_path):
    y, p = str(tmp_path / "y.parquet"), str(tmp_path / "p.parquet")
    LABELS.assign(id=[{"a": k} for k in range(6)]).to_parquet(y)
    SCORES.assign(id=[{"a": k} for k in range(6)]).to_parquet(p)
    assert answer(y, p)["value"] == answer(*saved(tmp_path, LABELS, SCORES))["value"]
    assert inside("validate", y, p, "-f", "value").stdout == "valid\n"


def test_a_join_does_not_need_pandas(tmp_path):
    (tmp_path / "y.csv").write_text("id,label\na,0\nb,1\n")
    (tmp_path / "p.csv").write_text("id,p\nb,0.5\na,0.5\n")
    code = (
        "import sys; from xentcli.__main__ import main\n"
        "try:\n    main()\nfinally:\n    print('pandas' in sys.modules, file=sys.stderr)"
    )
    words = ("loss", "y.csv", "p.csv", "--on", "id", "--labels-column", "label", "-f", "value")
    done = subprocess.run(
        [sys.executable, "-c", code, *words], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "0.6931471805599453\n")
    assert done.stderr.splitlines()[-1] == "False"


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet"])
@pytest.mark.parametrize("seed", range(4))
def test_shuffled_rows_with_keys_give_the_same_bits(tmp_path, seed, form):
    random = np.random.default_rng(seed)
    rows = 500
    scores = random.dirichlet(np.ones(4), rows)
    keys = random.permutation(10 * rows)[:rows]
    labels = pd.DataFrame({"sample_id": keys, "label": random.integers(0, 4, rows)})
    predictions = pd.DataFrame({"sample_id": keys, **{f"p_{k}": scores[:, k] for k in range(4)}})
    write = {"csv": "to_csv", "jsonl": "to_json", "parquet": "to_parquet"}[form]
    told = (
        {"orient": "records", "lines": True, "double_precision": 15} if form == "jsonl" else {"index": False}
    )
    values = []
    for order in (range(rows), random.permutation(rows)):
        getattr(labels, write)(tmp_path / f"y.{form}", **told)
        getattr(predictions.iloc[order], write)(tmp_path / f"p.{form}", **told)
        done = inside("loss", tmp_path / f"y.{form}", tmp_path / f"p.{form}", "-f", "json")
        values.append({**json.loads(done.stdout), "messages": None})
    assert values[0] == values[1]
