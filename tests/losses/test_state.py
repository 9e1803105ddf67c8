"""What is kept of the rows seen so far merges in any order, and says of the whole what the rows would say."""

from __future__ import annotations

import importlib
import math
import pkgutil
import statistics as plain_statistics
from collections.abc import Mapping
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import cuts, edges, finite, in_order, merge_trees, seeds

import xentcli
import xentcli.numerics.counts
import xentcli.numerics.median
from xentcli.commands.advise.activation_stats import OVER, Twice
from xentcli.commands.advise.appearance import LOST, RowCount
from xentcli.commands.advise.first_rows import FirstRows
from xentcli.commands.advise.lags import Edge, Lags
from xentcli.commands.advise.many_classes.statistics import Pairs, thinned
from xentcli.commands.advise.quantize import Sums
from xentcli.commands.loss.per_block import Totals
from xentcli.commands.validate.audit import Log, Ones
from xentcli.commands.validate.problem import Problem
from xentcli.core.blocks import Block, Origin
from xentcli.core.errors import Place
from xentcli.core.frozen import Frozen, High, Low, Merged, fields
from xentcli.detection.axis.evidence import Axes
from xentcli.detection.axis.one_row import Stack
from xentcli.detection.decide import Evidence
from xentcli.inputs.roles.column_stats import Distinct, Parts
from xentcli.inputs.top_one_scores import Span
from xentcli.losses.hardest_rows import Ranking, RowLoss, hardest
from xentcli.losses.reduce import standard_error
from xentcli.losses.state import Group, Groups, Losses, LossState, Shares, statistics
from xentcli.numerics.counts import Tally, count_values
from xentcli.numerics.exact_sum import ExactSum, exact_sum
from xentcli.numerics.median import SAMPLED, Bins, Spread, spread_of
from xentcli.numerics.occurrences import NEVER, Occurrences, OccurrencesBy, Spot

PARTS = {Bins, Edge, Lags}


def mergeable_classes() -> dict[str, type]:
    """Every value of the package that has a `+`; bins are merged by the spread that holds them, and edges of
    rows by the lags, in the rows' order (tests/commands/test_advise_statistics.py cuts those everywhere)."""
    found = {}
    for module in pkgutil.walk_packages(xentcli.__path__, "xentcli."):
        if module.name.endswith("__main__"):
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            own = isinstance(value, type) and value.__module__ == module.name
            if own and issubclass(value, Frozen) and hasattr(value, "__add__") and value not in PARTS:
                found[name] = value
    return found


CLASSES = mergeable_classes()
IN_ROW_ORDER = {"Parts", "ColumnStats", "Span"}
"""Classes that keep the order of the rows, so that only neighbours are merged, the earlier one first."""
rows = st.integers(0, 10**6)
places = st.integers(1, 9).map(lambda line: Place("y.csv", line))
small = st.lists(st.one_of(finite, edges), max_size=5)


def sighted(row: int, count: int) -> Occurrences:
    return Occurrences(count, (Spot(row, 0, Place("y.csv", row + 2, row + 1), f"v{row}"),))


def spots(at: set[int]) -> Occurrences:
    found = [Spot(row, row % 3, Place("y.csv", row + 2), row) for row in sorted(at)]
    return Occurrences(len(at), tuple(found[:4]), 4)


def logged(at: dict[str, set[int]]) -> Log:
    """What a reader says of rows by code, of which it keeps the first four."""
    first = {
        code: tuple(
            Problem(code, f"{row}", None, Place("y.csv", row + 2, row + 1)) for row in sorted(found)[:4]
        )
        for code, found in at.items()
    }
    last = max((max(found) for found in at.values()), default=-1)
    return Log(last + 1, False, {code: len(found) for code, found in at.items()}, first, 4 if at else 0)


def first_rows(at: set[int]) -> FirstRows:
    return FirstRows(tuple(Block(np.array([row]), row, Origin("y.npy")) for row in sorted(at)))


