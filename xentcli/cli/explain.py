"""`xentcli explain`: explain an error code or message."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from xentcli.cli.command import Command
from xentcli.cli.options import OUTPUT_OPTIONS
from xentcli.cli.screen import screen, show
from xentcli.commands.explain.run import explain
from xentcli.core.errors import InputError, Place
from xentcli.core.exit_status import Exit

if TYPE_CHECKING:
    from typing import Unpack

    from xentcli.cli.params import OutputParams

EXAMPLES = (
    "xentcli explain XE103                       # what it means, and the fix",
    "xentcli explain XE305 XE306                 # several codes",
    "xentcli explain                             # all codes",
    'xentcli explain "Target 3 is out of bounds" # an error of a framework',
    "python train.py 2>&1 | xentcli explain -    # the last known message",
)
TAIL = 1 << 18
"""The number of bytes at the end of standard input that are searched."""
READ_BYTES = 1 << 16


@click.command(
    cls=Command,
    examples=EXAMPLES,
    name="explain",
    params=[click.Argument(["code"], nargs=-1, metavar="[CODE|MESSAGE|-]..."), *OUTPUT_OPTIONS],
)
def command(code: tuple[str, ...], **params: Unpack[OutputParams]) -> int:
    """Explain a CODE or an error MESSAGE, with its cause and its fix.

    Every error and warning ends with its code. A MESSAGE of xentcli, Keras, TensorFlow, PyTorch,
    scikit-learn, XGBoost, LightGBM, CatBoost, optax, torchmetrics, Hugging Face or NumPy is explained as
    well. In a whole traceback, the last known message is explained. A symptom such as "loss: nan" and a term
    such as skill are also known. With -, the text is read from standard input.
    """
    where = screen(params)
    text = " ".join(code) if code else None
    show(explain(_tail() if text == "-" else text), where)
    return int(Exit.DONE)


def _tail() -> str:
    """Return the last `TAIL` bytes of standard input as text, in constant memory."""
    stream = getattr(sys.stdin, "buffer", None)
    if stream is None or stream.closed:
        hint = "pipe the text in, or give it as an argument"
        raise InputError("standard input is closed", hint, code="XE608", place=Place("stdin"))
    kept = b""
    while part := stream.read(READ_BYTES):
        kept = (kept + part)[-TAIL:]
    if not kept.strip():
        hint = "errors go to stderr: python train.py 2>&1 | xentcli explain -"
        raise InputError("empty input", hint, code="XE605", place=Place("stdin"))
    return kept.decode("utf-8", "replace")
