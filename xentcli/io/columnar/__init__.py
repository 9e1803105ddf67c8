"""Formats of columns and records: Arrow, Parquet, JSON lines."""
