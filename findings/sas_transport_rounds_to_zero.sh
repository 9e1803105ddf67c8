#!/usr/bin/env bash
# A SAS transport file turns a small probability into 0, so that its loss is infinite.
#
# pyreadstat 1.3.7, seen on 2026-12-01: `write_xport` stores 1e-78 and writes 1e-80 as 0.0, without a warning. The
# format holds IBM floats, whose smallest magnitude is about 5.4e-79, while a double goes down to 5e-324. Stata and SPSS
# files of the same library keep the number. The logarithm of 1e-80 is -184.2, that of 0 minus infinity.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pyreadstat==1.3.7 pandas==3.1.1
venv/bin/python -W error - <<'END'
import pandas as pd
import pyreadstat

written = [1e-78, 1e-80, 1e-100]
frame = pd.DataFrame({"p": written})
found = {}
for name in ("xport", "dta", "sav"):
    getattr(pyreadstat, f"write_{name}")(frame, f"p.{name}")
    found[name] = getattr(pyreadstat, f"read_{name}")(f"p.{name}")[0].p.tolist()
    print(name, found[name])
assert found["dta"] == found["sav"] == written
assert found["xport"][1:] == [0.0, 0.0]
assert abs(found["xport"][0] - 1e-78) < 1e-92
END
