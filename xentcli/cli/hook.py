"""The pre-commit hook, which validates each label file: `python -m xentcli.hook [OPTIONS] -- FILE ...`."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING

from xentcli.cli import validate
from xentcli.cli.boundary import run
from xentcli.cli.command import LazyGroup
from xentcli.cli.output import write_answer
from xentcli.core.exit_status import Exit

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Unpack

    from xentcli.cli.params import ValidateParams


HELP = """\
Usage: python -m xentcli.hook [OPTIONS] -- FILE...

Validate each FILE as xentcli validate does, and show only what is invalid. This
is the entry of the pre-commit hook. The exit status is the largest of all files.

Example:
  python -m xentcli.hook --expect sparse -- labels.csv more_labels.csv

xentcli validate --help shows the options.
"""


def judge_each(arguments: Sequence[str]) -> int:
    """Validate each file after ``--`` with the options before it, and return the largest exit status.

    Only verdicts on invalid files are shown. ``--help`` before the files shows the help instead.
    """
    words = list(arguments)
    if not {"-h", "--help"}.isdisjoint(words[: words.index("--") if "--" in words else 1]):
        write_answer(HELP)
        return int(Exit.DONE)
    at = words.index("--") if "--" in words else 0
    options, files = words[:at], words[at + ("--" in words) :]
    return max((_judged(options, name) for name in files), default=0)


def _judged(options: list[str], name: str) -> int:
    return run(group, ["validate", *options, "--", name])


def _answered(**params: Unpack[ValidateParams]) -> int:
    return validate.answered(params, quiet_if_valid=True)


command = copy(validate.command)
command.callback = _answered
group = LazyGroup("xentcli", lazy={"validate": (f"{__name__}:command", "A verdict, if it is not valid.")})
