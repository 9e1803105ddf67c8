"""What a terminal of 80 columns and 24 lines shows: the whole answer, on one screen."""

import re

import numpy as np
import pytest
from running import SAMPLES, on_terminal

ANSI = re.compile(r"\x1b\[[\d;]*m")
PAIRS = {
    "names": "iris_labels.csv iris_probs.csv",
    "ids": "digits_labels.csv digits_probs.csv",
    "logits": "digits_labels.npy digits_logits.npy",
    "one-hot": "digits_onehot.npy digits_probs.npy",
    "soft": "digits_soft.npy digits_probs.npy",
    "multi-label": "multilabel_labels.csv multilabel_sigmoid.csv",
    "binary": "breast_cancer_labels.csv breast_cancer_sigmoid.csv",
    "two columns": "breast_cancer_labels.npy breast_cancer_softmax.csv",
}


def shown(line, **variables):
    return on_terminal(line, cwd=SAMPLES, COLUMNS="80", LINES="24", **variables)


@pytest.mark.parametrize("command", ["loss", "detect", "validate", "advise"])
@pytest.mark.parametrize("pair", PAIRS.values(), ids=PAIRS)
def test_the_answer_fits_one_screen(command, pair):
    lines = ANSI.sub("", shown(f"xentcli {command} {pair}")).splitlines()
    assert len(lines) <= 22, "two lines are left for the command and the next prompt"
    assert max(map(len, lines)) <= 80


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (
            "loss",
            ["Sparse cross-entropy", "0.157293", "1,797 samples", "93.17%", "96.55%", "logits", "▁", "row 6"],
        ),
        ("validate", ["valid", "1,797 rows", "sparse"]),
        ("advise", ["nothing looks wrong", "sparse", "Keras", "PyTorch", "scikit-learn"]),
    ],
    ids=["loss", "validate", "advise"],
)
def test_the_screen_keeps_the_answer(command, words):
    text = shown(f"xentcli {command} digits_labels.npy digits_logits.npy", NO_COLOR="1")
    assert [word for word in words if word not in text] == []


def test_warnings_come_last_on_a_terminal(tmp_path):
    np.save(tmp_path / "reversed.npy", np.load(SAMPLES / "digits_probs.npy")[:, ::-1])
    text = shown(f"xentcli loss digits_labels.npy {tmp_path}/reversed.npy", NO_COLOR="1")
    assert text.index("Hardest rows") < text.index("xentcli: warning: ")
    assert len(text.splitlines()) <= 22


@pytest.mark.parametrize("command", ["loss", "validate", "advise"])
def test_full_shows_all_tables(command):
    short, full = (
        shown(f"xentcli {command} iris_labels.csv iris_probs.csv {more}") for more in ("", "--full")
    )
    assert "╭" in full
    assert "╭" not in short


@pytest.mark.parametrize("line", ["loss iris_labels.csv iris_probs.csv", "loss iris_labels.csv nothing.csv"])
def test_color_repeats_what_the_words_say(line):
    colored, plain = (
        shown(f"xentcli {line} --color always || true"),
        shown(f"xentcli {line} || true", NO_COLOR="1"),
    )
    assert "\x1b[" in colored
    assert "\x1b[" not in plain
    assert [line.rstrip() for line in ANSI.sub("", colored).splitlines()] == plain.splitlines()