def ranked(hard: bool) -> st.SearchStrategy[Ranking]:
    """The three hardest or first of some rows."""

    def best(at: dict[int, float]) -> Ranking:
        losses = [RowLoss(loss, row, 0, "a", "b") for row, loss in at.items()]
        return Ranking(3, hard, tuple(sorted(losses, key=Ranking(3, hard)._key)[:3]))

    return st.dictionaries(rows, st.sampled_from([0.0, 1.0, 2.0, math.inf]), max_size=5).map(best)


def tallied(counts: dict[Any, int]) -> Tally:
    return Tally(counts) if len(counts) <= xentcli.numerics.counts.MAX_COUNTED else Tally({}, full=True)


def paired(counts: dict[int, int]) -> Pairs:
    """How often 20 columns were the largest of 20 classes."""
    keys = sorted(counts)
    return thinned(20, np.array(keys), np.array([counts[key] for key in keys]))


VALUES: dict[type, st.SearchStrategy[Any]] = {
    int: st.integers(0, 10**9),
    float: finite,
    ExactSum: st.lists(st.floats(), max_size=5).map(exact_sum),
    Tally: st.dictionaries(st.one_of(st.integers(), st.text(max_size=2)), st.integers(1, 9), max_size=4).map(
        tallied
    ),
    Spread: small.map(lambda values: spread_of(np.array(values))),
    Groups: st.dictionaries(st.integers(0, 3), st.deferred(lambda: some(Group)), max_size=3).map(Groups),
    Shares: st.one_of(st.just(Shares()), st.tuples(*[st.integers(0, 2**40)] * 3).map(Shares)),
    Axes: st.frozensets(st.integers(1, 4)).map(Axes),
    Stack: st.one_of(st.just(Stack()), st.tuples(*[st.integers(0, 2)] * 3).map(np.array).map(Stack)),
    Ones: st.one_of(st.just(Ones()), st.tuples(*[st.integers(0, 2**40)] * 3).map(Ones)),
    Occurrences: st.sets(rows, max_size=6).map(lambda at: spots(at) if at else Occurrences()),
    Sums: st.one_of(st.just(Sums()), st.tuples(*[st.integers(0, 2**40)] * 3).map(np.array).map(Sums)),
    Totals: st.one_of(
        st.just(Totals()),
        st.deferred(lambda: st.builds(lambda s, x: Totals(s, (x,)), some(Evidence), some(LossState))),
    ),
    Log: st.dictionaries(st.sampled_from(["XE015", "XE102"]), st.sets(rows, min_size=1)).map(logged),
    FirstRows: st.sets(rows, max_size=3).map(first_rows),
    RowCount: st.sampled_from([RowCount(), RowCount(0.0), RowCount(1.0), LOST]),
    High: finite.map(High),
    Low: finite.map(Low),
    Twice: st.one_of(st.just(OVER), st.builds(Twice, st.just(False), *[st.integers(0, 2**40)] * 5)),
    Lags: st.just(Lags()),
    Pairs: st.one_of(
        st.just(Pairs()), st.dictionaries(st.integers(0, 400), st.integers(1, 9), min_size=1).map(paired)
    ),
    Distinct: st.frozensets(st.one_of(st.integers(0, 9), st.text(max_size=2)), max_size=4).map(Distinct),
    Parts: st.lists(st.integers(0, 99), max_size=3).map(lambda n: Parts((np.array(n),) if n else ())),
    Span: st.builds(Span, st.just("a"), st.integers(1, 9), finite, finite, places) | st.just(Span()),
    OccurrencesBy: st.dictionaries(st.sampled_from("abc"), st.builds(sighted, rows, st.integers(1, 9))).map(
        OccurrencesBy
    ),
}
"""How to make values of what is not merged field by field."""


def some(kind: Any) -> st.SearchStrategy[Any]:
    """Values of a mergeable class; field by field where it merges so."""
    if kind in VALUES:
        return VALUES[kind]
    if kind is Ranking:
        return ranked(hard=True)
    if set(vars(kind)) & {"__add__"} and not issubclass(kind, Merged):
        assert all(isinstance(getattr(kind, name), Frozen) for name in fields(kind)), (
            f"how is {kind.__name__} made? say in VALUES"
        )
    given_fields = {}
    for name in fields(kind):
        default = getattr(kind, name)
        one = ranked(default.hardest) if isinstance(default, Ranking) else some(type(default))
        given_fields[name] = one
    return st.builds(kind, **given_fields)


