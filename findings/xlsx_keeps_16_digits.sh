#!/usr/bin/env bash
# A probability that goes through a spreadsheet comes back as another number.
#
# pandas 3.1.1 with XlsxWriter 3.3.1 and openpyxl 3.1.5, seen on 2026-12-01: both writers give a number 16 digits, and a
# double needs up to 17. Of 10,000 random probabilities a quarter come back changed in the last bits, and 0.1 + 0.2
# comes back as 0.3. The format could hold them: cells are decimal text. A loss from such a file agrees with the
# framework's to 15 digits, not to the last one.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pandas==3.1.1 XlsxWriter==3.3.1 openpyxl==3.1.5
venv/bin/python - <<'END'
import numpy as np
import pandas as pd

written = np.append(np.random.default_rng(0).random(9999), 0.1 + 0.2)
for engine in ("xlsxwriter", "openpyxl"):
    pd.DataFrame({"p": written}).to_excel("p.xlsx", engine=engine, index=False)
    read = pd.read_excel("p.xlsx").p.to_numpy()
    changed = int((read != written).sum())
    print(f"{engine}: {changed} of {len(read)} changed, 0.1 + 0.2 is {read[-1]!r}")
    assert 2000 < changed < 3000 and read[-1] == 0.3
    assert np.allclose(read, written, rtol=1e-15, atol=0)
END
