"""Readers of other libraries, and files that other tools write: codes XE670 to XE699."""

from __future__ import annotations

from xentcli.commands.explain.codes.entry import entry

READERS = (
    entry("XE090", "formulas without computed values",
          "A library wrote formulas to a workbook without their values. Only a spreadsheet program can "
          "compute them.",
          "Open the workbook in Excel or LibreOffice, and save it again."),
    entry("XE670", "file is damaged",
          "The library that reads this format found something that the format does not allow.",
          "Copy the file or write it again.",
          "(printf 'SQLite format 3\\0\\4'; head -c 1007 /dev/zero) >y.db", "xentcli validate y.db"),
    entry("XE671", "reader crashed or exceeded its limit",
          "A library reads this format in a separate process, with limits on memory and time. It crashed or "
          "exceeded a limit.",
          "Check whether the file is damaged or very large. Raise the memory limit with --max-memory BYTES."),
    entry("XE685", "invalid JSON document",
          "The text is not valid JSON at the line and the character in the message.",
          "Check it with `jq . FILE`, and write it again with a JSON library.",
          "printf '[\\n1,\\n0,,\\n1]' >y.json", "xentcli validate y.json"),
    entry("XE686", "truncated JSON document",
          "The text ends before its last bracket.",
          "Check whether the program that wrote it was stopped. Copy or write it again.",
          "printf '[\\n1,\\n0' >y.json", "xentcli validate y.json"),
    entry("XE687", "value of a JSON document may take too much memory",
          "Documents are read row by row, or column by column. A single value is parsed as a whole, and "
          "takes up to 24 times the memory of its text.",
          "Raise the limit with --max-memory BYTES. If the table is nested deeper, write JSON lines, one "
          "row each.",
          "printf '[\"%0999d\",\\n\"b\"]' 0 >y.json", "xentcli validate y.json --max-memory 999"),
    entry("XE693", "several tables: which one to read?",
          "A workbook, database, zip file or R file holds several tables. Either none of them has a usual "
          "name, or more than one does.",
          "Name it: --table NAME. If given twice, the first is for the labels.",
          "python -c \"import sqlite3 as s; d = s.connect('y.db'); "
          "[d.execute(f'CREATE TABLE {n} AS SELECT 1 label') for n in 'ab']; d.commit()\"",
          "xentcli validate y.db"),
    entry("XE694", "no data in an R file",
          "The file holds functions, models or lists, but no data frame, matrix, vector or factor.",
          "Save the data: saveRDS(data.frame(...), FILE)"),
    entry("XE695", "database has changes in a separate file",
          "SQLite writes to a -wal or -journal file first. Its changes are not in the database yet, so old "
          "rows would be read.",
          "Stop the program that writes the database. Any command of sqlite3 on the database then moves the "
          "changes.",
          "python -c \"import sqlite3 as s; d = s.connect('y.db'); "
          "d.execute('CREATE TABLE a AS SELECT 1 label'); d.commit()\"", "printf x >y.db-wal",
          "xentcli validate y.db"),
    entry("XE696", "input is binary and has an unknown format",
          "The first bytes are not text, and do not match any known format.",
          "Write it as CSV, NPY or Parquet.",
          "printf '\\1\\2\\3\\4\\5\\6\\7' >y.dat", "xentcli validate y.dat"),
    entry("XE697", "view takes too long to compute",
          "A view of a database is computed when it is read, and its next rows took too many steps.",
          "Write its rows into a table: CREATE TABLE t AS SELECT ...",
          "python -c \"import sqlite3 as s; d = s.connect('y.db'); d.execute('CREATE VIEW v AS "
          "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) "
          "SELECT sum(x) label FROM c'); d.commit()\"", "xentcli validate y.db"),
    entry("XE699", "database or statistics file is truncated",
          "The file ends before its data do, because a copy ended early. No result is printed for a part of "
          "the data.",
          "Copy it again.",
          "python -c \"import sqlite3 as s; d = s.connect('y.db'); "
          "d.execute('CREATE TABLE a AS SELECT 1 label'); d.commit()\"", "truncate -s -1000 y.db",
          "xentcli validate y.db"),
)  # fmt: skip
"""Errors of readers in child processes."""
