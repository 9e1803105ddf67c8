"""Color the lines of messages and of help by what they are."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

STYLES = {
    "error": "\x1b[1;31m",
    "warning": "\x1b[1;33m",
    "note": "\x1b[1;36m",
    "hint": "\x1b[36m",
    "try": "\x1b[32m",
}
"""The color of each kind of line; its first word says the same."""
_HEAD = re.compile(rf"^(xentcli: )?({'|'.join(STYLES)}):", re.MULTILINE)
_CODE = re.compile(r"( \[XE\d{3}\])$", re.MULTILINE)
DIM, RESET = "\x1b[2m", "\x1b[0m"


def wish_of(argv: Sequence[str]) -> str:
    r"""Return the value of ``--color`` on a command line that may be invalid, or of its variable.

    >>> wish_of(["loss", "y.csv", "--color", "never"]), wish_of(["loss", "--color=always", "--", "--color=x"])
    ('never', 'always')
    """
    line = "\n".join(argv[: argv.index("--")] if "--" in argv else argv)
    found = re.findall(r"^--color[=\n](auto|always|never)$", line, re.MULTILINE)
    return found[-1] if found else os.environ.get("XENTCLI_COLOR") or "auto"


def painted(text: str) -> str:
    r"""Return messages with the first word of each line colored, and its code dim.

    >>> painted("hint: did you mean y.csv?\n")
    '\x1b[36mhint:\x1b[0m did you mean y.csv?\n'
    """
    text = _HEAD.sub(lambda head: f"{head[1] or ''}{STYLES[head[2]]}{head[2]}:{RESET}", text)
    return _CODE.sub(f"{DIM}\\1{RESET}", text)


_HEADING = re.compile(r"^((?:[A-Z][a-z]+ options|Options|Usage|Examples|Commands|Help):)", re.MULTILINE)
_OPTION = re.compile(r"^(  -[^\n]*?)(?=  |$)", re.MULTILINE)


def painted_help(text: str) -> str:
    r"""Return a page of help with its headings bold and its options in color.

    >>> painted_help("Options:\n  -q, --quiet  No notes.")
    '\x1b[1mOptions:\x1b[0m\n\x1b[36m  -q, --quiet\x1b[0m  No notes.'
    """
    text = _HEADING.sub(f"\x1b[1m\\1{RESET}", text)
    return _OPTION.sub(f"\x1b[36m\\1{RESET}", text)
