"""duckdb on CSV, then NumPy."""

import sys

import duckdb
import numpy as np

y = duckdb.sql(f"select * from read_csv('{sys.argv[1]}')").fetchnumpy()["label"]
columns = duckdb.sql(f"select * from read_csv('{sys.argv[2]}')").fetchnumpy()
p = np.stack(list(columns.values()), axis=1)
print(-np.log(p[np.arange(len(y)), y]).mean())
