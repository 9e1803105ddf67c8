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
    "xentcli explain                             # all codes, a line each",
    'xentcli explain "Target 3 is out of bounds" # what a message is about',
    "python train.py 2>&1 | xentcli explain -    # the last message known",
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
    """What the CODE of a problem means, with an example and what to do.

    Every error and warning ends with its code. A MESSAGE of xentcli, Keras,
    TensorFlow, PyTorch, scikit-learn, XGBoost, LightGBM, CatBoost, optax,
    torchmetrics, Hugging Face or NumPy will do too, or a whole traceback: the
    last message in it that is known is explained. So will a symptom, such as
    "loss: nan", or a word of the answers, such as skill. - reads the text from
    standard input.
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
