"""Fixes of `advise` in Python: calls that were made with the same arguments, with the loss that they give."""

import numpy as np
import pytest

import xentcli

RNG = np.random.default_rng(0)
Y = RNG.integers(0, 3, 200)
P = np.eye(3)[Y] * 0.8 + 0.2 / 3


def fixed(labels, predictions, **settings):
    """The first suspicion, whose fix is evaluated."""
    found = xentcli.advise(labels, predictions, **settings).suspicions[0]
    scope = {"xentcli": xentcli, "labels": labels, "predictions": predictions}
    return found, eval(found.fix, scope).value


def test_the_fix_is_a_call_with_the_loss_that_it_gives():
    found, value = fixed(Y, P[:, ::-1])
    assert found.code == "class-order"
    assert found.value == value == pytest.approx(-np.log(0.8 + 0.2 / 3))
    assert found.message.endswith(f"to {value:.6g}")
    assert found.fix == 'xentcli.loss(labels, predictions, classes=["2", "1", "0"])'


def test_what_was_set_is_set_again():
    z = np.where(np.arange(200) % 9 == 0, -1, Y)
    found, value = fixed(z, np.log(P), scale="logits")
    assert found.code == "ignore-marks"
    assert found.fix == 'xentcli.loss(labels, predictions, scale="logits", ignore_index=-1)'
    assert found.value == value


def test_swapped_data_are_exchanged():
    found, value = fixed(P, Y)
    assert (found.code, found.fix) == ("swapped-files", "xentcli.loss(predictions, labels)")
    assert found.value == value


def test_paths_are_given_as_paths(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    np.save("y.npy", Y + 1)
    np.save("p.npy", P)
    found, value = fixed("y.npy", "p.npy")
    assert found.fix == 'xentcli.loss("y.npy", "p.npy", label_offset=-1)'
    assert found.value == value


def test_blocks_that_are_read_once_get_words():
    blocks = ((Y[i : i + 50], P[i : i + 50, ::-1]) for i in range(0, 200, 50))
    (found,) = xentcli.advise(blocks).suspicions
    assert found.code == "class-order"
    assert found.value is None
    assert not found.fix.startswith("xentcli")
