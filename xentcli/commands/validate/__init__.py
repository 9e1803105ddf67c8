"""The answer of `xentcli validate`."""
