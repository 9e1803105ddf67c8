"""For pre-commit: a verdict on each of many label files, `python -m xentcli.hook [OPTIONS] -- FILE ...`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.cli.main import main

if TYPE_CHECKING:
    from collections.abc import Sequence


def judge_each(arguments: Sequence[str]) -> int:
    """Validate every file after ``--`` with the options before it, and return the largest exit status; only
    what is wrong is shown."""
    words = list(arguments)
    at = words.index("--") if "--" in words else 0
    options, files = words[:at], words[at + ("--" in words) :]
    return max((_judged(options, name) for name in files), default=0)


def _judged(options: list[str], name: str) -> int:
    status = main(["validate", *options, "-q", "--", name])
    return main(["validate", *options, "--", name]) if status else 0
