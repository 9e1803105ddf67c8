"""The class axis of labels and predictions of any rank: the right loss or a question."""

import numpy as np
import pytest
from layout_cases import layout_case

import xentcli
from xentcli.core.errors import DataError, XentError
from xentcli.detection.axis.candidates import layouts

pytestmark = pytest.mark.filterwarnings("ignore::xentcli.XentWarning")  # the scores are random


def loss_of(case, **more):
    return xentcli.loss(case.labels, case.predictions, **(case.options | more)).value


def ways_of(case):
    """The ways out of the error that is raised; none if there is a loss."""
    try:
        loss_of(case)
    except XentError as error:
        return error.ways
    return ()


def answers(case, way):
    """Whether a way out gives the right loss."""
    try:
        return loss_of(case, **way) == pytest.approx(case.loss, rel=2e-6)
    except XentError:
        return False


@pytest.mark.parametrize("first", range(0, 400, 50))
def test_the_loss_is_right_or_asked_for(first):
    asked = 0
    for seed in range(first, first + 50):
        case = layout_case(np.random.default_rng(seed))
        ways = ways_of(case)
        asked += bool(ways)
        assert any(answers(case, way) for way in ways or [{}]), (seed, case.told)
    assert asked < 10


@pytest.mark.parametrize("first", range(0, 200, 50))
def test_all_commands_agree(first):
    for seed in range(first, first + 50):
        case = layout_case(np.random.default_rng(seed))
        try:
            kind = xentcli.loss(case.labels, case.predictions, **case.options).kind
        except XentError:
            with pytest.raises(XentError):
                xentcli.detect(case.labels, case.predictions, **case.options)
            assert not xentcli.validate(case.labels, case.predictions, **case.options).valid
            continue
        verdict = xentcli.validate(case.labels, case.predictions, **case.options)
        others = [f(case.labels, case.predictions, **case.options) for f in (xentcli.detect, xentcli.advise)]
        assert [verdict.kind, *(other.kind for other in others)] == [kind] * 3, (seed, case.told)
        assert verdict.valid, (seed, case.told)


def square():
    rng = np.random.default_rng(0)
    y, z = rng.integers(0, 5, (4, 5)), rng.normal(size=(4, 5, 5))
    logs = [z - np.log(np.exp(z).sum(axis, keepdims=True)) for axis in (1, 2)]
    first = -np.take_along_axis(logs[0], y[:, None], 1).mean()
    return y, z, first, -np.take_along_axis(logs[1], y[..., None], 2).mean()


def test_several_axes_are_asked_about():
    y, z, first, last = square()
    with pytest.raises(DataError, match="axis 1 or 2 of the predictions") as raised:
        xentcli.loss(y, z)
    assert raised.value.code == "XE313"
    assert raised.value.ways == ({"class_axis": 1}, {"class_axis": -1})
    for axis, right in ((1, first), (-1, last)):
        assert xentcli.loss(y, z, class_axis=axis).value == pytest.approx(right)


def test_a_framework_takes_its_own_axis():
    y, z, first, last = square()
    for like, right in (("torch", first), ("keras", last), ("optax", last)):
        found = xentcli.loss(y, z, like=like)
        assert found.value == pytest.approx(right, rel=1e-5), like
        assert "axis" in str(found.notes[0])


def test_all_frameworks_take_their_own_axis():
    y, z, first, last = square()
    results = xentcli.losses_like_all(y, z).results
    assert results["torch"].value == pytest.approx(first)
    assert results["exact"].value == pytest.approx(last)
    assert results["torch"].value == xentcli.loss(y, z, like="torch").value


def test_predictions_that_sum_to_one_decide():
    y, z, first, _ = square()
    p = np.exp(z) / np.exp(z).sum(1, keepdims=True)
    assert xentcli.loss(y, p).value == pytest.approx(first)
    assert xentcli.loss(y, np.log(p)).value == pytest.approx(first)


def test_every_row_counts_for_the_axis():
    """One row that is no distribution along an axis is enough, wherever it is."""
    rng = np.random.default_rng(1)
    y = rng.integers(0, 4, (3000, 4))
    p = rng.dirichlet(np.ones(4), (3000, 4)).swapaxes(1, 2)
    assert "axis 1" in str(xentcli.loss(y, p).notes[0])
    p[2999, 0, 0] = 7
    with pytest.raises(DataError, match="axis 1 or 2"):
        xentcli.loss(y, p)


def test_the_only_axis_that_fits_needs_no_question():
    found = xentcli.loss(np.ones((2, 1, 4, 5), int), np.zeros((2, 3, 4, 5)), scale="logits")
    assert found.value == pytest.approx(np.log(3))
    assert str(found.notes[0]) == "classes on axis 1: the only axis that fits the labels"


def test_shapes_that_do_not_fit_are_refused():
    for labels, predictions in (((4, 4), (3, 5, 4)), ((2, 4, 4), (3, 4, 4)), ((4,), (3, 4, 4))):
        assert layouts(labels, predictions) == ()
        with pytest.raises(DataError) as raised:
            xentcli.loss(np.zeros((2, *labels), int), np.zeros((2, *predictions)))
        assert raised.value.code == "XE302"


def test_a_mask_of_one_channel_is_binary():
    rng = np.random.default_rng(2)
    mask, z = rng.integers(0, 2, (3, 1, 8, 8)), rng.normal(size=(3, 1, 8, 8))
    assert xentcli.detect(mask).kind == xentcli.detect(mask, z).kind == "binary"
    assert xentcli.detect(mask[:, 0]).kind == "binary"
    right = xentcli.loss(mask, z).value
    assert xentcli.loss(mask * np.uint8(255), z, classes=["0", "255"]).value == right
    with pytest.raises(DataError) as raised:
        xentcli.loss(mask * np.uint8(255), z)
    assert raised.value.ways == ({"classes": ["0", "255"]},)


def test_ids_alone_are_sparse():
    mask = np.random.default_rng(3).integers(0, 4, (3, 6, 6))
    tokens = np.array([[5, 7, 11, -100], [2, 9, 1, 3]])
    void = np.where(mask == 3, 255, mask).astype(np.uint8)
    for labels in (mask, void, mask.astype(float), tokens, void[0]):
        assert xentcli.detect(labels).kind == "sparse"
        assert xentcli.advise(labels).kind == "sparse"
        assert xentcli.validate(labels, ignore_index=-100).kind == "sparse"


def test_positions_are_counted():
    y = np.array([[1, 2, 0], [2, -100, -100]])
    found = xentcli.loss(y, np.zeros((2, 3, 4)), scale="logits", ignore_index=-100)
    assert (found.samples, found.ignored, found.rows) == (4, 2, 2)


def test_a_single_picture_has_no_axis_of_rows():
    rng = np.random.default_rng(7)
    y, z = rng.integers(0, 3, (6, 8)), rng.normal(size=(3, 6, 8))
    logs = z - np.log(np.exp(z).sum(0, keepdims=True))
    right = pytest.approx(-np.take_along_axis(logs, y[None], 0).mean())
    for labels in (y, np.moveaxis(np.eye(3)[y], -1, 0)):
        found = xentcli.loss(labels, z)
        assert found.value == right
        assert "a single picture" in str(found.notes[0])
        assert xentcli.loss(labels, z, like="torch").value == right
        assert xentcli.validate(labels, z).valid
        assert xentcli.advise(labels, z).kind == found.kind == xentcli.detect(labels, z).kind
