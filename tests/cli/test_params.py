"""The typed parameters of a command are the options that it has."""

import inspect

import click
import pytest

from xentcli.cli import params
from xentcli.cli.main import COMMANDS, group

TYPED = {
    "loss": params.LossParams,
    "validate": params.ValidateParams,
    "convert": params.ConvertParams,
    "advise": params.PairParams,
    "detect": params.PairParams,
    "explain": params.OutputParams,
}
ELSEWHERE = {"explain": {"code"}}
"""Arguments that a command names itself."""


@pytest.mark.parametrize("name", TYPED)
def test_every_option_has_a_type_under_its_name(name):
    command = group.get_command(click.Context(group), name)
    given = {param.name for param in command.params if param.expose_value}
    typed = TYPED[name].__required_keys__ | (TYPED[name].__optional_keys__ & given)
    assert typed | ELSEWHERE.get(name, set()) == given


@pytest.mark.parametrize("name", TYPED)
def test_a_command_says_which_parameters_it_takes(name):
    command = group.get_command(click.Context(group), name)
    kept = inspect.signature(command.callback).parameters["params"].annotation
    assert kept == f"Unpack[{TYPED[name].__name__}]"


def test_only_commands_with_options_of_their_own_are_typed():
    assert set(COMMANDS) - set(TYPED) == {"schema", "completion"}
