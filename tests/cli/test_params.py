"""The typed parameters of a command are the options that it has."""

import inspect

import click
import pytest

from xentcli.cli import params
from xentcli.cli.main import COMMANDS, group


def command_of(name):
    return group.get_command(click.Context(group), name)


def taken(command):
    """The names that a command's function says it takes, and those it may do without."""
    signature = inspect.signature(command.callback).parameters
    (rest,) = [p for p in signature.values() if p.kind is p.VAR_KEYWORD]
    named = set(signature) - {rest.name}
    if rest.annotation == "Any":
        return named, set()
    typed = getattr(params, rest.annotation.removeprefix("Unpack[").removesuffix("]"))
    return named | typed.__required_keys__, typed.__optional_keys__


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_has_a_type_under_its_name(name):
    command = command_of(name)
    given = {param.name for param in command.params if param.expose_value and param.name != "debug"}
    must, may = taken(command)
    assert must <= given <= must | may


def test_commands_with_many_options_type_them():
    assert all(command_of(name).callback.__code__.co_flags & inspect.CO_VARKEYWORDS for name in COMMANDS)
    assert len(taken(command_of("loss"))[0]) > 40
