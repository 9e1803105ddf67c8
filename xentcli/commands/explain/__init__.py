"""The answer of `xentcli explain`."""
