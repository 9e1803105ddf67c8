"""The version of xentcli."""

__version__ = "0.1.0"
