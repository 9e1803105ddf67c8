"""The answer of `xentcli loss`."""
