"""The commands that errors name: each line was run on the same files before it is shown."""

import os
import re
import shlex

import numpy as np
import pytest
from running import inside

FILES = {
    "y.csv": "label\n0\n1\n1\n0\n",
    "names.csv": "label\ncat\ndog\ndog\n",
    "ids.csv": "label\n1\n2\n3\n1\n",
    "tags.csv": "a,b,c\n1,1,0\n0,1,0\n0,0,1\n",
    "shares.csv": "a,b\n0.25,0.75\n0.5,0.5\n",
    "one.csv": "p\n0.25\n0.75\n0.5\n0.125\n",
    "two.csv": "0.25,0.75\n0.5,0.5\n0.125,0.875\n0.5,0.5\n",
    "comma.csv": "p\n0,25\n0,75\n0,5\n0,125\n",
    "commas.csv": "a;b\n0,25;0,75\n0,5;0,5\n0,125;0,875\n0,5;0,5\n",
    "three.csv": "a;b\n1,250;-0,750\n0,500;1,500\n0,125;2,875\n0,500;-2,500\n",
    "points.csv": "a;b\n0.25;0.75\n0.5;0.5\n0.125;0.875\n0.5;0.5\n",
    "blanks.csv": "0.25 0.75\n0.5 0.5\n0.125 0.875\n0.5 0.5\n",
    "thousands.csv": 'p\n"1,234.5"\n0.5\n0.25\n0.75\n',
    "thousand.csv": 'label\n"1,000"\n1\n0\n1\n',
    "words.csv": "farbe\nblau\nrot\nrot\n",
    "only.csv": "0.5\n",
    "logits.csv": "1.5,-0.5\n0.25,2.5\n-3.5,4.5\n2.5,0.25\n",
    "text.npy": "label\n0\n1\n",
    "keys.csv": "id,label\na,0\nb,1\nc,1\n",
    "scores.csv": "id,p\na,0.25\nb,0.5\nx,0.5\n",
}
LATIN = "label,p\ncaf\u00e9,0.25\n"

