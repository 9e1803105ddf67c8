"""Compute the answer of `xentcli convert`."""
