#!/usr/bin/env bash
# msgspec's decoder of JSON lines does not look at line ends: rows can be lost and gained without an error.
#
# msgspec 0.23.0, seen on 2026-12-01: `decode_lines` reads one value after another, whatever blanks are between. A line
# with two objects gives two rows, an object over two lines gives one, and a blank line none. A file in which a line end
# was lost, with a blank line elsewhere, has as many rows as lines, but row n is not line n: labels in another file of
# the same length are paired with other rows. A key given twice keeps its last value. `decode` of each line refuses the
# first two. orjson and Python's json read one value at a time and leave the lines to the caller.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check msgspec==0.23.0
venv/bin/python - <<'END'
import msgspec

decoder = msgspec.json.Decoder()
found = {
    "a line end is lost": decoder.decode_lines(b'{"y": 0} {"y": 1}\n{"y": 2}\n'),
    "a line end is lost, a line is blank": decoder.decode_lines(b'{"y": 0} {"y": 1}\n\n{"y": 2}\n'),
    "an object over two lines": decoder.decode_lines(b'{"y":\n0}\n{"y": 1}\n'),
    "a key given twice": decoder.decode_lines(b'{"y": 0, "y": 1}\n'),
}
for name, rows in found.items():
    print(f"{name}: {rows}")
assert [[row["y"] for row in rows] for rows in found.values()] == [[0, 1, 2], [0, 1, 2], [0, 1], [1]]
for line in (b'{"y": 0} {"y": 1}', b'{"y":'):
    try:
        msgspec.json.decode(line)
    except msgspec.DecodeError as error:
        print("one line at a time:", error)
    else:
        raise AssertionError("the line is read")
END
