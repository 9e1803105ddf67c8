"""What a hint says to type can be typed, and makes a difference."""

import re

import numpy as np
import pytest
from catalogue import ENTRIES
from catalogue.entry import OK, W
from catalogue.runner import laid_out, run
from terminals import said

from xentcli.io.text import chunk as cutting
from xentcli.io.text.chunk import Cutter, Start
from xentcli.settings import option_file as optionfiles

TYPED = re.compile(
    r"(?<!leave )(?<!leave out )(?<!remove )(--[a-z][a-z-]+(?: (?:'[^']*'|-?[a-z0-9@][^\s;?()]*|,(?= |$)))?)"
)
"""An option in a hint, with its value."""
ALONE = {
    "--argmax", "--header", "--no-header", "--force", "--from-logits", "--from-probs", "--from-log-probs",
    "--from-percent", "--normalize",
}  # fmt: skip
"""Options that need no value."""
WORDS = {"keeps", "takes", "says", "raises", "shifts", "names", "makes", "or", "and", "have", "which", "the",
    "to", "if", "with", "of"}  # fmt: skip
"""What follows an option in a sentence, and is no value of it."""
OTHERS = re.compile("for example|leave |remove --|instead")
"""Hints that say to type something in the place of what was."""


def options_in(said):
    """The options that the hints of a message say to type, whole with their values."""
    hints = [line for line in said.splitlines() if line.startswith("hint: ") and not OTHERS.search(line)]
    for found in TYPED.findall(" ".join(hints)):
        name, _, value = found.rstrip(".,:").partition(" ")
        if name in ALONE:
            yield name
        elif value and value not in WORDS:
            yield f"{name} {value}"


ERRORS = [
    entry for entry in ENTRIES if entry.outcome not in {OK, W} and entry.line.startswith(("loss", "convert"))
]


@pytest.mark.parametrize("entry", ERRORS, ids=lambda entry: entry.name)
def test_what_a_hint_says_can_be_typed_and_makes_a_difference(entry, tmp_path):
    done = run(entry.line, laid_out(entry, tmp_path), entry.env)
    for option in options_in(done.err):
        line = entry.line.replace(" <", f" {option} <") if " <" in entry.line else f"{entry.line} {option}"
        again = run(line, tmp_path, entry.env)
        assert again.status != 2, (option, again.err)
        assert again.err != done.err, option


def test_some_hints_are_tried(tmp_path):
    tried = [
        o for entry in ERRORS for o in options_in(run(entry.line, laid_out(entry, tmp_path), entry.env).err)
    ]
    assert len(tried) > 20


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("option", [(), ("--encoding", "utf-16")])
def test_the_encoding_of_16_bits_is_known_by_its_mark_or_named(tmp_path, encoding, option):
    path = tmp_path / "y.csv"
    path.write_bytes("label\n0\n1\n".encode(encoding))
    status, _, err = said("validate", path, *option)
    if encoding == "utf-16":
        assert status == 0
    else:
        assert (status, err.splitlines()[1]) == (3, f"hint: use --encoding {encoding}")
        assert said("validate", path, "--encoding", encoding)[0] == 0


@pytest.mark.parametrize("target", ["sparse", "one-hot"])
def test_a_row_without_a_1_is_not_sent_to_argmax(tmp_path, target):
    path = tmp_path / "y.csv"
    path.write_text("a,b,c\n1,0,0\n0,0,0\n")
    status, _, err = said("convert", path, "--to", target)
    assert status == 1
    assert "y.csv:3: row 2: multi-label to" in err
    assert "[0, 0, 0] has no 1, so it has no class (1 row)" in err
    assert "argmax" not in err


def test_class_weights_that_are_all_zero_are_named(tmp_path):
    (tmp_path / "y.csv").write_text("label\n0\n1\n")
    (tmp_path / "p.csv").write_text("0.5,0.5\n0.25,0.75\n")
    err = said("loss", tmp_path / "y.csv", tmp_path / "p.csv", "--class-weight", "0,0")[2]
    assert "error: --class-weight: all weights are zero" in err


def test_an_empty_name_is_a_variable_that_is_not_set():
    assert said("validate", "")[2] == (
        "xentcli: error: no such file: the name is empty [XE601]\nhint: is a shell variable not set?\n"
    )


def test_a_list_without_end_is_over_a_limit(tmp_path, monkeypatch):
    (tmp_path / "y.csv").write_text("label\n0\n1\n")
    (tmp_path / "p.csv").write_text("0.5,0.5\n0.25,0.75\n")
    monkeypatch.setattr(optionfiles, "LONGEST", 1000)
    for option in ("--classes", "--class-weight"):
        status, _, err = said("loss", tmp_path / "y.csv", tmp_path / "p.csv", option, "@/dev/zero")
        assert (status, "/dev/zero: has more than 1,000 characters" in err) == (3, True)


def test_a_line_without_end_takes_time_proportional_to_it(monkeypatch):
    scanned = []
    scan = cutting.scan
    monkeypatch.setattr(
        cutting, "scan", lambda data, *more, **said: scanned.append(len(data)) or scan(data, *more, **said)
    )
    cutter = Cutter("zeros", ",", 1 << 10, 1 << 14)
    with pytest.raises(Exception, match="line longer than --max-field"):
        list(cutter.pieces(bytes, Start()))
    assert sum(scanned) < 5 * 64 * (1 << 14)


def test_arrays_of_other_rows_have_no_header(tmp_path):
    np.save(tmp_path / "y.npy", np.array([0, 1]))
    np.save(tmp_path / "p.npy", np.full((3, 2), 0.5))
    assert said("loss", tmp_path / "y.npy", tmp_path / "p.npy")[2].splitlines()[1] == (
        "hint: both files must have the same rows"
    )


@pytest.mark.parametrize("option", [("--classes", "cat,dog"), ("--num-classes", "2")])
def test_advice_on_other_classes_than_columns_is_wrong_use(tmp_path, option):
    (tmp_path / "y.csv").write_text("label\n0\n1\n2\n")
    (tmp_path / "p.csv").write_text("0.5,0.25,0.25\n" * 3)
    status, _, err = said("advise", tmp_path / "y.csv", tmp_path / "p.csv", *option)
    assert (status, "2 classes, but the predictions have 3" in err) == (2, True)
