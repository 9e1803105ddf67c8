"""`xentcli explain`: what the code of a problem means, and how to mend it."""

from __future__ import annotations

from typing import Any

import click

from xentcli.cli.command import Command
from xentcli.cli.options import output_options
from xentcli.cli.screen import screen, show
from xentcli.errors import Exit
from xentcli.explaining import explain

EXAMPLES = (
    "xentcli explain XE103                       # what it means, and the mend",
    "xentcli explain                             # all codes, a line each",
    'xentcli explain "Target 3 is out of bounds" # what a message is about',
)


@click.command(cls=Command, examples=EXAMPLES, name="explain")
@click.argument("code", required=False, metavar="[CODE|MESSAGE]")
@output_options
def command(code: str | None, **params: Any) -> int:
    """What the CODE of a problem means, with an example and what to do.

    Codes stand in the answers of validate, and in errors with -f json. A MESSAGE of xentcli, Keras, PyTorch,
    scikit-learn or NumPy will do too.
    """
    show(explain(code), screen(params))
    return int(Exit.DONE)
