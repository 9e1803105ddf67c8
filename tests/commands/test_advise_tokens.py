"""`xentcli advise` on rows of several positions: shifts of tokens, orders of classes, labels out of range."""

import json
import shlex
import subprocess

import numpy as np
import pytest
from running import ENVIRONMENT, inside

RNG = np.random.default_rng(124)
IDS = RNG.integers(0, 30, (4, 65))
LOGITS = RNG.normal(size=(4, 64, 30))
LOGITS[np.arange(4)[:, None], np.arange(64), IDS[:, 1:]] += 4


def advised(folder, y, x, *options):
    np.save(folder / "y.npy", y)
    np.save(folder / "x.npy", x)
    done = inside("advise", "y.npy", "x.npy", *options, "-f", "json")
    return done.returncode, json.loads(done.stdout)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def suspected(fields):
    return [found["code"] for found in fields["findings"] if found["level"] == "suspicion"]


def test_the_causal_shift_is_found_and_its_fix_removes_it(folder):
    status, fields = advised(folder, IDS[:, :64], LOGITS)
    assert (status, suspected(fields)) == (1, ["rows-shifted"])
    found = fields["findings"][0]
    assert found["evidence"]["lag"] == 1
    assert "1 position later" in found["message"]
    assert "predicts the next token" in found["message"]
    subprocess.run(["bash", "-ec", found["fix"]], cwd=folder, env=ENVIRONMENT, check=True)
    y, x = np.load("fixed_labels.npy"), np.load("fixed_predictions.npy")
    assert y.tolist() == IDS[:, 1:64].tolist()
    status, fields = advised(folder, y, x)
    assert (status, suspected(fields)) == (0, [])


def test_a_shift_to_the_other_side_is_found_too(folder):
    status, fields = advised(folder, IDS[:, 1:], np.roll(LOGITS, -1, axis=1))
    assert (status, suspected(fields)) == (1, ["rows-shifted"])
    assert fields["findings"][0]["evidence"]["lag"] == 1
    status, fields = advised(folder, np.roll(IDS[:, 1:], -1, axis=1), LOGITS)
    assert (status, suspected(fields)) == (1, ["rows-shifted"])
    assert fields["findings"][0]["evidence"]["lag"] == -1


def test_positions_are_not_compared_across_rows(folder):
    """Each row starts with the label that the last position of the row before is for."""
    _, fields = advised(folder, IDS[:, 1:], LOGITS)
    assert suspected(fields) == []
    own = np.take_along_axis(LOGITS, IDS[:, 1:, None], -1)[..., 0]
    assert fields["value"] == pytest.approx((np.log(np.exp(LOGITS).sum(axis=-1)) - own).mean())


def test_padding_is_left_out_of_shifts(folder):
    y = np.where(RNG.random((4, 64)) < 0.3, -100, IDS[:, :64])
    status, fields = advised(folder, y, LOGITS, "--ignore-index", -100)
    assert (status, suspected(fields)) == (1, ["rows-shifted"])


@pytest.mark.parametrize(("row", "position"), [(0, 0), (2, 40), (3, 63)])
def test_one_id_out_of_range_at_any_position_is_found(row, position, folder):
    y = IDS[:, 1:].copy()
    y[row, position] = 30
    status, fields = advised(folder, y, LOGITS)
    found = fields["findings"][0]
    assert (status, found["code"]) == (1, "labels-out-of-range")
    assert f"(1 position, the first in row {row + 1}, position {position + 1})" in found["message"]


def test_classes_of_images_in_another_order_are_found(folder):
    y = RNG.integers(0, 4, (3, 8, 8))
    x = RNG.normal(size=(3, 8, 8, 4)) + 4 * np.eye(4)[y]
    status, fields = advised(folder, y, x)
    assert (status, suspected(fields)) == (0, [])
    status, fields = advised(folder, y, x[..., ::-1])
    assert (status, suspected(fields)[:1]) == (1, ["class-order"])


def test_masks_from_one_with_zero_for_void_are_found(folder):
    y = RNG.integers(0, 4, (2, 5, 6))
    x = np.round(RNG.normal(size=(2, 5, 6, 4)) + 3 * np.eye(4)[y], 2)
    mask = np.where(RNG.random((2, 5, 6)) < 0.2, 0, y + 1)
    status, fields = advised(folder, mask, x)
    found = fields["findings"][0]
    assert (status, found["code"]) == (1, "labels-out-of-range")
    assert found["fix"].endswith("--label-offset -1 --ignore-index 0")
    assert inside(*shlex.split(found["fix"])[1:]).returncode == 0


def test_tokens_after_an_ignored_prompt_show_the_causal_shift(folder):
    rng = np.random.default_rng(8)
    ids, x = rng.integers(0, 11, (12, 9)), rng.normal(size=(12, 9, 11))
    x[:, :-1] += 5 * np.eye(11)[ids[:, 1:]]
    np.save(folder / "y.npy", np.where(np.arange(9) < 3, -100, ids))
    np.save(folder / "x.npy", x)
    shifted = inside("loss", "y.npy", "x.npy", "--ignore-index", "-100", "-f", "value").stderr
    assert "[XE842]" in shifted
    np.save(folder / "x.npy", np.roll(x, 1, axis=1))
    right = inside("loss", "y.npy", "x.npy", "--ignore-index", "-100", "-f", "value").stderr
    assert "[XE842]" not in right