WAYS = {
    # each: the command, and what is added to it, or taken away, in each command that its error names
    "a decimal comma": ("loss y.csv comma.csv", ["--decimal ,"]),
    "points where commas were told": ("loss y.csv points.csv --decimal ,", ["- --decimal ,"]),
    "a thousands separator is no decimal comma": ("loss y.csv thousands.csv", []),
    "nor is that of a class": ("loss thousand.csv one.csv", []),
    "one sign for both": (
        "loss y.csv commas.csv --decimal , --delimiter ,", ["- --delimiter ,"]),
    "a header or a row": ("detect words.csv", ["--header", "--no-header"]),
    "a row that is all": ("detect only.csv --header", ["--no-header = --header"]),
    "UTF-16 without a mark": ("detect wide.csv", ["--encoding utf-16-le"]),
    "Latin-1": ("detect latin.csv --labels-column label", ["--encoding latin-1"]),
    "a loss that does not fit ids": (
        "loss y.csv two.csv --loss categorical", ["--loss sparse = --loss categorical"]),
    "a loss that does not fit one column": (
        "loss y.csv one.csv --loss sparse", ["--loss binary = --loss sparse"]),
    "a loss of another scale": (
        "loss y.csv two.csv --loss CrossEntropyLoss --from-probs",
        ["--loss auto = --loss CrossEntropyLoss", "- --from-probs"]),
    "logits that are called probabilities": ("loss y.csv logits.csv --from-probs", ["- --from-probs"]),
    "logits under the name of a loss": (
        "loss y.csv logits.csv --loss log_loss", ["--loss auto = --loss log_loss"]),
    "probabilities that are called logarithms": (
        "loss y.csv two.csv --from-log-probs", ["- --from-log-probs"]),
    "which array": (
        "detect some.npz", ["--labels-column first", "--labels-column second"]),
    "text under the name of an array": ("detect text.npy", ["--input-format csv"]),
    "an unknown suffix": ("convert ids.csv --to one-hot -o o.abc", ["--format csv"]),
    "a file that is there": ("convert ids.csv --to one-hot -o y.csv", ["--force"]),
    "two scales": ("loss y.csv two.csv --from-probs --from-logits", ["- --from-probs --from-logits"]),
    "a number of classes": ("loss y.csv two.csv --num-classes 3", ["- --num-classes 3"]),
    "two numbers of classes": ("loss y.csv two.csv --classes 0,1 --num-classes 3", ["- --num-classes 3"]),
    "what a framework does not have": (
        "loss y.csv two.csv --like optax --base 2", ["--like exact = --like optax"]),
    "a kind that the labels are not": (
        "loss y.csv one.csv --labels-kind one-hot", ["- --labels-kind one-hot"]),
    "a key of one file": ("loss shares.csv --on a --labels-column a --prediction-columns b", ["- --on a"]),
    "keys without partners": ("loss keys.csv scores.csv --on id", ["--join inner"]),
    "quiet and verbose": ("loss y.csv one.csv -q -v", ["- -v", "- -q"]),
    "shares to ids": ("convert shares.csv --to sparse", ["--argmax"]),
    "shares to several": ("convert shares.csv --to multi-label", ["--threshold 0.5"]),
    "several labels to ids lose labels": ("convert tags.csv --to sparse", []),
    "several labels to a bit": (
        "convert tags.csv --to binary", ["--positive a", "--positive b", "--positive c"]),
    "an offset of names": ("convert names.csv --to sparse --classes cat,dog", None),
    "ids from 1": (
        "convert ids.csv --to one-hot --num-classes 3", ["--label-offset -1", "- --num-classes 3"]),
    "a softmax of one column": ("convert one.csv --to soft --softmax", ["--sigmoid = --softmax"]),
    "the largest of one column": ("convert one.csv --to binary --argmax", ["--threshold 0.5 = --argmax"]),
    "two ways to a class": (
        "convert two.csv --to multi-label --argmax --threshold 0.5", ["- --threshold 0.5", "- --argmax"]),
    "a dtype too narrow": ("convert shares.csv --to soft --dtype int8", ["--dtype float64 = --dtype int8"]),
    "an option in vain": ("convert ids.csv --to one-hot --positive 1", ["- --positive 1"]),
    "a misspelled class": (
        "convert names.csv --to binary --positive dgo", ["--positive dog = --positive dgo"]),
    "a width over the limit": (
        "convert ids.csv --to one-hot --num-classes 9 --max-columns 5",
        ["--max-columns 9 = --max-columns 5"]),
}  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with the files."""
    path = tmp_path_factory.mktemp("ways")
    for name, text in FILES.items():
        (path / name).write_text(text)
    (path / "wide.csv").write_text("label\n0\n1\n", encoding="utf-16-le")
    (path / "latin.csv").write_text(LATIN, encoding="latin-1")
    np.savez(path / "some.npz", first=[0, 1], second=[1, 2])
    return path


@pytest.mark.parametrize(("line", "ways"), WAYS.values(), ids=WAYS)
def test_an_error_names_the_commands_that_work(folder, line, ways, monkeypatch):
    monkeypatch.chdir(folder)
    before = sorted(os.listdir())
    done = inside(*shlex.split(line))
    found = re.findall(r"^try: xentcli (.*)$", done.stderr, re.MULTILINE)
    if ways is None:
        assert (done.returncode, found) == (0, [])
        return
    assert done.returncode in {1, 2, 3, 4}
    assert found == [typed(line, way) for way in ways]
    assert sorted(os.listdir()) == before


def typed(line, way):
    """Return the command with a way out: `NEW = OLD` puts one in the other's place, `- OLD` takes it away."""
    if way.startswith("- "):
        for old in re.findall(r"-\S+(?: [^-\s]\S*)?", way[2:]):
            line = line.replace(f" {old}", "", 1)
        return line
    new, _, old = way.partition(" = ")
    return line.replace(old, new) if old else f"{line} {new}"
