"""Readers of other libraries, and files that other tools write: codes XE670 to XE699."""

from __future__ import annotations

from xentcli.commands.explain.codes.entry import entry

READERS = (
    entry("XE670", "the file is damaged, says the library that reads it",
          "The library that reads this format met something that the format does not allow.",
          "Copy the file or write it again."),
    entry("XE671", "the reader crashed or passed its limit",
          "A library that reads this format runs in a process of its own, with a limit of memory and time. "
          "It crashed or passed a limit.",
          "Is the file damaged or very large? --max-memory BYTES raises the limit of memory."),
)  # fmt: skip
"""Errors of readers in child processes."""
