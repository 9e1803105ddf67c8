"""Readers of other libraries, and files that other tools write: codes XE670 to XE699."""

from __future__ import annotations

from xentcli.commands.explain.codes.entry import entry

READERS = (
    entry("XE090", "a column of formulas that no program computed",
          "A library wrote formulas to a workbook without their values. Nothing but a spreadsheet program "
          "can compute them.",
          "Open the workbook in Excel or LibreOffice, and save it again."),
    entry("XE670", "the file is damaged, says the library that reads it",
          "The library that reads this format met something that the format does not allow.",
          "Copy the file or write it again.",
          "(printf 'SQLite format 3\\0\\4'; head -c 1007 /dev/zero) >y.db", "xentcli validate y.db"),
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
    entry("XE693", "which table?",
          "A workbook, a database, a zip file or a file of R holds several tables, none or several of them "
          "with a usual name.",
          "Name it: --table NAME. Given twice, the first is that of the labels.",
          "python -c \"import sqlite3 as s; d = s.connect('y.db'); "
          "[d.execute(f'CREATE TABLE {n} AS SELECT 1 label') for n in 'ab']; d.commit()\"",
          "xentcli validate y.db"),
    entry("XE694", "a file of R without data",
          "It holds functions, models or lists, and no data frame, matrix, vector or factor.",
          "Save the data: saveRDS(data.frame(...), FILE)"),
    entry("XE695", "a database with changes in a file beside it",
          "SQLite writes to a -wal or -journal file first. What it holds is not in the database yet, so "
          "that old rows would be read.",
          "End the program that writes it; any command of sqlite3 on the database then moves the changes.",
          "python -c \"import sqlite3 as s; d = s.connect('y.db'); "
          "d.execute('CREATE TABLE a AS SELECT 1 label'); d.commit()\"", "printf x >y.db-wal",
          "xentcli validate y.db"),
    entry("XE696", "the input is binary, and of no format that is known",
          "Its first bytes are no text, and no format that is read or recognised starts so.",
          "Write it as CSV, NPY or Parquet.",
          "printf '\\1\\2\\3\\4\\5\\6\\7' >y.dat", "xentcli validate y.dat"),
    entry("XE697", "a view takes too long to compute",
          "A view of a database is computed when it is read, and its next rows took too many steps.",
          "Write what it selects into a table: CREATE TABLE t AS SELECT ...",
          "python -c \"import sqlite3 as s; d = s.connect('y.db'); d.execute('CREATE VIEW v AS "
          "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) "
          "SELECT sum(x) label FROM c'); d.commit()\"", "xentcli validate y.db"),
    entry("XE699", "a database or a file of a statistics package is truncated",
          "It ends before its data do: a copy that ended early. No number is printed for a part.",
          "Copy it again.",
          "python -c \"import sqlite3 as s; d = s.connect('y.db'); "
          "d.execute('CREATE TABLE a AS SELECT 1 label'); d.commit()\"", "truncate -s -1000 y.db",
          "xentcli validate y.db"),
)  # fmt: skip
"""Errors of readers in child processes."""
