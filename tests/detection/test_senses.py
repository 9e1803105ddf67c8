"""Labels 0 and 1 beside one or two named columns: names that tell the classes are used, or asked about."""

import json

import numpy as np
import pandas as pd
import pytest
from running import inside

Y = np.array([1, 0, 1, 0])
P = np.array([0.6, 0.55, 0.45, 0.4])
"""A weak model: its numbers do not show which way round they are."""
RIGHT = -np.log(np.where(Y == 1, P, 1 - P)).mean()
WRONG = -np.log(np.where(Y == 1, 1 - P, P)).mean()


def saved(folder, apart=False, **columns):
    frame = pd.DataFrame(columns)
    if apart:
        frame.iloc[:, :1].to_csv(folder / "y.csv", index=False)
        frame.iloc[:, 1:].to_csv(folder / "p.csv", index=False)
        return [str(folder / "y.csv"), str(folder / "p.csv")]
    frame.to_csv(folder / "t.csv", index=False)
    return [str(folder / "t.csv")]


def answer(*words):
    done = inside("loss", *words, "-f", "json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def values_of_tries(done):
    error = json.loads(done.stderr.splitlines()[-1])
    return error["code"], [answer(*words[1:])["value"] for words in error["tries"]]


def asked(*words):
    """The code of the question, and the losses of the commands that it names."""
    done = inside("loss", *words, "-f", "json")
    assert (done.returncode, done.stdout) == (1, "")
    return values_of_tries(done)


PAIRS = [
    ("is_fraud", "p_fraud", "p_legit"),
    ("is_hot", "hot", "not_hot"),
    ("y", "toxic", "nontoxic"),
    ("churn", "Churned", "Stayed"),
    ("accepted", "accept_prob", "reject_prob"),
    ("is_malignant", "malignant", "other"),
    ("survived", "p_alive", "p_dead"),
]


@pytest.mark.parametrize("apart", [False, True])
@pytest.mark.parametrize("swapped", [False, True])
@pytest.mark.parametrize(("label", "yes", "no"), PAIRS)
def test_the_column_that_is_called_like_the_labels_is_that_of_1(tmp_path, label, yes, no, swapped, apart):
    columns = {yes: P, no: 1 - P}
    if swapped:
        columns = dict(reversed(columns.items()))
    paths = saved(tmp_path, apart, **{label: Y}, **columns)
    found = answer(*paths)
    assert found["value"] == pytest.approx(RIGHT)
    assert any(m["code"] == "XE865" for m in found["messages"]) != swapped
    assert answer(*paths, "--classes", "1,0" if not swapped else "0,1")["value"] == pytest.approx(RIGHT)
    assert not apart or inside("validate", *paths).returncode == 0


def test_a_name_does_not_win_against_the_numbers(tmp_path):
    y = np.tile(Y, 10)
    p = np.where(y == 1, 0.9, 0.2) + np.linspace(-0.05, 0.05, 40)
    code, values = asked(*saved(tmp_path, is_fraud=y, fraud=1 - p, legit=p))
    right = -np.log(np.where(y == 1, p, 1 - p)).mean()
    assert (code, values[0]) == ("XE119", pytest.approx(right))
    assert len(values) == 2


@pytest.mark.parametrize("names", [("cat", "dog"), ("alpha", "omega"), ("ash", "elm"), ("female", "male")])
def test_names_that_say_nothing_beside_a_weak_model_are_asked_about(tmp_path, names):
    code, values = asked(*saved(tmp_path, label=Y, **{names[0]: 1 - P, names[1]: P}))
    assert (code, sorted(values)) == ("XE119", pytest.approx(sorted([RIGHT, WRONG])))


@pytest.mark.parametrize(
    "names", [("a", "b"), ("first", "second"), ("no", "yes"), ("benign", "malignant"), ("p0", "p1")]
)
def test_names_in_a_clear_order_are_not_asked_about(tmp_path, names):
    assert answer(*saved(tmp_path, label=Y, **{names[0]: 1 - P, names[1]: P}))["value"] == pytest.approx(
        RIGHT
    )


def test_names_that_say_nothing_are_not_asked_about_if_the_numbers_show_the_order(tmp_path):
    y = np.tile(Y, 10)
    p = np.where(y == 1, 0.9, 0.2) + np.linspace(-0.05, 0.05, 40)
    right = -np.log(np.where(y == 1, p, 1 - p)).mean()
    assert answer(*saved(tmp_path, label=y, cat=1 - p, dog=p))["value"] == pytest.approx(right)


@pytest.mark.parametrize("apart", [False, True])
@pytest.mark.parametrize(
    ("label", "column"),
    [
        *(
            ("is_fraud", "p_legit"),
            ("died", "prob_alive"),
            ("passed", "prob_fail"),
            ("malignant", "p_benign"),
        ),
        *(("churn", "p_stay"), ("won", "p_loss"), ("disease", "p_healthy"), ("anomaly", "normal_score")),
        *(("label", "p_benign"), ("y", "legit"), ("active", "p_inactive"), ("toxic", "non_toxic")),
    ],
)
def test_a_column_of_the_opposite_is_asked_about(tmp_path, label, column, apart):
    paths = saved(tmp_path, apart, **{label: Y, column: 1 - P})
    code, values = asked(*paths)
    assert (code, values) == ("XE119", pytest.approx([RIGHT, WRONG]))
    assert not apart or inside("validate", *paths).returncode == 1


@pytest.mark.parametrize(
    ("label", "column"),
    [
        ("is_fraud", "p_fraud"),
        ("label", "p_fraud"),
        ("passed", "pass_prob"),
        ("y", "score"),
        ("benign", "p_benign"),
    ],
)
def test_a_column_of_the_labels_is_not_asked_about(tmp_path, label, column):
    assert answer(*saved(tmp_path, **{label: Y, column: P}))["value"] == pytest.approx(RIGHT)


def test_numbers_that_fit_the_other_class_by_far_are_asked_about(tmp_path):
    y = np.tile(Y, 20)
    p = np.where(y == 1, 0.9, 0.2) + np.linspace(-0.05, 0.05, 80)
    right = -np.log(np.where(y == 1, p, 1 - p)).mean()
    code, values = asked(*saved(tmp_path, y=y, zebra=1 - p))
    assert (code, values[0]) == ("XE119", pytest.approx(right))


def test_advise_reads_the_columns_as_loss_does(tmp_path):
    y = np.tile(Y, 10)
    p = np.where(y == 1, 0.9, 0.2) + np.linspace(-0.05, 0.05, 40)
    right = -np.log(np.where(y == 1, p, 1 - p)).mean()
    paths = saved(tmp_path, apart=True, is_fraud=y, p_fraud=p, p_legit=1 - p)
    assert json.loads(inside("advise", *paths, "-f", "json").stdout)["value"] == pytest.approx(right)
    paths = saved(tmp_path, apart=True, is_fraud=y, p_legit=1 - p)
    assert "[XE119]" in inside("advise", *paths).stderr
