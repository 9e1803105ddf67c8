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
