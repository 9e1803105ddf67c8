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
    entry("XE685", "a JSON document that is no JSON",
          "The text breaks the rules of JSON at the line and the character that are told.",
          "Does `jq . FILE` read it? Write it again with a JSON library.",
          "printf '[\\n1,\\n0,,\\n1]' >y.json", "xentcli validate y.json"),
    entry("XE686", "a JSON document that ends too early",
          "The text ends before its last bracket.",
          "Was the program stopped that wrote it? Copy it, or write it again.",
          "printf '[\\n1,\\n0' >y.json", "xentcli validate y.json"),
    entry("XE687", "a value of a JSON document may take too much memory",
          "Documents are read row by row, or column by column. A single value is parsed as a whole, and "
          "takes up to 24 times the memory of its text.",
          "--max-memory BYTES raises the limit. Is the table deeper in the document than it is looked for? "
          "Write JSON lines, one row each.",
          "printf '[\"%0999d\",\\n\"b\"]' 0 >y.json", "xentcli validate y.json --max-memory 999"),
)  # fmt: skip
"""Errors of readers in child processes."""
