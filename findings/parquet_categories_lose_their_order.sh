#!/usr/bin/env bash
# The categories of a pandas column change their order in a Parquet file without a dictionary page.
#
# pandas 3.1.1 with pyarrow 26.0.1, seen on 2026-12-01: `df.to_parquet(FILE, use_dictionary=False)` keeps the
# dtype "category", and the metadata say how many categories there are. The categories come back in the order in
# which the rows use them: dog, cat, owl becomes owl, dog, cat, and the codes change with it. With a dictionary
# page, which is the default, the order stays. Nothing in the schema or the metadata tells the two files apart.
# Probabilities without names that stand in the order of the categories then belong to other classes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pandas==3.1.1 pyarrow==26.0.1
venv/bin/python - <<'END'
import pandas as pd

declared = ["dog", "cat", "owl"]
frame = pd.DataFrame({"y": pd.Categorical(["owl", "dog", "cat"], categories=declared)})
frame.to_parquet("default.parquet")
frame.to_parquet("plain.parquet", use_dictionary=False)
default, plain = (pd.read_parquet(f"{name}.parquet").y.cat for name in ("default", "plain"))
print("declared", declared)
print("default ", list(default.categories), list(default.codes))
print("plain   ", list(plain.categories), list(plain.codes))
assert list(default.categories) == declared
assert list(plain.categories) == ["owl", "dog", "cat"]
END
