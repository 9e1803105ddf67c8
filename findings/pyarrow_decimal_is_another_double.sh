#!/usr/bin/env bash
# A decimal cast to a double by pyarrow is often not the double of that decimal: 0.7 becomes 0.7000000000000001.
#
# pyarrow 26.0.1, seen on 2026-12-01: casting decimal columns of every width to float64 gives another number than
# `float("0.7")`, the CSV reader or a cast of the text "0.7" for 3 of the 11 decimals with one digit, for a third of
# those with four digits and for nearly half of those with 17. The cast multiplies by a power of ten that is itself
# rounded. The differences are in the last bits, but a comparison with 0.7 fails, and a loss differs in the last digits
# from that of the same table in CSV.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pyarrow==26.0.1
venv/bin/python - <<'END'
import random
from decimal import Decimal

import pyarrow as pa


def wrong(values, kind):
    cast = pa.array(values, kind).cast(pa.float64()).to_pylist()
    return [(str(value), got) for value, got in zip(values, cast) if got != float(value)]


tenths = [Decimal(k).scaleb(-1) for k in range(11)]
for kind in (pa.decimal32, pa.decimal64, pa.decimal128, pa.decimal256):
    print(kind.__name__, wrong(tenths, kind(2, 1)))
    assert wrong(tenths, kind(2, 1)) == [
        ("0.3", 0.30000000000000004), ("0.6", 0.6000000000000001), ("0.7", 0.7000000000000001)
    ]
assert pa.array(["0.3", "0.6", "0.7"]).cast(pa.float64()).to_pylist() == [0.3, 0.6, 0.7]
four = wrong([Decimal(k).scaleb(-4) for k in range(10_001)], pa.decimal128(5, 4))
random.seed(0)
long = wrong([Decimal(random.randrange(10**17)).scaleb(-17) for _ in range(10_000)], pa.decimal128(18, 17))
print(f"wrong of 10,001 with four digits: {len(four)}, of 10,000 with 17 digits: {len(long)}")
assert 3000 < len(four) < 3500 and 4500 < len(long) < 5100
END
