"""Command lines as options and arguments: read, edited, and written as words again."""

import shlex

import pytest

from xentcli.cli.main import group
from xentcli.cli.tries.command_line import edited, read_line


def line_of(text):
    return read_line(group, shlex.split(text))


@pytest.mark.parametrize(
    "text",
    [
        "loss y.csv p.csv",
        "loss -q y.csv p.csv --on=id --label-offset -1",
        "--debug loss y.csv -fjson --no-header p.csv",
        "loss - p.csv --like keras",
        "convert y.csv --to one-hot -o 'my file.npy'",
    ],
)
def test_all_words_are_kept(text):
    assert shlex.join(line_of(text).words) == text


def test_short_options_in_one_word_are_taken_apart():
    assert line_of("loss -qf json y.csv -vfcsv").words == ("loss", "-q", "-f", "json", "y.csv", "-v", "-fcsv")


@pytest.mark.parametrize(
    "text",
    ["", "--help", "lost y.csv", "loss y.csv p.csv q.csv", "loss y.csv --offset 1", "loss y.csv --on"],
)
def test_what_is_no_command_line_has_no_parts(text):
    assert line_of(text) is None


EDITS = {
    # each: the line, the way out, and the line that takes it
    "an option is added at the end": ("loss y p -q", {"on": "id"}, "loss y p -q --on id"),
    "an option takes the place of the old one": (
        "loss --label-offset 1 y p", {"label_offset": -1}, "loss --label-offset -1 y p"),
    "whatever its spelling": ("loss y p --on=a -v", {"on": "b"}, "loss y p --on b -v"),
    "given twice, it is set once": ("loss --on a y p --on b", {"on": "c"}, "loss --on c y p"),
    "an option is removed": ("loss y p --label-offset -1", {"label_offset": None}, "loss y p"),
    "a flag is set": ("loss y p", {"from_logits": True}, "loss y p --from-logits"),
    "a flag is removed": ("loss y p --from-logits", {"from_logits": False}, "loss y p"),
    "a flag with two names": ("loss y p --header", {"header": False}, "loss y p --no-header"),
    "scales exclude each other": ("loss y p --from-probs", {"from_logits": True}, "loss y p --from-logits"),
    "unless one is removed": (
        "loss y p --from-probs", {"from_logits": None, "on": "id"}, "loss y p --from-probs --on id"),
    "a list of classes": ("loss y p", {"classes": ["a", "b"]}, "loss y p --classes a,b"),
    "a class with a comma": ("loss y p", {"classes": ["a, b", "c"]}, "loss y p --classes '\"a, b\",c'"),
    "a delimiter by its name": ("loss y p", {"delimiter": "\t"}, "loss y p --delimiter tab"),
    "an argument is replaced": ("loss y p --on id", {"labels": "z"}, "loss z p --on id"),
    "an argument is added": ("loss y --on id", {"predictions": "y"}, "loss y --on id y"),
    "another command": ("loss y p --top 3", {"command": "advise"}, "advise y p"),
    "another command with its options": (
        "loss y p --on id", {"command": "convert", "target": "one-hot"}, "convert y --to one-hot"),
    "a name that starts with a dash": (
        "loss --on id -- -y p", {"join": "inner"}, "loss --on id --join inner -- -y p"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "way", "wanted"), EDITS.values(), ids=EDITS)
def test_a_way_out_is_typed_into_the_line(text, way, wanted):
    line = edited(line_of(text), way, group)
    assert shlex.join(line.words) == wanted
    assert read_line(group, line.words).words == line.words


@pytest.mark.parametrize("way", [{"threshold": 0.5}, {"command": "los"}])
def test_a_way_that_the_command_does_not_have_is_none(way):
    assert edited(line_of("loss y p"), way, group) is None
