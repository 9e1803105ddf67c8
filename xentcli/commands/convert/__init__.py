"""The answer of `xentcli convert`."""
