"""What labels may be if they are not all among the classes, and beside one column."""

import numpy as np
import pytest

import xentcli

RNG = np.random.default_rng(5)


def pair(labels, width, *, agree=True):
    """Return labels and probabilities whose largest one is, if ``agree``, that of the label."""
    labels = np.asarray(labels)
    p = RNG.dirichlet(np.ones(width), len(labels))
    top = labels if agree else RNG.permutation(labels)
    for row, k in enumerate(top):
        if 0 <= k < width:
            p[row] = 0.1 / width
            p[row, k] += 0.9
    return labels, p


def ways_of(labels, predictions, **settings):
    with pytest.raises(xentcli.XentError) as caught:
        xentcli.loss(labels, predictions, **settings)
    return list(caught.value.ways)


@pytest.mark.parametrize(
    ("seen", "width", "ways"),
    [
        ([1, 2, 3], 3, [{"label_offset": -1}]),
        ([-1, 0, 1], 3, [{"label_offset": 1}, {"ignore_index": -1}]),
        ([0, 1, 2, 255], 3, [{"ignore_index": 255}]),
        ([0, 1, 2, -100], 3, [{"ignore_index": -100}]),
        ([0, 1, 2, 77], 3, []),
        ([0, 1, 9, 12], 3, []),
        ([10, 11, 12], 3, [{"label_offset": -10}]),
        ([3, 5, 9], 3, [{"classes": "3,5,9"}]),
        ([1, 2, 3, 255], 3, [{"label_offset": -1, "ignore_index": 255}]),
        ([-1, 1], 2, [{"classes": "-1,1"}]),
    ],
)
def test_ids_that_are_no_classes(seen, width, ways):
    assert ways_of(*pair(seen * 20, width)) == ways


def test_an_end_that_is_no_class():
    ids = [0, 1, 2, 3] * 20
    shift, last = {"label_offset": -1, "ignore_index": 0}, {"ignore_index": 3}
    assert ways_of(*pair(ids, 3)) == [last]
    labels, p = pair(np.array(ids) - 1, 3)
    assert ways_of(labels + 1, p) == [shift]


def test_an_offset_that_is_none():
    assert ways_of(*pair([0, 1, 2], 3), label_offset=-1) == [{"label_offset": None}]


def test_a_name_that_is_no_class(tmp_path):
    y, p = tmp_path / "y.csv", tmp_path / "p.csv"
    p.write_text("cat,dog\n0.7,0.3\n0.2,0.8\n0.5,0.5\n")
    y.write_text("label\ncat\ndog\nvoid\n")
    assert ways_of(str(y), str(p)) == [{"ignore_index": "void"}]
    y.write_text("label\ncat\ndog\nfox\n")
    assert ways_of(str(y), str(p)) == []


@pytest.mark.parametrize(
    ("seen", "ways"),
    [
        ([-1, 1], [{"classes": ["-1", "1"]}]),
        ([1, 2], [{"classes": ["1", "2"]}, {"classes": ["2", "1"]}]),
        (["No", "Yes"], [{"classes": ["No", "Yes"]}, {"classes": ["Yes", "No"]}]),
        (
            ["positive", "negative"],
            [{"classes": ["negative", "positive"]}, {"classes": ["positive", "negative"]}],
        ),
        (["cat", "dog"], [{"classes": ["cat", "dog"]}, {"classes": ["dog", "cat"]}]),
        (["kind1"], []),
        ([0, 1, 255], [{"ignore_index": 255}]),
    ],
)
def test_labels_beside_one_column(seen, ways):
    labels = np.array((seen * 6)[:6])
    assert ways_of(labels, np.array([0.1, 0.9, 0.2, 0.6, 0.7, 0.4])) == ways


@pytest.mark.parametrize(("column", "right"), [("p_no", 1), ("Yes", 0), ("P(yes)", 0)])
def test_a_column_called_after_a_class_is_that_of_the_class(tmp_path, column, right):
    y, p = tmp_path / "y.csv", tmp_path / "p.csv"
    y.write_text("label\nno\nyes\nyes\n")
    p.write_text(f"{column}\n0.2\n0.7\n0.6\n")
    q = np.abs(right - np.array([0.8, 0.7, 0.6]))
    assert xentcli.loss(str(y), str(p)).value == pytest.approx(-np.log(q).mean())


def test_an_offset_counts_beside_one_column():
    labels, p = np.array([1, 2, 2]), np.array([0.2, 0.7, 0.6])
    assert xentcli.loss(labels, p, label_offset=-1).value == pytest.approx(-np.log([0.8, 0.7, 0.6]).mean())


def test_predicted_classes_are_no_probabilities():
    with pytest.raises(
        xentcli.XentError, match="the predictions are class ids from 0 to 2, not probabilities"
    ):
        xentcli.loss(np.array([0, 1, 2, 1]), np.array([0, 2, 2, 1]))
