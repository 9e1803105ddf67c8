"""A poor loss is looked at twice: `loss` and `validate` say on stderr what makes their rows meaningless."""

import numpy as np
import pandas as pd
import pytest
from running import SAMPLES, shell

from xentcli import loss, validate
from xentcli.commands.advise import second_look as suspecting


def probabilities():
    return np.load(SAMPLES / "digits_probs.npy")


def labels():
    return np.load(SAMPLES / "digits_labels.npy")


def shuffled():
    return np.random.default_rng(0).permutation(labels())


PLANTS = {
    "the rows look shuffled": lambda: (shuffled(), probabilities()),
    "the labels of other rows fit": lambda: (np.roll(labels(), 1), probabilities()),
    "another order of the columns fits": lambda: (labels(), probabilities()[:, ::-1]),
    "the predictions have no doubts": lambda: (labels(), np.eye(10)[shuffled()]),
}


def put(folder, y, p, suffix):
    if suffix == "npy":
        np.save(folder / "y.npy", y)
        np.save(folder / "p.npy", p)
        return "y.npy p.npy"
    pd.DataFrame({"label": y}).to_csv(folder / "y.csv", index=False)
    pd.DataFrame(p, columns=[f"p{k}" for k in range(10)]).to_csv(folder / "p.csv.gz", index=False)
    return "y.csv p.csv.gz"


@pytest.mark.parametrize("suffix", ["npy", "csv"])
@pytest.mark.parametrize("said", PLANTS)
def test_what_makes_a_loss_meaningless_is_said_in_one_line(said, suffix, tmp_path):
    files = put(tmp_path, *PLANTS[said](), suffix)
    for command, word in (("loss", "warning"), ("validate", "note")):
        done = shell(f"xentcli {command} {files} -f value", tmp_path)
        (line,) = [line for line in done.stdout.splitlines() if said in line]
        assert line.startswith(f"xentcli: {word}: {said}")
        assert "xentcli advise" in line
        assert done.returncode == 0


@pytest.mark.parametrize("suffix", ["npy", "csv"])
def test_nothing_is_said_of_rows_that_belong_together(suffix, tmp_path):
    files = put(tmp_path, labels(), probabilities(), suffix)
    for command in ("loss", "validate"):
        assert "xentcli:" not in shell(f"xentcli {command} {files} -f value", tmp_path).stdout


def test_a_weak_model_is_not_suspected(tmp_path):
    random = np.random.default_rng(5)
    y = random.integers(0, 10, 3000)
    p = random.dirichlet(np.full(10, 50.0), 3000)
    files = put(tmp_path, y, p, "npy")
    for command in ("loss", "validate"):
        assert "xentcli:" not in shell(f"xentcli {command} {files} -f value", tmp_path).stdout


@pytest.mark.parametrize("options", ["", "--block-rows 7", "-j 1", "-j 2", "--scheduler local:1"])
def test_the_first_rows_are_looked_at_however_they_are_read(options, tmp_path):
    files = put(tmp_path, shuffled(), probabilities(), "npy")
    done = shell(f"xentcli loss {files} -f value {options}", tmp_path)
    assert done.stdout.count("the rows look shuffled") == 1


def test_a_pipe_is_looked_at_twice_too(tmp_path):
    put(tmp_path, shuffled(), probabilities(), "csv")
    done = shell("gzip -dc p.csv.gz | xentcli loss y.csv - -f value", tmp_path)
    assert "the rows look shuffled" in done.stdout


def test_all_frameworks_say_it_once(tmp_path):
    files = put(tmp_path, shuffled(), probabilities(), "npy")
    done = shell(f"xentcli loss {files} --like all -f tsv", tmp_path)
    assert done.stdout.count("the rows look shuffled") == 1


def test_no_more_than_the_first_rows_are_looked_at(tmp_path, monkeypatch):
    """Of other classes, but for the first rows: those are shuffled."""
    y = (labels() + 1) % 10
    y[:600] = np.random.default_rng(1).permutation(y[:600])
    paths = [str(tmp_path / name) for name in put(tmp_path, y, probabilities(), "npy").split()]
    (said,) = loss(*paths).warnings
    assert "another order" in said
    monkeypatch.setattr(suspecting, "MOST_ROWS", 600)
    (said,) = loss(*paths).warnings
    assert "shuffled" in said


def test_a_good_loss_is_looked_at_once(monkeypatch):
    seen = []
    monkeypatch.setattr("xentcli.commands.loss.answer.suspected", lambda *_: seen.append(1))
    loss(str(SAMPLES / "digits_labels.npy"), str(SAMPLES / "digits_probs.npy"))
    assert not seen
    loss(np.roll(labels(), 3), probabilities())
    assert seen


def test_the_first_rows_of_sorted_labels_say_nothing_of_the_rest(tmp_path, monkeypatch):
    """A model that takes the first two classes for others, and is right about all the rest."""
    monkeypatch.setattr(suspecting, "MOST_ROWS", 400)
    rng = np.random.default_rng(0)
    y = np.repeat(np.arange(6), 300)
    z = rng.normal(size=(len(y), 6)) + 9 * np.eye(6)[np.where(y < 2, y + 1, y)]
    np.save(tmp_path / "y.npy", y)
    np.save(tmp_path / "z.npy", z)
    files = str(tmp_path / "y.npy"), str(tmp_path / "z.npy")
    assert loss(*files).warnings == ()
    assert validate(*files).notes == ()
    order = rng.permutation(len(y))
    assert loss(y[order], z[order] @ np.eye(6)[::-1]).warnings