def identity(kind: Any) -> Any:
    return Ranking(0, hardest=True) if kind is Ranking else kind()


def same(value: Any) -> Any:
    """A value that equals another one if and only if both say the same."""
    if isinstance(value, Spread):
        return (
            value.count,
            value.exact,
            repr(value.median()),
            np.sort(np.concatenate(value.parts or ([],))).tolist(),
        )
    if isinstance(value, np.ndarray):
        return value.tolist()
    if isinstance(value, Mapping):
        return {key: same(inner) for key, inner in value.items()}
    if isinstance(value, tuple):
        return [same(inner) for inner in value]
    if isinstance(value, Frozen):
        return type(value).__name__, [same(getattr(value, name)) for name in fields(value)]
    return value


@pytest.mark.parametrize("name", CLASSES)
@settings(max_examples=25)
@given(st.data())
def test_merging_is_associative_and_commutative_and_has_an_identity(name, data):
    kind = CLASSES[name]
    a, b, c = (data.draw(some(kind)) for _ in range(3))
    nothing = identity(kind)
    assert same((a + b) + c) == same(a + (b + c))
    assert name in IN_ROW_ORDER or same(a + b) == same(b + a)
    assert same(a + nothing) == same(nothing + a) == same(a)
    assert same(nothing + nothing) == same(nothing)


def test_the_laws_were_tried_on_every_mergeable_class():
    assert set(CLASSES) >= {
        "ExactSum", "Occurrences", "Tally", "Spread", "Ranking", "Group", "Groups", "Shares", "LossState",
        "LabelEvidence", "PredictionEvidence", "WeightEvidence", "Evidence",
    }  # fmt: skip


def test_nothing_seen_is_later_than_every_row():
    assert Occurrences().row == NEVER > 2**61


@pytest.mark.parametrize("zeros", [(0.0, -0.0), (-0.0, 0.0), (-0.0,)])
def test_the_median_of_zeros_has_no_sign(zeros):
    assert repr(spread_of(np.array(zeros)).median()) == "0.0"


# ------------------------------------------------------------------ classes seen


@given(st.data(), st.lists(st.integers(-3, 12), min_size=6, max_size=30), st.integers(1, 12))
def test_too_many_classes_are_too_many_in_any_order(data, ids, most):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(xentcli.numerics.counts, "MAX_COUNTED", most)
        parts = [count_values(np.array(ids)[part]) for part in data.draw(cuts(len(ids)))]
        whole = count_values(np.array(ids))
        assert same(data.draw(merge_trees(parts))) == same(whole)
        assert whole.full is (len(set(ids)) > most)
        assert not whole.full or not whole.counts


# ------------------------------------------------------------------ the median

LOSSES = st.lists(st.floats(0, 1e300, allow_subnormal=False), min_size=1, max_size=40)


def median_of(parts: list[Any]) -> Spread:
    return in_order([spread_of(np.array(part, dtype=np.float64)) for part in parts])


@given(st.lists(st.floats(-1e300, 1e300), min_size=1, max_size=40))
def test_the_median_of_few_is_exact(values):
    spread = median_of([values])
    assert spread.exact
    assert spread.median() == plain_statistics.median(values)


@given(st.data(), LOSSES)
def test_the_median_of_few_is_the_same_in_any_parts(data, values):
    parts = [spread_of(np.array(values[part])) for part in data.draw(cuts(len(values)))]
    assert data.draw(merge_trees(parts)).median() == plain_statistics.median(values)


@pytest.mark.parametrize("length", [1, 2, 64, 65, 500])
@pytest.mark.parametrize("shape", ["rising", "falling", "level", "last-of-all"])
def test_the_median_of_parts_that_a_sample_misjudges(length, shape):
    """Each part's first value is in the sample: here it says nothing about the others."""
    part = {
        "rising": np.arange(length),
        "falling": np.arange(length)[::-1],
        "level": np.zeros(length),
        "last-of-all": np.where(np.arange(length) % SAMPLED == 0, 1e9, 1.0),
    }[shape]
    parts = [part + 0.25 * number for number in range(7)]
    assert median_of(parts).median() == plain_statistics.median(np.concatenate(parts).tolist())


