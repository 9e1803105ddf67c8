"""`xentcli schema`: write the JSON Schema of an answer."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import click

from xentcli.cli.command import Command
from xentcli.cli.output import write_answer
from xentcli.cli.param_types import Choice
from xentcli.core.exit_status import Exit

ANSWERS = ("loss", "validate", "detect", "advise", "explain", "error")
"""The commands with a JSON answer; `error` is the JSON written to stderr."""
EXAMPLES = (
    "xentcli schema loss                 # every field of the answer in JSON",
    "xentcli schema validate | jq .title # for jq, or a validator of JSON Schema",
    "xentcli schema error                # of an error under -f json",
)


@click.command(cls=Command, examples=EXAMPLES, name="schema")
@click.argument("answer", type=Choice(ANSWERS, "COMMAND"))
def command(answer: str, **_params: Any) -> int:
    """Print the JSON Schema (draft 2020-12) of what COMMAND writes with -f json.

    New fields may be added without notice. The number in the answer's schema field changes if a field is
    removed or changes its meaning.
    """
    write_answer((files("xentcli") / "schemas" / f"{answer}.json").read_text(encoding="utf-8"))
    return int(Exit.DONE)
