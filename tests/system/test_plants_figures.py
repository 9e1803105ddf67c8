"""The harness of the planted mistakes: its files are what they should be, by numbers of its own."""

import math

import numpy as np
import pytest
from plants import figures
from plants.cases import certain, healthy_pairs, unlike_any
from plants.data import DATASETS
from plants.figures import LEAST, certainty, costs, knowledge, overclaim, random_costs
from plants.labels import sorted_and_shifted
from plants.models import NAMES, trained
from plants.pairs import Form, forms, healthy, write
from plants.planting import PLANTS, plant
from running import inside
from sklearn.metrics import log_loss

PAIRS = [(data, model) for at, data in enumerate(DATASETS) for model in NAMES[at % 3 :: 3]]
"""Every data set and every model, a third of the combinations."""

COMBINED = pytest.mark.parametrize(("data", "model"), PAIRS)


def planted(name, **wanted):
    """A plant in every combination that takes it."""
    for data, model in PAIRS:
        both = plant(name, trained(data, model, 0), 0)
        if both is not None and all(
            getattr(both[1].pair.form, key) == value for key, value in wanted.items()
        ):
            yield both


CODES = """one-node-softmax softmax-twice sigmoid-twice percentages logits-as-probabilities
probabilities-as-logits labels-from-one ignore-marks labels-plus-minus-one labels-0-255
one-hot-with-broken-rows multi-hot-with-softmax one-hot-with-sigmoid rows-not-summing transposed
swapped-files id-column class-order
rows-shuffled rows-shifted regression-target hard-predictions"""


def test_every_suspicion_has_a_plant():
    assert {bad.code for name in PLANTS for _, bad in planted(name)} == set(CODES.split())


def test_there_are_at_least_five_data_sets_and_five_families():
    assert len(DATASETS) >= 5
    assert len(NAMES) >= 5
    assert {model for _, model in PAIRS} == set(NAMES)


@COMBINED
def test_predictions_are_held_out_and_are_probabilities(data, model):
    made = trained(data, model, 0)
    assert made.p.shape == (len(made.y), made.classes)
    assert made.tagged or np.allclose(made.p.sum(axis=1), 1)
    if made.logits is not None and not made.tagged:
        assert np.allclose(figures.softmax(made.logits), made.p, atol=1e-9)


@COMBINED
def test_xentcli_computes_the_plain_loss_of_every_healthy_form(data, model, tmp_path):
    """So the files say what they are meant to say, each kind, scale, format and precision."""
    made = trained(data, model, 0)
    for pair in healthy_pairs(made, 0, 6):
        done = inside("loss", *write(pair, tmp_path), "-f", "value", "--epsilon", LEAST, "-q")
        assert done.returncode == 0, (pair.form, done.stderr)
        wanted, off = _plain(pair), 1e-3 if pair.form.digits or pair.form.dtype == "float32" else 1e-8
        assert float(done.stdout) == pytest.approx(wanted, rel=off, abs=off), str(pair.form)


def _plain(pair):
    made, digits = pair.made, pair.form.digits if pair.form.scale == "probabilities" else None
    p = made.p if digits is None else np.round(made.p, digits)
    least = LEAST if pair.form.scale == "probabilities" else 0
    if made.tagged:
        return costs(made.y, np.clip(p, least, 1 - least), least).mean()
    hot = pair.labels if pair.labels.ndim == 2 else np.eye(made.classes)[made.y]
    with np.errstate(divide="ignore"):
        log_p = np.log(np.clip(p, least, 1 - least))
    return -np.where(hot > 0, hot * np.where(hot > 0, log_p, 0), 0).sum(axis=1).mean()


def test_costs_are_those_of_scikit_learn():
    made = trained("digits", "logistic", 0)
    assert costs(made.y, made.p, 1e-15).mean() == pytest.approx(log_loss(made.y, made.p), rel=1e-12)


def test_certainty_counts_standard_errors():
    sample = np.random.default_rng(0).normal(0.1, 1, 10_000)
    assert certainty(sample) == pytest.approx(10, abs=3)
    assert certainty(np.zeros(9)) == 0
    assert certainty(np.ones(9)) == math.inf


@pytest.mark.parametrize("name", PLANTS)
def test_every_plant_is_visible_somewhere_and_changes_its_files(name, tmp_path):
    seen = 0
    for data, model in PAIRS:
        both = plant(name, trained(data, model, 0), 0)
        seen += both is not None and not both[1].hidden
        if both is not None and not both[1].hidden:
            good, bad = both[0], both[1].pair
            assert bad.options or not (
                np.array_equal(good.labels, bad.labels) and np.array_equal(good.scores, bad.scores)
            )
    assert seen or name == "sorted-and-shifted"


# ------------------------------------------------------------------ each planted loss is what it should be


def test_a_softmax_of_probabilities_costs_between_its_two_bounds():
    for good, bad in planted("softmax-twice"):
        k, p = good.made.classes, bad.pair.scores
        cost = costs(good.made.y, p).mean()
        assert math.log(math.e + k - 1) - 1 - 1e-9 <= cost <= math.log(math.e + k - 1) + 1e-9
        undone = np.log(p) + ((1 - np.log(p).sum(axis=1)) / k)[:, None]
        assert np.allclose(undone, good.scores, atol=1e-9)


def test_a_sigmoid_of_probabilities_is_never_below_one_half():
    for good, bad in planted("sigmoid-twice"):
        assert bad.pair.scores.min() >= 0.5
        assert bad.pair.scores.max() <= figures.sigmoid(1.0)
        assert np.allclose(np.log(bad.pair.scores / (1 - bad.pair.scores)), good.scores)


