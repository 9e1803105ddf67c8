#!/usr/bin/env bash
# A matrix of texts that R saved comes back from rdata as a list: its rows and columns are gone.
#
# rdata 1.1.0, seen on 2026-12-01: four numbers and four texts are saved with the same attribute `dim`, 2 x 2, as
# `saveRDS(matrix(c("a", "b", "c", "d"), 2), FILE)` does. `read_rds` gives an array of shape (2, 2) for the numbers
# and of shape (4,) for the texts, without a warning. A matrix of class names, a row for each sample and a column for
# each annotator, is then one long list of labels, one column after the other.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check rdata==1.1.0
venv/bin/python -W error::UserWarning - <<'END'
import struct

import rdata


def whole(*numbers):
    return struct.pack(f">{len(numbers)}i", *numbers)


def text(word):
    return whole(0x00040009, len(word)) + word.encode()


HEAD = b"X\n" + whole(2, 0x00030602, 0x00020300)  # version 2, written by R 3.6.2, readable from R 2.3.0 on
DIM = whole(0x402, 1) + text("dim") + whole(13, 2, 2, 2, 254)  # the attribute dim = c(2L, 2L), and no other
NUMBERS, TEXTS, WITH_ATTRIBUTES = 14, 16, 0x200
files = {
    "numbers": HEAD + whole(NUMBERS | WITH_ATTRIBUTES, 4) + struct.pack(">4d", 1, 2, 3, 4) + DIM,
    "texts": HEAD + whole(TEXTS | WITH_ATTRIBUTES, 4) + b"".join(map(text, "abcd")) + DIM,
}
found = {}
for name, data in files.items():
    with open(f"{name}.rds", "wb") as file:
        file.write(data)
    found[name] = rdata.read_rds(f"{name}.rds")
    print(name, found[name].shape, found[name].tolist())
assert found["numbers"].tolist() == [[1, 3], [2, 4]]
assert found["texts"].tolist() == ["a", "b", "c", "d"]
END
