"""Compute the answer of `xentcli validate`."""
