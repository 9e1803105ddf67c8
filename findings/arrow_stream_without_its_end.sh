#!/usr/bin/env bash
# An Arrow stream whose last batches are missing reads as a shorter table, without an error.
#
# pyarrow 26.0.1, seen on 2026-12-01: a stream of three batches is copied without the last one, as an upload or a
# program that stops between two batches leaves it. `open_stream(...).read_all()` returns the first two batches and
# says nothing: the end marker is optional in the format, although pyarrow always writes it. Likewise, of two streams
# put together with `cat`, only the rows of the first are read. A file in the Arrow file format, with its footer, is
# refused when it is cut. Data sets that Hugging Face's `save_to_disk` writes are made of such streams.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pyarrow==26.0.1
venv/bin/python - <<'END'
import io

import pyarrow as pa
from pyarrow import ipc

rows = pa.table({"label": list(range(300))})
ends, sink = [], io.BytesIO()
with ipc.new_stream(sink, rows.schema) as writer:
    for start in (0, 100, 200):
        writer.write_table(rows.slice(start, 100))
        ends.append(sink.tell())
stream = sink.getvalue()
found = {
    "whole": stream,
    "without the end marker": stream[: ends[2]],
    "without the last batch": stream[: ends[1]],
    "twice in one file": stream + stream,
}
found = {name: ipc.open_stream(data).read_all().num_rows for name, data in found.items()}
print(found)
assert list(found.values()) == [300, 300, 200, 300]

sink = io.BytesIO()
with ipc.new_file(sink, rows.schema) as writer:
    writer.write_table(rows)
try:
    ipc.open_file(sink.getvalue()[:-100])
except pa.ArrowInvalid as error:
    print("the file format:", error)
else:
    raise AssertionError("a cut file is read")
END
