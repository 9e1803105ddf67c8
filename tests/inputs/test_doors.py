"""Files on the command line and a call from Python are the same inputs: the same answers, the same errors."""

import json
import math

import pandas as pd
import pytest
from running import inside

import xentcli
from xentcli.commands.python_words import in_python

CLASSES = [0, 1, 2, 2, 1, 0, 0, 1] * 8
THREE = [[0.7, 0.2, 0.1], [0.2, 0.7, 0.1], [0.1, 0.2, 0.7]]
FRAMES = {
    "y": pd.DataFrame({"sample": [3, 1, 2], "name": ["a", "b", "c"], "label": [0, 1, 1], "w": [1, 2, 1]}),
    "p": pd.DataFrame({"sample": [1, 2, 3], "p_0": [0.2, 0.4, 0.9], "p_1": [0.8, 0.6, 0.1]}),
    "scores": pd.DataFrame({"p_0": [0.2, 0.4, 0.9], "p_1": [0.8, 0.6, 0.1]}),
    "both": pd.DataFrame({"label": [0, 1], "p_0": [0.2, 0.4], "p_1": [0.8, 0.6], "group": ["a", "b"]}),
    "only": pd.DataFrame({"label": [0, 1, 1], "note": ["a", "b", "c"]}),
    "of_three": pd.DataFrame({"label": CLASSES}),
    "from_one": pd.DataFrame({"label": [k + 1 for k in CLASSES]}),
    "marked": pd.DataFrame({"label": [*CLASSES[:-2], -100, -100]}),
    "scores_of_three": pd.DataFrame([THREE[k] for k in CLASSES], columns=["p_0", "p_1", "p_2"]),
    "logits": pd.DataFrame([THREE[k] for k in CLASSES], columns=["p_0", "p_1", "p_2"]).map(math.log) + 1,
}
ALIKE = [
    ("loss", ("y", "p"), {"on": "sample"}),
    ("loss", ("y", "p"), {"on": "sample", "sample_weight_column": "w"}),
    ("loss", ("both",), {"by": "group"}),
    ("loss", ("both",), {"by": "class"}),
    ("loss", ("both", "both"), {}),
    ("detect", ("y", "p"), {"on": "sample"}),
    ("validate", ("y", "p"), {"on": "sample"}),
    ("advise", ("y", "p"), {"on": "sample"}),
    ("advise", ("scores", "only"), {}),
    ("advise", ("from_one", "scores_of_three"), {}),
    ("advise", ("marked", "scores_of_three"), {}),
    ("advise", ("of_three", "logits"), {}),
    ("advise", ("from_one",), {}),
]
REFUSED = [
    ("loss", ("both",), {"by": "gruop"}, "XE505"),
    ("loss", ("y", "p"), {"by": "/s/"}, "XE505"),
    ("loss", ("y", "p"), {"on": "nobody"}, "XE551"),
    ("loss", ("only", "scores"), {"join": "inner"}, "XE522"),
    ("loss", ("both",), {"on": "label"}, "XE522"),
    ("loss", ("y", "only"), {}, "XE306"),
]


@pytest.fixture
def files(tmp_path):
    for name, frame in FRAMES.items():
        frame.to_csv(tmp_path / f"{name}.csv", index=False)
    return tmp_path


def spoken(command, paths, options):
    words = [word for name, value in options.items() for word in (f"--{name.replace('_', '-')}", value)]
    return inside(command, *map(str, paths), *words, "-f", "json")


@pytest.mark.parametrize(("command", "names", "options"), ALIKE, ids=str)
def test_both_doors_give_one_answer(files, command, names, options):
    paths = [files / f"{name}.csv" for name in names]
    done = spoken(command, paths, options)
    assert done.stdout, done.stderr
    answers = getattr(xentcli, command)(*paths, **options).to_dict(), json.loads(done.stdout)
    for found in (one for answer in answers for one in answer.get("findings", ())):
        assert found.pop("fix")  # a command from one door, a call from the other
    for message in (one for answer in answers for one in answer["messages"]):
        message["message"] = in_python(message["message"])  # options are arguments in Python
    assert answers[0] == answers[1]


@pytest.mark.parametrize(("command", "names", "options", "code"), REFUSED, ids=str)
def test_both_doors_refuse_with_one_message(files, command, names, options, code):
    paths = [files / f"{name}.csv" for name in names]
    with pytest.raises(xentcli.XentError) as caught:
        getattr(xentcli, command)(*paths, **options)
    error = spoken(command, paths, options).stderr
    assert caught.value.code == code
    assert caught.value.message in in_python(error)
    assert caught.value.hint in in_python(error)


@pytest.mark.parametrize("command", ["loss", "detect", "validate", "advise"])
def test_a_key_in_numbers_is_no_prediction(files, command):
    answer = json.loads(spoken(command, [files / "y.csv", files / "p.csv"], {"on": "sample"}).stdout)
    assert answer["classes"] == 2


@pytest.mark.parametrize("command", ["loss", "detect", "validate"])
def test_rows_joined_by_one_key_are_not_compared_by_another(files, command):
    mine = pd.DataFrame({"id": [1, 2, 3], "sample": [3, 1, 2], "label": [0, 1, 1]})
    theirs = FRAMES["p"].assign(id=[7, 8, 9])
    mine.to_csv(files / "y.csv", index=False)
    theirs.to_csv(files / "p.csv", index=False)
    done = spoken(command, [files / "y.csv", files / "p.csv"], {"on": "sample"})
    assert done.returncode == 0, done.stderr