@given(LOSSES, st.integers(0, 5))
def test_the_median_of_many_is_within_one_in_512(values, most):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(xentcli.numerics.median, "MAX_EXACT", most)
        spread = median_of([values])
    assert spread.exact is (len(values) <= most)
    assert math.isclose(spread.median(), plain_statistics.median(values), rel_tol=2.0**-9)


@given(
    st.data(),
    st.lists(st.one_of(st.floats(allow_nan=False), edges), min_size=2, max_size=30),
    st.integers(0, 9),
)
def test_the_median_of_many_is_the_same_in_any_parts(data, values, most):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(xentcli.numerics.median, "MAX_EXACT", most)
        parts = [spread_of(np.array(values[part])) for part in data.draw(cuts(len(values)))]
        merged = data.draw(merge_trees(parts))
        whole = spread_of(np.array(values))
        assert merged.exact is whole.exact is (len(values) <= most)
        assert repr(merged.median()) == repr(whole.median())


@pytest.mark.parametrize(
    ("values", "median"),
    [
        pytest.param([], None, id="of-nothing"),
        pytest.param([0.0] * 5, 0.0, id="zeros"),
        pytest.param([math.inf] * 5, math.inf, id="infinities"),
        pytest.param([-math.inf] * 5, -math.inf, id="minus-infinities"),
        pytest.param([0.0, 0.0, math.inf], 0.0, id="mostly-zeros"),
        pytest.param([-4.0] * 3, -4.0, id="below-zero"),
        pytest.param([1.0] * 3 + [9.0] * 3, 5.0, id="between-two-far-apart"),
        pytest.param([1.0, 1.0, math.inf, math.inf], math.inf, id="between-one-and-infinity"),
    ],
)
def test_medians_beyond_the_limit_are_close(values, median, monkeypatch):
    monkeypatch.setattr(xentcli.numerics.median, "MAX_EXACT", 0)
    found = spread_of(np.array(values)).median()
    assert found == median or math.isclose(found, median, rel_tol=2.0**-9)


def test_a_million_values_are_kept_and_one_more_is_not():
    limit = xentcli.numerics.median.MAX_EXACT
    assert limit == 1_000_000
    most = spread_of(np.arange(limit, dtype=np.float64))
    assert (most.exact, most.median()) == (True, (limit - 1) / 2)
    more = most + spread_of(np.array([0.0]))
    assert not more.exact
    assert not more.parts
    assert math.isclose(more.median(), limit / 2 - 1, rel_tol=2.0**-9)


# ------------------------------------------------------------------ the hardest rows

ties = st.one_of(
    st.lists(st.sampled_from([0.0, 1.0, 2.0, math.inf, math.nan]), max_size=25),
    st.builds(lambda rng, n: rng.integers(0, 50, n).astype(float).tolist(), seeds, st.integers(1, 2000)),
)
"""Losses many of which are equal; few, and so many that only some of them are looked at."""


@given(ties, st.integers(0, 8))
def test_the_hardest_rows_are_the_largest_and_ties_go_to_the_first(values, most):
    wanted = sorted((i for i, v in enumerate(values) if not math.isnan(v)), key=lambda i: (-values[i], i))[
        :most
    ]
    assert hardest(np.array(values), most).tolist() == wanted


@pytest.mark.parametrize("most", [0, 1, 8, 25, 3000])
@pytest.mark.parametrize("step", [1, 63, 64, 65])
def test_the_hardest_rows_are_found_wherever_they_stand(most, step):
    values = np.zeros(2000)
    values[::step] = np.arange(len(values[::step]), 0, -1)
    wanted = sorted(range(2000), key=lambda i: (-values[i], i))[:most]
    assert hardest(values, most).tolist() == wanted
    assert (
        hardest(values[::-1].copy(), most).tolist()[:10]
        == sorted(range(2000), key=lambda i: (-values[::-1][i], i))[: min(most, 10)]
    )


