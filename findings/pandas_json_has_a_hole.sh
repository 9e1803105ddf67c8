#!/usr/bin/env bash
# pandas writes a small probability to JSON as 0.0, and a still smaller one as it is.
#
# pandas 3.1.1, seen on 2026-12-01: `to_json` keeps 10 decimals by default, so that everything from 1e-15 to just below
# 5e-11 becomes 0.0. Below 1e-15 it changes to the form with an exponent, and nothing is lost: 9e-16 and 1e-100 stay.
# The order of the numbers is not kept, and a loss becomes infinite for a row of probability 1e-12, not for one of
# 1e-20. `double_precision=15`, the largest that pandas takes, closes the hole.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pandas==3.1.1
venv/bin/python -W error - <<'END'
import json

import pandas as pd

written = [1e-9, 5.1e-11, 4.9e-11, 1e-12, 1.1e-15, 9e-16, 1e-20, 1e-100]


def back(**options):
    return json.loads(pd.Series(written).to_json(orient="values", **options))


print("written", written)
print("default", back())
print("15     ", back(double_precision=15))
assert back() == [1e-9, 1e-10, 0.0, 0.0, 0.0, 9e-16, 1e-20, 1e-100]
assert all(0.9 < found / wanted < 1.1 for found, wanted in zip(back(double_precision=15), written))
END
