"""Every command has a page of help: examples that are typed right, a text, options, and lines that fit."""

import re
import shlex

import click
import pytest
from running import inside

from xentcli.cli.main import COMMANDS, group

PAGES = ["", *COMMANDS]


def page(name):
    done = inside(*name.split(), "--help")
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


@pytest.mark.parametrize("name", PAGES)
def test_help_opens_with_examples_and_no_line_is_over_80_columns(name):
    lines = page(name).splitlines()
    assert lines[0] == "Examples:"
    assert lines[1].startswith("  xentcli ") or "$(xentcli " in lines[1]
    assert max(map(len, lines)) <= 80, max(lines, key=len)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_says_what_it_does_with_what(name):
    text = page(name)
    assert re.search(rf"^Usage: xentcli {name} \[OPTIONS\]", text, re.MULTILINE)
    assert group.get_command(None, name).help
    assert re.search(r"^  -f, --format ", text, re.MULTILINE) or name in {"convert", "completion", "schema"}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_has_its_line_in_the_group(name):
    line = next(line for line in page("").splitlines() if line.split()[:1] == [name])
    assert line.split(maxsplit=1)[1] == COMMANDS[name][1]
    assert COMMANDS[name][1].endswith(".")


def commands():
    """Every xentcli command line of every example."""
    for name in PAGES:
        command = group if not name else group.get_command(None, name)
        for example in command.examples:
            for words in re.findall(r"xentcli ((?:'[^']*'|[^|&#)])*)", example):
                yield pytest.param(shlex.split(words), id=f"{name or 'xentcli'}: {words.strip()}")


@pytest.mark.parametrize("words", list(commands()))
def test_an_example_is_typed_right(words):
    command = group.get_command(None, words[0])
    assert command is not None
    with command.make_context(words[0], words[1:]) as context:
        assert context.params


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_says_what_it_does(name):
    for param in group.get_command(None, name).params:
        assert isinstance(param, click.Argument) or param.help, f"{name} {param.opts}"


@pytest.mark.parametrize("name", PAGES)
def test_short_help_fits_a_terminal_with_the_next_prompt(name):
    lines = inside(*name.split(), "-h").stdout.splitlines()
    assert lines[0].startswith("Usage: xentcli")
    assert len(lines) < 24
    assert max(map(len, lines)) <= 80


def test_short_help_keeps_what_is_most_used():
    text = inside("loss", "-h").stdout
    assert all(f" {name} " in text for name in ("--like", "--classes", "--from-logits", "--on", "--format"))
    assert " --output FILE " in inside("convert", "-h").stdout


LONG = [
    pytest.param(name, option, id=f"{name} {option}")
    for name in COMMANDS
    for param in group.get_command(None, name).params
    for option in param.opts
    if option.startswith("--") and "-" in option[2:]
]


@pytest.mark.parametrize(("name", "option"), LONG)
def test_an_option_with_underscores_is_answered_with_its_name(name, option):
    done = inside(name, "--" + option[2:].replace("-", "_"))
    assert (done.returncode, f"did you mean '{option}'?" in done.stderr) == (2, True)


def test_the_singular_of_an_option_is_answered_with_its_name():
    assert "did you mean '--labels-column'?" in inside("loss", "y.csv", "--label-column", "y").stderr


def test_version_is_a_command_as_well():
    assert inside("version").stdout == inside("--version").stdout != ""


ARGUMENTS = {
    "schema": "COMMAND is missing",
    "completion": "SHELL is missing",
    "schema foo": "hint: for example xentcli schema loss",
    "completion foo": "hint: for example xentcli completion bash",
}


@pytest.mark.parametrize(("line", "told"), ARGUMENTS.items())
def test_an_argument_is_called_as_in_the_help_and_its_hint_is_a_whole_command(line, told):
    done = inside(*line.split())
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr


def test_the_help_names_defaults_and_what_a_base_may_be():
    text = " ".join(page("loss").split())
    assert "optax or all. Default: exact." in text
    assert "--base BASE The base of the logarithms: e, 2 or any number above 1." in text


def test_explain_says_that_it_takes_messages():
    assert "Explain a CODE or an error MESSAGE" in inside("explain", "-h").stdout
