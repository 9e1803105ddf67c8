"""Masks and token ids of any rank become vectors and back, with the positions of every row kept."""

import numpy as np
import pytest
from running import inside

import xentcli
from xentcli.core.errors import DataError

MASK = np.random.default_rng(4).integers(0, 3, (20, 5, 6))
HOT = np.eye(3, dtype=np.uint8)[MASK]


def converted(tmp_path, labels, *options, name="out.npy"):
    np.save(tmp_path / "in.npy", labels)
    done = inside("convert", tmp_path / "in.npy", "-o", tmp_path / name, *options)
    assert done.returncode == 0, done.stderr
    return np.load(tmp_path / name)


@pytest.mark.parametrize("rows", [None, "3"])
def test_ids_become_one_hot(tmp_path, rows):
    found = converted(tmp_path, MASK, "--to", "one-hot", *(("--block-rows", rows) if rows else ()))
    assert np.array_equal(found, HOT)
    assert np.array_equal(xentcli.convert(MASK, "one-hot"), HOT)


def test_the_class_axis_of_the_output(tmp_path):
    found = converted(tmp_path, MASK, "--to", "one-hot", "--class-axis", "1")
    assert np.array_equal(found, np.moveaxis(HOT, -1, 1))


@pytest.mark.parametrize("axis", [1, 2, 3])
def test_one_hot_on_any_axis_becomes_ids(tmp_path, axis):
    moved = np.moveaxis(HOT, -1, axis)
    assert np.array_equal(converted(tmp_path, moved, "--to", "sparse"), MASK)
    assert np.array_equal(xentcli.convert(moved, "sparse"), MASK)


def test_one_hot_is_moved_to_another_axis(tmp_path):
    found = converted(tmp_path, HOT, "--to", "one-hot", "--class-axis", "1")
    assert np.array_equal(found, np.moveaxis(HOT, -1, 1))


def test_a_channel_becomes_the_class_axis():
    assert np.array_equal(xentcli.convert(MASK[:, None], "one-hot", class_axis=1), np.moveaxis(HOT, -1, 1))


def test_token_ids_become_one_hot(tmp_path):
    tokens = np.array([[4, 2, 0], [1, 1, 3]])
    right = np.eye(5, dtype=np.uint8)[tokens]
    assert np.array_equal(converted(tmp_path, tokens, "--to", "one-hot"), right)
    assert np.array_equal(xentcli.convert(tokens, "one-hot"), right)


def test_black_and_white_becomes_binary(tmp_path):
    mask = np.where(MASK > 1, 255, 0).astype(np.uint8)[:, None]
    found = converted(tmp_path, mask, "--to", "binary", "--classes", "0,255")
    assert np.array_equal(found, mask // 255)


def test_the_largest_score_of_each_position():
    z = np.random.default_rng(5).normal(size=(4, 3, 3, 7))
    with pytest.raises(DataError) as raised:
        xentcli.convert(z, "sparse", argmax=True)
    assert raised.value.code == "XE313"
    for axis in (1, 2, 3):
        found = xentcli.convert(z, "sparse", argmax=True, class_axis=axis)
        assert np.array_equal(found, z.argmax(axis))


def test_the_first_wrong_label_is_located():
    mask = np.where(np.arange(600).reshape(MASK.shape) == 100, 7, MASK)
    with pytest.raises(DataError, match="7 is not a class") as raised:
        xentcli.convert(mask, "one-hot", num_classes=3)
    assert raised.value.place.row == 4


def test_text_has_no_room_for_positions(tmp_path):
    np.save(tmp_path / "in.npy", MASK)
    done = inside("convert", tmp_path / "in.npy", "--to", "one-hot", "-o", tmp_path / "a.csv")
    assert done.returncode == 1
    assert "too many axes [XE134]" in done.stderr
