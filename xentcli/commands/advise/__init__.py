"""The answer of `xentcli advise`."""
