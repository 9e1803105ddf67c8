"""Masks that were saved as pictures: in colour, or lossily."""

import numpy as np

import xentcli

RNG = np.random.default_rng(6)
MASK = np.where(RNG.random((2, 12, 12)) < 0.5, 0, 255).astype(np.uint8)


def codes(*data):
    return [finding.code for finding in xentcli.advise(*data).suspicions]


def test_equal_channels_are_a_picture_in_colour():
    for axis in (1, -1):
        assert "rgb-mask" in codes(np.stack([MASK] * 3, axis))
        assert "rgb-mask" in codes(np.stack([MASK] * 3, axis), RNG.normal(size=(2, 12, 12, 2)))
    other = np.stack([MASK] * 3, -1)
    other[1, 3, 3, 1] ^= 255
    assert "rgb-mask" not in codes(other)


def test_greys_are_a_lossy_mask():
    grey = MASK.copy()
    grey[0, 3, 3], grey[1, 5, 6], grey[1, 2, 2] = 128, 3, 250
    assert codes(grey)[0] == codes(grey, RNG.normal(size=(2, 12, 12, 2)))[0] == "grey-mask"


def test_classes_with_a_void_are_no_greys():
    mask = RNG.choice([0, 5, 15, 255], (4, 12, 12), p=[0.7, 0.1, 0.1, 0.1])
    assert "grey-mask" not in codes(mask)
    assert "grey-mask" not in codes(mask, RNG.normal(size=(4, 12, 12, 21)))
