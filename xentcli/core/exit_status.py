"""The exit statuses of the command line."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """The exit statuses of the program."""

    DONE = 0
    NO = 1
    USAGE = 2
    INPUT = 3
    OUTPUT = 4
    INTERNAL = 5