def test_columns_in_another_order_cost_more_and_are_found_again():
    for good, bad in planted("class-order", scale="probabilities", kind="sparse"):
        y, p = good.made.y, bad.pair.scores
        assert bad.hidden or certainty(costs(y, p) - costs(y, good.scores)) >= figures.SURE
        assert np.allclose(np.sort(p, axis=1), np.sort(good.scores, axis=1))


@pytest.mark.parametrize("name", ["rows-shuffled", "rows-shifted"])
def test_displaced_rows_cost_what_a_random_pairing_costs(name):
    """Within 6 standard errors of the mean over all pairings; and surely more than the true pairing."""
    for _, bad in planted(name, scale="probabilities", kind="sparse"):
        y, p = bad.pair.made.y, bad.pair.scores
        assert abs(certainty(costs(y, p) - random_costs(y, p))) < figures.SURE
        assert bad.hidden or costs(y, p).mean() > costs(y, bad.pair.made.p).mean() + 0.05


def test_scores_are_what_they_are_called():
    for _, bad in planted("percentages", kind="sparse"):
        assert np.allclose(bad.pair.scores.sum(axis=1), 100)
    for _, bad in planted("hard-predictions"):
        assert certain(bad.pair)
    for good, bad in planted("transposed"):
        assert bad.pair.scores.shape == good.scores.shape[::-1]
    for name in ("one-hot-with-sigmoid", "rows-not-summing"):
        for _, bad in planted(name):
            assert (abs(bad.pair.scores.sum(axis=1) - 1) > 0.01).mean() > 0.9
            assert 0 <= bad.pair.scores.min() <= bad.pair.scores.max() <= 1
    for _, bad in planted("multi-hot-with-softmax"):
        assert np.allclose(bad.pair.scores.sum(axis=1), 1)
        assert set(bad.pair.labels.sum(axis=1)) - {1}


def test_labels_are_what_they_are_called():
    assert {tuple(np.unique(bad.pair.labels)) for _, bad in planted("labels-plus-minus-one")} == {(-1, 1)}
    assert {tuple(np.unique(bad.pair.labels)) for _, bad in planted("labels-0-255")} == {(0, 255)}
    for _, bad in planted("broken-one-hot"):
        broken = (bad.pair.labels.sum(axis=1) != 1).mean()
        assert 0 < broken < 0.05
    for _, bad in planted("labels-from-one", kind="sparse"):
        assert (bad.pair.labels.min(), bad.pair.labels.max()) == (1, bad.pair.made.classes)
    for _, bad in planted("regression-target"):
        assert (bad.pair.labels % 1 != 0).any()


# ------------------------------------------------------------------ what the files cannot show


@pytest.mark.parametrize("data", ["iris", "digits", "two"])
@pytest.mark.parametrize("name", ["rows-shuffled", "rows-shifted", "class-order"])
def test_a_model_without_knowledge_hides_the_order(name, data):
    """Every pairing and every order of the classes' names costs the same."""
    made = trained(data, "dummy", 0)
    assert abs(knowledge(made.y, made.p)) < 3
    random = np.random.default_rng(0)
    for _ in range(5):
        shuffled = made.p[random.permutation(len(made.p))]
        assert costs(made.y, shuffled).mean() == pytest.approx(costs(made.y, made.p).mean(), rel=1e-12)
    if name != "class-order":
        assert plant(name, made, 0)[1].hidden


def test_sorted_labels_hide_a_shift():
    """Less than a tenth of the rows gets another label, and the loss moves by no more than that costs."""
    for data in ("iris", "wine", "digits", "breast_cancer"):
        made = trained(data, "logistic", 0)
        pair = healthy(made, Form(_ids(made), "probabilities", "npy"))
        bad = sorted_and_shifted(pair, np.random.default_rng(0))
        assert bad.hidden.startswith("sorted")
        moved = costs(np.sort(made.y), bad.pair.scores).mean()
        assert abs(moved - costs(made.y, made.p).mean()) < 0.15 * (
            random_costs(made.y, made.p).mean() - costs(made.y, made.p).mean()
        )


def _ids(made):
    return "sparse" if made.classes > 2 else "binary two columns"


def test_predictions_that_are_never_sure_hide_a_second_softmax():
    """What a second softmax made of a careful model's rows, a more careful model may have said first."""
    for good, bad in planted("softmax-twice"):
        if bad.hidden.startswith("no probability"):
            assert good.scores.min() >= 1e-3
        elif not bad.hidden:
            undone, done = costs(good.made.y, good.scores), costs(good.made.y, bad.pair.scores)
            assert certainty(done - undone) >= figures.SURE


def test_sure_predictions_without_knowledge_are_like_shuffled_rows():
    """Both numbers that tell a shuffle are the same: no knowledge, and a claim not kept."""
    bare = [made for model in NAMES if unlike_any(made := trained("noise", model, 0))]
    assert {"neighbours", "forest"} <= {made.model for made in bare}
    knowing = trained("many", "neighbours", 0)
    shuffled = knowing.p[np.random.default_rng(0).permutation(len(knowing.p))]
    for y, p in [(made.y, made.p) for made in bare] + [(knowing.y, shuffled)]:
        assert abs(knowledge(y, p)) < figures.SURE
        assert overclaim(y, p) > 3


def test_healthy_pairs_come_in_every_kind_format_and_scale():
    ways = [form for data in DATASETS for model in NAMES for form in forms(trained(data, model, 0))]
    assert {form.kind for form in ways} == {
        "sparse", "names", "one-hot", "multi-label", "binary one column", "binary two columns", "soft",
    }  # fmt: skip
    assert {form.format for form in ways} == {"csv", "tsv", "npy", "npz"}
    assert {form.scale for form in ways} == {"probabilities", "logits", "log-probabilities"}
    assert {form.digits for form in ways} == {None, 4, 5, 6}
