"""What scikit-learn gives for several outputs, a list of (N, 2), is read if the labels prove it."""

import numpy as np
import pytest
from known_pair import MULTI, SIGMOIDS, K, binary_loss, codes, loss, refusal, value

import xentcli

OUTPUTS = np.stack([np.stack([1 - SIGMOIDS[:, k], SIGMOIDS[:, k]], axis=1) for k in range(K)])
WANTED = pytest.approx(binary_loss(MULTI, SIGMOIDS), rel=1e-12)


@pytest.fixture
def saved(tmp_path):
    def files(labels=MULTI, outputs=OUTPUTS):
        np.save(tmp_path / "y.npy", labels)
        np.save(tmp_path / "p.npy", outputs)
        return tmp_path / "y.npy", tmp_path / "p.npy"

    return files


def test_the_list_is_turned_with_a_note(saved):
    found = loss(*saved())
    assert (found["kind"], found["value"], codes(found)) == ("multi-label", WANTED, ["XE877"])
    assert value(*saved(), "--block-rows", 3) == WANTED


def test_one_archive_and_calls_from_python(tmp_path):
    np.savez(tmp_path / "x.npz", y=MULTI, probs=OUTPUTS)
    assert value(tmp_path / "x.npz") == WANTED
    assert xentcli.loss(MULTI, list(OUTPUTS)).value == WANTED


def test_samples_first_is_read_as_before(saved):
    assert value(*saved(outputs=np.moveaxis(OUTPUTS, 0, 1))) == WANTED


def test_pairs_that_are_no_distributions_are_an_error(saved):
    wrong = OUTPUTS.copy()
    wrong[2, 5] = 0.75
    found = refusal(*saved(outputs=wrong))
    assert (found["code"], found["row"], "output 2" in found["message"]) == ("XE049", 6, True)


def test_as_many_outputs_as_samples_are_asked_about_if_the_list_fits_better(saved):
    outputs = OUTPUTS[:, :K]
    labels = (outputs[..., 1].T > 0.5).astype(int)
    labels[0, 1] = 1 - labels[0, 1]
    found = refusal(*saved(labels, outputs))
    assert (found["code"], len(found["tries"])) == ("XE049", 2)
    listed = value(*saved(labels, outputs), "--labels-kind", "multi-label")
    assert listed == pytest.approx(binary_loss(labels, SIGMOIDS[:K]), rel=1e-12)
    first = value(*saved(labels, outputs), "--labels-kind", "sparse")
    assert first == pytest.approx(binary_loss(labels, SIGMOIDS[:K].T), rel=1e-12)
    assert value(*saved(labels.T, outputs)) == listed
