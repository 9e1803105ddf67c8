"""Compute the answer of `xentcli loss`."""
