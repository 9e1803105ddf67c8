"""A single column that is named after the class that is not positive, for all pairs of labels."""

import json

import pytest
from running import inside

OF_FIRST = [0.9, 0.2, 0.7, 0.4, 0.8, 0.1]
LABELS = [0, 1, 0, 1, 0, 1]
RIGHT, INVERSE = 0.2540847836081325, 1.6573849245093972


def loss(path, column, pair):
    rows = zip(LABELS, OF_FIRST, strict=True)
    path.write_text(f"id,label,{column}\n" + "".join(f"{i},{pair[y]},{p}\n" for i, (y, p) in enumerate(rows)))
    return inside("loss", path, "-f", "json")


@pytest.mark.parametrize(
    ("column", "pair"),
    [(c, ("ham", "spam")) for c in ("p_not_spam", "p_ham", "1-p_spam", "one_minus_p_spam", "P(not spam)")]
    + [("p_not_yes", ("no", "yes")), ("p_not_pos", ("neg", "pos")), ("p_not_dog", ("cat", "dog"))]
    + [(c, ("-1", "1")) for c in ("p_-1", "P(-1)", "-1", "P(y=-1)", "class_-1", "prob_-1.0")]
    + [("p_not_spam", ("not_spam", "spam")), ("p_1", ("1", "2")), ("p_-1", ("-1.0", "1.0"))],
)
def test_the_name_says_that_it_is_the_first_class(tmp_path, column, pair):
    assert json.loads(loss(tmp_path / "t.csv", column, pair).stdout)["value"] == pytest.approx(RIGHT)


@pytest.mark.parametrize(
    ("column", "pair"),
    [
        ("p_not_ham", ("ham", "spam")),
        ("p_1", ("-1", "1")),
        ("P(+1)", ("-1", "1")),
        ("dog_no_bg", ("cat", "dog")),
        ("p_1.0", ("0.0", "1.0")),
        ("p_2", ("1", "2")),
    ],
)
def test_the_name_says_that_it_is_the_last_class(tmp_path, column, pair):
    assert json.loads(loss(tmp_path / "t.csv", column, pair).stdout)["value"] == pytest.approx(INVERSE)


@pytest.mark.parametrize(
    ("column", "pair"),
    [(c, ("0.0", "1.0")) for c in ("p_0.0", "P(0.0)", "0.0_proba", "0.0")]
    + [("p_0.0", ("0", "1")), ("one_minus_p", ("0", "1"))]
    + [(c, ("-1", "1")) for c in ("class_0_prob", "one_minus_p", "p-1", "p_neg", "p_no")],
)
def test_a_question_with_both_orders(tmp_path, column, pair):
    error = json.loads(loss(tmp_path / "t.csv", column, pair).stderr.splitlines()[-1])
    assert error["code"] == "XE119"
    values = [json.loads(inside(*words).stdout)["value"] for words in error["tries"]]
    assert values == [pytest.approx(RIGHT), pytest.approx(INVERSE)]


def test_a_logit_of_zero_is_a_question(tmp_path):
    error = json.loads(loss(tmp_path / "t.csv", "logit_0.0", ("0.0", "1.0")).stderr.splitlines()[-1])
    assert error["code"] == "XE119"