@given(st.data(), ties.filter(bool), st.integers(0, 8))
def test_the_hardest_rows_are_the_same_in_any_parts(data, values, most):
    def ranking(rows: slice) -> Ranking:
        part = np.array(values[rows])
        found = [RowLoss(float(part[i]), rows.start + int(i), 0, "", "") for i in hardest(part, most)]
        return Ranking(most, True, tuple(found))

    merged = data.draw(merge_trees([ranking(part) for part in data.draw(cuts(len(values)))]))
    assert [row.row for row in merged.rows] == hardest(np.array(values), most).tolist()


@given(st.data(), st.integers(2, 12), st.integers(1, 5))
def test_the_first_rows_are_the_same_in_any_parts(data, count, most):
    def ranking(part: slice) -> Ranking:
        return Ranking(
            most, False, tuple(RowLoss(9.0 - row, row, 0, "", "") for row in range(count)[part][:most])
        )

    merged = data.draw(merge_trees([ranking(part) for part in data.draw(cuts(count))]))
    assert [row.row for row in merged.rows] == list(range(min(count, most)))


# ------------------------------------------------------------------ sums and what is made of them


def losses_of(values: Any, targets: Any = None) -> Losses:
    array = np.array(values, dtype=np.float64)
    classes = np.zeros(len(array), np.int64) if targets is None else np.array(targets)
    return Losses(array, None, np.ones(len(array), bool), classes)


@given(st.lists(st.floats(0, 1e6), min_size=2, max_size=30))
def test_the_standard_error_is_that_of_exact_arithmetic(values):
    exact = list(map(Fraction, values))
    mean = sum(exact) / len(exact)
    variance = sum((v - mean) ** 2 for v in exact) / (len(exact) - 1) / len(exact)
    found = standard_error(statistics(losses_of(values)))
    assert math.isclose(found, math.sqrt(variance), rel_tol=1e-12, abs_tol=1e-150)


@pytest.mark.parametrize("value", [0.1, 0.35667494393873245, 1 / 3, 1e-5, 7e8], ids=repr)
@pytest.mark.parametrize("count", [2, 3, 10, 1000])
def test_equal_losses_have_no_standard_error(value, count):
    assert standard_error(statistics(losses_of([value] * count))) == 0.0


@pytest.mark.parametrize(
    ("values", "error"),
    [
        pytest.param([1.0], None, id="one-row"),
        pytest.param([1.0, math.inf], None, id="an-infinite-row"),
        pytest.param([1.0, math.nan], None, id="a-nan"),
        pytest.param([1.0, 1e200], None, id="squares-beyond-the-largest"),
        pytest.param([1.0, 3.0], 1.0, id="two-rows"),
    ],
)
def test_the_standard_error_of_odd_rows_is_none_or_exact(values, error):
    assert standard_error(statistics(losses_of(values))) == error


@given(st.lists(st.tuples(st.integers(0, 3), st.floats(0, 10)), min_size=1, max_size=20))
def test_groups_are_the_losses_of_each_class(pairs):
    from xentcli.losses.state import groups_of

    targets, values = zip(*pairs, strict=True)
    found = groups_of(losses_of(values, targets), np.array(targets), 5)
    assert set(found.by) == set(targets)
    for k, group in found.by.items():
        own = [v for t, v in pairs if t == k]
        assert (group.count, group.losses, group.weights.value()) == (len(own), exact_sum(own), len(own))


@given(st.lists(st.floats(0, 10), min_size=1, max_size=20))
def test_extremes_and_counts_are_those_of_the_rows(values):
    state = statistics(losses_of(values))
    assert (state.minimum, state.maximum, state.samples) == (min(values), max(values), len(values))
    assert state.losses == state.row_losses == exact_sum(values)
    assert state.weights.value() == len(values)


@pytest.mark.parametrize(("a", "b"), list(product([(), (1, 2**40)], repeat=2)), ids=repr)
def test_shares_add_up_class_by_class(a, b):
    both = Shares(a) + Shares(b)
    assert both.units == tuple(map(sum, zip(a, b, strict=True))) if a and b else both.units == (a or b)
    assert both.fractions() == ([u / sum(both.units) for u in both.units])
