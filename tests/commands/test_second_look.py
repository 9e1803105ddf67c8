"""A poor loss is looked at twice: `loss` and `validate` say on stderr what makes their rows meaningless."""

import numpy as np
import pandas as pd
import pytest
from running import SAMPLES, shell

import xentcli
from xentcli import loss, validate
from xentcli.commands.advise import first_rows


def probabilities():
    return np.load(SAMPLES / "digits_probs.npy")


def labels():
    return np.load(SAMPLES / "digits_labels.npy")


def shuffled():
    return np.random.default_rng(0).permutation(labels())


PLANTS = {
    "the rows may be out of order": lambda: (shuffled(), probabilities()),
    "the labels of other rows fit": lambda: (np.roll(labels(), 1), probabilities()),
    "another order of the columns fits": lambda: (labels(), probabilities()[:, ::-1]),
    "the predictions are only 0 and 1": lambda: (labels(), np.eye(10)[shuffled()]),
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
    assert done.stdout.count("the rows may be out of order") == 1


def test_a_pipe_is_looked_at_twice_too(tmp_path):
    put(tmp_path, shuffled(), probabilities(), "csv")
    done = shell("gzip -dc p.csv.gz | xentcli loss y.csv - -f value", tmp_path)
    assert "the rows may be out of order" in done.stdout


def test_all_frameworks_say_it_once(tmp_path):
    files = put(tmp_path, shuffled(), probabilities(), "npy")
    done = shell(f"xentcli loss {files} --like all -f tsv", tmp_path)
    assert done.stdout.count("the rows may be out of order") == 1


def test_no_more_than_the_first_rows_are_looked_at(tmp_path, monkeypatch):
    """Of other classes, but for the first rows: those are shuffled."""
    y = (labels() + 1) % 10
    y[:600] = np.random.default_rng(1).permutation(y[:600])
    paths = [str(tmp_path / name) for name in put(tmp_path, y, probabilities(), "npy").split()]
    with pytest.warns(xentcli.XentWarning, match="another order"):
        loss(*paths)
    monkeypatch.setattr(first_rows, "MOST_ROWS", 600)
    with pytest.warns(xentcli.XentWarning, match="out of order"):
        loss(*paths)


def test_a_good_loss_is_looked_at_once(monkeypatch):
    seen = []
    monkeypatch.setattr("xentcli.commands.loss.answer.suspected", lambda *_, **__: seen.append(1))
    loss(str(SAMPLES / "digits_labels.npy"), str(SAMPLES / "digits_probs.npy"))
    assert not seen
    with pytest.warns(xentcli.XentWarning, match="far above that of always predicting the class shares"):
        loss(np.roll(labels(), 3), probabilities())
    assert seen


def test_the_first_rows_of_sorted_labels_say_nothing_of_the_rest(tmp_path, monkeypatch):
    """A model that takes the first two classes for others, and is right about all the rest."""
    monkeypatch.setattr(first_rows, "MOST_ROWS", 400)
    rng = np.random.default_rng(0)
    y = np.repeat(np.arange(6), 300)
    z = rng.normal(size=(len(y), 6)) + 9 * np.eye(6)[np.where(y < 2, y + 1, y)]
    np.save(tmp_path / "y.npy", y)
    np.save(tmp_path / "z.npy", z)
    files = str(tmp_path / "y.npy"), str(tmp_path / "z.npy")
    with pytest.warns(xentcli.XentWarning, match="far above that of always predicting the class shares"):
        (said,) = loss(*files).warnings
    assert "order of the columns" not in said
    assert validate(*files).notes == ()
    order = rng.permutation(len(y))
    with pytest.warns(xentcli.XentWarning, match="another order"):
        loss(y[order], z[order] @ np.eye(6)[::-1])


def softmax(z):
    mass = np.exp(z - z.max(axis=-1, keepdims=True))
    return mass / mass.sum(axis=-1, keepdims=True)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def hot(y, z):
    return np.eye(z.shape[1])[y]


KINDS = {
    "sparse": lambda y, z: (y, softmax(z)),
    "logits": lambda y, z: (y, z),
    "log-probabilities": lambda y, z: (y, np.log(softmax(z))),
    "one-hot": lambda y, z: (hot(y, z), softmax(z)),
    "soft": lambda y, z: ((3 * hot(y, z) + 1) / (z.shape[1] + 3), softmax(z)),
    "multi-label": lambda y, z: (hot(y, z) + hot(y - 1, z), sigmoid(z + 4 * hot(y - 1, z) - 2)),
    "binary": lambda y, z: ((y > 0).astype(int), softmax(z)[:, 1:].sum(axis=1)),
    "two columns": lambda y, z: (
        (y > 0).astype(int), np.stack([softmax(z)[:, 0], 1 - softmax(z)[:, 0]], axis=1),
    ),
}  # fmt: skip
MISTAKES = {
    "none": lambda y, p, _: (y, p),
    "shuffled": lambda y, p, random: (random.permutation(y), p),
    "shifted": lambda y, p, _: (np.roll(y, 2, axis=0), p),
    "reversed": lambda y, p, _: (y, np.ascontiguousarray(p[..., ::-1]) if p.ndim > 1 else 1 - p),
    "two exchanged": lambda y, p, _: (y, p[:, [1, 0, *range(2, p.shape[1])]] if p.ndim > 1 else p),
    "hard": lambda y, p, _: (y, np.rint(p)),
    "twice": lambda y, p, _: (y, softmax(p) if p.ndim > 1 else sigmoid(p)),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("mistake", MISTAKES)
def test_validate_says_what_a_second_look_at_all_pairs_would(kind, mistake, monkeypatch):
    """A pair is looked at twice only where that could find something."""
    for seed, (rows, width, skill) in enumerate(
        [(10, 10, 9), (30, 4, 3), (300, 3, 4), (300, 5, 0), (900, 4, 1)]
    ):
        random = np.random.default_rng(seed)
        y = random.integers(0, width, rows)
        y = np.repeat(y, 3)[:rows] if seed % 2 else y  # in runs, neighbours are alike
        z = random.normal(size=(rows, width)) + skill * np.eye(width)[y]
        pair = MISTAKES[mistake](*KINDS[kind](y, z), random)
        found = [validate(*pair).notes]
        with monkeypatch.context() as patch:
            patch.setattr("xentcli.commands.validate.run.is_doubtful", lambda *_: True)
            found.append(validate(*pair).notes)
        assert found[0] == found[1], (rows, width)


@pytest.mark.parametrize("kind", KINDS)
def test_validate_looks_once_at_a_good_pair(kind, monkeypatch):
    random = np.random.default_rng(0)
    y = random.integers(0, 4, 900)
    z = random.normal(size=(900, 4)) + 4 * np.eye(4)[y]
    seen = []
    monkeypatch.setattr("xentcli.commands.validate.run.suspected", lambda *_: seen.append(1))
    assert validate(*KINDS[kind](y, z)).valid
    assert not seen
    validate(*MISTAKES["shuffled"](*KINDS[kind](y, z), random))
    assert seen
