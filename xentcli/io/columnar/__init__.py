"""Read columnar and record formats: Arrow, Parquet, JSON lines."""
